import Markup
import Notation

/// Reads the experiments of a document, one after the other: `like` takes over the keys of an
/// earlier one.
package struct ExperimentReader {
  private(set) var experiments: [Experiment] = []
  package private(set) var diagnostics: [Diagnostic] = []
  /// The keys of each experiment so far, with those that it took over.
  private var known: [String: (kind: BlockKind, pairs: YAMLPairs)] = [:]

  /// A document with more of them is refused from there.
  private static let limit = 100

  package init() {}

  package mutating func read(_ fence: Fence) {
    do throws(Diagnostic) {
      experiments.append(try experiment(fence))
    } catch {
      diagnostics.append(error)
    }
  }

  private mutating func experiment(_ fence: Fence) throws(Diagnostic) -> Experiment {
    guard let name = fence.id, Self.isName(name.text) else {
      throw Diagnostic(.experimentLacksName, at: fence.id?.span ?? fence.name.span)
    }
    guard experiments.count < Self.limit else {
      throw Diagnostic(.tooManyExperiments(Self.limit), at: fence.name.span)
    }
    guard case .mapping(let own, _) = try YAMLValue(parsing: fence.content) else {
      let isEmpty = fence.content.utf8.isEmpty
      throw Diagnostic(.experimentIsNoMapping, at: isEmpty ? name.span : fence.content.span)
    }
    if known[name.text] != nil { throw Diagnostic(.experimentTwice(name.text), at: name.span) }
    let pairs = try resolved(own, of: fence.kind)
    known[name.text] = (fence.kind, pairs)
    let full = try settings(pairs.filter { $0.key.text != "short" }, of: fence)
    var short: Experiment.Settings?
    if let value = pairs.last(where: { $0.key.text == "short" })?.value {
      guard case .mapping(let shorter, _) = value else {
        throw Diagnostic(.badSettingShape("short", "{epochs: 10, seeds: 1}"), at: value.span)
      }
      let merged = Self.merge(pairs.filter { $0.key.text != "short" }, shorter)
      short = try settings(merged, of: fence)
    }
    return Experiment(name: name, span: fence.span, full: full, short: short)
  }

  /// The name becomes that of a file, and stands before a point in claims.
  private static func isName(_ text: String) -> Bool {
    text.utf8.count <= 60 && text.first?.isLetter == true
      && text.utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 95
      }
  }

  private func settings(
    _ pairs: YAMLPairs, of fence: Fence
  ) throws(Diagnostic) -> Experiment.Settings {
    let text = Self.canonical(pairs.filter { $0.key.text != "seeds" })
    return if case .flow = fence.role {
      .flow(try FlowSettings(pairs, at: fence.name.span), text: text)
    } else {
      .training(try TrainingSettings(pairs, at: fence.name.span), text: text)
    }
  }

  // MARK: - Like

  private func resolved(_ own: YAMLPairs, of kind: BlockKind) throws(Diagnostic) -> YAMLPairs {
    guard let like = own.first(where: { $0.key.text == "like" })?.value else { return own }
    guard case .scalar(let name) = like else {
      throw Diagnostic(.badSettingShape("like", "the name of an experiment"), at: like.span)
    }
    guard let model = known[name.text] else {
      throw Diagnostic(.likeNothing(name.text, known.keys.sorted()), at: name.span)
    }
    guard model.kind.name == kind.name else {
      throw Diagnostic(.likeOther(name.text, model.kind.name, kind.name), at: name.span)
    }
    return Self.merge(model.pairs, own.filter { $0.key.text != "like" })
  }

  /// Keys that exclude each other: one of them takes the place of the other.
  private static let rivals = [["epochs", "steps"], ["clip-norm", "clip-value"]]

  /// The first lines, but for those that the others override.
  private static func merge(_ first: YAMLPairs, _ others: YAMLPairs) -> YAMLPairs {
    let keys = others.map(\.key.text)
    let replaced = Set(keys + rivals.filter { $0.contains(where: keys.contains) }.flatMap { $0 })
    return first.filter { !replaced.contains($0.key.text) } + others
  }

  /// One text for all orders of the keys. Numbers stay as they are written: in a name or a prompt, `1`
  /// is not `1.0`.
  private static func canonical(_ pairs: YAMLPairs) -> String {
    let items = pairs.map { "\(quoted($0.key.text)):\(canonical($0.value))" }
    return "{" + items.sorted().joined(separator: ",") + "}"
  }

  private static func canonical(_ value: YAMLValue) -> String {
    switch value {
    case .scalar(let text): quoted(text.text)
    case .list(let items, _): "[" + items.map(canonical).joined(separator: ",") + "]"
    case .mapping(let pairs, _): canonical(pairs)
    }
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}

extension Document {
  /// The experiments that can be read; what is wrong with the others is told when the document is
  /// checked.
  public var experiments: [Experiment] {
    var reader = ExperimentReader()
    for fence in blocks.flatMap(\.fences) where fence.role.isExperiment { reader.read(fence) }
    return reader.experiments
  }

  /// The names of all experiments, those that cannot be read among them.
  public var experimentNames: Set<String> {
    Set(blocks.flatMap(\.fences).filter(\.role.isExperiment).compactMap(\.id?.text))
  }
}

extension Diagnostic.Message {
  static let experimentLacksName = Self(
    "experiment-name", "an experiment needs a name of up to 60 letters, digits and '_'",
    hint: "write 'train #name'")
  static let experimentIsNoMapping = Self(
    "bad-value", "an experiment is described by lines of the form 'key: value'",
    hint: "write task: …, model: …, loss: …, optimizer: …, epochs: …")

  static func tooManyExperiments(_ limit: Int) -> Self {
    Self(
      "too-much-work", "a homework has at most \(limit) experiments",
      hint: "use more seeds, or a second homework")
  }

  static func experimentTwice(_ name: String) -> Self {
    Self("repeated-id", "another experiment is called '\(name)'", hint: "give each its own name")
  }

  static func likeNothing(_ name: String, _ known: [String]) -> Self {
    Self(
      "unknown-experiment", "no experiment '\(name)' stands before this one",
      hint: nearest(to: name, in: known).map { "did you mean '\($0)'?" }
        ?? (known.isEmpty
          ? "put the experiment that it is like before it"
          : "there are " + known.joined(separator: ", ")))
  }

  static func likeOther(_ name: String, _ kind: String, _ own: String) -> Self {
    Self(
      "unknown-experiment", "'\(name)' is a \(kind) block, and this is a \(own) block",
      hint: "name a \(own) block")
  }
}
