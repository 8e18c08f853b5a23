import Notation

/// What an assignment calls by words: "starting position" is 2(m - 1) + 1, where m is the "output
/// position".
struct Phrase: Hashable, Sendable {
  let words: [String]
  /// One value, or those of a list.
  let values: [Syntax.Expression]
  /// The letters in its values that stand for what another phrase names.
  let letters: Set<String>

  var text: String { words.joined(separator: " ") }

  /// Whether it is a thing and no number, as a "kernel window" is W.
  var isNoun: Bool {
    guard letters.isEmpty, values.count == 1, case .name = values[0].kind else { return false }
    return true
  }

  /// The letter that it names, as "output position" names m.
  var letter: String? {
    guard letters.count == 1, values.count == 1, case .name(let name) = values[0].kind else {
      return nil
    }
    return name
  }
}

/// The phrases that are known at a question.
struct Phrases: Sendable {
  /// The longest first: "starting position in the input" is no "starting position".
  private(set) var all: [Phrase] = []
  /// Over which values each letter runs.
  private(set) var ranges: [String: ClosedRange<Int>] = [:]

  subscript(text: String) -> Phrase? {
    let words = Self.words(of: text)
    return all.first { $0.words == words }
  }

  /// The words of a text in small letters; articles change nothing.
  static func words(of text: String) -> [String] {
    text.lowercased().split(separator: " ").map(String.init).filter { !articles.contains($0) }
  }

  /// The most words of one phrase.
  static let lengthLimit = 16

  static let articles: Set<String> = ["the", "a", "an"]

  // MARK: - Reading

  /// Reads `\text{output position} = m, 1 \le m \le 5` and what follows.
  mutating func add(_ block: Fragment, in scope: Scope) throws(Diagnostic) {
    let statements = try Syntax.Statement.statements(
      in: block, surface: .latex, vocabulary: scope.vocabulary)
    for statement in statements {
      guard case .chain(let chain) = statement.kind else {
        throw Diagnostic(.wordsUnclear, at: statement.span)
      }
      try add(chain, in: scope, at: statement.span)
      for condition in statement.conditions {
        if let (letter, range) = condition.range, scope[letter] == nil {
          ranges[letter] = range
        } else if case .chain(let line) = condition {
          // A line such as `\text{size} = 3` could be a condition of the one before.
          try add(line, in: scope, at: statement.span)
        } else {
          throw Diagnostic(.wordsUnclear, at: statement.span)
        }
      }
    }
    for letter in all.flatMap({ $0.letters.sorted() }) where ranges[letter] == nil {
      throw Diagnostic(.rangeOfWords(letter), at: block.span)
    }
  }

  private mutating func add(
    _ line: Syntax.Chain, in scope: Scope, at span: Span
  ) throws(Diagnostic) {
    guard let value = line.steps.last?.expression,
      line.steps.allSatisfy({ $0.relation == .equal })
    else { throw Diagnostic(.wordsUnclear, at: span) }
    for name in line.expressions.dropLast() { try add(name, value, in: scope) }
  }

  private mutating func add(
    _ name: Syntax.Expression, _ value: Syntax.Expression, in scope: Scope
  ) throws(Diagnostic) {
    guard case .name(let text) = name.kind, text.count > 2 else {
      throw Diagnostic(.wordsUnclear, at: name.span)
    }
    var values = [value]
    if case .tuple(let parts) = value.kind { values = parts }
    // A sum could bind the letter that a submission uses.
    guard !value.containsReduction else { throw Diagnostic(.wordsUnclear, at: value.span) }
    let letters = value.freeNames().filter { scope[$0] == nil }
    all.removeAll { $0.words == Self.words(of: text) }
    let phrase = Phrase(words: Self.words(of: text), values: values, letters: letters)
    guard (1...Self.lengthLimit).contains(phrase.words.count) else {
      throw Diagnostic(.wordsUnclear, at: name.span)
    }
    let place = all.firstIndex { $0.words.count < phrase.words.count } ?? all.endIndex
    all.insert(phrase, at: place)
  }
}

extension Syntax.Expression {
  fileprivate var containsReduction: Bool {
    if case .reduction = kind { return true }
    return children.contains(where: \.containsReduction)
  }
}

extension Syntax.Condition {
  /// The letter and the ends of `1 ≤ m ≤ 5`.
  fileprivate var range: (String, ClosedRange<Int>)? {
    guard case .chain(let chain) = self, chain.steps.count == 2,
      chain.steps.allSatisfy({ $0.relation == .lessOrEqual }),
      case .number(let low) = chain.first.kind, let lower = low.integer,
      case .name(let letter) = chain.steps[0].expression.kind,
      case .number(let high) = chain.steps[1].expression.kind, let upper = high.integer,
      lower <= upper
    else { return nil }
    return (letter, lower...upper)
  }
}

extension Diagnostic.Message {
  static let wordsUnclear = Self(
    "words-unclear", "a line of a words block says what some words mean",
    hint: "write \\text{output position} = m, 1 \\le m \\le 5")

  static func rangeOfWords(_ letter: String) -> Self {
    Self(
      "words-unclear", "nothing says over which numbers '\(letter)' runs",
      hint: "write \\text{…} = \(letter), 1 \\le \(letter) \\le 5")
  }
}
