import Notation
import NumericCore

/// A kind of fenced block: how a document calls it, what may stand behind its name, and how its text
/// is written.
///
/// Nothing else knows a kind by its name. A new one is a file with its value, and an entry in
/// ``all``.
package struct BlockKind: Sendable {
  package let name: String
  /// How the formulas in it are written.
  package let surface: Surface
  /// The language of a text that is no formula.
  package let language: String?
  /// The first is that of the name alone.
  let verbs: [Verb]

  /// What may follow the name.
  struct Verb: Sendable {
    let word: String
    let role: Role
    let numbering: Numbering
    let keys: [Key]

    init(
      _ role: Role, word: String = "", numbering: Numbering = .equation, keys: [Key] = []
    ) {
      (self.word, self.role, self.numbering, self.keys) = (word, role, numbering, keys)
    }
  }

  struct Key: Sendable {
    let name: String
    let expects: String
    let accepts: @Sendable (String) -> Bool
  }

  /// What a block says, and so what becomes of it.
  package enum Role: Sendable {
    case given, definition
    /// A formula of the text.
    case formula
    case answer
    /// An answer about the runs of experiments.
    case measuredAnswer
    /// What submissions must answer.
    case asked
    /// What formulas are called in the text.
    case words
    case gradients
    case diagram
    /// An experiment: a training, or the flow of gradients.
    case training, flow
    /// What depends on nothing outside of it.
    case description(any BlockDescription.Type)
  }

  /// How references call a block.
  enum Numbering: Sendable {
    case equation
    /// By its id.
    case name(ReferenceKind)
    /// By its number, where it has a caption or an id.
    case caption(ReferenceKind)
  }

  package static let all: [BlockKind] = [
    .math, .given, .define, .check, .asked, .gradcheck, .plot, .diagram, .table, .train, .flow,
  ]

  init(_ name: String, _ surface: Surface = .plainText, language: String? = nil, verbs: [Verb]) {
    (self.name, self.surface, self.language, self.verbs) = (name, surface, language, verbs)
  }

  /// What a word behind the name says; one that means nothing changes nothing.
  func verb(_ word: Located?) -> Verb { verbs.first { $0.word == word?.text } ?? verbs[0] }

  /// How those blocks of it begin that hold answers.
  var answerMarks: [String] {
    verbs.filter(\.role.isAnswer).map { $0.word.isEmpty ? name : "\(name) \($0.word)" }
  }

  /// What is wrong with an info string of this kind.
  func problems(of info: InfoString) -> [Diagnostic] {
    let verb = verb(info.verb)
    if let word = info.verb, verb.word != word.text {
      return info.diagnostics + [Diagnostic(.unknownVerb(word.text, of: self), at: word.span)]
    }
    return info.diagnostics
      + info.options.compactMap { key, value in
        guard let known = verb.keys.first(where: { $0.name == key.text }) else {
          return Diagnostic(.unknownKey(key.text, of: self), at: key.span)
        }
        return known.accepts(value.text)
          ? nil : Diagnostic(.badKeyValue(known, value.text), at: value.span)
      }
  }
}

extension BlockKind.Role {
  package var isExperiment: Bool {
    switch self {
    case .training, .flow: true
    default: false
    }
  }

  /// Whether it states something of its author's.
  package var isStatement: Bool {
    switch self {
    case .given, .definition: true
    default: isAnswer
    }
  }

  package var isAnswer: Bool {
    switch self {
    case .answer, .measuredAnswer: true
    default: false
    }
  }
}

extension Diagnostic.Message {
  static func unknownVerb(_ verb: String, of kind: BlockKind) -> Self {
    let verbs = kind.verbs.map(\.word).filter { !$0.isEmpty }
    return Self(
      "unknown-verb", "a \(kind.name) block has no verb '\(verb)'",
      hint: nearest(to: verb, in: verbs).map { "did you mean '\(kind.name) \($0)'?" }
        ?? (verbs.isEmpty ? nil : "its verbs are " + verbs.joined(separator: ", ")))
  }

  static func unknownKey(_ key: String, of kind: BlockKind) -> Self {
    var keys: [String] = []
    for name in kind.verbs.flatMap(\.keys).map(\.name) where !keys.contains(name) {
      keys.append(name)
    }
    return Self(
      "unknown-key", "this \(kind.name) block has no key '\(key)'",
      hint: nearest(to: key, in: keys).map { "did you mean '\($0)'?" }
        ?? (keys.isEmpty ? nil : "a check has the keys " + keys.joined(separator: ", ")))
  }

  static func badKeyValue(_ key: BlockKind.Key, _ value: String) -> Self {
    Self("bad-value", "'\(value)' is no value of '\(key.name)'", hint: "it takes \(key.expects)")
  }

  static func unknownKind(_ kind: String, among kinds: [BlockKind]) -> Self {
    Self(
      "unknown-kind", "'\(kind)' is no kind of block",
      hint: nearest(to: kind, in: kinds.map(\.name)).map { "did you mean '\($0)'?" }
        ?? "the kinds are " + kinds.map(\.name).joined(separator: ", "))
  }
}
