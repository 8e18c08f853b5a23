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
    return interpreter.sentences
  }

  private init(assignment: Assignment) { self.assignment = assignment }

  /// Names beyond this number are not remembered; nobody needs so many in one answer.
  private static let introductionLimit = 100

  // MARK: - Reading

  /// Reads the first of the units, and those behind it that are its conditions.
  ///
  /// - Returns: how many units were read.
  private mutating func take(_ units: ArraySlice<Unit>) -> Int {
    guard var unit = units.first else { return 0 }
    let reader = FormulaReader(scope: scope(of: unit), question: assignment[unit.question])
    if let worded = unit.worded, !unit.isQuestion, add(worded, unit, reader) { return 1 }
    var meaning = reader.read(unit)
    var count = 1
    if case .statements(let statements) = meaning, !statements.allSatisfy(reader.isCondition) {
      for condition in units.dropFirst().prefix(4) {
        guard condition.followsFormula, condition.question == unit.question,
          condition.isQuestion == unit.isQuestion, reader.mayBeCondition(condition)
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

  private mutating func add(_ meaning: FormulaReader.Meaning, _ unit: Unit, _ reader: FormulaReader)
  {
    switch meaning {
    case .statements(let statements):
      var unit = unit
      unit.isOneSentence = statements.count == 1
      for statement in statements { add(statement, unit, reader) }
    case .bare(let expressions):
      guard unit.isAnswer, !unit.isQuestion, !assignment[unit.question].asked.isEmpty else {
        return
      }
      append(.bare(expressions), unit, at: unit.text.span)
    case .unreadable(let diagnostic):
      if unit.isQuestion {
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
        introduced: known(at: unit.question)))
  }

  // MARK: - Statements

  private mutating func add(
    _ statement: Syntax.Statement, _ unit: Unit, _ reader: FormulaReader
  ) {
    if unit.isQuestion {
      return append(.recognised(.question, Self.partOfQuestion), unit, at: statement.span)
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
    if let naming = reader.naming(in: statement, isInText: !unit.isDisplay) {
      let content = Sentence.Content.naming(naming.names, naming.rest, naming.value)
      append(content, unit, at: statement.span)
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

  // MARK: - Names

  private mutating func introduce(_ introduction: Introduction, at question: Label?) {
    let label = question ?? Label()
    guard introduced[label, default: []].count < Self.introductionLimit else { return }
    introduced[label, default: []].append(introduction)
  }

  /// What is introduced around a place. A name of the assignment keeps its meaning there: nobody
  /// can answer another question than the one that is asked.
  private func known(at question: Label?) -> [Introduction] {
    let scope = assignment[question].scope
    return (question ?? Label()).withAncestors.reversed().flatMap { label in
      (introduced[label] ?? []).filter { scope[$0.name] == nil }
    }
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

/// A formula, or a line of one, with the lines that go on with it.
struct Unit {
  var text: Fragment
  /// The place of the first of its parts, on which a verdict stands.
  let first: Span
  let surface: Surface
  let isDisplay: Bool
  let question: Label?
  let isQuestion: Bool
  /// Whether an answer is expected where it stands.
  let isAnswer: Bool
  let followsFormula: Bool
  /// The words before it.
  let before: String
  var isOneSentence = false
  /// What is said of it in known words, where it is one formula.
  var worded: WordedPassage?

  static func all(of passages: [Passage]) -> [Unit] {
    var units: [Unit] = []
    for passage in passages {
      let texts = Sentences.split(passage.text, surface: passage.surface)
      for (number, text) in texts.enumerated() {
        var unit = Unit(
          text: text, first: text.span, surface: passage.surface, isDisplay: passage.isDisplay,
          question: passage.question, isQuestion: passage.isQuestion,
          isAnswer: passage.isAlone || AnswerWords.lead(to: passage.before),
          followsFormula: number > 0 || passage.followsFormula,
          before: number == 0 ? passage.before : "")
        unit.worded = texts.count == 1 ? passage.worded : nil
        if let last = units.last, unit.followsFormula, last.question == unit.question,
          Sentences.continues(text.text)
        {
          units[units.count - 1].append(unit)
        } else {
          units.append(unit)
        }
      }
    }
    return units
  }

  private init(
    text: Fragment, first: Span, surface: Surface, isDisplay: Bool, question: Label?,
    isQuestion: Bool, isAnswer: Bool, followsFormula: Bool, before: String
  ) {
    self.before = before
    self.text = text
    self.first = first
    self.surface = surface
    self.isDisplay = isDisplay
    self.question = question
    self.isQuestion = isQuestion
    self.isAnswer = isAnswer
    self.followsFormula = followsFormula
  }

  mutating func append(_ other: Unit) {
    worded = nil
    let separator = Sentences.continues(other.text.text) ? " " : ", "
    for byte in separator.utf8 { text.append(byte, at: other.text.span.lower) }
    text.append(other.text)
  }

  /// The parts between wide spaces, where there are several.
  var parts: [Unit]? {
    guard surface == .latex else { return nil }
    let content = text.text
    let marks = content.ranges(of: "\\quad")
    var parts: [Unit] = []
    var lower = 0
    for mark in marks.map({ content[..<$0.lowerBound].utf8.count }) + [content.utf8.count] {
      let part = text.part(lower..<mark)
      lower = min(mark + 5, content.utf8.count)
      if part.text.contains(where: { !$0.isWhitespace }) {
        parts.append(
          Unit(
            text: part, first: part.span, surface: surface, isDisplay: isDisplay,
            question: question, isQuestion: isQuestion, isAnswer: false, followsFormula: false,
            before: ""))
      }
    }
    return parts.count > 1 ? parts : nil
  }

  /// What the author wrote at a place of it.
  func source(of span: Span) -> String {
    text.part(covering: span).text.trimmingSpaces
  }
}

/// The words before a formula that say that it is the answer.
enum AnswerWords {
  private static let subjects = ["output", "answer", "result", "dimension of the", "total"]
  private static let verbs = [
    "=", ":", " is", " are", " be", "has shape", "of shape", "shape", "dimension", "dimensions",
    "equals", "get", "becomes",
  ]

  /// "So the output dimension is", "Thus, Output ="
  static func lead(to text: String) -> Bool {
    let lower = text.lowercased().trimmingSpaces
    let clause = lower.split { ".;\n".contains($0) }.last.map(String.init) ?? lower
    return subjects.contains(where: clause.contains) && verbs.contains(where: clause.hasSuffix)
  }
}
