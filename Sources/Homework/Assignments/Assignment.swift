import Markup
import Notation

/// The homework that submissions answer: its questions with what each of them gives and asks.
///
/// A heading that begins with a label opens a question; what is declared in it holds for it and for
/// every question below it.
public struct Assignment: Sendable {
  public let document: Document
  /// What is wrong with the assignment itself.
  public private(set) var diagnostics: [Diagnostic]
  private(set) var questions: [Label: Exercise] = [:]
  /// The place of each question in the document.
  private var order: [Label: Int] = [:]
  private var byText: [String: Label] = [:]
  private var byTitle: [String: Label] = [:]

  /// - Parameter folder: where the files are that the assignment includes.
  public init(parsing source: SourceFile, beside folder: Folder = .none) {
    self.init(Document(parsing: source, beside: folder))
  }

  init(_ document: Document) {
    self.document = document
    diagnostics = document.diagnostics
    var reader = AssignmentReader(document.frontMatter)
    for block in document.blocks { reader.visit(block) }
    diagnostics += reader.diagnostics
    questions = Self.withIndexBases(reader.questions, seed: document.frontMatter.seed)
    for label in reader.order { add(label) }
    let leaves = Set(leaves)
    for label in reader.order where !leaves.contains(label) {
      guard let span = questions[label]?.pointsSpan else { continue }
      diagnostics.append(Diagnostic(.pointsOfParts(label.text), at: span))
    }
  }

  private mutating func add(_ label: Label) {
    guard !label.parts.isEmpty, let question = questions[label] else { return }
    order[label] = order.count
    byText[label.text] = byText[label.text] ?? label
    let title = Self.words(of: question.title)
    if !title.isEmpty { byTitle["\(label.parts.last?.text ?? "") \(title)"] = label }
  }

  /// The questions that have none inside them, in order.
  var leaves: [Label] {
    let outer = Set(order.keys.flatMap { $0.withAncestors.dropFirst() })
    return order.keys.filter { !outer.contains($0) }.sorted { order[$0] ?? 0 < order[$1] ?? 0 }
  }

  // MARK: - Finding a question

  /// What holds at a place: the question itself or, outside of all, what stands before the first.
  subscript(label: Label?) -> Exercise {
    questions[label ?? Label()] ?? Exercise(label: Label(), title: "", section: 0)
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

  /// The question whose title a heading repeats without its label: below a place, or the only one.
  func question(headed title: String, from current: Label) -> Label? {
    let words = Self.words(of: title)
    let named = order.keys.filter { Self.words(of: questions[$0]?.title ?? "") == words }
    guard !words.isEmpty, named.count > 1 else { return words.isEmpty ? nil : named.first }
    let inner = named.filter { $0.withAncestors.contains(current) }
    return inner.count == 1 ? inner.first : nil
  }

  private static func words(of text: String) -> String {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
  }
}

/// One question of an assignment.
struct Exercise: Sendable {
  let label: Label
  let title: String
  /// The number of the section, for the index base that its tensors share.
  let section: Int
  /// Everything that is declared for it.
  var scope = Scope()
  var asked: [Asked] = []
  /// What the answer to all of it is worth.
  var points = 0.0
  /// Where that is said.
  var pointsSpan: Span?
  /// Whether a person says what an answer has earned.
  var isByHand = false
  /// What its own paragraphs say.
  var text: [Inline] = []
  /// What submissions may call by words.
  var phrases = Phrases()
  /// The numbers that its words, and those around it, name.
  var circumstances = Circumstances()
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
