import Notation
import NumericCore

/// A kind of fenced block: its verbs, and the keys of each.
package struct BlockKind: Sendable {
  package let name: String
  /// What may follow the name; the empty verb is none.
  let verbs: [String]
  /// The keys, each with a test of its value.
  let keys: [Key]

  struct Key: Sendable {
    let name: String
    let expects: String
    let accepts: @Sendable (String) -> Bool
    /// The verb without which the key means nothing.
    var verb: String?
  }

  package static let all: [BlockKind] = [
    .math, .given, .define, .check, .asked, .gradcheck, .plot, .diagram, .table, .train, .flow,
  ]

  /// The kinds that hold statements in plain text.
  package static let statements: Set<String> = ["given", "define", "check"]

  static let math = BlockKind(
    name: "math", verbs: ["", "given", "define", "check", "asked", "words"],
    keys: answerKeys.map {
      Key(name: $0.name, expects: $0.expects, accepts: $0.accepts, verb: "check")
    })
  static let given = BlockKind(name: "given", verbs: [""], keys: [])
  static let define = BlockKind(name: "define", verbs: [""], keys: [])
  static let check = BlockKind(
    name: "check", verbs: ["", "runs"],
    keys: answerKeys + [
      Key(name: "form", expects: "full", accepts: { $0 == "full" }, verb: "runs")
    ])
  static let asked = BlockKind(name: "asked", verbs: [""], keys: [])
  static let gradcheck = BlockKind(name: "gradcheck", verbs: [""], keys: [tolerance])
  static let plot = BlockKind(name: "plot", verbs: [""], keys: [])
  static let diagram = BlockKind(name: "diagram", verbs: [""], keys: [])
  static let table = BlockKind(name: "table", verbs: [""], keys: [])
  static let train = BlockKind(name: "train", verbs: [""], keys: [])
  static let flow = BlockKind(name: "flow", verbs: [""], keys: [])

  private static let answerKeys = [
    Key(name: "points", expects: "a number from 0 to 1000000") { points(in: $0) != nil },
    Key(name: "expect", expects: "refuted or error") { ["refuted", "error"].contains($0) },
    tolerance,
  ]

  /// The points that a key gives; `nil` where it gives none that can be counted.
  package static func points(in text: String) -> Double? {
    guard let points = Rational(decimal: text)?.double, (0...1e6).contains(points) else {
      return nil
    }
    return points
  }

  private static let tolerance = Key(name: "tolerance", expects: "a positive number") {
    Rational(decimal: $0).map { $0 > Rational(0) } ?? false
  }

  /// What a listing may be written in.
  static let languages: Set<String> = [
    "bash", "bibtex", "c", "c++", "cmake", "console", "cpp", "css", "csv", "cuda", "diff",
    "dockerfile", "fortran", "go", "haskell", "html", "ini", "java", "javascript", "js", "json",
    "julia", "jupyter", "kotlin", "latex", "lua", "makefile", "markdown", "matlab", "md", "mermaid",
    "none", "numpy", "ocaml", "octave", "output", "perl", "php", "plaintext", "powershell", "py",
    "pycon", "python", "python3", "pytorch", "r", "ruby", "rust", "sage", "scala", "sh", "shell",
    "sql", "svg", "swift", "tex", "text", "toml", "ts", "tsv", "txt", "typescript", "xml", "yaml",
    "yml", "zsh",
  ]

  /// What is wrong with an info string of this kind.
  func problems(of info: InfoString) -> [Diagnostic] {
    var problems = info.diagnostics
    let verb = info.verb?.text ?? ""
    if let word = info.verb, !verbs.contains(verb) {
      problems.append(Diagnostic(.unknownVerb(verb, of: self), at: word.span))
      return problems
    }
    for (key, value) in info.options {
      guard
        let known = keys.first(where: { $0.name == key.text && ($0.verb == nil || $0.verb == verb) }
        )
      else {
        problems.append(Diagnostic(.unknownKey(key.text, of: self), at: key.span))
        continue
      }
      if !known.accepts(value.text) {
        problems.append(Diagnostic(.badKeyValue(known, value.text), at: value.span))
      }
    }
    return problems
  }
}

extension Diagnostic.Message {
  static func unknownVerb(_ verb: String, of kind: BlockKind) -> Self {
    let verbs = kind.verbs.filter { !$0.isEmpty }
    return Self(
      "unknown-verb", "a \(kind.name) block has no verb '\(verb)'",
      hint: nearest(to: verb, in: verbs).map { "did you mean '\(kind.name) \($0)'?" }
        ?? (verbs.isEmpty ? nil : "its verbs are " + verbs.joined(separator: ", ")))
  }

  static func unknownKey(_ key: String, of kind: BlockKind) -> Self {
    let keys = kind.keys.map(\.name)
    return Self(
      "unknown-key", "this \(kind.name) block has no key '\(key)'",
      hint: nearest(to: key, in: keys).map { "did you mean '\($0)'?" }
        ?? (keys.isEmpty ? nil : "a check has the keys " + keys.joined(separator: ", ")))
  }

  static func badKeyValue(_ key: BlockKind.Key, _ value: String) -> Self {
    Self("bad-value", "'\(value)' is no value of '\(key.name)'", hint: "it takes \(key.expects)")
  }

  static func unknownKind(_ kind: String) -> Self {
    Self(
      "unknown-kind", "'\(kind)' is no kind of block",
      hint: nearest(to: kind, in: BlockKind.all.map(\.name)).map { "did you mean '\($0)'?" }
        ?? "the kinds are " + BlockKind.all.map(\.name).joined(separator: ", "))
  }
}
