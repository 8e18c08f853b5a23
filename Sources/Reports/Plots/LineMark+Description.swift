import Markup
import Notation

extension LineMark {
  /// Reads `marks`, a list of `name` or `name: {settings}`.
  static func marks(
    _ settings: PlotSettings, columns: [String]
  ) throws(Diagnostic) -> [LineMark] {
    var marks: [LineMark] = []
    for (name, settings) in try settings.entries("marks") {
      let rule: LineMark.Rule
      switch name.text {
      case "spikes":
        try settings.allow(["of", "rise"])
        let rise = try settings.number("rise", expects: ("a number from 0", { $0 >= 0 }))
        guard let rise else { throw Diagnostic(.plotLacks("rise"), at: name.span) }
        rule = .spikes(rise: rise)
      case "first-above-start":
        try settings.allow(["of"])
        rule = .firstAboveStart
      default: throw Diagnostic(.noSuchMark(name.text), at: name.span)
      }
      let column = try settings.word("of")
      if let column, !columns.contains(column.text) {
        throw Diagnostic(.noSuchLine(column.text, columns), at: column.span)
      }
      marks.append(LineMark(rule, of: column?.text))
    }
    guard marks.count <= 4 else {
      throw Diagnostic(
        .tooMany("kinds of marks", marks.count, most: 4, hint: "draw two plots"),
        at: settings.span)
    }
    return marks
  }
}

extension Diagnostic.Message {
  static func noSuchMark(_ name: String) -> Self {
    let known = ["spikes", "first-above-start"]
    return Self(
      "unknown-mark", "nothing is marked by '\(name)'",
      hint: nearest(to: name, in: known).map { "did you mean '\($0)'?" }
        ?? "what can be marked is " + known.joined(separator: ", "))
  }

  static func noSuchLine(_ name: String, _ known: [String]) -> Self {
    Self(
      "no-column", "the plot draws no column '\(name)'",
      hint: nearest(to: name, in: known).map { "did you mean '\($0)'?" }
        ?? "it draws " + known.joined(separator: ", "))
  }
}
