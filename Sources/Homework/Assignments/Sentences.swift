import Markup
import Notation

/// Cuts a formula into its sentences: the lines of a block, each with the lines that go on with it.
struct Sentences {
  private let formula: Fragment
  private let bytes: [UInt8]
  private var position = 0
  private var start = 0
  private var pieces: [Range<Int>] = []
  /// The depths at which a box around a whole sentence was opened.
  private var boxes: [Int] = []

  static func split(_ formula: Fragment, surface: Surface) -> [Fragment] {
    guard surface == .latex else {
      var lines: [Fragment] = []
      var start = 0
      for (offset, byte) in formula.utf8.enumerated() where byte == UInt8(ascii: "\n") {
        lines.append(formula.part(start..<offset))
        start = offset + 1
      }
      lines.append(formula.part(start..<formula.utf8.count))
      return lines.filter { !$0.text.trimmingSpaces.isEmpty }
    }
    var sentences = Sentences(formula: formula)
    return sentences.split()
  }

  private init(formula: Fragment) {
    self.formula = formula
    bytes = formula.utf8
  }

  private mutating func split() -> [Fragment] {
    var depth = 0
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"):
        depth -= 1
        if boxes.last == depth {
          boxes.removeLast()
          cut(skipping: 1)
          continue
        }
      case UInt8(ascii: "\\"):
        command(&depth)
        continue
      default: break
      }
      position += 1
    }
    cut(skipping: 0)
    return joined().map { range in
      let plain = Self.withoutNumber(Self.withoutItem(range, bytes), bytes)
      return formula.part(Self.withoutRemark(plain, bytes))
    }
    .filter { !$0.text.trimmingSpaces.isEmpty }
  }

  /// Environments that only arrange lines; others, such as matrices, hold lines of their own.
  private static let layouts: Set<String> = [
    "aligned", "align", "align*", "split", "gathered", "gather", "gather*", "equation",
    "equation*", "flalign*",
  ]

  private mutating func command(_ depth: inout Int) {
    guard position + 1 < bytes.count else {
      position += 1
      return
    }
    let next = bytes[position + 1]
    if next == UInt8(ascii: "\\") {
      if depth == 0 { cut(skipping: 2) } else { position += 2 }
      return
    }
    let name = word(at: position + 1)
    if name == "boxed", openBox(&depth) { return }
    guard name == "begin" || name == "end", let (environment, length) = argument(at: position)
    else {
      position += name.isEmpty ? 2 : 1 + name.utf8.count
      return
    }
    if Self.layouts.contains(environment) {
      if depth == 0 { cut(skipping: length) } else { position += length }
    } else {
      depth += name == "begin" ? 1 : -1
      position += length
    }
  }

  /// `\boxed{A = B}` with nothing but words before it holds a sentence of its own.
  private mutating func openBox(_ depth: inout Int) -> Bool {
    let open = position + 6
    let before = Fragment.hasRelation(String(decoding: bytes[start..<position], as: UTF8.self))
    guard open < bytes.count, bytes[open] == UInt8(ascii: "{"), !before else { return false }
    cut(skipping: 7)
    boxes.append(depth)
    depth += 1
    return true
  }

  private func word(at start: Int) -> String {
    let letters = bytes[min(start, bytes.count)...].prefix {
      (65...90).contains($0) || (97...122).contains($0)
    }
    return String(decoding: letters, as: UTF8.self)
  }

  /// The environment of `\begin{…}`, and how many bytes the command takes.
  private func argument(at start: Int) -> (String, Int)? {
    guard let open = bytes[start...].prefix(12).firstIndex(of: UInt8(ascii: "{")),
      let close = bytes[open...].prefix(20).firstIndex(of: UInt8(ascii: "}"))
    else { return nil }
    return (String(decoding: bytes[(open + 1)..<close], as: UTF8.self), close + 1 - start)
  }

  private mutating func cut(skipping length: Int) {
    if position > start { pieces.append(start..<position) }
    position += length
    start = position
  }

  /// Lines that begin with a sign belong to the line above.
  private func joined() -> [Range<Int>] {
    var result: [Range<Int>] = []
    for piece in pieces {
      let text = String(decoding: bytes[piece], as: UTF8.self)
      if let last = result.last, Self.begins(text, with: Self.relations + Self.operators) {
        result[result.count - 1] = last.lowerBound..<piece.upperBound
      } else {
        result.append(piece)
      }
    }
    return result
  }

  private static let relations = [
    "=", "<", ">", "≤", "≥", "≈", "∈", "\\in ", "\\in\\", "\\approx", "\\le", "\\ge", "\\equiv",
  ]
  private static let operators = ["+", "-", "\\cdot", "\\times", "\\odot"]

  /// Whether a text goes on with the formula before it: `= B`, `\in \R^2`.
  static func continues(_ text: String) -> Bool { begins(text, with: relations) }

  private static func begins(_ text: String, with signs: [String]) -> Bool {
    var rest = text[...]
    while true {
      if let first = rest.first, first.isWhitespace || first == "&" {
        rest.removeFirst()
      } else if let space = ["\\quad", "\\qquad", "\\,", "\\;"].first(where: rest.hasPrefix) {
        rest.removeFirst(space.count)
      } else {
        return !rest.hasPrefix("\\left") && signs.contains(where: rest.hasPrefix)
      }
    }
  }

  /// Without the number of an item at its beginning, `1) x = 2`.
  private static func withoutItem(_ range: Range<Int>, _ bytes: [UInt8]) -> Range<Int> {
    let digits = bytes[range].prefix { (48...57).contains($0) }
    guard (1...2).contains(digits.count), digits.endIndex < range.upperBound,
      bytes[digits.endIndex] == UInt8(ascii: ")")
    else { return range }
    return (digits.endIndex + 1)..<range.upperBound
  }

  /// Without what stands behind a wide space and belongs to no list: `A = B \quad \tanh(c)`, where the
  /// last is what some factor comes to.
  private static func withoutRemark(_ range: Range<Int>, _ bytes: [UInt8]) -> Range<Int> {
    let text = String(decoding: bytes[range], as: UTF8.self)
    guard let place = text.range(of: "\\quad", backwards: true) else { return range }
    let before = text[..<place.lowerBound]
    let remark = text[place.upperBound...]
    let isWhole = remark.count { $0 == "{" } == remark.count { $0 == "}" }
    guard Fragment.hasRelation(String(before)), !Fragment.hasRelation(String(remark)), isWhole,
      let first = remark.first(where: { !$0.isWhitespace }), !"+-,".contains(first),
      !remark.contains("\\text"), before.last(where: { !$0.isWhitespace }) != ",",
      before.last(where: { !$0.isWhitespace }) != "&"
    else { return range }
    return range.lowerBound..<(range.lowerBound + before.utf8.count)
  }

  /// Without an equation's number at its end, `\quad (3)` or `\tag{3}`.
  private static func withoutNumber(_ range: Range<Int>, _ bytes: [UInt8]) -> Range<Int> {
    let text = String(decoding: bytes[range], as: UTF8.self)
    for mark in ["\\tag", "\\quad", "\\qquad", "\\label"] {
      guard let place = text.range(of: mark, backwards: true) else { continue }
      let number = text[place.upperBound...].filter { !$0.isWhitespace }
      let isNumber =
        mark == "\\label"
        || number.count > 2 && "({".contains(number.first ?? " ")
          && ")}".contains(number.last ?? " ")
          && number.dropFirst().dropLast().allSatisfy(\.isNumber)
      if isNumber {
        return range.lowerBound..<(range.lowerBound + text[..<place.lowerBound].utf8.count)
      }
    }
    return range
  }
}

extension String {
  /// The last place of a text.
  fileprivate func range(of text: String, backwards: Bool) -> Range<String.Index>? {
    ranges(of: text).last
  }
}

extension Fragment {
  enum TextPart: Equatable {
    case words(String)
    case formula
  }

  /// The words that stand inside of a formula, between its parts: `608 \text{ is wrong}`.
  func textParts(_ surface: Surface) -> [TextPart] {
    // The words of `cases` say where each of its lines holds.
    guard surface == .latex, !text.contains("{cases}") else { return [.formula] }
    var parts: [TextPart] = []
    var rest = text[...]
    while let mark = rest.firstRange(of: "\\text"),
      let open = rest[mark.upperBound...].firstIndex(of: "{"),
      let close = rest[open...].firstIndex(of: "}")
    {
      if rest[..<mark.lowerBound].contains(where: \.isMeaningful) { parts.append(.formula) }
      parts.append(.words(" " + rest[rest.index(after: open)..<close] + " "))
      rest = rest[rest.index(after: close)...]
    }
    return !parts.contains(.formula) || rest.contains(where: \.isMeaningful)
      ? parts + [.formula] : parts
  }
}

extension Character {
  /// Whether it is more than space and the marks that arrange a formula.
  fileprivate var isMeaningful: Bool { isLetter || isNumber }
}
