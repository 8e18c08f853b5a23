import Notation

extension OutputFormat {
  /// Test results as GitLab, Jenkins and the usual actions read them.
  static let junit = OutputFormat(
    name: "junit", fileExtension: "xml", .records(JUnit.text))
}

/// A suite for each homework, a test case for each answer.
///
/// No times: the same homework gives the same bytes.
private enum JUnit {
  static func text(_ records: [ResultRecord]) -> String {
    let tests = records.map { $0.cases.filter { $0.outcome != .warning } }
    let head = "<testsuites\(XML.attribute("name", "checkmark"))\(counts(tests.flatMap { $0 }))>"
    let suites = zip(records, tests).flatMap { record, cases in
      ["  <testsuite\(XML.attribute("name", record.file))\(counts(cases))>"]
        + cases.flatMap { lines($0, of: record.file) } + ["  </testsuite>"]
    }
    return (["<?xml version=\"1.0\" encoding=\"UTF-8\"?>", head] + suites + ["</testsuites>"])
      .joined(separator: "\n")
  }

  private static func counts(_ cases: [ResultRecord.Case]) -> String {
    func count(_ outcome: ResultRecord.Case.Outcome) -> String {
      "\(cases.count { $0.outcome == outcome })"
    }
    return XML.attribute("tests", "\(cases.count)") + XML.attribute("failures", count(.failed))
      + XML.attribute("errors", count(.error)) + XML.attribute("skipped", count(.skipped))
  }

  private static func lines(_ test: ResultRecord.Case, of file: String) -> [String] {
    let place = test.place
    let head =
      "    <testcase\(XML.attribute("classname", file))\(XML.attribute("name", test.name))"
      + XML.attribute("file", place.file) + XML.attribute("line", "\(place.line)")
    guard let element = element(of: test.outcome) else { return [head + "/>"] }
    let text =
      (["\(place.file):\(place.line):\(place.column): \(test.message)"] + test.details)
      .map { XML.escape($0.printable) }.joined(separator: "\n")
    let attributes =
      (test.outcome == .skipped ? "" : XML.attribute("type", test.rule))
      + XML.attribute("message", test.message)
    return [head + ">", "      <\(element)\(attributes)>\(text)</\(element)>", "    </testcase>"]
  }

  private static func element(of outcome: ResultRecord.Case.Outcome) -> String? {
    switch outcome {
    case .failed: "failure"
    case .error: "error"
    case .skipped: "skipped"
    case .passed, .warning: nil
    }
  }
}
