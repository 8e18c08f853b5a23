/// What a reader of the typeset page sees: no braces, and sometimes two readings.
extension Parser {
  /// Reads by a rule what must have one reading.
  ///
  /// - Errors: the first thing that cannot be read, braces that group what the page shows ungrouped, and
  ///   a second reading.
  static func readOnce<Result, Text: Equatable>(
    _ formula: Fragment, surface: Surface, vocabulary: Vocabulary,
    by rule: (inout Parser) throws(Diagnostic) -> Result, text: (Result) -> Text
  ) throws(Diagnostic) -> Result {
    let start = try Parser(formula, surface: surface, vocabulary: vocabulary)
    if let unreadable = start.unreadable { throw unreadable }
    var parser = start
    let result = try rule(&parser)
    func isRead(without groups: [ClosedRange<Int>]) -> Bool {
      var plain = start.dropping(groups)
      return (try? rule(&plain)).map(text) == text(result)
    }
    let groups = parser.invisibleGroups
    if !groups.isEmpty, !isRead(without: groups) {
      let group = groups.first { !isRead(without: [$0]) } ?? groups[0]
      throw Diagnostic(.invisibleGroup, at: parser.span(of: group))
    }
    if !parser.forks.isEmpty {
      var second = start.preferringSecondReading()
      if let other = try? rule(&second), text(other) != text(result) {
        throw Diagnostic(.twoReadings, at: formula.span)
      }
    }
    return result
  }
}

extension Syntax.Block {
  /// Reads as much of a formula as can be read; statements that a reader of the page would read
  /// otherwise are not.
  ///
  /// - Errors: what concerns the formula as a whole, such as its length.
  package init(
    _ formula: Fragment, surface: Surface, vocabulary: Vocabulary, introducingNames: Bool = false
  ) throws(Diagnostic) {
    let start = try Parser(
      formula, surface: surface, vocabulary: vocabulary, introducesNames: introducingNames)
    var parser = start
    self = parser.block()
    if !parser.invisibleGroups.isEmpty {
      var plain = start.dropping(parser.invisibleGroups)
      leaveHoles(
        .invisibleGroup, at: parser.invisibleGroups.map(parser.span(of:)),
        whereOtherThan: plain.block())
    }
    guard !parser.forks.isEmpty else { return }
    var second = start.preferringSecondReading()
    let other = second.block()
    if introducingNames {
      leaveHoles(.twoReadings, at: parser.forks, whereOtherThan: other)
    } else if other.holes.count == holes.count, other.statements.count == statements.count {
      statements = zip(statements, other.statements).map {
        $0.text == $1.text ? $0 : $0.alsoRead(as: $1)
      }
    }
  }

  /// Takes out the statements that are others to another reader.
  private mutating func leaveHoles(
    _ message: Diagnostic.Message, at places: [Span], whereOtherThan other: Self
  ) {
    let isOther =
      other.statements.count == statements.count
      ? zip(statements, other.statements).map { $0.text != $1.text }
      : statements.map { statement in places.contains { statement.span.contains($0) } }
    for (statement, isOther) in zip(statements, isOther) where isOther {
      let place = places.first { statement.span.contains($0) }
      holes.append(
        Syntax.Hole(
          Diagnostic(message, at: place ?? statement.span), subjects: statement.subjects))
    }
    statements = zip(statements, isOther).filter { !$1 }.map(\.0)
  }
}

extension Diagnostic.Message {
  static let invisibleGroup = Self(
    "invisible-group", "the page does not show these braces, and reads on without them",
    hint: "put brackets, (…), where these belong together")

  package static let twoReadings = Self(
    .twoReadings, "this can be read in two ways", hint: "put the argument in brackets")
}
