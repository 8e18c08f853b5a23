import Markup
import Notation

/// A paragraph as one row of characters, with signs for formulas, for code and for where bold text begins
/// and ends.
struct FlatText {
  static let boundary: Character = "\u{1}"
  static let formula: Character = "\u{2}"
  static let code: Character = "\u{3}"
  static let lineEnd: Character = "\u{4}"

  private(set) var characters: [Character] = []
  private(set) var formulas: [(formula: Formula, isStruck: Bool)] = []
  private(set) var codes: [String] = []
  /// Whether a mark that is not closed yet strikes what follows.
  private(set) var isStruck: Bool
  /// The tag that hides what follows, until it is closed.
  private var hidingTag: String?

  init(isStruck: Bool = false) { self.isStruck = isStruck }

  var plainText: String {
    String(characters.filter { ![Self.boundary, Self.code].contains($0) }).replacing(
      String(Self.lineEnd), with: " ")
  }

  mutating func append(_ content: [Inline]) {
    for inline in content {
      switch inline {
      case .text(let text): append(text)
      case .formula(let formula):
        characters.append(Self.formula)
        formulas.append((formula, isStruck))
      case .strikethrough(let inner): strike { $0.append(inner) }
      case .emphasis(let inner), .strong(let inner), .link(_, _, let inner),
        .reference(_, let inner):
        characters.append(Self.boundary)
        append(inner)
        characters.append(Self.boundary)
      case .softBreak, .lineBreak: characters.append(Self.lineEnd)
      case .code(let text):
        characters.append(Self.code)
        codes.append(text)
      case .rawHTML(let tag): take(tag.lowercased())
      case .image, .computed, .footnoteReference, .citation: break
      }
    }
  }

  private static let strikingTags = [
    "<s>": true, "<del>": true, "<strike>": true, "</s>": false, "</del>": false,
    "</strike>": false,
  ]

  private mutating func take(_ tag: String) {
    if let strikes = Self.strikingTags[tag] { isStruck = strikes }
    let name = tag.drop { "</".contains($0) }.prefix { $0.isLetter }
    if let hidingTag {
      if tag.hasPrefix("</"), name == hidingTag { (self.hidingTag, isStruck) = (nil, false) }
    } else if !tag.hasPrefix("</"), Self.hides(tag) {
      (hidingTag, isStruck) = (String(name), true)
    }
  }

  private static func hides(_ tag: String) -> Bool {
    let text = tag.filter { !$0.isWhitespace }
    return tag.contains(" hidden")
      || ["display:none", "visibility:hidden", "opacity:0", "font-size:0"].contains(
        where: text.contains)
  }

  private mutating func append(_ text: String) {
    for (number, part) in text.split(separator: "~~", omittingEmptySubsequences: false).enumerated()
    {
      if number > 0 { isStruck.toggle() }
      // Marks of emphasis that CommonMark did not take for such: `**Problem 1****1.1`.
      if !isStruck { characters += part.map { $0 == "*" ? Self.boundary : $0 } }
    }
  }

  private mutating func strike(_ body: (inout FlatText) -> Void) {
    let outer = isStruck
    isStruck = true
    body(&self)
    isStruck = outer
  }
}

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
