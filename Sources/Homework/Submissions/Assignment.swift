import Notation

/// The homework that submissions answer: its questions with what each of them gives and asks.
///
/// A heading that begins with a label opens a question; what is declared in it holds for it and for
/// every question below it.
public struct Assignment: Sendable {
  public let document: Document
  /// What is wrong with the assignment itself.
  public private(set) var diagnostics: [Diagnostic]
  private(set) var questions: [Label: Question] = [:]
  /// The place of each question in the document.
  private var order: [Label: Int] = [:]
  private var byText: [String: Label] = [:]
  private var byTitle: [String: Label] = [:]

  public init(parsing source: SourceFile) {
    self.init(Document(parsing: source))
  }

  init(_ document: Document) {
    self.document = document
    diagnostics = document.diagnostics
    let base = document.frontMatter.conventions["index-base"].flatMap { Int($0) }
    var reader = AssignmentReader(indexBase: base)
    for block in document.blocks { reader.visit(block) }
    diagnostics += reader.diagnostics
    questions = reader.questions
    for label in reader.order { add(label) }
  }

  private mutating func add(_ label: Label) {
    guard !label.parts.isEmpty, let question = questions[label] else { return }
    order[label] = order.count
    byText[label.text] = byText[label.text] ?? label
    let title = Self.words(of: question.title)
    if !title.isEmpty { byTitle["\(label.parts.last?.text ?? "") \(title)"] = label }
  }

  // MARK: - Finding a question

  /// What holds at a place: the question itself or, outside of all, what stands before the first.
  subscript(label: Label?) -> Question {
    questions[label ?? Label()] ?? Question(label: Label(), title: "", section: 0)
  }

  /// The question that a label names, seen from a place: below it, beside it, or around it.
  func resolve(_ found: FoundLabel, from current: Label) -> Label? {
    var places = current.withAncestors
    if found.isNumbered { places = [Label()] + places }
    for place in places {
      let wanted = place.appending(found.label)
      if found.label.parts.contains(where: \.isItem) {
        // The numbers of a list do not lead back: an answer may count its own parts.
        if let number = order[wanted], number >= order[current] ?? 0 { return wanted }
      } else if let label = questions[wanted] != nil ? wanted : byText[wanted.text] {
        return label
      }
    }
    return nil
  }

  /// The question that a line names by number and title, as in `2 Recurrent networks`.
  func question(titled line: String) -> Label? {
    guard line.utf8.count < 120, line.first?.isNumber == true else { return nil }
    return byTitle[Self.words(of: line)]
  }

  private static func words(of text: String) -> String {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
  }
}

/// One question of an assignment.
struct Question: Sendable {
  let label: Label
  let title: String
  /// The number of the section, for the index base that its tensors share.
  let section: Int
  /// Everything that is declared for it.
  var scope = Scope()
  var asked: [Asked] = []
  /// The statements that it and the questions around it give, in canonical text.
  var given: Set<String> = []
  /// The names that it and the questions around it define for students to see.
  var givenNames: Set<String> = []
  /// The label of the question that declares the tensors it speaks of.
  var tensors = Label()
  /// The tensors that are given element by element, as `x[n] \in \R^2`.
  var sequences: Set<String> = []

  /// Whether courses write the axes of a tensor in either order: those of sequences, and of
  /// functions of them.
  func isSequence(_ name: String) -> Bool {
    if sequences.contains(name) { return true }
    guard case .definition(let arguments, _, _) = scope[name]?.kind else { return false }
    return !sequences.isDisjoint(with: arguments)
  }
}

/// What an answer is compared with.
struct Asked: Hashable, Sendable {
  /// `H_{out}` of `H_{out} = …`: an answer may give it another name with the same letter.
  let name: String?
  let expression: Syntax.Expression
}

extension Asked {
  /// The letter of a name without its decorations: `H'`, `H_1` and `H_{out}` are all called H.
  static func letter(of name: String) -> String {
    String(name.prefix { $0 != "_" && $0 != "'" && $0 != "^" })
  }
}

/// Reads the questions of an assignment.
private struct AssignmentReader {
  private(set) var questions: [Label: Question] = [:]
  private(set) var order: [Label] = []
  private(set) var diagnostics: [Diagnostic] = []
  private var open: [(level: Int, label: Label)] = []
  /// Whether what stands here is left out of the students' version.
  private var isSolution = false

  /// The base that the front matter declares.
  private let indexBase: Int?

  init(indexBase: Int?) {
    self.indexBase = indexBase
    questions[Label()] = Question(label: Label(), title: "", section: 0)
  }

  private var label: Label { open.last?.label ?? Label() }

  mutating func visit(_ block: Block) {
    switch block.kind {
    case .heading(let level, _, let content): heading(level, content.plainText, at: block.span)
    case .list(let list): for item in list.items { item.blocks.forEach { visit($0) } }
    case .quote(let blocks), .alert(_, let blocks): blocks.forEach { visit($0) }
    case .paragraph(let content): content.forEach { give($0) }
    case .formula(let formula): give(formula.latex)
    case .comment("solution"): isSolution = true
    case .comment("/solution"): isSolution = false
    case .fence(let fence): visit(fence)
    case .table, .listing, .thematicBreak, .rawHTML, .comment: break
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
    var question = Question(
      label: new, title: String(text.dropFirst(found.length)), section: order.count + 1)
    if let outer = questions[around] {
      question.scope = outer.scope
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
    let surface: Surface = fence.kind.text == "math" ? .latex : .plainText
    let verb = surface == .latex ? fence.verb?.text ?? "" : fence.kind.text
    do throws(Diagnostic) {
      switch verb {
      case "given", "define": try declare(fence, surface, isGiven: verb == "given")
      case "asked": try ask(fence, surface)
      default: if surface == .latex { give(fence.content) }
      }
    } catch {
      diagnostics.append(error)
    }
  }

  private mutating func declare(
    _ fence: Fence, _ surface: Surface, isGiven: Bool
  ) throws(Diagnostic) {
    guard var question = questions[label] else { return }
    let statements = try Syntax.Statement.statements(
      in: fence.content, surface: surface, vocabulary: question.scope.vocabulary,
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
        in: fence.content, surface: surface, vocabulary: question.scope.vocabulary)
      question.given.formUnion((again ?? []).map(\.restatedText))
    }
    questions[label] = question
    diagnostics += declarations.diagnostics
  }

  private mutating func ask(_ fence: Fence, _ surface: Surface) throws(Diagnostic) {
    guard let scope = questions[label]?.scope else { return }
    var answers: [Syntax.Answer] = []
    for line in Sentences.split(fence.content, surface: surface) {
      answers += try Syntax.Answer.answers(
        in: line, surface: surface, vocabulary: scope.vocabulary)
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

  // MARK: - What the text says

  private mutating func give(_ inline: Inline) {
    switch inline {
    case .formula(let formula): give(formula.latex)
    case .emphasis(let inner), .strong(let inner), .strikethrough(let inner),
      .link(_, _, let inner):
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
