import Markup

/// Goes through a paragraph: labels at its beginning, or glued to the end of bold text.
struct LabelWalk {
  enum Step {
    case label(FoundLabel)
    case formula
    case code
    /// A number or a calculation without dollar signs.
    case value(String)
    case text(Character)
  }

  let text: [Character]
  let inHeading: Bool
  private(set) var hasLabel = false
  private(set) var hasMark = false
  private var position = 0
  private var mayLabel = true
  private var atStart = true
  private var previous: Character = " "

  init(text: [Character], inHeading: Bool) {
    self.text = Self.withProducts(text)
    self.inHeading = inHeading
  }

  /// `8*5*5` and `(5 + 1) * 8` are no emphasis: spaces stand at both sides of a sign, or at none.
  private static func withProducts(_ text: [Character]) -> [Character] {
    text.indices.map { place in
      guard text[place] == FlatText.boundary, place > 0, place + 1 < text.count,
        text[place - 1].isWhitespace == text[place + 1].isWhitespace
      else { return text[place] }
      let room = text[place - 1].isWhitespace ? 2 : 1
      guard place >= room, place + room < text.count else { return text[place] }
      let (before, after) = (text[place - room], text[place + room])
      let isProduct =
        (before.isNumber || before == ")") && (after.isNumber || after == "(")
      return isProduct ? "*" : text[place]
    }
  }

  mutating func next() -> Step? {
    while position < text.count {
      let character = text[position]
      if character == FlatText.boundary {
        mayLabel = atStart || isGlued
        position += 1
        continue
      }
      if character == FlatText.lineEnd {
        // Lines that each begin with a label, where the first one does.
        mayLabel = hasLabel && !inHeading
        position += 1
        previous = " "
        return .text(" ")
      }
      if mayLabel, !character.isWhitespace, let found = label() {
        hasLabel = true
        return .label(found)
      }
      if let value = value() { return .value(value) }
      position += 1
      previous = character
      if !character.isWhitespace { (atStart, mayLabel) = (false, false) }
      switch character {
      case FlatText.formula: return .formula
      case FlatText.code: return .code
      default: return .text(character)
      }
    }
    return nil
  }

  private mutating func value() -> String? {
    guard !previous.isLetter, !previous.isNumber, !"_^\\".contains(previous), !isBehindOperator
    else { return nil }
    let length = PlainValue.length(in: text[position...])
    guard length > 0 else { return nil }
    let value = String(text[position..<(position + length)])
    position += length
    previous = value.last ?? " "
    (atStart, mayLabel) = (false, false)
    return value
  }

  /// Whether it would be a part of what stands in front of it: `⌊x⌋ + 1`.
  private var isBehindOperator: Bool {
    let before = text[..<position].last { $0 != " " && $0 != FlatText.boundary }
    return before.map { "+*/−×·⌊⌋√".contains($0) } ?? false
  }

  /// Whether no space stands before the boundary.
  private var isGlued: Bool {
    let before = text[..<position].last { $0 != FlatText.boundary }
    return before.map { !$0.isWhitespace && $0 != FlatText.formula } ?? false
  }

  private func label() -> FoundLabel? {
    let rest = text[position...].prefix {
      ![FlatText.boundary, FlatText.formula, FlatText.lineEnd].contains($0)
    }
    return LabelScanner.label(at: Array(rest.prefix(60)), inHeading: inHeading && atStart)
  }

  mutating func acceptLabel(_ found: FoundLabel) {
    position += found.length
    previous = " "
    hasMark = hasMark || found.isAnswer
    let next = text[position...].first { !$0.isWhitespace && $0 != FlatText.boundary }
    mayLabel = found.isAnswer || next == "("
  }

  mutating func refuseLabel() { mayLabel = false }
}
