import Notation

/// Walks through a submission and finds its formulas, each below the label of a question.
struct SubmissionReader {
  private let document: Document
  private let assignment: Assignment
  private(set) var passages: [Passage] = []
  /// The questions of the headings and labels around the current place.
  private var open: [Place] = []
  private var headingLevel = 0
  private var segment = 0
  private var isAfterMark = false
  private var markedSegments: Set<Int> = []
  private var recentText = ""
  /// Whether the next paragraph begins an item of a numbered list, whose number is its label.
  private var isNumberedItem = false

  private struct Place {
    let level: Int
    let question: Label?
    /// Whether a label in the text led there, which the next one replaces.
    let isInText: Bool
  }

  /// The formulas of a document in order.
  static func passages(of document: Document, for assignment: Assignment) -> [Passage] {
    var reader = SubmissionReader(document: document, assignment: assignment)
    for block in document.blocks { reader.visit(block) }
    for footnote in document.footnotes { reader.paragraph(footnote.content) }
    return reader.passages.map { passage in
      var passage = passage
      let isBeforeMark = !passage.isAfterMark && reader.markedSegments.contains(passage.segment)
      passage.isQuestion = passage.isQuestion || isBeforeMark
      return passage
    }
  }

  private init(document: Document, assignment: Assignment) {
    self.document = document
    self.assignment = assignment
  }

  private var question: Label? { open.last?.question }

  // MARK: - Blocks

  private mutating func visit(_ block: Block) {
    switch block.kind {
    case .heading(let level, _, let content): heading(level, content)
    case .paragraph(let content): paragraph(content)
    case .list(let list):
      for (number, item) in list.items.enumerated() {
        if let start = list.start { take(item: start + number) }
        isNumberedItem = list.start != nil
        item.blocks.forEach { visit($0) }
      }
    case .quote(let blocks), .alert(_, let blocks): blocks.forEach { visit($0) }
    case .table(let table):
      for cell in table.header + table.rows.flatMap({ $0 }) { paragraph(cell) }
    case .formula(let formula):
      add(formula.latex, isDisplay: true)
      passages[passages.count - 1].isAlone = true
    case .fence(let fence) where fence.kind.text == "math":
      add(fence.content, isDisplay: true)
      passages[passages.count - 1].isAlone = true
    case .fence(let fence) where BlockKind.statements.contains(fence.kind.text):
      add(fence.content, .plainText, isDisplay: true)
      passages[passages.count - 1].isAlone = true
    case .fence, .listing, .thematicBreak, .rawHTML, .comment: break
    }
  }

  private mutating func heading(_ level: Int, _ content: [Inline]) {
    var flat = FlatText()
    flat.append(content)
    if let found = LabelScanner.label(at: flat.characters, inHeading: true),
      found.label.parts.isEmpty
    {
      // "## Answer" goes on with the question above it.
      return mark()
    }
    while let last = open.last, last.level >= level { open.removeLast() }
    headingLevel = level
    begin()
    paragraph(content, inHeading: true)
  }

  private mutating func add(
    _ text: Fragment, _ surface: Surface = .latex, isDisplay: Bool
  ) {
    var passage = Passage(
      text: text, surface: surface, isDisplay: isDisplay, question: question, before: recentText,
      segment: segment, isAfterMark: isAfterMark)
    if let last = passages.last, last.segment == segment {
      let gap = document.source.text(of: last.text.span.upper..<text.span.lower)
      passage.followsFormula = Self.isLink(gap)
    }
    passages.append(passage)
    recentText = ""
  }

  /// Whether a text between two formulas does no more than join them, as "for" and "where" do.
  private static func isLink(_ gap: String) -> Bool {
    let links = ["for", "all", "where", "with", "when", "if", "and", "whenever"]
    guard gap.utf8.count < 60 else { return false }
    let words = gap.split { $0.isWhitespace || "$>,.;:".contains($0) }
    return words.allSatisfy { links.contains($0.lowercased()) }
  }

  // MARK: - Labels

  /// Begins a part of the document that has a label of its own.
  private mutating func begin() {
    segment += 1
    isAfterMark = false
    recentText = ""
  }

  private mutating func take(item number: Int) {
    let part = Label.Part(text: "\(number)", isItem: true)
    take(FoundLabel(label: Label(parts: [part])), inHeading: false)
  }

  /// Goes to the question that a label names, if there is one.
  @discardableResult
  private mutating func take(_ found: FoundLabel, inHeading: Bool) -> Bool {
    if found.label.parts.isEmpty {
      mark()
      return true
    }
    let target = assignment.resolve(found, from: question ?? Label())
    guard let target else {
      // A heading of a question that the assignment does not know.
      if inHeading { open.append(Place(level: headingLevel, question: nil, isInText: false)) }
      return inHeading
    }
    let isSame = target == question
    while let last = open.last, last.isInText { open.removeLast() }
    open.append(Place(level: headingLevel, question: target, isInText: !inHeading))
    if !isSame || !found.isAnswer { begin() }
    if found.isAnswer { mark() }
    return true
  }

  private mutating func mark() {
    isAfterMark = true
    markedSegments.insert(segment)
    recentText = ""
  }

  // MARK: - Paragraphs

  private mutating func paragraph(_ content: [Inline], inHeading: Bool = false) {
    var flat = FlatText()
    flat.append(content)
    let first = passages.count
    var walk = Walk(text: flat.characters, inHeading: inHeading)
    if let label = assignment.question(titled: flat.plainText) {
      while let last = open.last, last.isInText { open.removeLast() }
      open.append(Place(level: headingLevel, question: label, isInText: true))
      begin()
      return
    }
    var formulas = flat.formulas[...]
    while let step = walk.next() {
      switch step {
      case .formula:
        if let formula = formulas.popFirst() { add(formula.latex, isDisplay: formula.isDisplay) }
      case .label(let found):
        if take(found, inHeading: inHeading) { walk.acceptLabel(found) } else { walk.refuseLabel() }
      case .text(let character): recentText.append(character)
      }
    }
    recentText = String(recentText.suffix(300)) + " "
    let isQuestion =
      (walk.hasLabel || isNumberedItem) && !walk.hasMark && QuestionWords.areIn(flat.plainText)
      || QuestionWords.announceFormat(flat.plainText)
    isNumberedItem = false
    for index in first..<passages.count {
      passages[index].isQuestion = isQuestion
      passages[index].isAlone = flat.formulas.count == 1 && !walk.hasWords
    }
  }
}

/// A paragraph as one row of characters, with signs for formulas and for where bold text begins and
/// ends.
private struct FlatText {
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
        .link(_, _, let inner):
        characters.append(Self.boundary)
        append(inner)
        characters.append(Self.boundary)
      case .softBreak, .lineBreak: characters.append(" ")
      case .code(let text): characters += Array(text)
      case .image, .computed, .rawHTML, .footnoteReference: break
      }
    }
  }
}

/// Goes through a paragraph: labels at its beginning, or glued to the end of bold text.
private struct Walk {
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
private enum QuestionWords {
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
