import Notation

extension OutputFormat {
  /// The Test Anything Protocol, version 14.
  static let tap = OutputFormat(name: "tap", fileExtension: "tap", .records(TAP.text))
}

private enum TAP {
  static func text(_ records: [ResultRecord]) -> String {
    let cases = records.flatMap(\.cases).filter { $0.outcome != .warning }
    let tests = cases.enumerated().flatMap { lines($0.element, number: $0.offset + 1) }
    return (["TAP version 14", "1..\(cases.count)"] + tests).joined(separator: "\n")
  }

  private static func lines(_ test: ResultRecord.Case, number: Int) -> [String] {
    let title = "\(number) - \(escaped("\(test.place.file):\(test.place.line) \(test.name)"))"
    switch test.outcome {
    case .passed, .warning: return ["ok \(title)"]
    case .skipped: return ["ok \(title) # SKIP \(escaped(test.message))"]
    case .failed, .error:
      let fields: [(String, JSON)] = [
        ("severity", .string(test.outcome == .failed ? "fail" : "error")),
        ("message", .string(test.message)), ("details", .list(test.details.map(JSON.string))),
      ]
      // What JSON writes is also what YAML reads.
      return ["not ok \(title)", "  ---"] + fields.map { "  \($0): \($1.text)" } + ["  ..."]
    }
  }

  /// A `#` would begin a directive.
  private static func escaped(_ text: String) -> String {
    text.printable.unicodeScalars.reduce(into: "") { result, scalar in
      if scalar == "#" || scalar == "\\" { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
  }
}
