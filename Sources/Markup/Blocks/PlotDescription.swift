import Notation

/// What a `plot` block asks for: the tables, and settings that its kind of plot understands.
public struct PlotDescription: Sendable {
  /// The kind of plot; `nil` where none is named.
  package let kind: Located?
  package let settings: PlotSettings
  /// Each table that it names, where it first does: a file, or a table of an experiment.
  public let tables: [Located]

  /// Reads the YAML of a block.
  package static func read(_ content: Fragment) -> (PlotDescription?, [Diagnostic]) {
    do throws(Diagnostic) {
      let value = try YAMLValue(parsing: content)
      guard let value, case .mapping = value else {
        throw Diagnostic(.plotIsNoMapping, at: content.span)
      }
      let settings = try PlotSettings(value)
      var tables: [Located] = []
      for holder in [settings] + (try settings.mappings("series")) {
        guard let table = try holder.word("data") else { continue }
        guard table.text.staysBeside else {
          throw Diagnostic(.pathLeaves(table.text), at: table.span)
        }
        if !tables.contains(where: { $0.text == table.text }) { tables.append(table) }
      }
      guard !tables.isEmpty else { throw Diagnostic(.plotLacks("data"), at: settings.span) }
      return (
        PlotDescription(kind: try settings.word("kind"), settings: settings, tables: tables), []
      )
    } catch {
      return (nil, [error])
    }
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
