import Notation

extension OutputFormat {
  /// Annotations beside the lines of a pull request.
  static let github = OutputFormat(
    name: "github", fileExtension: "github", .records(GitHubFormat.annotations))
}

/// Commands to the runner of a GitHub job, and the page of its summary.
///
/// A runner obeys every line that begins with `::`, and what is written between is somebody's text: no line end and no
/// separator of it stays one.
public enum GitHubFormat {
  /// So many of a level are shown for a step.
  private static let shown = 10

  /// What is wrong, worst first.
  static func annotations(_ records: [ResultRecord]) -> String {
    let cases = records.flatMap(\.cases)
    let levels: [(String, [ResultRecord.Case])] = [
      ("error", cases.filter { $0.outcome == .failed } + cases.filter { $0.outcome == .error }),
      ("warning", cases.filter { $0.outcome == .warning }),
    ]
    var lines = levels.flatMap { level, cases in cases.prefix(shown).map { command(level, $0) } }
    let hidden = levels.map { max(0, $0.1.count - shown) }.reduce(0, +)
    if hidden > 0 { lines.append("::notice title=checkmark::… and \(hidden) more") }
    return lines.joined(separator: "\n")
  }

  private static func command(_ level: String, _ item: ResultRecord.Case) -> String {
    let place = item.place
    let properties = [
      ("file", place.file), ("line", "\(place.line)"), ("endLine", "\(place.endLine)"),
      ("col", "\(place.column)"), ("endColumn", "\(place.endColumn)"), ("title", item.name),
    ].filter { name, _ in place.line == place.endLine || !["col", "endColumn"].contains(name) }
      .map { "\($0)=\(escaped($1, isProperty: true))" }.joined(separator: ",")
    let text = ([item.message] + item.details).map(\.printable).joined(separator: "\n")
    return "::\(level) \(properties)::\(escaped(text, isProperty: false))"
  }

  private static func escaped(_ text: String, isProperty: Bool) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      case ":" where isProperty: result += "%3A"
      case "," where isProperty: result += "%2C"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }

  /// So many rows fit into what a step may say.
  private static let rows = 1000

  /// The summary of a step, in Markdown.
  public static func summary(_ records: [ResultRecord]) -> String {
    let cases = records.flatMap(\.cases)
    let order: [ResultRecord.Case.Outcome] = [.failed, .error, .warning, .skipped]
    let listed = order.flatMap { outcome in cases.filter { $0.outcome == outcome } }
    let passed = cases.count { $0.outcome == .passed }
    var lines = [
      "### Checkmark", "",
      "\(passed) of \(cases.count { $0.outcome != .warning }) answers are as expected.", "",
    ]
    if !listed.isEmpty { lines += ["| where | what | |", "| --- | --- | --- |"] }
    lines += listed.prefix(rows).map { item in
      let place = "\(item.place.file):\(item.place.line)"
      return "| \(Markdown.plain(place)) | \(Markdown.plain(item.name)) "
        + "| \(item.outcome.rawValue): \(Markdown.plain(cut(item.message))) |"
    }
    if listed.count > rows { lines += ["", "… and \(listed.count - rows) more"] }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func cut(_ text: String) -> String {
    text.count > 300 ? "\(text.prefix(300))…" : text
  }
}
