import Markup
import Notation

/// Something of which there is a table to choose from: tasks, layers, losses, optimisers, schedules.
protocol ExperimentKind: Sendable {
  /// What such a thing is called.
  static var noun: String { get }
  static var all: [Self] { get }

  /// As an author writes it.
  var name: String { get }
  /// The first of them is meant where a value stands without a key, as in `lstm: 12`.
  var options: [Option] { get }
}

/// What an author chose from a table, with its options.
struct Choice<Kind: ExperimentKind>: Sendable {
  let kind: Kind
  let options: Options
  /// As the author wrote it, for reports.
  let words: String
  let span: Span

  /// `name`, `name: value` or `name: {options}`.
  init(reading value: YAMLValue, among kinds: [Kind] = Kind.all) throws(Diagnostic) {
    let (name, content) = try Self.nameAndContent(value)
    guard let kind = kinds.first(where: { $0.name == name.text }) else {
      throw Diagnostic(.unknownKind(name.text, Kind.noun, kinds.map(\.name)), at: name.span)
    }
    var pairs: [(key: Located, value: YAMLValue)] = []
    switch content {
    case nil: break
    case .mapping(let given, _): pairs = given
    case .some(let value):
      guard let first = kind.options.first else {
        throw Diagnostic(.takesNothing(name.text), at: value.span)
      }
      pairs = [(Located(text: first.name, span: name.span), value)]
    }
    self.kind = kind
    options = try Options(reading: pairs, as: kind.options, of: name.text, at: name.span)
    words = ([name.text] + [content?.flow].compactMap { $0 }).joined(separator: ": ")
    span = name.span
  }

  private static func nameAndContent(
    _ value: YAMLValue
  ) throws(Diagnostic) -> (Located, YAMLValue?) {
    switch value {
    case .scalar(let name): return (name, nil)
    case .mapping(let pairs, let span):
      guard let (name, content) = pairs.first else {
        throw Diagnostic(.noChoice(Kind.noun), at: span)
      }
      guard pairs.count == 1 else {
        throw Diagnostic(.severalChoices(Kind.noun, name.text), at: pairs[1].key.span)
      }
      if case .scalar(let text) = content, text.text.isEmpty { return (name, nil) }
      return (name, content)
    case .list(_, let span): throw Diagnostic(.noChoice(Kind.noun), at: span)
    }
  }
}

extension YAMLValue {
  /// On one line.
  var flow: String {
    switch self {
    case .scalar(let text): text.text
    case .list(let items, _): "[" + items.map(\.flow).joined(separator: ", ") + "]"
    case .mapping(let pairs, _):
      "{" + pairs.map { "\($0.key.text): \($0.value.flow)" }.joined(separator: ", ") + "}"
    }
  }
}

extension Diagnostic.Message {
  static func unknownKind(_ name: String, _ noun: String, _ known: [String]) -> Self {
    Self(
      "unknown-\(noun)", "there is no \(noun) '\(name)'",
      hint: nearest(to: name, in: known).map { "did you mean '\($0)'?" }
        ?? "there are " + known.joined(separator: ", "))
  }

  static func takesNothing(_ name: String) -> Self {
    Self("bad-value", "'\(name)' takes no value", hint: "write '\(name)' alone")
  }

  static func noChoice(_ noun: String) -> Self {
    Self("bad-value", "this names no \(noun)", hint: "write 'name', 'name: number' or 'name: {…}'")
  }

  static func severalChoices(_ noun: String, _ name: String) -> Self {
    Self(
      "bad-value", "one \(noun) at a time stands here",
      hint: "write what belongs to '\(name)' in braces, '\(name): {…}'")
  }
}
