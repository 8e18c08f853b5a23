extension OutputFormat {
  /// The `results.json` of an autograder.
  static let gradescope = OutputFormat(
    name: "gradescope", fileExtension: "gradescope.json", .records(Gradescope.text))
}

/// - Source: Gradescope, *Autograder Specifications*, output format.
private enum Gradescope {
  static func text(_ records: [ResultRecord]) -> String {
    let scores = records.flatMap { record in record.scores.map { (record.file, $0) } }
    // Where nothing has points, each answer counts one.
    let isCounted = scores.contains { $0.1.pointsPossible > 0 }
    let problems = records.flatMap { record in
      record.cases.filter { $0.name.utf8.starts(with: "document:".utf8) || $0.rule == "unreadable" }
        .map { "\($0.place.file):\($0.place.line): \($0.message)" }
    }
    let tests = scores.filter { !isCounted || $0.1.pointsPossible > 0 }.map { file, score in
      test(score, named: records.count > 1 ? "\(file): \(score.name)" : score.name, isCounted)
    }
    let sum = tests.map(\.score).reduce(0, +)
    return JSON.object([
      ("score", .number(sum)), ("output", .string(problems.joined(separator: "\n"))),
      ("output_format", .string("text")), ("stdout_visibility", .string("hidden")),
      ("tests", .list(tests.map(\.json))),
      ("extra_data", .object([(Product.name, .string(Product.version))])),
    ]).text
  }

  private static func test(
    _ score: ResultRecord.Score, named name: String, _ isCounted: Bool
  ) -> (score: Double, json: JSON) {
    let isPassed = score.output == ["verified"]
    let possible = isCounted ? score.pointsPossible : 1
    let earned = isCounted ? score.points ?? 0 : isPassed ? 1 : 0
    let waits = score.points == nil ? ["A person grades this."] : []
    let json = JSON.object([
      ("name", .string(name)), ("score", .number(earned)), ("max_score", .number(possible)),
      ("status", .string(earned == possible ? "passed" : "failed")),
      ("output", .string((score.output + waits).joined(separator: "\n"))),
      ("output_format", .string("text")),
    ])
    return (earned, json)
  }
}
