/// What a reader of the typeset page sees: no braces, and sometimes two readings.
extension Parser {
  /// Reads a formula by a rule.
  ///
  /// - Returns: what it says, and what else it could say to a reader of the page.
  /// - Errors: the first thing that cannot be read, and braces that group what the page shows ungrouped.
  static func read<Result, Text: Equatable>(
    _ formula: Fragment, surface: Surface, vocabulary: Vocabulary, introducesNames: Bool = false,
    by rule: (inout Parser) throws(Diagnostic) -> Result, text: (Result) -> Text
  ) throws(Diagnostic) -> (result: Result, other: Result?) {
    let start = try Parser(
      formula, surface: surface, vocabulary: vocabulary, introducesNames: introducesNames)
    var parser = start
    let result = try rule(&parser)
    func isRead(without groups: [ClosedRange<Int>]) -> Bool {
      var plain = start.dropping(groups)
      return (try? rule(&plain)).map(text) == text(result)
    }
    if !parser.invisibleGroups.isEmpty, !isRead(without: parser.invisibleGroups) {
      let group = parser.invisibleGroups.first { !isRead(without: [$0]) }
      throw Diagnostic(
        .invisibleGroup, at: parser.span(of: group ?? parser.invisibleGroups[0]))
    }
    guard let fork = parser.forks.first else { return (result, nil) }
    guard !introducesNames else { throw Diagnostic(.twoReadings, at: fork) }
    var second = start.preferringSecondReading()
    return (result, try? rule(&second))
  }

  /// Reads what must have one reading.
  static func readOnce<Result, Text: Equatable>(
    _ formula: Fragment, surface: Surface, vocabulary: Vocabulary,
    by rule: (inout Parser) throws(Diagnostic) -> Result, text: (Result) -> Text
  ) throws(Diagnostic) -> Result {
    let (result, other) = try read(
      formula, surface: surface, vocabulary: vocabulary, by: rule, text: text)
    if let other, text(other) != text(result) {
      throw Diagnostic(.twoReadings, at: formula.span)
    }
    return result
  }
}

extension Diagnostic.Message {
  static let invisibleGroup = Self(
    "invisible-group", "the page does not show these braces, and reads on without them",
    hint: "put brackets, (…), where these belong together")

  package static let twoReadings = Self(
    .twoReadings, "this can be read in two ways", hint: "put the argument in brackets")
}
