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
