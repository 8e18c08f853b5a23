import Notation

extension BlockKind {
  static let plot = BlockKind(
    "plot", language: "yaml",
    verbs: [Verb(.description(PlotDescription.self), numbering: .caption(.figure))])
}

/// What a `plot` block asks for: the tables, and settings that its kind of plot understands.
public struct PlotDescription: BlockDescription {
  /// The kind of plot; `nil` where none is named.
  package let kind: Located?
  package let settings: PlotSettings
  /// Each table that it names, where it first does: a file, or a table of an experiment.
  public private(set) var tables: [Located] = []

  public var namedData: [Located] { tables }

  package init(_ content: Fragment, _ problems: inout [Diagnostic]) throws(Diagnostic) {
    let value = try YAMLValue(parsing: content)
    guard let value, case .mapping = value else {
      throw Diagnostic(.plotIsNoMapping, at: content.span)
    }
    settings = try PlotSettings(value)
    for holder in [settings] + (try settings.mappings("series")) {
      guard let table = try holder.word("data") else { continue }
      guard table.text.staysBeside else {
        throw Diagnostic(.pathLeaves(table.text), at: table.span)
      }
      if !tables.contains(where: { $0.text == table.text }) { tables.append(table) }
    }
    guard !tables.isEmpty else { throw Diagnostic(.plotLacks("data"), at: settings.span) }
    kind = try settings.word("kind")
  }
}

extension String {
  /// Whether a path leads to a file in the folder of the homework, or below it.
  package var staysBeside: Bool {
    let parts = split(separator: "/", omittingEmptySubsequences: false)
    return !isEmpty && !hasPrefix("/") && !parts.contains("..")
      && !contains { $0 == ":" || $0 == "\\" || $0 == "\0" }
  }
}

extension Diagnostic.Message {
  package static func pathLeaves(_ path: String) -> Self {
    Self(
      "path-leaves", "'\(path)' is not a file beside the homework",
      hint: "name a file in the same folder or below it")
  }
}
