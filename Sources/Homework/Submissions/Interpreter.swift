import Markup
import Notation

/// Reads the formulas of a submission one after the other, and says what each of them is: something
/// to judge, an answer to compare, a repeated question, a name for something.
struct Interpreter {
  private let assignment: Assignment
  private var sentences: [Sentence] = []
  /// What is introduced below each question, known there and in the questions below it.
  private var introduced: [Label: [Introduction]] = [:]

  static func sentences(of passages: [Passage], for assignment: Assignment) -> [Sentence] {
    var interpreter = Interpreter(assignment: assignment)
    let units = Unit.all(of: passages)
    var next = 0
    while next < units.count {
      let count = interpreter.take(units[next...])
      next += max(count, 1)
    }
    interpreter.takeBack()
    return interpreter.sentences
  }

  private init(assignment: Assignment) { self.assignment = assignment }

  /// Names beyond this number are not remembered; nobody needs so many in one answer.
  private static let introductionLimit = 100

  // MARK: - Reading

  /// Reads the first of the units, and those beside it that are its conditions.
  ///
  /// - Returns: how many units were read.
  private mutating func take(_ units: ArraySlice<Unit>) -> Int {
    guard var unit = units.first else { return 0 }
    let reader = FormulaReader(scope: scope(of: unit), question: assignment[unit.question])
    if let count = takeConditions(before: units, reader) { return count }
    if let worded = unit.worded, !unit.isQuestion, add(worded, unit, reader) { return 1 }
    var meaning = reader.read(unit)
    var count = 1
    if case .statements(let statements) = meaning, !statements.allSatisfy(reader.isCondition) {
      for condition in units.dropFirst().prefix(Self.conditionLimit) {
        guard condition.mayBelong(to: unit, isFirst: count == 1),
          reader.isCondition(condition, of: statements)
        else { break }
        var joined = unit
        joined.append(condition)
        guard case .statements(let more) = reader.read(joined), more.count == statements.count
        else { break }
        unit = joined
        meaning = .statements(more)
        count += 1
      }
    }
    add(meaning, unit, reader)
    return count
  }

  private static let conditionLimit = 5

  /// "For $S = 1$ and $P = 0$, $H_{out} = …$": the conditions stand before what holds under them.
  private mutating func takeConditions(
    before units: ArraySlice<Unit>, _ reader: FormulaReader
  ) -> Int? {
    guard let first = units.first, first.around.leadsCondition, !first.isQuestion,
      first.around.stance == .stated
    else { return nil }
    let conditions = units.prefix(Self.conditionLimit).prefix { unit in
      unit.around.sentence == first.around.sentence
        && (unit.first == first.first || unit.around.link == .conjunction
          || unit.around.link == .bare)
        && reader.isSizeCondition(unit)
    }
    guard !conditions.isEmpty, let claim = units.dropFirst(conditions.count).first,
      claim.around.sentence == first.around.sentence, claim.around.stance == .stated
    else { return nil }
    var joined = claim
    for condition in conditions { joined.append(condition) }
    guard case .statements(let statements) = reader.read(joined), statements.count == 1 else {
      return nil
    }
    add(.statements(statements), joined, reader)
    return conditions.count + 1
  }

  private mutating func add(_ meaning: FormulaReader.Meaning, _ unit: Unit, _ reader: FormulaReader)
  {
    switch meaning {
    case .statements(let statements):
      var unit = unit
      unit.isOneSentence = statements.count == 1
      for statement in statements { add(statement, unit, reader) }
    case .bare(let expressions):
      // Names outside of all questions answer none.
      let isOutside = unit.question == nil && expressions.allSatisfy(\.isName)
      guard unit.isAnswer, !unit.isQuestion, !isOutside else { return }
      if let reason = unit.around.stance.reason {
        append(.recognised(.aside, reason), unit, at: unit.text.span)
      } else {
        append(.bare(expressions), unit, at: unit.text.span)
      }
    case .unreadable(let diagnostic):
      if let reason = unit.around.stance.reason {
        append(.recognised(.aside, reason), unit, at: unit.text.span)
      } else if unit.isQuestion {
        append(.recognised(.question, Self.partOfQuestion), unit, at: unit.text.span)
      } else if let parts = unit.parts {
        for part in parts { add(reader.read(part), part, reader) }
      } else {
        append(.unreadable(diagnostic), unit, at: unit.text.span)
      }
    case .nothing: break
    }
  }

  /// Whether what is said in known words of a formula could be understood.
  private mutating func add(
    _ worded: WordedPassage, _ unit: Unit, _ reader: FormulaReader
  ) -> Bool {
    if let introduction = reader.introduction(of: unit, worded) {
      let reason = "says what is called \(introduction.name)"
      append(.recognised(.setting, reason), unit, at: unit.text.span)
      introduce(introduction, at: unit.question)
      return true
    }
    guard let value = reader.wordedValue(of: unit, worded) else { return false }
    append(.worded(value), unit, at: unit.text.span)
    return true
  }

  private static let partOfQuestion = "part of the question"

  private mutating func append(_ content: Sentence.Content, _ unit: Unit, at span: Span) {
    let clamped = Span(
      max(span.lower, unit.first.lower)..<max(min(span.upper, unit.first.upper), span.lower))
    sentences.append(
      Sentence(
        content: content, question: unit.question, span: clamped, source: unit.source(of: span),
        text: unit.isOneSentence ? unit.text : nil, surface: unit.surface,
        introduced: known(at: unit.question), around: unit.around, edition: unit.edition))
  }

  // MARK: - Statements

  private mutating func add(
    _ statement: Syntax.Statement, _ unit: Unit, _ reader: FormulaReader
  ) {
    if unit.isQuestion {
      return append(.recognised(.question, Self.partOfQuestion), unit, at: statement.span)
    }
    if let reason = unit.around.stance.reason {
      return append(.recognised(.aside, reason), unit, at: statement.span)
    }
    if reader.question.given.contains(statement.restatedText) {
      let given = "the assignment says so itself"
      return append(.recognised(.given, given), unit, at: statement.span)
    }
    if let letters = reader.placeholders(in: statement) {
      let reason = "'\(letters)' is a placeholder that was never replaced"
      return append(.recognised(.placeholder, reason), unit, at: statement.span)
    }
    if reader.isCondition(statement) {
      return append(
        .recognised(.condition, "a range, which states nothing by itself"), unit,
        at: statement.span)
    }
    if let value = reader.wordedValue(of: statement) {
      return append(.worded(value), unit, at: statement.span)
    }
    if let naming = reader.naming(in: statement, isInText: !unit.isDisplay && !unit.around.isNamed)
    {
      append(.naming(naming), unit, at: statement.span)
      for introduction in naming.introductions { introduce(introduction, at: unit.question) }
      return
    }
    if let declared = reader.declaration(in: statement) {
      append(
        .recognised(.setting, "says what \(declared.name) is"), unit, at: statement.span)
      return introduce(declared, at: unit.question)
    }
    append(.statement(statement), unit, at: statement.span)
  }

  // MARK: - What is taken back

  /// Behind "no wait", what is said anew replaces what was said of the same before; where it is of something
  /// else, the last formula before is taken back.
  private mutating func takeBack() {
    let byQuestion = Dictionary(grouping: sentences.indices) { sentences[$0].question }
    for places in byQuestion.values {
      for edition in Set(places.map { sentences[$0].edition }).sorted().dropFirst() {
        let (before, behind) = (
          places.filter { sentences[$0].edition < edition && !sentences[$0].subjects.isEmpty },
          places.filter { sentences[$0].edition >= edition }
        )
        let anew = behind.reduce(into: Set<String>()) { $0.formUnion(sentences[$1].subjects) }
        let replaced = before.filter { !sentences[$0].subjects.isDisjoint(with: anew) }
        let last = before.suffix(1).filter { sentences[$0].edition == edition - 1 }
        for place in replaced.isEmpty ? last : replaced {
          sentences[place].content = .recognised(.aside, Stance.withdrawn.reason ?? "")
        }
      }
    }
  }

  // MARK: - Names

  private mutating func introduce(_ introduction: Introduction, at question: Label?) {
    let label = question ?? Label()
    guard introduced[label, default: []].count < Self.introductionLimit else { return }
    introduced[label, default: []].append(introduction)
  }

  /// What is introduced around a place. A name of the assignment keeps its meaning there: nobody
  /// can answer another question than the one that is asked.
  private func known(at question: Label?) -> [Introduction] {
    let exercise = assignment[question]
    let own = (question ?? Label()).withAncestors.reversed().flatMap { introduced[$0] ?? [] }
    return (exercise.askedNames + own).filter { exercise.scope[$0.name] == nil }
  }

  private func scope(of unit: Unit) -> Scope {
    var scope = assignment[unit.question].scope
    let section = assignment.questions.count + 1
    for introduction in known(at: unit.question) {
      introduction.declare(in: &scope, section: section)
    }
    return scope
  }
}
