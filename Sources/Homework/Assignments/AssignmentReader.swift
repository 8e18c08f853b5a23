import Markup
import Notation

/// Reads the questions of an assignment.
struct AssignmentReader {
  private(set) var questions: [Label: Exercise] = [:]
  private(set) var order: [Label] = []
  private(set) var diagnostics: [Diagnostic] = []
  private var open: [(level: Int, label: Label)] = []
  /// Whether what stands here is left out of the students' version.
  private var isSolution = false

  /// The base that the front matter declares.
  private let indexBase: Int?

  init(_ matter: FrontMatter) {
    indexBase = matter.conventions[IndexBase.self]?.rawValue
    questions[Label()] = Exercise(
      label: Label(), title: "", section: 0, scope: Scope(matter.conventions.found(.never)))
  }

  private var label: Label { open.last?.label ?? Label() }

  mutating func visit(_ block: Block) {
    switch block.kind {
    case .heading(let level, _, let content): heading(level, content.plainText, at: block.span)
    case .list(let list): for item in list.items { item.blocks.forEach { visit($0) } }
    case .quote(let blocks), .alert(_, let blocks): blocks.forEach { visit($0) }
    case .paragraph(let content):
      if !isSolution {
        questions[label]?.circumstances.add(content.plainText)
        questions[label]?.text += content + [.softBreak]
      }
      content.forEach { give($0) }
    case .formula(let formula): give(formula.latex)
    case .comment("solution"): isSolution = true
    case .comment("/solution"): isSolution = false
    case .comment(let text): weigh(text, at: block.span)
    case .fence(let fence): visit(fence)
    case .table, .listing, .thematicBreak, .rawHTML: break
    }
  }

  private mutating func heading(_ level: Int, _ title: String, at span: Span) {
    while let last = open.last, last.level >= level { open.removeLast() }
    let text = Array(title)
    guard let found = LabelScanner.label(at: text, inHeading: true), !found.label.parts.isEmpty
    else { return }
    // A dotted number says where it stands by itself.
    let isWhole = found.isNumbered && found.label.parts.count > 1
    let new = isWhole ? found.label : label.appending(found.label)
    if questions[new] != nil {
      return diagnostics.append(Diagnostic(.repeatedQuestion(new.text), at: span))
    }
    let around = new.withAncestors.dropFirst().first { questions[$0] != nil } ?? Label()
    var question = Exercise(
      label: new, title: String(text.dropFirst(found.length)), section: order.count + 1)
    if let outer = questions[around] {
      question.scope = outer.scope
      question.phrases = outer.phrases
      question.circumstances = outer.circumstances
      question.given = outer.given
      question.givenNames = outer.givenNames
      question.tensors = outer.tensors
      question.sequences = outer.sequences
    }
    questions[new] = question
    order.append(new)
    open.append((level, new))
  }

  // MARK: - Declarations

  private mutating func visit(_ fence: Fence) {
    do throws(Diagnostic) {
      switch fence.role {
      case .given: try declare(fence, isGiven: true)
      case .definition: try declare(fence, isGiven: false)
      case .asked: try ask(fence)
      case .words:
        guard let scope = questions[label]?.scope else { break }
        try questions[label]?.phrases.add(fence.content, in: scope)
      default: if fence.kind.surface == .latex { give(fence.content) }
      }
    } catch {
      diagnostics.append(error)
    }
  }

  private mutating func declare(_ fence: Fence, isGiven: Bool) throws(Diagnostic) {
    guard var question = questions[label] else { return }
    let statements = try Syntax.Statement.statements(
      in: fence.content, surface: fence.kind.surface, vocabulary: question.scope.vocabulary,
      introducingNames: true)
    var declarations = Declarations(in: question.scope, section: question.section)
    if isGiven { declarations.give(statements) } else { declarations.define(statements) }
    let isNew = declarations.scope.declarations.values.contains { declaration in
      declaration.isTensor && question.scope[declaration.name]?.span != declaration.span
    }
    question.scope = declarations.scope
    for declaration in question.scope.declarations.values where declaration.indexBase == nil {
      question.scope.complete(
        Declaration(
          name: declaration.name, kind: declaration.kind, span: declaration.span,
          indexBase: indexBase, section: declaration.section))
    }
    if isNew { question.tensors = question.label }
    for case .membership(let subjects, .reals) in statements.map(\.kind) {
      for case .indexed(let base, _) in subjects.map(\.kind) {
        if case .name(let name) = base.kind { question.sequences.insert(name) }
      }
    }
    if !isSolution {
      if !isGiven { question.givenNames.formUnion(statements.compactMap(\.definedName)) }
      question.given.formUnion(statements.map(\.restatedText))
      // As a submission reads it, which knows every name.
      let again = try? Syntax.Statement.statements(
        in: fence.content, surface: fence.kind.surface, vocabulary: question.scope.vocabulary)
      question.given.formUnion((again ?? []).map(\.restatedText))
    }
    questions[label] = question
    diagnostics += declarations.diagnostics
  }

  private mutating func ask(_ fence: Fence) throws(Diagnostic) {
    guard let scope = questions[label]?.scope else { return }
    if let points = fence["points"].flatMap({ BlockKind.points(in: $0.text) }) {
      weigh(points, at: fence.span)
    }
    var answers: [Syntax.Answer] = []
    for line in Sentences.split(fence.content, surface: fence.kind.surface) {
      answers += try Syntax.Answer.answers(
        in: line, surface: fence.kind.surface, vocabulary: scope.vocabulary)
    }
    for answer in answers {
      switch answer {
      case .expression(let expression):
        questions[label]?.asked.append(Asked(name: nil, expression: expression))
      case .statement(let statement):
        guard case .chain(let chain) = statement.kind, case .name(let name) = chain.first.kind,
          chain.steps.count == 1, chain.steps[0].relation == .equal
        else { throw Diagnostic(.askedUnclear, at: statement.span) }
        questions[label]?.asked.append(
          Asked(name: name, expression: chain.steps[0].expression))
      }
    }
  }

  // MARK: - Points

  private mutating func weigh(_ comment: String, at span: Span) {
    do throws(Diagnostic) {
      guard let comment = try PointsComment(comment, at: span) else { return }
      if comment.isByHand { questions[label]?.isByHand = true }
      weigh(comment.points, at: span)
    } catch {
      diagnostics.append(error)
    }
  }

  private mutating func weigh(_ points: Double, at span: Span) {
    guard label != Label() else {
      return diagnostics.append(Diagnostic(.pointsOutside, at: span))
    }
    questions[label]?.points += points
    questions[label]?.pointsSpan = span
  }

  // MARK: - What the text says

  private mutating func give(_ inline: Inline) {
    switch inline {
    case .formula(let formula): give(formula.latex)
    case .emphasis(let inner), .strong(let inner), .strikethrough(let inner),
      .link(_, _, let inner), .reference(_, let inner):
      inner.forEach { give($0) }
    default: break
    }
  }

  private mutating func give(_ formula: Fragment) {
    guard !isSolution, let vocabulary = questions[label]?.scope.vocabulary,
      let statements = try? Syntax.Statement.statements(
        in: formula, surface: .latex, vocabulary: vocabulary)
    else { return }
    questions[label]?.given.formUnion(statements.map(\.restatedText))
  }
}

extension Syntax.Statement {
  /// The name on its left side, with indices or without.
  var definedName: String? {
    guard case .chain(let chain) = kind, case .name(let name) = chain.first.chainedIndices.0.kind
    else { return nil }
    return name
  }

  /// The text by which a statement is known again, whichever name a function goes by.
  var restatedText: String { text.replacing("softargmax", with: "softmax") }
}

extension Diagnostic.Message {
  static func repeatedQuestion(_ label: String) -> Self {
    Self(
      "repeated-id", "another heading has the label '\(label)'",
      hint: "give each question a label of its own")
  }

  static let askedUnclear = Self(
    "asked-unclear", "a line of an asked block is an expression, or name = expression",
    hint: "write what the answer must equal, e.g. conv2d_shape(input: 10 × 11, kernel: 3 × 3)")
}
