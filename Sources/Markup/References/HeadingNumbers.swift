import Notation

/// The numbers of sections, by the spans of their headings.
///
/// Where one heading brings a number of its own, `1.2 Pooling`, `(a)` or `Problem 3`, none is
/// counted. A single heading of the highest level at the beginning is the title and has no number.
struct HeadingNumbers {
  private(set) var counted: [Span: String] = [:]

  init(of blocks: [Block], isTitled: Bool) {
    var headings = blocks.compactMap { block -> (level: Int, title: String, span: Span)? in
      guard case .heading(let level, _, let content) = block.kind else { return nil }
      return (level, content.plainText, block.span)
    }
    if headings.contains(where: { Self.written(in: $0.title) != nil }) { return }
    if !isTitled, let first = headings.first, headings.count > 1,
      headings.dropFirst().allSatisfy({ $0.level > first.level })
    {
      headings.removeFirst()
    }
    // A level that is skipped is none.
    var open: [(level: Int, count: Int)] = []
    for heading in headings {
      var count = 1
      while let last = open.last, last.level >= heading.level {
        count = last.count + 1
        open.removeLast()
      }
      open.append((heading.level, count))
      counted[heading.span] = open.map { "\($0.count)" }.joined(separator: ".")
    }
  }

  /// The number that a heading begins with, as its author wrote it.
  static func written(in title: String) -> String? {
    let text = Array(title)
    guard let found = LabelScanner.label(at: text, inHeading: true), !found.label.parts.isEmpty
    else { return nil }
    var number = String(text[..<found.length])[...]
    if found.hasKeyword { number = number.drop { $0.isLetter }.drop { $0 == " " } }
    while let last = number.last, ".: ".contains(last) { number.removeLast() }
    while number.first == " " { number.removeFirst() }
    return number.isEmpty ? nil : String(number)
  }

  private static let problems: Set<String> = ["problem", "exercise", "question", "aufgabe"]

  /// Whether a heading says that it is a problem.
  static func isProblem(_ title: String, id: String?) -> Bool {
    let word = title.prefix { $0.isLetter }.lowercased()
    return problems.contains(word) || id?.hasPrefix("prob-") == true
  }
}
