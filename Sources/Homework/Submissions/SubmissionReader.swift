import Markup
import Notation

/// Walks through a submission and finds its formulas, each below the label of a question.
struct SubmissionReader {
  private let document: Document
  private let assignment: Assignment
  private(set) var passages: [Passage] = []
  /// The questions of the headings and labels around the current place.
  private var open: [OpenQuestion] = []
  private var headingLevel = 0
  private var segment = 0
  private var isAfterMark = false
  private var markedSegments: Set<Int> = []
  private var recentText = ""
  /// Whether the next paragraph begins an item of a numbered list, whose number is its label.
  private var isNumberedItem = false
  /// A sentence that goes on with a formula of its own line.
  private var unfinished = RunningText()

  private struct OpenQuestion {
    let level: Int
    let question: Label?
    /// Whether a label in the text led there, which the next one replaces.
    let isInText: Bool
  }

  /// The formulas of a document in order.
  static func passages(of document: Document, for assignment: Assignment) -> [Passage] {
    var reader = SubmissionReader(document: document, assignment: assignment)
    for block in document.allBlocks { reader.visit(block) }
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
    let sentence = unfinished
    unfinished = RunningText()
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
      settle(sentence.continued(by: passages.count - 1))
    case .fence(let fence) where fence.kind.surface == .latex || fence.role.isStatement:
      add(fence.content, fence.kind.surface, isDisplay: true)
      passages[passages.count - 1].isAlone = true
    case .fence, .listing, .thematicBreak, .rawHTML, .comment: break
    }
    if let caption = block.caption { paragraph(caption.content) }
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
    // A footnote is read where the document ends, wherever it stands.
    if let last = passages.last, last.segment == segment, last.text.span.upper <= text.span.lower {
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

  /// Notes what a text says of its formulas in known words.
  private mutating func settle(_ text: RunningText) {
    let phrases = assignment[question].phrases
    guard !phrases.all.isEmpty else { return }
    let (sentences, rest) = text.sentences
    let isSupposed = sentences.contains { PhraseScanner.supposes($0, phrases) }
    unfinished = RunningText(isSupposed ? [] : rest)
    for claim in PhraseScanner.claims(in: sentences, phrases) {
      passages[claim.formula].worded = WordedPassage(
        phrase: claim.phrase,
        named: claim.named.map { ($0.letter, passages[$0.formula].text) }, isName: claim.isName)
    }
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
      if inHeading {
        open.append(OpenQuestion(level: headingLevel, question: nil, isInText: false))
      }
      return inHeading
    }
    let isSame = target == question
    while let last = open.last, last.isInText { open.removeLast() }
    open.append(OpenQuestion(level: headingLevel, question: target, isInText: !inHeading))
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
    var walk = LabelWalk(text: flat.characters, inHeading: inHeading)
    if let label = assignment.question(titled: flat.plainText) {
      while let last = open.last, last.isInText { open.removeLast() }
      open.append(OpenQuestion(level: headingLevel, question: label, isInText: true))
      begin()
      return
    }
    var formulas = flat.formulas[...]
    var text = RunningText()
    while let step = walk.next() {
      switch step {
      case .formula:
        guard let formula = formulas.popFirst() else { break }
        add(formula.latex, isDisplay: formula.isDisplay)
        text.append(formula: passages.count - 1)
      case .label(let found):
        guard take(found, inHeading: inHeading) else {
          walk.refuseLabel()
          break
        }
        walk.acceptLabel(found)
        text = RunningText()
      case .text(let character):
        recentText.append(character)
        text.append(character)
      }
    }
    settle(text)
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
