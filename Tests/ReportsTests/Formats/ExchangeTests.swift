import Foundation
import Homework
import Notation
import TestSupport
import Testing

@testable import Reports

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What other programs read, held against what their documentation says of it. No package ships the schemas of
/// SARIF and JUnit; the fields stand here.
@Suite("Formats for other programs")
struct ExchangeTests {
  /// What a student may try: commands to a runner, ends of tags and of cells, a formula, what XML forbids.
  private static let hostile = """
    # T

    ```check #a
    1 + 1 = 3
    ```

    ```check #b points=2
    1 + 2 = 3
    ```

    ::error::pwned %0A::add-mask::x

    ```check #c
    x]]></failure>::stop-commands::t \u{7}\u{FFFE} = <script>
    ```

    ```check #d expect=refuted
    2 = 2
    ```

    ```chek #e
    ```

    """

  private static func records(_ text: String = hostile, _ name: String = "hw/ä b.md") throws
    -> [ResultRecord]
  {
    [try ResultRecord(Report(check(SourceFile(name: name, text: text)), typesetter: nil))]
  }

  private static func text(_ name: String, _ records: [ResultRecord]) throws -> String {
    let format = try #require(OutputFormat.all.first { $0.name == name })
    guard case .records(let text) = try #require(format.listing) else {
      throw CocoaError(.featureUnsupported)
    }
    return text(records)
  }

  private static func object(_ text: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  // MARK: - SARIF

  /// The properties that OASIS SARIF 2.1.0 has, and those that it or GitHub asks for.
  private static let sarif: [String: (allowed: Set<String>, required: Set<String>)] = [
    "log": (["$schema", "version", "runs"], ["$schema", "version", "runs"]),
    "run": (
      ["tool", "automationDetails", "columnKind", "results"],
      ["tool", "automationDetails", "columnKind", "results"]
    ),
    "driver": (["name", "semanticVersion", "rules"], ["name", "rules"]),
    "rule": (
      ["id", "shortDescription", "fullDescription", "help"],
      ["id", "shortDescription", "fullDescription", "help"]
    ),
    "result": (
      ["ruleId", "level", "message", "locations", "partialFingerprints", "fixes"],
      ["ruleId", "level", "message", "locations", "partialFingerprints"]
    ),
    "region": (
      ["startLine", "startColumn", "endLine", "endColumn"],
      ["startLine", "startColumn", "endLine", "endColumn"]
    ),
    "fix": (["description", "artifactChanges"], ["artifactChanges"]),
  ]

  private func expect(_ object: [String: Any], _ kind: String) {
    guard let (allowed, required) = Self.sarif[kind] else { return }
    #expect(Set(object.keys).isSubset(of: allowed), "\(kind): \(object.keys)")
    #expect(required.isSubset(of: object.keys), "\(kind): \(object.keys)")
  }

  private func run(_ text: String) throws -> (run: [String: Any], results: [[String: Any]]) {
    let log = try Self.object(text)
    expect(log, "log")
    #expect(log["version"] as? String == "2.1.0")
    let run = try #require((log["runs"] as? [[String: Any]])?.first)
    expect(run, "run")
    return (run, try #require(run["results"] as? [[String: Any]]))
  }

  @Test("SARIF has the properties of the standard, each rule, and an edit where one is verified")
  func sarif() throws {
    let (run, results) = try run(Self.text("sarif", Self.records()))
    let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
    expect(driver, "driver")
    let rules = try #require(driver["rules"] as? [[String: Any]])
    for rule in rules { expect(rule, "rule") }
    #expect(results.count == 4)
    for result in results {
      expect(result, "result")
      #expect(rules.contains { $0["id"] as? String == result["ruleId"] as? String })
      let text = (result["message"] as? [String: Any])?["text"] as? String
      #expect(text?.isEmpty == false)
      let place = try #require(
        (result["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any])
      let file = (place["artifactLocation"] as? [String: Any])?["uri"] as? String
      #expect(file == "hw/%C3%A4%20b.md")
      let region = try #require(place["region"] as? [String: Int])
      expect(region, "region")
      #expect(region.values.allSatisfy { $0 >= 1 })
    }
    let first = try #require((results[0]["fixes"] as? [[String: Any]])?.first)
    expect(first, "fix")
    let change = try #require((first["artifactChanges"] as? [[String: Any]])?.first)
    let edit = try #require((change["replacements"] as? [[String: Any]])?.first)
    #expect(
      edit["deletedRegion"] as? [String: Int]
        == ["startLine": 4, "startColumn": 9, "endLine": 4, "endColumn": 10])
    #expect((edit["insertedContent"] as? [String: String])?["text"] == "2")
  }

  @Test("Fingerprints stay when lines move, and differ where two findings are alike")
  func fingerprints() throws {
    func prints(_ text: String) throws -> [String] {
      try run(Self.text("sarif", Self.records(text))).results.compactMap {
        ($0["partialFingerprints"] as? [String: String])?["primaryLocationLineHash"]
      }
    }
    let before = try prints(Self.hostile)
    let after = try prints("More words.\n\n" + Self.hostile)
    #expect(before == after)
    #expect(Set(before).count == before.count)
    let twice = try prints("```chek\n```\n\n```chek\n```\n")
    #expect(twice.count == 2 && Set(twice).count == 2)
  }

  // MARK: - JUnit

  @Test("JUnit is XML that a parser takes, with the fields that its readers know")
  func junit() throws {
    let text = try Self.text("junit", Self.records() + Self.records("", "b.md"))
    let reader = JUnitReader()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = reader
    #expect(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "")\n\(text)")
    #expect(reader.problems.isEmpty, "\(reader.problems)")
    #expect(reader.outcomes == ["failure", "", "error", "failure", "error"])
    #expect(Set(reader.names).count == reader.names.count)
    #expect(!text.contains("\u{7}") && !text.contains("\u{FFFE}"))
  }

  private final class JUnitReader: NSObject, XMLParserDelegate {
    private static let known: [String: Set<String>] = [
      "testsuites": ["name", "tests", "failures", "errors", "skipped"],
      "testsuite": ["name", "tests", "failures", "errors", "skipped"],
      "testcase": ["classname", "name", "file", "line"],
      "failure": ["type", "message"], "error": ["type", "message"], "skipped": ["message"],
    ]
    var problems: [String] = []
    var outcomes: [String] = []
    var names: [String] = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      if Self.known[name] != Set(attributes.keys) { problems.append("\(name): \(attributes)") }
      switch name {
      case "testcase":
        outcomes.append("")
        names.append(attributes["name"] ?? "")
      case "failure", "error", "skipped": outcomes[outcomes.count - 1] = name
      default: break
      }
    }
  }

  // MARK: - GitHub

  @Test("Annotations come worst first, at most ten of a level, and nobody's text is a command")
  func github() throws {
    let many = (1...12).map { "```check #w\($0)\n1 = 2\n```\n" }.joined(separator: "\n")
    let records = try Self.records() + Self.records(many, "b,c:d.md")
    let lines = try Self.text("github", records).split(separator: "\n")
    #expect(lines.count == 11 && lines[10] == "::notice title=checkmark::… and 6 more")
    let form = try Regex(
      "::error file=[^:,]+,line=[0-9]+,endLine=[0-9]+(,col=[0-9]+,endColumn=[0-9]+)?,title=[^:,]*::.+"
    )
    for line in lines.dropLast() { #expect(try form.wholeMatch(in: line) != nil, "\(line)") }
    #expect(lines.contains { $0.contains("file=b%2Cc%3Ad.md") })
    let broken = try Self.text("github", Self.records()).split(separator: "\n")
    #expect(broken.count == 4 && broken[0].contains("title=a::"))
    // A carriage return or a line end would begin a command of its own.
    #expect(broken.allSatisfy { line in line.unicodeScalars.allSatisfy { $0.value >= 0x20 } })
  }

  @Test("The summary of a step is Markdown in which nothing of a student's is markup")
  func summary() throws {
    let text = GitHubFormat.summary(try Self.records())
    #expect(text.contains("1 of 5 answers are as expected."))
    #expect(!text.contains("<script>") && !text.contains("</failure>"))
  }

  // MARK: - Gradescope

  private static let gradescope: Set<String> = [
    "score", "execution_time", "output", "output_format", "test_output_format", "test_name_format",
    "visibility", "stdout_visibility", "extra_data", "tests", "leaderboard",
  ]
  private static let gradescopeTest: Set<String> = [
    "score", "max_score", "status", "name", "name_format", "number", "output", "output_format",
    "tags", "visibility", "extra_data",
  ]

  @Test("Gradescope's results have the documented fields, and the score is the sum")
  func gradescope() throws {
    let result = try Self.object(Self.text("gradescope", Self.records()))
    #expect(Set(result.keys).isSubset(of: Self.gradescope))
    let tests = try #require(result["tests"] as? [[String: Any]])
    for test in tests {
      #expect(Set(test.keys).isSubset(of: Self.gradescopeTest))
      #expect(["passed", "failed"].contains(test["status"] as? String))
    }
    #expect(tests.map { $0["name"] as? String } == ["b"])
    #expect(result["score"] as? Double == 2)
    let unweighted = try Self.object(
      Self.text("gradescope", Self.records("```check\n1 = 1\n```\n\n```check\n1 = 2\n```\n")))
    #expect(unweighted["score"] as? Double == 1)
    #expect((unweighted["tests"] as? [Any])?.count == 2)
  }

  // MARK: - TAP and CSV

  @Test("TAP counts its tests, and no text of a student's is a directive")
  func tap() throws {
    let text = try Self.text("tap", Self.records("```check #a\n1 = 2 # TODO\n```\n"))
    let lines = text.split(separator: "\n")
    #expect(lines[0] == "TAP version 14" && lines[1] == "1..1")
    #expect(lines[2].hasPrefix("not ok 1 - ") && !lines[2].contains(" # "))
    #expect(lines[3] == "  ---" && lines.last == "  ...")
  }

  @Test("No cell of a CSV is computed by a spreadsheet")
  func csv() throws {
    let text = try Self.text(
      "csv", Self.records("```check #a\n1 = 2\n```\n", "=cmd|' /C calc'!A0,\"x\".md"))
    let lines = text.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[1].hasPrefix("\"'=cmd|' /C calc'!A0,\"\"x\"\".md\",2,1,a,failed,0,0,"))
  }

  @Test("A file that cannot be read is an error in each", arguments: ["junit", "sarif", "tap"])
  func unread(_ name: String) throws {
    let text = try Self.text(name, [ResultRecord(unread: "a.md", because: "it is no UTF-8")])
    #expect(text.contains("it is no UTF-8") && text.contains("a.md"))
  }
}
