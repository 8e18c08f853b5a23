/// What a question is called: `1.1 (c) (iii)` has the parts 1, 1, c and iii.
package struct Label: Hashable, Sendable {
  package struct Part: Hashable, Sendable {
    /// A number, a letter or a Roman number, in lower case.
    package let text: String
    /// Whether it numbers the items of a list, as `3.` does; such a number is no number of a section.
    package var isItem = false

    package init(text: String, isItem: Bool = false) {
      (self.text, self.isItem) = (text, isItem)
    }
  }

  package var parts: [Part] = []

  package init(parts: [Part] = []) { self.parts = parts }

  /// `1.1.c.iii`, as ids are written.
  package var text: String { parts.map(\.text).joined(separator: ".") }

  var parent: Label { Label(parts: Array(parts.dropLast())) }

  /// The labels around this one, itself first and the empty one last.
  package var withAncestors: [Label] {
    (0...parts.count).reversed().map { Label(parts: Array(parts.prefix($0))) }
  }

  package func appending(_ label: Label) -> Label { Label(parts: parts + label.parts) }
}

/// A label as it was found in a text.
package struct FoundLabel: Hashable {
  package var label: Label
  /// Whether it begins with a number that counts from the top of the document.
  package var isNumbered = false
  /// Whether an answer begins here: "Answer for 1.1 (a):", "Solution:".
  package var isAnswer = false
  /// Whether words such as "Problem" or "Answer" stand before it.
  var hasKeyword = false
  /// Whether its word begins a question, and no part of an answer as "Part" may.
  package var opensQuestion = false
  /// The number of characters that it takes.
  package var length = 0

  package init(label: Label) { self.label = label }
}

/// Finds the label at the beginning of a text.
package struct LabelScanner {
  private let text: [Character]
  private let inHeading: Bool
  private var position = 0

  /// The label that a text begins with; without parts where only "Answer:" stands there.
  package static func label(at text: [Character], inHeading: Bool) -> FoundLabel? {
    var scanner = LabelScanner(text: text, inHeading: inHeading)
    return scanner.found()
  }

  private init(text: [Character], inHeading: Bool) {
    self.text = text.map { Self.wideSigns[$0] ?? $0 }
    self.inHeading = inHeading
  }

  private static let wideSigns: [Character: Character] = [
    "：": ":", "（": "(", "）": ")", "．": ".", "、": ".", "\u{3000}": " ",
  ]

  private var current: Character? { position < text.count ? text[position] : nil }

  private mutating func skipSpaces() {
    while current == " " || current == "\t" || current == "\u{A0}" { position += 1 }
  }

  private mutating func found() -> FoundLabel? {
    var found = FoundLabel(label: Label())
    skipSpaces()
    takeKeywords(&found)
    takeParts(&found)
    guard !found.label.parts.isEmpty else {
      // "Answer:" by itself.
      guard found.isAnswer, current == ":" || current == "." || isAtEnd else { return nil }
      found.length = position
      return found
    }
    if found.hasKeyword { takeCounter() }
    guard endsLabel(found) else { return nil }
    if let sign = current, ":.)".contains(sign) { position += 1 }
    found.length = position
    return found
  }

  // MARK: - Keywords

  private mutating func takeKeywords(_ found: inout FoundLabel) {
    while let (cue, count) = keyword(found) {
      guard cue != .filler || followedByKeyword(count) else { return }
      position += count
      found.hasKeyword = found.hasKeyword || cue != .filler
      found.isAnswer = found.isAnswer || cue == .answer
      found.opensQuestion = found.opensQuestion || cue == .question
      // "Ex. 2", "Ans. (a)"
      if current == ".", cue == .question || text[position...].starts(with: ". (") { position += 1 }
      skipSpaces()
    }
  }

  /// The phrase of the table that stands here, and how many signs it takes.
  private func keyword(_ found: FoundLabel) -> (cue: Cue, count: Int)? {
    let run = text[position...].prefix(Self.keywordLength)
    let end = run.firstIndex { !$0.isLetter && $0 != " " } ?? run.endIndex
    let words = Phrasebook.words(of: String(run[..<end]))
    let cues: Set<Cue> =
      found.hasKeyword
      ? [.question, .part, .answer, .labelLink] : [.question, .part, .answer, .filler]
    guard let (cue, count) = Phrasebook.length(of: cues, atStartOf: words) else { return nil }
    let length = words.prefix(count).map(\.count).reduce(0, +)
    let isOneWord = count == 1 || words[0].first?.isHan == true
    // A single letter is a label, but for the "Q" of "Q2".
    if length == 1, words[0].first?.isHan != true {
      let next = text[(position + 1)...].first
      let isWord = cue == .labelLink ? next == " " : cue == .question && next?.isNumber == true
      guard isWord else { return nil }
    }
    return (cue, isOneWord ? length : length + count - 1)
  }

  private static let keywordLength = 24

  private func followedByKeyword(_ count: Int) -> Bool {
    var ahead = self
    ahead.position += count
    ahead.skipSpaces()
    guard let (cue, _) = ahead.keyword(FoundLabel(label: Label())) else { return false }
    return cue != .filler
  }

  /// What Chinese says behind a number: `第3题`.
  private mutating func takeCounter() {
    while let sign = current, "题問问小部分目".contains(sign) { position += 1 }
  }

  // MARK: - Parts

  private mutating func takeParts(_ found: inout FoundLabel) {
    var isFirst = true
    while true {
      let start = position
      if !isFirst { _ = takeSeparator() }
      if let part = parenthesised() ?? bare(isFirst: isFirst, found) {
        if isFirst, part.text.first?.isNumber == true { found.isNumbered = !part.isItem }
        found.label.parts.append(part)
        isFirst = false
      } else {
        position = start
        return
      }
    }
  }

  private mutating func takeSeparator() -> Bool {
    let isDot = current == "."
    if isDot { position += 1 } else { skipSpaces() }
    return isDot
  }

  /// `(c)`, `(iii)`, `(2)`
  private mutating func parenthesised() -> Label.Part? {
    guard current == "(" else { return nil }
    let content = text[(position + 1)...].prefix(6).prefix { $0 != ")" }
    let end = position + 1 + content.count
    guard end < text.count, text[end] == ")", let name = Self.name(String(content)) else {
      return nil
    }
    position = end + 1
    return Label.Part(text: name, isItem: name.first?.isNumber == true)
  }

  /// `1`, `c`, `iii` with something behind it that ends a label.
  private mutating func bare(isFirst: Bool, _ found: FoundLabel) -> Label.Part? {
    let isLetterOfNumber =
      position > 0 && text[position - 1].isNumber && position < text.count
      && text[position].isLetter
    let isJoined =
      isLetterOfNumber || !isFirst && isLetterAtEnd || position > 0 && text[position - 1] == "."
    guard isFirst || isJoined else { return nil }
    var run = text[position...].prefix(6).prefix { ($0.isLetter || $0.isNumber) && $0.isASCII }
    let digits = run.prefix { $0.isNumber }
    // `2b`, with nothing but the end of a label behind it.
    if (1...2).contains(digits.count), run.count == digits.count + 1,
      isLabelEnd(run.endIndex) || found.hasKeyword
    {
      run = digits
    }
    guard let name = Self.name(String(run)) else { return nil }
    let end = position + run.count
    let next = end < text.count ? text[end] : nil
    let isNumber = name.first?.isNumber == true
    if next == ")", isFirst, !found.hasKeyword {
      position = end + 1
      return Label.Part(text: name, isItem: isNumber)
    }
    if !isNumber, !isJoined, !found.hasKeyword {
      // A letter at the beginning of a sentence is no label unless a full stop follows, and that of a heading is
      // where nothing else stands in it.
      let isHeading = inHeading && next == nil && position == 0 && run.first?.isLowercase == true
      guard isHeading || next == ".", end + 1 >= text.count || !text[end + 1].isLetter else {
        return nil
      }
    }
    position = end
    // `3.` with nothing joined to it numbers an item.
    let isItem =
      isFirst && isNumber && !found.hasKeyword && next == "."
      && !(end + 1 < text.count && (text[end + 1].isNumber || text[end + 1].isLetter))
    return Label.Part(text: name, isItem: isItem)
  }

  private static let romans: Set<String> = [
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii",
  ]

  /// A number of at most two digits, one letter, or a small Roman number.
  private static func name(_ text: String) -> String? {
    let lower = text.lowercased()
    if romans.contains(lower) { return lower }
    if lower.count == 1, let letter = lower.first, letter.isLetter, letter.isASCII { return lower }
    let isNumber =
      !lower.isEmpty && lower.count <= 2 && lower.allSatisfy { "0123456789".contains($0) }
    return isNumber ? lower : nil
  }

  // MARK: - Ends

  /// A single letter behind the rest of a label, and nothing else: `1.1 a)`.
  private var isLetterAtEnd: Bool {
    let run = text[position...].prefix { $0.isLetter }
    let rest = text[run.endIndex...]
    return (1...4).contains(run.count) && run.first?.isLowercase == true
      && (rest.first == ")" || rest.allSatisfy { $0 == " " })
  }

  private func isLabelEnd(_ place: Int) -> Bool {
    place >= text.count || ":.)".contains(text[place])
  }

  private var isAtEnd: Bool {
    text[position...].allSatisfy { $0 == " " || $0 == "\t" }
  }

  private func endsLabel(_ found: FoundLabel) -> Bool {
    let isBracketed = position > 0 && text[position - 1] == ")"
    if isAtEnd || isBracketed || current == ":" || current == "." { return true }
    if current == ")", found.isNumbered || found.label.parts.count > 1, !found.hasKeyword {
      return true
    }
    guard current == " " || current == "\t" else { return false }
    return inHeading || found.isNumbered && found.label.parts.count > 1
  }
}
