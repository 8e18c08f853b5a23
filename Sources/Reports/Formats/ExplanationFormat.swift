import Homework
import Notation

/// How an answer was read, as lines for a terminal.
public enum ExplanationFormat {
  public static func text(_ explanation: Explanation, in source: SourceFile) -> String {
    let claim = explanation.claim
    let position = source.position(at: claim.span.lower)
    let method = claim.verdict.method.map { " (\($0.rawValue))" } ?? ""
    let rows =
      explanation.statements.map { ("reads", $0) }
      + explanation.names.map { name in
        let place = name.place.map { ", line \(source.position(at: $0.lower).line)" } ?? ""
        return (name.name, name.meaning + place)
      }
      + (claim.verdict.reading.map { [("with", $0)] } ?? [])
      + claim.verdict.notes.map { ("note", $0.words) }
    let width = rows.map(\.0.count).max() ?? 0
    let head = "\(position.file):\(position.line)  \(claim.id)  \(claim.verdict.outcome.rawValue)"
    return
      ([head + method]
      + rows.map { name, text in
        "  \(name)\(String(repeating: " ", count: width - name.count))  \(text)"
      }).map(\.printable).joined(separator: "\n")
  }
}
