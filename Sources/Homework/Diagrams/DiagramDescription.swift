import Markup
import Notation
import NumericCore

/// The YAML of a `diagram` block.
struct DiagramDescription {
  /// The defined names whose computation is drawn, in canonical form.
  private(set) var names: [Located] = []
  let place: Span
  let title: String?
  let detail: GraphBuilder.Detail
  /// `nil` where time is folded.
  let steps: ClosedRange<Int>?

  private static let keys = ["of", "time", "steps", "detail", "title"]
  private static let standardSteps = 1...3

  /// - Errors: a name that is not defined here, and a setting that cannot be understood.
  init(_ content: Fragment, in scope: Scope) throws(Diagnostic) {
    guard let value = try YAMLValue(parsing: content), case .mapping = value else {
      throw Diagnostic(.diagramNeedsNames, at: content.span)
    }
    let settings = try PlotSettings(value)
    try settings.allow(Self.keys)
    title = try settings.word("title")?.text
    let details = GraphBuilder.Detail.allCases.map(\.rawValue)
    detail =
      try settings.choice("detail", among: details).flatMap(GraphBuilder.Detail.init)
      ?? .operations
    let time = try settings.choice("time", among: ["folded", "unrolled"])
    let written = try settings.word("steps")
    if let written, time != "unrolled" { throw Diagnostic(.stepsWithoutTime, at: written.span) }
    steps = time == "unrolled" ? try Self.steps(written) : nil
    let words = try settings.words("of")
    guard let first = words.first, let last = words.last else {
      throw Diagnostic(.diagramNeedsNames, at: content.span)
    }
    place = Span(first.span.lower..<max(last.span.upper, first.span.lower))
    for word in words { names += try Self.names(in: word, content, scope) }
    guard !names.isEmpty else { throw Diagnostic(.diagramNeedsNames, at: content.span) }
  }

  /// `1..3`, at most 20 of them.
  private static func steps(_ word: Located?) throws(Diagnostic) -> ClosedRange<Int> {
    guard let word else { return standardSteps }
    let ends = word.text.replacing("…", with: "..").replacing("...", with: "..")
      .split(separator: "..").compactMap { Int($0.filter { $0 != " " }) }
    guard ends.count == 2, ends.allSatisfy({ (0...100_000).contains($0) }), ends[0] <= ends[1],
      ends[1] - ends[0] < 20
    else { throw Diagnostic(.badSteps(word.text), at: word.span) }
    return ends[0]...ends[1]
  }

  // MARK: - Names

  /// `h, \hat{y}_t`: the names as a formula has them; their indices do not count.
  private static func names(
    in word: Located, _ content: Fragment, _ scope: Scope
  ) throws(Diagnostic) -> [Located] {
    var names: [Located] = []
    for part in word.text.split(separator: ",") {
      let text = String(part).trimmingSpaces
      let name = name(text, in: scope)
      guard let declaration = scope[name], !declaration.isHidden else {
        throw Diagnostic(.unknownName(text, among: scope), at: word.span)
      }
      guard declaration.isDrawable else {
        throw Diagnostic(.nothingToDraw(of: text, declaration), at: word.span)
      }
      names.append(Located(text: name, span: word.span))
    }
    return names
  }

  private static func name(_ text: String, in scope: Scope) -> String {
    let fragment = Fragment(SourceFile(name: "", text: text))
    let parsed = try? Syntax.Expression(
      parsing: fragment, surface: .latex, vocabulary: scope.vocabulary)
    switch parsed?.chainedIndices.0.kind {
    case .name(let name)?: return name
    case .call(let name, _, _)?: return name
    default: return scope["\(text)_"] == nil ? text : "\(text)_"
    }
  }
}

extension Declaration {
  /// Whether an equation says how it is computed.
  fileprivate var isDrawable: Bool {
    switch kind {
    case .definition, .loss: true
    case .family(let family): family.isDefined
    case .number, .tensor: false
    }
  }
}

extension Diagnostic.Message {
  static let diagramNeedsNames = Self(
    "diagram-unclear", "a diagram says of which names it is",
    hint: "write a line such as 'of: [h, y]'")

  static let stepsWithoutTime = Self(
    "diagram-unclear", "steps are those of unrolled time", hint: "add a line 'time: unrolled'")

  static func badSteps(_ text: String) -> Self {
    Self(
      "bad-value", "'\(text)' are no steps",
      hint: "write the first and the last of at most 20: 1..3")
  }

  static func nothingToDraw(of name: String, _ declaration: Declaration) -> Self {
    let isNumber = if case .number = declaration.kind { true } else { false }
    return Self(
      "diagram-unclear",
      "'\(name)' is \(isNumber ? "a number" : "given"), so that there is nothing to draw of it",
      hint: "name something that a define block defines")
  }

  static func nothingToUnroll(_ name: String) -> Self {
    Self(
      "diagram-unclear", "nothing that '\(name)' is computed from has a time",
      hint: "leave out 'time: unrolled'")
  }

  static func tooManyNodes(isUnrolled: Bool) -> Self {
    Self(
      "diagram-too-large",
      "this diagram has more than \(GraphBuilder.mostNodes) nodes",
      hint: (isUnrolled ? "draw fewer steps, or " : "draw fewer names, or ")
        + "leave out the operations with 'detail: names'")
  }
}
