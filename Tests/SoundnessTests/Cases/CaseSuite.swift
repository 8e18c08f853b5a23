import Foundation
import Homework
import Markup
import Notation
import Testing

/// Documents of one kind, of the fixtures.
struct CaseSuite: Sendable, CustomTestStringConvertible {
  let name: String
  /// The percentage of the refuted claims that get a suggestion at least.
  var leastRepaired = 0
  let documents: @Sendable () throws -> [CaseDocument]

  var testDescription: String { name }

  static let all = [
    CaseSuite(name: "verdicts") {
      try Fixtures.lines("cases/verdicts.jsonl").map { (claim: ClaimCase) in claim.document }
    },
    CaseSuite(name: "submissions") {
      try Fixtures.lines("cases/submissions.jsonl").map { (answer: AnswerCase) in
        try answer.document
      }
    },
    CaseSuite(name: "networks", leastRepaired: 70) { try corpus("networks") },
    CaseSuite(name: "sequences", leastRepaired: 55) { try corpus("sequences") },
    CaseSuite(name: "lectures", leastRepaired: 50) { try corpus("lectures") },
  ]

  /// The verdicts on all claims, in the order of the fixtures.
  func judged() async throws -> [JudgedClaim] {
    let documents = try documents()
    return await withTaskGroup(of: (Int, [JudgedClaim]).self) { group in
      for (number, document) in documents.enumerated() {
        group.addTask { (number, document.judged()) }
      }
      return await group.reduce(into: []) { $0.append($1) }
        .sorted { $0.0 < $1.0 }.flatMap(\.1)
    }
  }

  private static func corpus(_ folder: String) throws -> [CaseDocument] {
    try Fixtures.names(in: "corpus/\(folder)", ending: ".expect.json").map { name in
      let wanted: [String: OneOrMore] = try Fixtures.value("corpus/\(folder)/\(name).expect.json")
      return CaseDocument(
        topic: name,
        source: SourceFile(
          name: "\(name).md", text: try Fixtures.text("corpus/\(folder)/\(name).md")),
        questions: wanted.sorted { $0.key < $1.key }.map {
          .init(id: "\(name) \($0.key)", place: .label($0.key), wanted: $0.value.outcomes)
        })
    }
  }
}

/// One verdict, or several that would do.
struct OneOrMore: Decodable, Sendable {
  let outcomes: Set<Outcome>

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let one = try? container.decode(Outcome.self) {
      outcomes = [one]
    } else {
      outcomes = try container.decode(Set<Outcome>.self)
    }
  }
}

/// A claim that is a document of its own.
struct ClaimCase: Decodable, Sendable {
  let id: String
  let topic: String
  let front: String
  let given: String
  let define: String
  let check: String
  let want: OneOrMore

  enum CodingKeys: String, CodingKey {
    case id, front, given, define, check, want
    case topic = "class"
  }

  var document: CaseDocument {
    var text = front.isEmpty ? "" : "---\n\(front)\n---\n"
    for (kind, content) in [("given", given), ("define", define), ("check #a", check)]
    where !content.isEmpty {
      text += "\n```math \(kind)\n\(content)\n```\n"
    }
    return CaseDocument(
      topic: topic, source: SourceFile(name: "\(id).md", text: text),
      questions: [.init(id: id, place: .label("a"), wanted: want.outcomes)])
  }
}

/// An answer to an assignment, without annotations.
struct AnswerCase: Decodable, Sendable {
  let id: String
  let topic: String
  let assignment: String
  let text: String
  /// By the label of the question, or by a formula between dollar signs.
  let want: [String: OneOrMore]?

  enum CodingKeys: String, CodingKey {
    case id, assignment, text, want
    case topic = "class"
  }

  var document: CaseDocument {
    get throws {
      let path = "homework/assignments/\(assignment).md"
      let questions: [CaseDocument.Question] =
        want?.sorted { $0.key < $1.key }.map { key, value in
          .init(
            id: "\(id) \(key)", place: key.hasPrefix("$") ? .formula(key) : .label(key),
            wanted: value.outcomes)
        } ?? [.init(id: id, place: .anywhere, wanted: [.refuted, .error, .unjudged])]
      return CaseDocument(
        topic: topic, source: SourceFile(name: "\(id).md", text: text),
        assignment: Assignment(
          parsing: SourceFile(name: path, text: try Fixtures.text("../../\(path)"))),
        questions: questions)
    }
  }
}
