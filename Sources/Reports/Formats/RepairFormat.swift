import Homework
import Judging
import Markup
import Notation

/// The edits that are suggested for a homework, as lines for a terminal.
public enum RepairFormat {
  /// Each edit: place, what was wrong, the lines before and after.
  public static func list(_ homework: CheckedHomework) -> String {
    homework.repairableClaims.compactMap { claim in
      claim.verdict.suggestion.map { suggestion in
        let (file, suggestion) = homework.document.source.origin(of: suggestion)
        let hunk = Hunk([suggestion], in: file)
        let title = "\(file.name):\(hunk.firstLine)  \(claim.id)  \(suggestion.words)"
        return ([title] + hunk.lines.map { "    \($0)" }).map(\.printable).joined(separator: "\n")
      }
    }.joined(separator: "\n")
  }

  /// The same as a patch, without the lines around. It does not apply where a line holds what is not shown, and
  /// says so in front, where `patch` takes no notice.
  public static func patch(_ homework: CheckedHomework) -> String {
    homework.repairs.map(patch).joined(separator: "\n")
  }

  private static func patch(_ repair: FileRepair) -> String {
    let source = repair.file
    var groups: [[Suggestion]] = []
    for suggestion in repair.suggestions {
      if let last = groups.last?.last,
        source.line(at: last.span.upper) >= source.line(at: suggestion.span.lower)
      {
        groups[groups.count - 1].append(suggestion)
      } else {
        groups.append([suggestion])
      }
    }
    var shift = 0
    let hunks = groups.flatMap { group -> [String] in
      let hunk = Hunk(group, in: source)
      defer { shift += hunk.after.count - hunk.before.count }
      return ["@@ -\(hunk.range(0, hunk.before)) +\(hunk.range(shift, hunk.after)) @@"] + hunk.lines
    }
    let lines = ["--- \(source.name)", "+++ \(source.name)"] + hunks
    let shown = lines.map(\.printable)
    return ((shown == lines ? [] : [escapesNote]) + shown).joined(separator: "\n")
  }

  private static let escapesNote =
    "Some of these lines hold characters that are not shown but written as \\u{…}, so this patch does not apply; "
    + "run 'checkmark fix' without --dry-run."

  /// The lines that some edits change.
  private struct Hunk {
    let firstLine: Int
    let before: [Substring]
    let after: [Substring]

    init(_ suggestions: [Suggestion], in source: SourceFile) {
      let lower = suggestions.first?.span.lower ?? 0
      let upper = suggestions.last?.span.upper ?? lower
      firstLine = source.line(at: lower)
      let range =
        source.lineRange(firstLine).lowerBound..<source.lineRange(source.line(at: upper)).upperBound
      before = Self.split(source.text(of: range))
      after = Self.split(source.text(of: range, replacing: suggestions))
    }

    private static func split(_ text: String) -> [Substring] {
      // What else Unicode calls a new line is a character of a line here, as in the source.
      text.split(omittingEmptySubsequences: false) { ["\n", "\r", "\r\n"].contains($0) }
    }

    var lines: [String] { before.map { "-\($0)" } + after.map { "+\($0)" } }

    /// `29`, or `29,2` for two lines.
    func range(_ shift: Int, _ lines: [Substring]) -> String {
      "\(firstLine + shift)" + (lines.count == 1 ? "" : ",\(lines.count)")
    }
  }
}
