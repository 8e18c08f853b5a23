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
    from source: SourceFile, _ diagnostics: inout [Diagnostic]
  ) -> (FrontMatter, bodyLine: Int) {
    var matter = FrontMatter()
    guard isOpened(in: source) else { return (matter, 1) }
    guard let (fragment, bodyLine) = text(in: source) else {
      diagnostics.append(Diagnostic(.unclosedFrontMatter, at: Span(source.lineRange(1))))
      return (matter, 1)
    }
    do throws(Diagnostic) {
      if let value = try YAMLValue(parsing: fragment) { matter.take(value, &diagnostics) }
    } catch {
      diagnostics.append(error)
    }
    return (matter, bodyLine)
  }

  private static func isOpened(in source: SourceFile) -> Bool {
    source.text(of: source.lineRange(1)).trimmingEnd == "---"
  }

  /// What stands between the marks, and the first line behind them; `nil` where there is none.
  package static func text(in source: SourceFile) -> (Fragment, bodyLine: Int)? {
    guard isOpened(in: source), source.lineCount > 1,
      let last = (2...source.lineCount).first(where: { line in
        ["---", "..."].contains(source.text(of: source.lineRange(line)).trimmingEnd)
      })
    else { return nil }
    let range = source.lineRange(2).lowerBound..<source.lineRange(last).lowerBound
    return (Fragment(range, of: source), last + 1)
  }

  private mutating func take(_ value: YAMLValue, _ diagnostics: inout [Diagnostic]) {
    guard case .mapping(let pairs, _) = value else {
      return diagnostics.append(Diagnostic(.frontMatterIsNoMapping, at: value.span))
    }
    for (key, value) in pairs {
      switch (key.text, value) {
      case ("title", .scalar(let text)): title = text.text
      case ("author", .scalar(let text)): author = text.text
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
      default: break  // other tools have keys of their own
      }
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
