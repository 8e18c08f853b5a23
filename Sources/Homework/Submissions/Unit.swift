import Markup
import Notation

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
  private(set) var isAnswer: Bool
  private(set) var around: Surroundings
  let edition: Int
  /// The words before it.
  let before: String
  var isOneSentence = false
  /// What is said of it in known words, where it is one formula.
  var worded: WordedPassage?

  static func all(of passages: [Passage]) -> [Unit] {
    var units: [Unit] = []
    for passage in passages {
      var unit = Unit(passage)
      guard let last = units.last, last.question == unit.question else {
        units.append(unit)
        continue
      }
      // "Either 8 or 9", "no, 9": it stands where the one before does.
      let isBeside = unit.around.link == .conjunction && last.around.isLed && !unit.around.isPart
      if unit.around.link == .alternative || isBeside {
        unit.isAnswer = unit.isAnswer || last.isAnswer
      }
      if unit.around.link != .none, Sentences.continues(unit.text.text) {
        units[units.count - 1].append(unit)
      } else {
        units.append(unit)
      }
    }
    return units
  }

  private init(_ passage: Passage) {
    text = passage.text
    first = passage.text.span
    surface = passage.surface
    isDisplay = passage.isDisplay
    question = passage.question
    isQuestion = passage.isQuestion
    around = passage.around
    around.isLed = around.isLed || passage.isBoxed
    isAnswer =
      (passage.isAlone || around.isLed) && !around.isPart
      || around.stance == .quoted || around.stance == .struck
    edition = passage.edition
    before = passage.before
    worded = passage.worded
  }

  /// Whether it can say where a formula holds that stands before it.
  func mayBelong(to claim: Unit, isFirst: Bool) -> Bool {
    let joins =
      around.link == .condition || around.link == .bare || !isFirst && around.link == .conjunction
    return joins && question == claim.question && isQuestion == claim.isQuestion
      && around.stance == claim.around.stance && text.utf8.count < Self.conditionLength
  }

  private static let conditionLength = 400

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
      var part = self
      part.text = text.part(lower..<mark)
      part.isAnswer = false
      lower = min(mark + 5, content.utf8.count)
      if part.text.text.contains(where: { !$0.isWhitespace }) { parts.append(part) }
    }
    return parts.count > 1 ? parts : nil
  }

  /// What the author wrote at a place of it.
  func source(of span: Span) -> String {
    text.part(covering: span).text.trimmingSpaces
  }
}
