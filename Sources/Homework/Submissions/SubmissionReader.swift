import Markup
import Notation

/// Walks through a submission and finds its formulas, each below the label of a question, with what the text
/// says of them.
struct SubmissionReader {
  private let document: Document
  private let assignment: Assignment
  private var passages: [Passage] = []
  /// The questions of the headings and labels around the current place.
  private var open: [OpenQuestion] = []
  private var headingLevel = 0
  private var segment = 0
  private var isAfterMark = false
  private var markedSegments: Set<Int> = []
  private var recentText = ""
  /// Whether the next paragraph begins an item of a numbered list, whose number is its label.
  private var isNumberedItem = false
  /// The running text, until a block ends that does not lead to the next one.
  private var text = RunningText()
  /// Whether the items of a list go on with the sentence above them.
  private var isInOpenList = false
  private var isStruck = false
  private var revisions = Revisions()
  private let leaves: Set<Label>
  private var sentences = 0
  /// Behind which byte the next plain value stands.
  private var place = 0
  /// What the text below each question is, beside formulas.
  private(set) var said: [Label: Int] = [:]
  /// The blocks in which the labels of questions stand first.
  private var places: [Label: Span] = [:]
  private var block = Span(0..<0)

  private struct OpenQuestion {
    let level: Int
    let question: Label?
    /// Whether a label in the text led there, which the next one replaces.
    let isInText: Bool
  }

  /// The formulas of a document in order, and how much text stands below each label that was found.
  static func read(
    _ document: Document, for assignment: Assignment
  ) -> (passages: [Passage], labels: [Label: Int], places: [Label: Span]) {
    var reader = SubmissionReader(document: document, assignment: assignment)
    for block in document.allBlocks { reader.visit(block) }
    reader.settle()
    reader.revisions.finish(&reader.passages)
    let passages = reader.passages.map { passage in
      var passage = passage
      let isBeforeMark = !passage.isAfterMark && reader.markedSegments.contains(passage.segment)
      passage.isQuestion = passage.isQuestion || isBeforeMark
      return passage
    }
    return (passages, reader.said, reader.places)
  }

  private init(document: Document, assignment: Assignment) {
    self.document = document
    self.assignment = assignment
    leaves = Set(assignment.leaves)
  }

  private var question: Label? { open.last?.question }
  private var asksForValue: Bool { question.map { !assignment[$0].asked.isEmpty } ?? false }

  // MARK: - Blocks

  private mutating func visit(_ block: Block) {
    place = max(place, block.span.lower)
    self.block = block.span
    if !goesOn(with: block) { settle() }
    switch block.kind {
    case .heading(let level, _, let content): heading(level, content)
    case .paragraph(let content): paragraph(content)
    case .list(let list): visit(list)
    case .quote(let blocks), .alert(_, let blocks): blocks.forEach { visit($0) }
    case .table(let table):
      for cell in table.header + table.rows.flatMap({ $0 }) {
        paragraph(cell, isCell: true)
        settle()
      }
    case .formula(let formula):
      add(formula.latex, isDisplay: true, isStruck: isStruck, isAlone: true)
      settle()
    case .fence(let fence) where fence.kind.surface == .latex || fence.role.isStatement:
      add(fence.content, fence.kind.surface, isDisplay: true, isStruck: isStruck, isAlone: true)
      settle()
    case .listing(_, let code): quote(code)
    case .fence, .thematicBreak, .rawHTML, .comment: break
    }
    if let caption = block.caption { paragraph(caption.content, isCell: true) }
  }

  private mutating func visit(_ list: List) {
    let outer = isInOpenList
    isInOpenList = !text.pieces.isEmpty
    for (number, item) in list.items.enumerated() {
      if isInOpenList, number > 0 { text.append(";") }
      if let start = list.start, !item.blocks.isEmpty { take(item: start + number) }
      // `608.` is no item.
      if let start = list.start, item.blocks.isEmpty { value("\(start + number)", isAlone: true) }
      isNumberedItem = list.start != nil
      item.blocks.forEach { visit($0) }
    }
    isInOpenList = outer
    if !outer { settle() }
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
    if let label = assignment.question(headed: flat.plainText, from: question ?? Label()) {
      open.append(OpenQuestion(level: level, question: label, isInText: false))
      return note()
    }
    paragraph(content, inHeading: true)
  }

  private mutating func add(
    _ formula: Fragment, _ surface: Surface = .latex, isDisplay: Bool, isStruck: Bool,
    isAlone: Bool = false
  ) {
    for (number, line) in Sentences.split(formula, surface: surface).enumerated() {
      var passage = Passage(
        text: line, surface: surface, isDisplay: isDisplay, question: question,
        before: number == 0 ? recentText : "", segment: segment, isAfterMark: isAfterMark)
      passage.isAlone = isAlone
      if isStruck { passage.around.stance = .struck }
      passage.isBoxed = formula.text.contains("\\boxed")
      passages.append(passage)
      guard !isStruck else { continue }
      for part in line.textParts(surface) {
        switch part {
        case .words(let words): text.append(words)
        case .formula: text.append(formula: passages.count - 1)
        }
      }
    }
    recentText = ""
  }

  /// What is quoted answers nothing, and is counted where it looks like an answer.
  private mutating func quote(_ code: String) {
    let isValue = code.contains { $0.isNumber } && (asksForValue || code.contains("="))
    guard question != nil, isValue, code.utf8.count < 200 else { return }
    var passage = Passage(
      text: plain(code), surface: .plainText, isDisplay: false, question: question, before: "",
      segment: segment, isAfterMark: isAfterMark)
    passage.around.stance = .quoted
    passages.append(passage)
  }

  /// A text of the file that stands behind all that were found so far.
  private mutating func plain(_ value: String) -> Fragment {
    let wanted = Array(value.utf8)
    let bytes = document.source.utf8
    let limit = min(bytes.count, place + Self.searchLimit)
    if let found = bytes[place..<limit].firstRange(of: wanted) { place = found.lowerBound }
    let fragment = PlainValue.fragment(value, at: min(place, bytes.count), of: document.source)
    place = min(place + wanted.count, bytes.count)
    return fragment
  }

  private static let searchLimit = 20_000

  // MARK: - What the text says

  /// Whether a block goes on with the sentence before it.
  private func goesOn(with block: Block) -> Bool {
    if isInOpenList { return true }
    switch block.kind {
    case .formula: return text.isOpen
    case .list: return text.pieces.last == .mark(":")
    case .paragraph(let content):
      if case .formula? = content.first { return text.isOpen }
      return false
    default: return false
    }
  }

  /// Notes what the text says of its formulas.
  private mutating func settle() {
    text.end()
    let text = self.text
    self.text = RunningText()
    guard !text.pieces.isEmpty else { return }
    let scanner = StanceScanner(text.pieces)
    for (place, found) in scanner.found.sorted(by: { $0.key < $1.key }) {
      passages[place].around = found
      passages[place].around.sentence += sentences
      passages[place].edition = revisions.edition(of: passages[place])
    }
    let elsewhere = assignment[question].circumstances.contradicted(in: text.pieces) {
      passages[$0].text.text
    }
    for place in elsewhere where passages[place].around.stance == .stated {
      passages[place].around.stance = .supposed
    }
    sentences += text.pieces.count + 1
    if scanner.endsInCorrection {
      revisions.reject(for: question, isOne: question.map(leaves.contains) ?? false)
    }
    linkFirst(of: text)
    let phrases = assignment[question].phrases
    for claim in PhraseScanner.claims(in: text.sentences, phrases) {
      passages[claim.formula].worded = WordedPassage(
        phrase: claim.phrase,
        named: claim.named.map { ($0.letter, passages[$0.formula].text) }, isName: claim.isName)
    }
  }

  /// A text that begins with a formula, or with "where", goes on with the one before.
  private mutating func linkFirst(of text: RunningText) {
    guard
      case .formula(let place)? = text.pieces.first(where: {
        if case .formula = $0 { true } else { false }
      }),
      place > 0, passages[place - 1].segment == passages[place].segment,
      passages[place - 1].text.span.upper <= passages[place].text.span.lower
    else { return }
    let gap = document.source.text(
      of: passages[place - 1].text.span.upper..<passages[place].text.span.lower)
    guard gap.utf8.count < 60, passages[place].around.link == .none else { return }
    passages[place].around.link = Lead.link(of: gap)
  }

  // MARK: - Labels

  /// Begins a part of the document that has a label of its own.
  private mutating func begin() {
    settle()
    segment += 1
    isAfterMark = false
    isStruck = false
    recentText = ""
  }

  private mutating func note(_ words: Int = 0) {
    guard let question else { return }
    said[question, default: 0] += words
    if places[question] == nil { places[question] = block }
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
      // A question that the assignment does not know.
      guard inHeading || found.opensQuestion else { return false }
      if !inHeading { leaveText() }
      open.append(OpenQuestion(level: headingLevel, question: nil, isInText: !inHeading))
      begin()
      return true
    }
    let isSame = target == question
    leaveText()
    open.append(OpenQuestion(level: headingLevel, question: target, isInText: !inHeading))
    if !isSame || !found.isAnswer { begin() }
    if found.isAnswer { mark() }
    note()
    return true
  }

  private mutating func leaveText() {
    while let last = open.last, last.isInText { open.removeLast() }
  }

  private mutating func mark() {
    settle()
    isAfterMark = true
    markedSegments.insert(segment)
    recentText = ""
  }

  // MARK: - Paragraphs

  private mutating func paragraph(
    _ content: [Inline], inHeading: Bool = false, isCell: Bool = false
  ) {
    var flat = FlatText(isStruck: isStruck)
    flat.append(content)
    isStruck = flat.isStruck
    let first = passages.count
    if let label = assignment.question(titled: flat.plainText) {
      leaveText()
      open.append(OpenQuestion(level: headingLevel, question: label, isInText: !inHeading))
      begin()
      return note()
    }
    var walk = LabelWalk(text: flat.characters, inHeading: inHeading)
    var start = text.pieces.count
    var formulas = flat.formulas[...]
    var codes = flat.codes[...]
    while let step = walk.next() {
      switch step {
      case .formula:
        guard let (formula, isStruck) = formulas.popFirst() else { break }
        add(formula.latex, isDisplay: formula.isDisplay, isStruck: isStruck)
      case .code:
        guard let code = codes.popFirst() else { break }
        quote(code)
        append(code)
      case .value(let value): self.value(value)
      case .label(let found):
        guard take(found, inHeading: inHeading) else {
          walk.refuseLabel()
          break
        }
        walk.acceptLabel(found)
        start = 0
      case .text(let character): append(String(character))
      }
    }
    text.end()
    recentText = String(recentText.suffix(300)) + " "
    let pieces = text.pieces[min(start, text.pieces.count)...]
    note(pieces.count)
    finish(first, pieces, flat, walk, isCell: isCell)
    if inHeading || isCell { settle() }
  }

  private mutating func append(_ words: String) {
    recentText += words
    text.append(words)
  }

  private mutating func value(_ value: String, isAlone: Bool = false) {
    guard asksForValue else { return append(value) }
    add(plain(value), .plainText, isDisplay: false, isStruck: false, isAlone: isAlone)
  }

  /// What holds for all formulas of a paragraph.
  private mutating func finish(
    _ first: Int, _ pieces: ArraySlice<RunningText.Piece>, _ flat: FlatText, _ walk: LabelWalk,
    isCell: Bool
  ) {
    let isQuestion =
      (walk.hasLabel || isNumberedItem) && !walk.hasMark && QuestionWords.areIn(flat.plainText)
      || QuestionWords.announceFormat(flat.plainText)
    isNumberedItem = false
    let isAlone = !isCell && Lead.isNothingButValue(pieces)
    for index in first..<passages.count {
      passages[index].isQuestion = isQuestion
      passages[index].isAlone = isAlone && passages[index].around.stance != .quoted
    }
  }
}
