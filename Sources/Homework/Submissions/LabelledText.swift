import Markup

/// A paragraph as one row of characters, with signs for formulas and for where bold text begins and
/// ends.
struct FlatText {
  static let boundary: Character = "\u{1}"
  static let formula: Character = "\u{2}"

  private(set) var characters: [Character] = []
  private(set) var formulas: [Formula] = []

  var plainText: String { String(characters.filter { $0 != Self.boundary }) }

  mutating func append(_ content: [Inline]) {
    for inline in content {
      switch inline {
      case .text(let text):
        // Marks of emphasis that CommonMark did not take for such: `**Problem 1****1.1`.
        characters += text.map { $0 == "*" ? Self.boundary : $0 }
      case .formula(let formula):
        characters.append(Self.formula)
        formulas.append(formula)
      case .emphasis(let inner), .strong(let inner), .strikethrough(let inner),
        .link(_, _, let inner), .reference(_, let inner):
        characters.append(Self.boundary)
        append(inner)
        characters.append(Self.boundary)
      case .softBreak, .lineBreak: characters.append(" ")
      case .code(let text): characters += Array(text)
      case .image, .computed, .rawHTML, .footnoteReference, .citation: break
      }
    }
  }
}

/// Goes through a paragraph: labels at its beginning, or glued to the end of bold text.
struct LabelWalk {
  enum Step {
    case label(FoundLabel)
    case formula
    case text(Character)
  }

  let text: [Character]
  let inHeading: Bool
  private(set) var hasLabel = false
  private(set) var hasMark = false
  /// Whether there is more than labels, formulas and punctuation.
  private(set) var hasWords = false
  private var position = 0
  private var mayLabel = true
  private var atStart = true

  init(text: [Character], inHeading: Bool) {
    self.text = text
    self.inHeading = inHeading
  }

  mutating func next() -> Step? {
    while position < text.count {
      let character = text[position]
      if character == FlatText.boundary {
        mayLabel = atStart || isGlued
        position += 1
        continue
      }
      if mayLabel, !character.isWhitespace, let found = label() {
        hasLabel = true
        return .label(found)
      }
      position += 1
      if character == FlatText.formula {
        (atStart, mayLabel) = (false, false)
        return .formula
      }
      if !character.isWhitespace {
        (atStart, mayLabel) = (false, false)
        hasWords = hasWords || character.isLetter || character.isNumber
      }
      return .text(character)
    }
    return nil
  }

  /// Whether no space stands before the boundary.
  private var isGlued: Bool {
    let before = text[..<position].last { $0 != FlatText.boundary }
    return before.map { !$0.isWhitespace && $0 != FlatText.formula } ?? false
  }

  private func label() -> FoundLabel? {
    let rest = text[position...].prefix { $0 != FlatText.boundary && $0 != FlatText.formula }
    return LabelScanner.label(at: Array(rest.prefix(60)), inHeading: inHeading && atStart)
  }

  mutating func acceptLabel(_ found: FoundLabel) {
    position += found.length
    hasMark = hasMark || found.isAnswer
    let next = text[position...].first { !$0.isWhitespace && $0 != FlatText.boundary }
    mayLabel = found.isAnswer || next == "("
  }

  mutating func refuseLabel() { mayLabel = false }
}

/// The words of questions, which submissions often repeat.
enum QuestionWords {
  private static let phrases = [
    "what is", "what are", "what will", "what would", "how many", "how does", "provide ",
    "derive ", "write down", "write out", "explain ", "draw ", "suppose ", "consider ",
    "given an ", "given a ", "modify ", "compute the", "show that", "find the", "calculate the",
    "can this", "determine ", " pts)", " points)", " pt)", "pts)",
  ]

  static func areIn(_ text: String) -> Bool {
    let lower = text.lowercased()
    return phrases.contains(where: lower.contains)
  }

  /// "Example answer format here: …"
  static func announceFormat(_ text: String) -> Bool {
    let lower = text.lowercased()
    return ["example answer format", "answer format:", "for example, your answer"]
      .contains(where: lower.contains)
  }
}
