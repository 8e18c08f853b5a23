import Notation
import NumericCore

/// Keys and values of a plot, or of a part of it, with their places.
package struct PlotSettings: Sendable {
  package let span: Span
  private let pairs: [(key: Located, value: YAMLValue)]

  package init(_ value: YAMLValue) throws(Diagnostic) {
    guard case .mapping(let pairs, let span) = value else {
      throw Diagnostic(.plotIsNoMapping, at: value.span)
    }
    (self.pairs, self.span) = (pairs, span)
  }

  private init(empty span: Span) { (pairs, self.span) = ([], span) }

  /// - Errors: a key that is none of these.
  package func allow(_ keys: [String]) throws(Diagnostic) {
    for (key, _) in pairs where !keys.contains(key.text) {
      throw Diagnostic(.unknownPlotKey(key.text, keys), at: key.span)
    }
  }

  private func value(_ key: String) -> YAMLValue? { pairs.first { $0.key.text == key }?.value }

  // MARK: - Words

  package func word(_ key: String) throws(Diagnostic) -> Located? {
    try value(key)?.word(of: key)
  }

  /// A word that the plot cannot do without.
  package func requiredWord(_ key: String) throws(Diagnostic) -> Located {
    guard let word = try word(key) else { throw Diagnostic(.plotLacks(key), at: span) }
    return word
  }

  /// The word of a key, or what is meant without it.
  package func word(_ key: String, else standard: String) throws(Diagnostic) -> Located {
    try word(key) ?? Located(text: standard, span: span)
  }

  /// A word that a part of a plot takes over from the whole where it has none of its own.
  ///
  /// - Errors: neither has it.
  package func word(_ key: String, orOf whole: PlotSettings) throws(Diagnostic) -> Located {
    if let word = try word(key) { return word }
    guard let word = try whole.word(key) else { throw Diagnostic(.plotLacks(key), at: span) }
    return word
  }

  /// One word or a list of them; empty without the key.
  package func words(_ key: String) throws(Diagnostic) -> [Located] {
    guard let value = value(key) else { return [] }
    guard case .list(let items, _) = value else { return [try value.word(of: key)] }
    var words: [Located] = []
    for item in items { words.append(try item.word(of: key)) }
    return words
  }

  /// A word that is one of a few.
  package func choice(_ key: String, among words: [String]) throws(Diagnostic) -> String? {
    guard let word = try word(key) else { return nil }
    guard words.contains(word.text) else {
      throw Diagnostic(.badSetting(key, word.text, words), at: word.span)
    }
    return word.text
  }

  // MARK: - Numbers

  /// A finite number in decimal digits.
  ///
  /// - Parameter expects: what the number must be, as words, and whether it is.
  package func number(
    _ key: String, expects: (words: String, test: @Sendable (Double) -> Bool)
  ) throws(Diagnostic) -> Double? {
    guard let word = try word(key) else { return nil }
    guard let number = Rational(decimal: word.text)?.double, expects.test(number) else {
      throw Diagnostic(.badPlotNumber(key, word.text, expects.words), at: word.span)
    }
    return number
  }

  // MARK: - Parts

  /// A list of parts that have keys of their own; empty without the key.
  package func mappings(_ key: String) throws(Diagnostic) -> [PlotSettings] {
    guard let value = value(key) else { return [] }
    guard case .list(let items, _) = value else {
      throw Diagnostic(.plotIsNoMapping, at: value.span)
    }
    var parts: [PlotSettings] = []
    for item in items { parts.append(try PlotSettings(item)) }
    return parts
  }

  /// Items that are each a `name`, or `name: {settings}`; one alone needs no list.
  package func entries(
    _ key: String
  ) throws(Diagnostic) -> [(name: Located, settings: PlotSettings)] {
    guard let value = value(key) else { return [] }
    let items: [YAMLValue] = if case .list(let items, _) = value { items } else { [value] }
    var entries: [(name: Located, settings: PlotSettings)] = []
    for item in items {
      guard case .mapping(let pairs, _) = item else {
        let name = try item.word(of: key)
        entries.append((name, PlotSettings(empty: name.span)))
        continue
      }
      for (name, value) in pairs { entries.append((name, try PlotSettings(value))) }
    }
    return entries
  }
}

extension YAMLValue {
  fileprivate func word(of key: String) throws(Diagnostic) -> Located {
    guard case .scalar(let word) = self else { throw Diagnostic(.settingIsNoWord(key), at: span) }
    return word
  }
}

extension Diagnostic.Message {
  static let plotIsNoMapping = Self(
    "plot-unclear", "a plot is described by lines of the form 'key: value'",
    hint: "write data: loss.csv, x: epoch, y: [train, test]")

  package static func plotLacks(_ key: String) -> Self {
    Self("plot-unclear", "the plot has no '\(key)'", hint: "add a line '\(key): …'")
  }

  static func unknownPlotKey(_ key: String, _ known: [String]) -> Self {
    Self(
      "unknown-key", "this has no key '\(key)'",
      hint: nearest(to: key, in: known).map { "did you mean '\($0)'?" }
        ?? "its keys are " + known.joined(separator: ", "))
  }

  static func badPlotNumber(_ key: String, _ text: String, _ expected: String) -> Self {
    Self("bad-value", "'\(text)' is no value of '\(key)'", hint: "it takes \(expected)")
  }
}
