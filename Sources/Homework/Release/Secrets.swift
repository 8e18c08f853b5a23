import Markup
import Notation

/// What a solution or a key says and the question does not: none of it may stand in what students get.
public struct Secrets: Sendable {
  /// Something that was found where it must not be.
  public struct Leak: Hashable, Sendable {
    /// What it is: a formula, a number, a sentence, a file.
    public let kind: String
    public let text: String
  }

  private var formulas: [String: String] = [:]
  private var numbers: Set<String> = []
  private var sentences: [String: String] = [:]
  private var files: Set<String> = []

  public init(of parts: AssignmentParts) {
    for block in parts.solutions { take(block) }
    for fence in parts.keys { take(formula: fence.content.text) }
    let open = parts.open.joined(separator: "\n")
    let (formula, words) = (Self.compact(open), Self.folded(open))
    let known = Set(Self.numbers(in: open))
    formulas = formulas.filter { !formula.contains($0.key) }
    sentences = sentences.filter { !words.contains($0.key) }
    numbers.subtract(known)
    files.subtract(parts.openPictures)
  }

  private mutating func take(_ block: Block) {
    switch block.kind {
    case .fence(let fence): take(formula: fence.content.text)
    case .formula(let formula): take(formula: formula.latex.text)
    case .heading(_, _, let content), .paragraph(let content): take(content)
    case .table(let table): (table.header + table.rows.flatMap { $0 }).forEach { take($0) }
    case .listing(_, let code): take(sentences: code)
    default: break
    }
    if let caption = block.caption { take(caption.content) }
  }

  private mutating func take(_ content: [Inline]) {
    var text = ""
    for inline in content {
      AssignmentParts.read(inline, &text)
      take(partsOf: inline)
    }
    take(sentences: text)
  }

  private mutating func take(partsOf inline: Inline) {
    switch inline {
    case .formula(let formula): take(formula: formula.latex.text)
    case .image(let path, _, let alternative):
      files.insert(path)
      take(alternative)
    case .emphasis(let inner), .strong(let inner), .strikethrough(let inner),
      .link(_, _, let inner), .reference(_, let inner):
      inner.forEach { take(partsOf: $0) }
    default: break
    }
  }

  /// Shorter ones stand everywhere.
  private static let shortestFormula = 7
  private static let shortestSide = 10

  private mutating func take(formula text: String) {
    numbers.formUnion(Self.numbers(in: text))
    for statement in text.replacing("\\\\", with: "\n").split(separator: "\n") {
      let whole = Self.compact(String(statement))
      if whole.utf8.count >= Self.shortestFormula { formulas[whole] = String(statement) }
      for side in statement.split(separator: "=") {
        let compact = Self.compact(String(side))
        if compact.utf8.count >= Self.shortestSide { formulas[compact] = String(side) }
      }
    }
  }

  private mutating func take(sentences text: String) {
    numbers.formUnion(Self.numbers(in: text))
    for sentence in text.split(whereSeparator: { ".!?;:,\n".contains($0) }) {
      let folded = Self.folded(String(sentence))
      // Four words may be anybody's.
      if folded.split(separator: " ").count > 4 { sentences[folded] = String(sentence) }
    }
  }

  // MARK: - Looking for them

  /// What of it stands in a text.
  ///
  /// - Parameter isText: whether numbers mean anything there, as they do not in the bytes of a picture.
  public func leaks(in text: String, isText: Bool = true) -> [Leak] {
    let (formula, words) = (Self.compact(text), Self.folded(text))
    var leaks = formulas.filter { formula.contains($0.key) }.map {
      Leak(kind: "formula", text: $0.value.trimmingSpaces)
    }
    leaks += sentences.filter { words.contains($0.key) }.map {
      Leak(kind: "sentence", text: $0.value.trimmingSpaces)
    }
    if isText {
      leaks += numbers.intersection(Self.numbers(in: text)).map { Leak(kind: "number", text: $0) }
      leaks += files.filter { text.contains($0) }.map { Leak(kind: "file", text: $0) }
    }
    return leaks.sorted { ($0.kind, $0.text) < ($1.kind, $1.text) }
  }

  /// A formula without what only spaces it.
  private static func compact(_ text: String) -> String {
    var text = text
    for space in ["\\left", "\\right", "\\quad", "\\qquad", "\\,", "\\;", "\\:", "\\!"] {
      text = text.replacing(space, with: "")
    }
    return text.filter { !$0.isWhitespace && $0 != "{" && $0 != "}" }
  }

  /// Words in lower case with a space between them.
  private static func folded(_ text: String) -> String {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
  }

  /// The numbers of four digits or more, with and without commas between their digits.
  private static func numbers(in text: String) -> [String] {
    let words = text.split { !(0x30...0x39).contains($0.asciiValue ?? 0) && $0 != "." && $0 != "," }
    let readings = words.flatMap { word -> [String] in
      let parts = word.split(separator: ",").map(String.init)
      return parts.count > 1 ? parts + [parts.joined()] : parts
    }
    return readings.map { $0.last == "." ? String($0.dropLast()) : $0 }
      .filter { $0.count(where: \.isNumber) >= 4 }
  }
}
