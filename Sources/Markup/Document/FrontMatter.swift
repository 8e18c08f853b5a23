import Notation

/// What stands between `---` at the head of a homework.
public struct FrontMatter: Sendable {
  public internal(set) var title: String?
  public internal(set) var author: String?
  public internal(set) var course: String?
  public internal(set) var date: String?
  public internal(set) var conventions = DeclaredConventions()
  public internal(set) var seed: UInt64 = 1
  /// What the page of a submission tells the student, where this is its assignment.
  public internal(set) var feedback = Feedback.hints
  /// LaTeX macros without arguments, by name without the backslash.
  public internal(set) var macros: [String: String] = [:]
  /// The files that describe what is cited.
  public internal(set) var bibliography: [Located] = []

  /// Reads the front matter, and says on which line the text begins.
  static func read(
    from source: SourceFile, _ dialect: Dialect, _ diagnostics: inout [Diagnostic]
  ) -> (FrontMatter, bodyLine: Int) {
    var matter = FrontMatter()
    guard isOpened(in: source) else { return (matter, 1) }
    guard let (fragment, bodyLine) = text(in: source) else {
      let line = openingLine(in: source) ?? 1
      diagnostics.append(Diagnostic(.unclosedFrontMatter, at: Span(source.lineRange(line))))
      return (matter, 1)
    }
    do throws(Diagnostic) {
      if let value = try YAMLValue(parsing: fragment) {
        matter.take(value, &diagnostics)
        if dialect == .homework { tell(ofKeysIn: value, &diagnostics) }
      }
    } catch {
      diagnostics.append(unquotedColon(in: fragment) ?? error)
    }
    return (matter, bodyLine)
  }

  private static func isOpened(in source: SourceFile) -> Bool { openingLine(in: source) != nil }

  /// The line of the opening mark, before which only blank ones stand.
  private static func openingLine(in source: SourceFile) -> Int? {
    let first = (1...source.lineCount).prefix(8).first { line in
      !source.text(of: source.lineRange(line)).trimmingEnd.isEmpty
    }
    return first.flatMap { source.text(of: source.lineRange($0)).trimmingEnd == "---" ? $0 : nil }
  }

  /// A value such as `Assignment 1: X`, in which YAML sees a second key.
  private static func unquotedColon(in fragment: Fragment) -> Diagnostic? {
    var start = 0
    for line in fragment.text.split(separator: "\n", omittingEmptySubsequences: false) {
      defer { start += line.utf8.count + 1 }
      guard let colon = line.firstRange(of: ": "), line.first?.isLetter == true else { continue }
      let value = String(line[colon.upperBound...]).trimmingSpaces
      guard value.contains(": "), let first = value.first, !"\"'[{|>".contains(first) else {
        continue
      }
      let key = String(line[..<colon.lowerBound])
      return Diagnostic(
        .unquotedColon(key, value), at: fragment.span(of: start..<(start + line.utf8.count)))
    }
    return nil
  }

  /// What stands between the marks, and the first line behind them; `nil` where there is none.
  package static func text(in source: SourceFile) -> (Fragment, bodyLine: Int)? {
    guard let first = openingLine(in: source), source.lineCount > first,
      let last = ((first + 1)...source.lineCount).first(where: { line in
        ["---", "..."].contains(source.text(of: source.lineRange(line)).trimmingEnd)
      })
    else { return nil }
    let range = source.lineRange(first + 1).lowerBound..<source.lineRange(last).lowerBound
    return (Fragment(range, of: source), last + 1)
  }

  private mutating func take(_ value: YAMLValue, _ diagnostics: inout [Diagnostic]) {
    guard case .mapping(let pairs, _) = value else {
      return diagnostics.append(Diagnostic(.frontMatterIsNoMapping, at: value.span))
    }
    for (key, value) in pairs {
      switch (key.text, value) {
      case ("title", .scalar(let text)): title = text.text
      case ("author", let value): author = Self.names(in: value).joined(separator: ", ")
      case ("course", .scalar(let text)): course = text.text
      case ("date", .scalar(let text)): date = text.text
      case ("checkmark", .mapping(let settings, _)):
        for (key, value) in settings { takeSetting(key, value, &diagnostics) }
      case ("macros", .mapping(let macros, _)):
        for case (let name, .scalar(let text)) in macros {
          takeMacro(name, text.text, &diagnostics)
        }
      case ("bibliography", .list(let items, _)):
        for item in items { takeBibliography(item, &diagnostics) }
        // Where one is not known, nothing can be said of a key.
        if bibliography.count < items.count { bibliography = [] }
      case ("checkmark", _), ("macros", _):
        diagnostics.append(Diagnostic(.frontMatterIsNoMapping, at: value.span))
      case ("bibliography", _): takeBibliography(value, &diagnostics)
      case ("title", _), ("course", _), ("date", _):
        diagnostics.append(Diagnostic(.settingIsNoWord(key.text), at: value.span))
      default: break
      }
    }
  }

  /// The names of one author or several, as Quarto and pandoc take them.
  private static func names(in value: YAMLValue) -> [String] {
    switch value {
    case .scalar(let text): [text.text]
    case .list(let items, _): items.flatMap(names)
    case .mapping(let pairs, _):
      if let name = pairs.first(where: { ["name", "literal"].contains($0.key.text) }) {
        names(in: name.value)
      } else {
        [
          pairs.filter { ["given", "family"].contains($0.key.text) }.flatMap { names(in: $0.value) }
            .joined(separator: " ")
        ]
      }
    }
  }

  private static let keys = [
    "title", "author", "course", "date", "checkmark", "macros", "bibliography",
  ]

  /// What other tools read; it says nothing to a reader.
  private static let foreign: Set<String> = [
    "format", "output", "execute", "engine", "jupyter", "kernel", "kernelspec", "editor", "toc",
    "toc-depth", "number-sections", "lang", "csl", "link-citations", "nocite", "header-includes",
    "geometry", "fontsize", "documentclass", "papersize", "classoption", "theme", "css", "layout",
    "params", "vignette", "knit", "pagetitle", "colorlinks", "mainfont", "linestretch", "tags",
    "keywords", "draft", "permalink", "categories", "id", "version", "filters", "project",
  ]

  /// The keys that are not read: nothing of them is shown.
  private static func tell(ofKeysIn value: YAMLValue, _ diagnostics: inout [Diagnostic]) {
    guard case .mapping(let pairs, _) = value else { return }
    for (key, _) in pairs where !foreign.contains(key.text) && !keys.contains(key.text) {
      let known =
        keys.first { $0 == key.text.lowercased() || "\($0)s" == key.text.lowercased() }
        ?? Diagnostic.Message.nearest(to: key.text, in: keys)
      diagnostics.append(
        Diagnostic(.keyNotRead(key.text, known, keys), at: key.span, severity: .warning))
    }
  }

  private mutating func takeMacro(
    _ name: Located, _ expansion: String, _ diagnostics: inout [Diagnostic]
  ) {
    guard LaTeXMacro.isHarmless(name.text, expansion) else {
      return diagnostics.append(Diagnostic(.macroOfKnownCommand(name.text), at: name.span))
    }
    macros[name.text] = expansion
  }

  private mutating func takeBibliography(_ value: YAMLValue, _ diagnostics: inout [Diagnostic]) {
    guard case .scalar(let name) = value else {
      return diagnostics.append(Diagnostic(.bibliographyIsNoFile, at: value.span))
    }
    bibliography.append(name)
  }

  private mutating func takeSetting(
    _ key: Located, _ value: YAMLValue, _ diagnostics: inout [Diagnostic]
  ) {
    guard case .scalar(let text) = value else {
      return diagnostics.append(Diagnostic(.settingIsNoWord(key.text), at: value.span))
    }
    if key.text == "seed" {
      guard let seed = UInt64(text.text) else {
        return diagnostics.append(Diagnostic(.settingIsNoWord("seed"), at: text.span))
      }
      self.seed = seed
      return
    }
    if key.text == "feedback" {
      guard let value = Feedback(rawValue: text.text) else {
        let known = Feedback.allCases.map(\.rawValue)
        return diagnostics.append(
          Diagnostic(.badSetting("feedback", text.text, known), at: text.span))
      }
      feedback = value
      return
    }
    guard let convention = Conventions[key.text] else {
      let known = Conventions.all.map { $0.key } + ["seed", "feedback"]
      return diagnostics.append(Diagnostic(.unknownSetting(key.text, known), at: key.span))
    }
    guard conventions.declare(text.text, for: convention) else {
      return diagnostics.append(
        Diagnostic(.badSetting(key.text, text.text, convention.spellings), at: text.span))
    }
  }
}

extension Diagnostic.Message {
  static let unclosedFrontMatter = Self(
    "unclosed-front-matter", "the front matter begins here and never ends",
    hint: "close it with a line ---")

  static func unquotedColon(_ key: String, _ value: String) -> Self {
    let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return Self(
      "invalid-yaml", "the value of '\(key)' has a colon in it, and needs quotes",
      hint: "write \(key): \"\(escaped)\"")
  }

  static func keyNotRead(_ key: String, _ known: String?, _ keys: [String]) -> Self {
    Self(
      "unknown-key", "'\(key)' in the front matter is not read",
      hint: known.map { "did you mean '\($0)'?" } ?? "the keys are " + keys.joined(separator: ", "))
  }

  static let frontMatterIsNoMapping = Self(
    "invalid-front-matter", "this must be lines of the form 'key: value'")

  static func macroOfKnownCommand(_ name: String) -> Self {
    Self(
      "known-command", "\\\(name) means something already, and a macro would only change its look",
      hint: "give the macro another name")
  }

  static let bibliographyIsNoFile = Self(
    "invalid-front-matter", "this must be the name of a file",
    hint: "write 'bibliography: refs.bib', or several as '[first.bib, second.bib]'")

  static func unknownSetting(_ key: String, _ known: [String]) -> Self {
    Self(
      "unknown-key", "checkmark has no setting '\(key)'",
      hint: nearest(to: key, in: known).map { "did you mean '\($0)'?" }
        ?? "the settings are " + known.joined(separator: ", "))
  }
}
