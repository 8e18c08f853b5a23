extension OutputFormat {
  /// What code scanners tell GitHub and editors: what is wrong, where, and the edit that mends it.
  static let sarif = OutputFormat(
    name: "sarif", fileExtension: "sarif", .records(SARIF.text))
}

/// - Source: OASIS, *Static Analysis Results Interchange Format (SARIF) Version 2.1.0*.
private enum SARIF {
  static func text(_ records: [ResultRecord]) -> String {
    let cases = records.flatMap(\.cases).filter { level(of: $0.outcome) != nil }
    var seen: [String: Int] = [:]
    let results = cases.map { item in
      let number = seen["\(item.place.file)\n\(item.fingerprint)", default: 0] + 1
      seen["\(item.place.file)\n\(item.fingerprint)"] = number
      return result(item, number: number)
    }
    let driver = JSON.object([
      ("name", .string(Product.name)), ("semanticVersion", .string(Product.version)),
      ("rules", .list(Set(cases.map(\.rule)).sorted().map(rule))),
    ])
    let run = JSON.object([
      ("tool", .object([("driver", driver)])),
      ("automationDetails", .object([("id", .string("\(Product.name)/"))])),
      ("columnKind", .string("unicodeCodePoints")), ("results", .list(results)),
    ])
    return JSON.object([
      ("$schema", .string("https://json.schemastore.org/sarif-2.1.0.json")),
      ("version", .string("2.1.0")), ("runs", .list([run])),
    ]).text
  }

  /// - Returns: `nil` for what is no finding.
  private static func level(of outcome: ResultRecord.Case.Outcome) -> String? {
    switch outcome {
    case .failed, .error: "error"
    case .warning: "warning"
    case .passed, .skipped: nil
    }
  }

  private static func rule(_ id: String) -> JSON {
    let words = id.unicodeScalars.split(separator: "-").map(String.init).joined(separator: " ")
    let text = JSON.object([("text", .string(sentences[id] ?? "What Checkmark calls \(words)."))])
    let help = JSON.object([("text", .string("The message of each result says what to do."))])
    return .object([
      ("id", .string(id)), ("shortDescription", text), ("fullDescription", text), ("help", help),
    ])
  }

  private static let sentences = [
    "refuted": "An answer is false.", "not-refuted": "An answer is true that was to be false.",
    "not-judged": "An answer could not be judged.",
    "unreadable": "A file could not be read.",
  ]

  /// - Parameter number: which of those it is that are the same.
  private static func result(_ item: ResultRecord.Case, number: Int) -> JSON {
    let text = (["\(item.name): \(item.message)"] + item.details).joined(separator: "\n")
    return .object(
      [
        ("ruleId", .string(item.rule)), ("level", .string(level(of: item.outcome) ?? "none")),
        ("message", .object([("text", .string(text))])),
        ("locations", .list([.object([("physicalLocation", location(item.place))])])),
        (
          "partialFingerprints",
          .object([("primaryLocationLineHash", .string("\(item.fingerprint):\(number)"))])
        ),
      ] + (item.edit.map { [("fixes", .list([fix($0)]))] } ?? []))
  }

  private static func location(_ place: ResultRecord.Place) -> JSON {
    .object([("artifactLocation", artifact(place.file)), ("region", region(place))])
  }

  private static func artifact(_ file: String) -> JSON {
    .object([("uri", .string(address(of: file)))])
  }

  private static func region(_ place: ResultRecord.Place) -> JSON {
    .object([
      ("startLine", .integer(place.line)), ("startColumn", .integer(place.column)),
      ("endLine", .integer(place.endLine)), ("endColumn", .integer(place.endColumn)),
    ])
  }

  private static func fix(_ edit: ResultRecord.Edit) -> JSON {
    let replacement = JSON.object([
      ("deletedRegion", region(edit.place)),
      ("insertedContent", .object([("text", .string(edit.replacement))])),
    ])
    let change = JSON.object([
      ("artifactLocation", artifact(edit.place.file)), ("replacements", .list([replacement])),
    ])
    return .object([
      ("description", .object([("text", .string(edit.words))])),
      ("artifactChanges", .list([change])),
    ])
  }

  /// A path as a relative reference, with what an address may not hold as `%20`.
  private static func address(of path: String) -> String {
    path.utf8.reduce(into: "") { result, byte in
      switch UInt8(byte) {
      case 48...57, 65...90, 97...122: result.unicodeScalars.append(Unicode.Scalar(byte))
      case _ where "/-._~".utf8.contains(byte): result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
      }
    }
  }
}
