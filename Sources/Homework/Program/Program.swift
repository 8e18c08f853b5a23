import Experiments
import Judging
import Markup
import Notation
import NumericCore

/// The mathematics of a homework in the order in which it stands: what is declared where, and what
/// is claimed. A mistake in one statement does not stop the next.
struct Program {
  /// Something to compute or to judge, with the names that are known where it stands.
  struct Item {
    enum Kind {
      case answer(Fence, Surface)
      /// A formula of the text, which is judged if it can be understood.
      case formula(Fragment)
      /// An answer about the runs of experiments.
      case measured(Fence)
      case gradcheck(Fence)
      case diagram(Fence)
      case value(Fragment, Span)

      /// Whether it is a formula, which an edit may repair; what was measured is not.
      fileprivate var isMathematics: Bool { !formula.text.utf8.isEmpty }

      fileprivate var formula: (text: Fragment, surface: Surface) {
        switch self {
        case .answer(let fence, let surface): (fence.content, surface)
        case .formula(let fragment): (fragment, .latex)
        case .measured, .gradcheck, .diagram, .value: (Fragment(), .plainText)
        }
      }
    }

    let kind: Kind
    let scope: Scope
    let section: Int
    /// All that it depends on but the conventions; `nil` where it depends on more.
    let origin: Origin?
    /// What an answer or a formula says, or why it cannot be read.
    let statements: Result<[Syntax.Statement], Diagnostic>

    struct Origin {
      let kind: Recollection.Question.Kind
      let scope: Int
      let text: WrittenText
      let places: PlacesOfTexts
    }

    init(_ kind: Kind, in scope: WrittenScope, section: Int, of source: SourceFile) {
      self.kind = kind
      self.scope = scope.scope
      self.section = section
      origin = kind.origin(in: scope, of: source)
      let scope = scope.scope
      do throws(Diagnostic) {
        let (text, surface) = kind.formula
        statements = .success(
          try Syntax.Statement.statements(
            in: text, surface: surface, vocabulary: scope.vocabulary))
      } catch {
        statements = .failure(error)
      }
    }

    /// What it says, and in which writing; nothing where it states nothing.
    var formula: (text: Fragment, surface: Surface) { kind.formula }
  }

  /// The logs of the experiments that were run, by their names.
  let experiments: [String: ExperimentLog]
  /// The names of all experiments, those that were not run among them.
  private var experimentNames: Set<String> = []
  let document: Document
  let memory = Memory()
  private(set) var items: [Item] = []
  private var diagnostics: [Diagnostic] = []
  /// What is known of blocks before anything is computed.
  private var blocks: [Span: any BlockResult] = [:]
  private var experimentReader = ExperimentReader()
  /// The scopes of the headings around the current place; names live until their section ends.
  private var sections: [Section]
  private var sectionCount = 1
  /// What is known from earlier versions, and from this one.
  private(set) var recollection: Recollection

  private struct Section {
    let level: Int
    let number: Int
    var scope: WrittenScope
  }

  init(
    _ document: Document, experiments: [String: ExperimentLog] = [:],
    recalling recollection: Recollection = Recollection()
  ) {
    self.document = document
    self.experiments = experiments
    self.recollection = recollection
    self.recollection.turnPage()
    let scope = WrittenScope(
      document.frontMatter.conventions.found(.never), recalling: &self.recollection)
    sections = [Section(level: 0, number: 0, scope: scope)]
    diagnostics = document.diagnostics
    for block in document.blocks { visit(block) }
    for block in document.footnotes.flatMap(\.blocks) {
      // Notes are shown elsewhere than they are written, or not at all: what is defined in one would
      // change what the text says, unseen.
      let fences = block.fences
      diagnostics += fences.map { Diagnostic(.blockInFootnote, at: $0.name.span) }
      if fences.isEmpty { visit(block) }
    }
    diagnostics += experimentReader.diagnostics
  }

  private var scope: Scope { sections[sections.count - 1].scope.scope }

  // MARK: - Reading

  private mutating func visit(_ block: Block) {
    switch block.kind {
    case .heading(let level, _, let content):
      while sections.count > 1, sections[sections.count - 1].level >= level {
        sections.removeLast()
      }
      let scope = sections[sections.count - 1].scope
      sections.append(Section(level: level, number: sectionCount, scope: scope))
      sectionCount += 1
      visit(content)
    case .paragraph(let content): visit(content)
    case .list(let list): for item in list.items { item.blocks.forEach { visit($0) } }
    case .quote(let blocks), .alert(_, let blocks): blocks.forEach { visit($0) }
    case .table(let table):
      for cell in table.header + table.rows.flatMap({ $0 }) { visit(cell) }
    case .formula(let formula):
      add(.formula(formula.latex))
    case .fence(let fence): visit(fence)
    case .listing, .thematicBreak, .rawHTML, .comment: break
    }
    if let caption = block.caption { visit(caption.content) }
  }

  private mutating func add(_ kind: Item.Kind) {
    let section = sections[sections.count - 1]
    items.append(Item(kind, in: section.scope, section: section.number, of: document.source))
  }

  private mutating func visit(_ inlines: [Inline]) {
    for inline in inlines {
      switch inline {
      case .formula(let formula):
        add(.formula(formula.latex))
      case .computed(let expression, let span):
        add(.value(expression, span))
      case .emphasis(let inner), .strong(let inner), .strikethrough(let inner),
        .link(_, _, let inner), .reference(_, let inner), .image(_, _, let inner):
        visit(inner)
      case .text, .code, .rawHTML, .softBreak, .lineBreak, .footnoteReference, .citation: break
      }
    }
  }

  private mutating func visit(_ fence: Fence) {
    let surface = fence.kind.surface
    switch fence.role {
    case .given: declare(fence, surface, isGiven: true)
    case .definition: declare(fence, surface, isGiven: false)
    case .formula: add(.formula(fence.content))
    case .answer:
      if surface == .plainText { typeset(fence) }
      add(.answer(fence, surface))
    case .measuredAnswer:
      if let claims = try? RunClaim.claims(in: fence.content) { typeset(fence, claims.latex) }
      add(.measured(fence))
    case .asked: readAsked(fence, surface)
    case .words: readWords(fence)
    case .gradients: add(.gradcheck(fence))
    case .diagram: add(.diagram(fence))
    case .training, .flow:
      if let id = fence.id { experimentNames.insert(id.text) }
      experimentReader.read(fence)
    case .description(let description): describe(fence, as: description)
    }
  }

  private mutating func declare(_ fence: Fence, _ surface: Surface, isGiven: Bool) {
    do throws(Diagnostic) {
      let statements = try Syntax.Statement.statements(
        in: fence.content, surface: surface, vocabulary: scope.vocabulary, introducingNames: true)
      let place = sections.count - 1
      var declarations = Declarations(in: scope, section: sections[place].number)
      if isGiven { declarations.give(statements) } else { declarations.define(statements) }
      sections[place].scope.become(
        declarations.scope, by: fence.content,
        WrittenText(fence.content, surface, in: document.source), isGiven: isGiven,
        section: sections[place].number, recalling: &recollection)
      diagnostics += declarations.diagnostics
      if surface == .plainText { typeset(fence, statements.latex) }
    } catch {
      diagnostics.append(error)
    }
  }

  /// What is asked is compared with submissions; here it only has to be readable.
  private mutating func readAsked(_ fence: Fence, _ surface: Surface) {
    do throws(Diagnostic) {
      _ = try Syntax.Answer.answers(
        in: fence.content, surface: surface, vocabulary: scope.vocabulary)
    } catch {
      diagnostics.append(error)
    }
  }

  private mutating func readWords(_ fence: Fence) {
    var phrases = Phrases()
    do throws(Diagnostic) {
      try phrases.add(fence.content, in: scope)
    } catch {
      diagnostics.append(error)
    }
  }

  private mutating func describe(_ fence: Fence, as description: any BlockDescription.Type) {
    do throws(Diagnostic) {
      blocks[fence.span] = try description.init(fence.content, &diagnostics)
    } catch {
      diagnostics.append(error)
    }
  }

  private mutating func typeset(_ fence: Fence) {
    let statements = try? Syntax.Statement.statements(
      in: fence.content, surface: .plainText, vocabulary: scope.vocabulary)
    if let statements { typeset(fence, statements.latex) }
  }

  private mutating func typeset(_ fence: Fence, _ latex: String) {
    blocks[fence.span] = TypesetStatements(latex: latex)
  }

  // MARK: - Running

  mutating func run() -> CheckedHomework {
    var choice = ConventionChoice(document.frontMatter.conventions)
    var known = Knowledge(recollection: recollection)
    defer { recollection = known.recollection }
    choice.indexBases = indexBases(choice, &known)
    for place in items.indices { _ = rulings(place, choice, &known) }
    let layouts = sectionLayouts(choice, &known)
    var used: [Int: [Layout]] = [:]
    for (place, item) in items.enumerated() {
      used[item.sectionOfNames, default: []] += rulings(place, choice, &known).compactMap(\.layout)
    }
    var result = Results(
      diagnostics: diagnostics, blocks: blocks, layouts: used.values.flatMap { $0 })
    var judged: [JudgedItem] = []
    for (place, item) in items.enumerated() {
      var choice = choice
      choice.sectionLayout = item.hasWholeDerivatives ? layouts[item.sectionOfNames] : nil
      if isFalseDerivative(place, choice, &known), prefersNumerator(item.sectionOfNames, used) {
        choice.likelierLayout = .numerator
      }
      judged.append(
        JudgedItem(item: item, rulings: rulings(place, choice, &known), choice: choice))
    }
    for (judged, ruling) in zip(judged, repaired(judged, &known)) {
      run(judged.item, ruling, judged.choice, into: &result, &known)
    }
    return CheckedHomework(
      document: document, claims: result.claims,
      diagnostics: result.diagnostics.sorted {
        ($0.span.lower, $0.span.upper) < ($1.span.lower, $1.span.upper)
      },
      conventions: conventions(choice, result), results: result.blocks, experiments: experiments)
  }

  struct Results {
    var claims: [Claim] = []
    var diagnostics: [Diagnostic]
    var blocks: [Span: any BlockResult]
    /// The layouts under which answers were verified.
    let layouts: [Layout]
  }

  /// An item with the rulings on its statements, and the conventions that they hold under.
  struct JudgedItem {
    let item: Item
    let rulings: [Judge.Ruling]
    let choice: ConventionChoice
  }

  private func run(
    _ item: Item, _ ruling: Judge.Ruling?, _ choice: ConventionChoice, into result: inout Results,
    _ known: inout Knowledge
  ) {
    let number = result.claims.count + 1
    switch item.kind {
    case .answer(let fence, _), .measured(let fence):
      guard let ruling else { return }
      let claim = Claim(fence, ruling, number: number)
      result.claims.append(claim)
      if let diagnostic = claim.diagnostic, !claim.isAsExpected {
        result.diagnostics.append(diagnostic)
      }
    case .formula(let fragment):
      guard let ruling else { return }
      result.claims.append(Claim(fragment, ruling, number: number))
    case .gradcheck(let fence):
      do {
        let table = try gradients(fence, item, choice, &known)
        result.blocks[fence.span] = table
        if !table.passed {
          result.diagnostics.append(Diagnostic(.gradientsDiffer(table), at: fence.content.span))
        }
      } catch {
        result.diagnostics.append(Self.diagnostic(error, at: fence.content.span))
      }
    case .diagram(let fence):
      do throws(Diagnostic) {
        result.blocks[fence.span] = try Diagram.read(
          fence, in: item.scope, of: document.source, choice, seed: document.frontMatter.seed)
      } catch {
        result.diagnostics.append(error)
      }
    case .value(let expression, let span):
      do {
        result.blocks[span] = ComputedValue(
          text: try runJudge.isAbout(expression)
            ? runJudge.value(of: expression) : value(of: expression, item, choice, &known))
      } catch {
        result.diagnostics.append(Self.diagnostic(error, at: span))
      }
    }
  }

  private static func diagnostic(_ error: any Error, at span: Span) -> Diagnostic {
    error as? Diagnostic ?? Diagnostic(.undecidable("\(error)"), at: span)
  }

  // MARK: - Claims

  /// A ruling for each statement; none where an item states nothing.
  func rulings(on item: Item, _ choice: ConventionChoice) -> [Judge.Ruling] {
    do {
      switch item.kind {
      case .answer(let fence, _):
        let rulings = try judge(item, choice)
        return rulings.isEmpty ? [Judge.Ruling(Diagnostic(.emptyCheck, at: fence.span))] : rulings
      case .measured(let fence): return try measuredRulings(on: fence)
      case .formula: return try judge(item, choice)
      case .gradcheck, .diagram, .value: return []
      }
    } catch {
      return item.rulings(onFailure: Self.diagnostic(error, at: Span(0..<0)))
    }
  }

  private var runJudge: RunJudge { RunJudge(logs: experiments, names: experimentNames) }

  private func measuredRulings(on fence: Fence) throws(Diagnostic) -> [Judge.Ruling] {
    var judge = runJudge
    judge.tolerance = Self.tolerance(of: fence)
    judge.isAboutWholeRuns = fence["form"] != nil
    let rulings = try RunClaim.claims(in: fence.content).map(judge.rule)
    return rulings.isEmpty ? [Judge.Ruling(Diagnostic(.emptyCheck, at: fence.span))] : rulings
  }

  private static func tolerance(of fence: Fence) -> Rational? {
    fence["tolerance"].flatMap { Rational(decimal: $0.text) }
      .flatMap { $0 > Rational(0) ? $0 : nil }
  }

  private func judge(_ item: Item, _ choice: ConventionChoice) throws -> [Judge.Ruling] {
    let judge = Self.judge(of: item, choice, document, memory)
    return try item.judgedStatements().map { try judge.rule(on: $0) }
  }

  private static func judge(
    of item: Item, _ choice: ConventionChoice, _ document: Document, _ memory: Memory
  ) -> Judge {
    var tolerance: Rational?
    if case .answer(let fence, _) = item.kind { tolerance = Self.tolerance(of: fence) }
    return Judge(
      samples: Samples(scope: item.scope, seed: document.frontMatter.seed, memory: memory),
      conventions: choice,
      tolerance: tolerance)
  }

  /// The ruling on each item as a whole; where it is false, with the small edit that makes it true.
  ///
  /// Searching takes most of the time, and sections share few names: so each is a piece of work.
  private func repaired(
    _ judged: [JudgedItem], _ known: inout Knowledge
  ) -> [Judge.Ruling?] {
    var rulings = judged.map { $0.rulings.isEmpty ? nil : Self.conjunction($0.rulings) }
    var refuted = rulings.indices.filter {
      rulings[$0]?.verdict.outcome == .refuted && judged[$0].item.kind.isMathematics
    }
    refuted.removeAll { place in
      guard let ruling = recalledRepair(judged[place], &known) else { return false }
      rulings[place] = ruling
      return true
    }
    let sections = Dictionary(grouping: refuted) { judged[$0].item.section }
      .sorted { $0.key < $1.key }.map(\.value)
    let document = document
    let repaired = Workers.shared.map(sections) { places in
      let memory = Memory()
      return places.map { Self.repaired(judged[$0], document, memory) }
    }
    for (place, ruling) in zip(sections.joined(), repaired.joined()) {
      rulings[place] = ruling
      remember(ruling, of: judged[place], &known)
    }
    return rulings
  }

  private static func repaired(
    _ judged: JudgedItem, _ document: Document, _ memory: Memory
  ) -> Judge.Ruling {
    let (item, rulings) = (judged.item, judged.rulings)
    var ruling = conjunction(rulings)
    let judge = judge(of: item, judged.choice, document, memory)
    if let place = rulings.firstIndex(where: { $0.verdict.outcome == .refuted }),
      let statement = try? item.judgedStatements()[place]
    {
      ruling.verdict.laterSteps = judge.laterSteps(of: statement, after: ruling)
    }
    let (text, surface) = item.formula
    ruling.verdict.suggestion = Repair(judge: judge, surface: surface)
      .suggestion(for: text, rulings, in: document.source)
    return ruling
  }

  /// All must be true; one that is false decides, then one that cannot be read.
  private static func conjunction(_ rulings: [Judge.Ruling]) -> Judge.Ruling {
    if let decisive = rulings.first(where: { $0.verdict.outcome == .refuted })
      ?? rulings.first(where: { $0.verdict.outcome == .error })
    {
      return decisive
    }
    var result = rulings[0]
    for ruling in rulings.dropFirst() {
      result.verdict.notes += ruling.verdict.notes.filter { !result.verdict.notes.contains($0) }
      result.verdict.reading = result.verdict.reading ?? ruling.verdict.reading
      if result.verdict.method == .exact {
        result.verdict.method = ruling.verdict.method
        result.verdict.message = ruling.verdict.message
      }
    }
    return result
  }

}

extension Program.Item {
  /// What its block allows, as it is written.
  var tolerance: String? {
    switch kind {
    case .answer(let fence, _), .gradcheck(let fence): fence["tolerance"]?.text
    case .formula, .measured, .diagram, .value: nil
    }
  }

  /// What it states; a formula of the text may merely say which sizes are spoken of.
  fileprivate func judgedStatements() throws -> [Syntax.Statement] {
    let statements = try statements.get()
    guard case .formula = kind else { return statements }
    return statements.filter { !$0.choosesLetters(in: scope) }
  }

  var hasWholeDerivatives: Bool {
    guard case .success(let statements) = statements else { return false }
    return statements.contains(where: \.hasWholeDerivatives)
  }

  /// The first section that declares something that is spoken of here.
  var sectionOfNames: Int {
    guard case .success(let statements) = statements else { return section }
    let names = statements.flatMap(\.expressions).reduce(into: Set<String>()) {
      $0.formUnion($1.freeNames())
    }
    return names.compactMap { scope[$0]?.section }.min() ?? section
  }

  /// The sections from whose index base this item counts, where they declare none.
  var sectionsOfIndices: Set<Int> {
    switch kind {
    case .measured, .gradcheck, .diagram: break
    case .answer, .formula:
      // What has no index is the same from any base.
      guard case .success(let statements) = statements,
        statements.contains(where: { statement in
          statement.expressions.contains { $0.countsFromBase(in: scope) }
        })
      else { return [] }
    case .value: return []
    }
    return Set(
      scope.declarations.values.filter { $0.indexBase == nil && $0.isTensor }.map(\.section))
  }

  /// An answer that cannot be read is an error; a formula that states nothing is none.
  fileprivate func rulings(onFailure diagnostic: Diagnostic) -> [Judge.Ruling] {
    guard case .formula(let fragment) = kind else { return [Judge.Ruling(diagnostic)] }
    return diagnostic.message == .notAStatement || !fragment.hasRelation
      ? [] : [Judge.Ruling(diagnostic)]
  }
}

extension Syntax.Statement {
  /// Whether it states an equation of derivatives as they are; an index list, and a shape, say
  /// themselves in which order they count the axes.
  var hasWholeDerivatives: Bool {
    guard case .chain(let chain) = kind else { return false }
    let indexed = Set(chain.expressions.flatMap(\.indexedDerivativeTexts))
    return chain.expressions.flatMap(\.derivativeTexts).contains { !indexed.contains($0) }
  }
}

extension Fragment {
  /// Whether a sign of it relates two things, so that it may be true or false.
  var hasRelation: Bool {
    Self.hasRelation(text)
  }

  static func hasRelation(_ text: String) -> Bool {
    let text = text.replacing("\\left", with: "").replacing("\\infty", with: "")
    return relations.contains(where: text.contains)
  }

  private static let relations = [
    "=", "\\in", "\\le", "\\ge", "<", ">", "\\approx", "≈", "≤", "≥", "∈",
  ]
}

extension Diagnostic.Message {
  static let blockInFootnote = Self(
    "block-in-footnote", "a footnote declares and answers nothing",
    hint: "put this block into the text")

  static let emptyCheck = Self(
    "empty-check", "this check says nothing", hint: "write the answer between the marks")

  static func valueDependsOn(_ names: [String]) -> Self {
    Self(
      "value-unknown", "this has no single value: it depends on " + names.joined(separator: ", "))
  }
}
