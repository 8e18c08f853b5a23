import Experiments
import Judging
import Markup
import Notation

/// Reads the blocks of a homework in their order: what is declared where, and what is claimed. A mistake
/// in one statement does not stop the next.
struct ProgramReader {
  let document: Document
  private(set) var items: [Item] = []
  private(set) var diagnostics: [Diagnostic]
  /// What is known of blocks before anything is computed.
  private(set) var blocks: [Span: any BlockResult] = [:]
  /// The names of all experiments, those that were not run among them.
  private(set) var experimentNames: Set<String> = []
  private(set) var cache: JudgmentCache
  private var experimentReader = ExperimentReader()
  /// The scopes of the headings around the current place; names live until their section ends.
  private var sections: [Section]
  private var sectionCount = 1

  private struct Section {
    let level: Int
    let number: Int
    var scope: WrittenScope
  }

  init(_ document: Document, numberingIn cache: JudgmentCache) {
    self.document = document
    self.cache = cache
    let scope = WrittenScope(document.frontMatter.conventions.found(.never), in: &self.cache)
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

  // MARK: - Text

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

  private mutating func add(_ kind: Item.Kind) {
    let section = sections[sections.count - 1]
    items.append(Item(kind, in: section.scope, section: section.number, of: document.source))
  }

  // MARK: - Fenced blocks

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
      let place = sections.count - 1
      let scope = scope.separatingFamilies(
        besideNamesIn: fence.content, surface, section: sections[place].number)
      let block = try Syntax.Block(
        fence.content, surface: surface, vocabulary: scope.vocabulary, introducingNames: true)
      var declarations = Declarations(
        in: scope, section: sections[place].number, of: document.source)
      declarations.take(block, isGiven: isGiven)
      sections[place].scope.become(
        declarations.scope, by: fence.content,
        WrittenText(fence.content, surface, in: document.source), isGiven: isGiven,
        section: sections[place].number, in: &cache)
      diagnostics += declarations.diagnostics
      if surface == .plainText { typeset(fence, block.statements.latex) }
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
}

extension Diagnostic.Message {
  fileprivate static let blockInFootnote = Self(
    "block-in-footnote", "a footnote declares and answers nothing",
    hint: "put this block into the text")
}
