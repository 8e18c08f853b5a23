import Notation
import NumericCore
import Testing

@testable import Judging

/// One statement is judged, and repaired, where no document is.
@Suite("Judge")
struct JudgeTests {
  /// `A`, three by four, `v` of four and `i` from 1.
  private static let scope: Scope = {
    var scope = Scope()
    for (name, extents) in [("A", [3, 4]), ("v", [4]), ("s", [])] {
      let extents = extents.map {
        Syntax.Expression(.number(Rational($0)), at: Span(0..<0))
      }
      scope.declare(
        Declaration(
          name: name, kind: .tensor(extents: extents), span: Span(0..<0), indexBase: 1, section: 0))
    }
    return scope
  }()

  private func question(
    _ statement: Syntax.Statement, _ conventions: ConventionChoice = ConventionChoice()
  ) -> Question {
    Question(statement, samples: Samples(scope: Self.scope, seed: 1), conventions: conventions)
  }

  private func statement(_ text: String) throws -> (Fragment, [Syntax.Statement]) {
    let fragment = Fragment(SourceFile(name: "claim", text: text))
    return (
      fragment,
      try Syntax.Statement.statements(
        in: fragment, surface: .plainText, vocabulary: Self.scope.vocabulary)
    )
  }

  @Test(
    "A statement gets its verdict",
    arguments: [
      ("(A v)[i] = sum(k in 1..4) A[i, k] v[k]", .verified),
      ("(A v)[i] = sum(k in 1..4) A[i, k] v[k] + 1", .refuted),
      ("∂(A v)/∂v = A", .verified), ("∂(A v)/∂v = Aᵀ", .refuted), ("A v = A", .refuted),
      ("A ∈ R[3, 4]", .verified), ("A ∈ R[4, 3]", .refuted), ("A B = A", .error),
      ("|s| = s, s > 0", .verified), ("|s| = s, s > -1", .refuted), ("s = s, 1 < s < 0", .error),
      ("|v| = |v|", .verified), ("|v| = abs(v)", .error), ("exp s s = exp(s s)", .error),
    ] as [(String, Verdict.Outcome)])
  func verdicts(_ text: String, _ outcome: Verdict.Outcome) throws {
    let judgment = try Judge(question(statement(text).1[0])).judgment()
    #expect(judgment.verdict.outcome == outcome, "\(judgment.verdict.message)")
    #expect((judgment.diagnostic != nil) == (outcome == .error))
  }

  @Test("A layout that is declared is the only one", arguments: [Layout.numerator, .denominator])
  func layouts(_ layout: Layout) throws {
    var conventions = ConventionChoice()
    conventions.declared[Layout.self] = layout
    func outcomes(_ claims: [String]) throws -> [Verdict.Outcome] {
      try claims.map { claim in
        try Judge(question(statement(claim).1[0], conventions)).judgment().verdict.outcome
      }
    }
    // A Jacobian is outputs × inputs in each.
    #expect(try outcomes(["∂(A v)/∂v = A", "∂(A v)/∂v = Aᵀ"]) == [.verified, .refuted])
    let sum = "∂(∑(i) (A v)[i])/∂A"
    #expect(
      try outcomes(["\(sum) ∈ R[3, 4]", "\(sum) ∈ R[4, 3]"])
        == (layout == .numerator ? [.refuted, .verified] : [.verified, .refuted]))
  }

  @Test("What a claim tells by itself is searched for, and what is never found out is not")
  func search() {
    let searched = Question.leeways.compactMap { ($0 as? any Convention.Type)?.key }
    for convention in Conventions.all {
      switch convention.discovery {
      case .byClaim: #expect(searched.contains(convention.key))
      case .never: #expect(!searched.contains(convention.key))
      case .bySection: break
      }
    }
  }

  /// Answers that are true, false, or true in one layout only.
  @Test(
    "Answers are read in the layout in which more of them are true",
    arguments: [
      ([], nil), (["f"], nil), (["s"], .shape), (["n"], .numerator), (["s", "n"], .shape),
      (["n", "s", "n"], .numerator), (["s", "s", "n"], .shape), (["f", "n", "f"], .numerator),
      // What is true in both is lost in neither.
      (["b", "n"], .numerator), (["b", "b", "n"], .numerator), (["b", "s", "n"], .shape),
      // An answer of several statements is one.
      (["sn"], .shape), (["nn", "s"], .shape), (["nn", "n", "s"], .numerator),
    ] as [([String], Layout?)])
  func vote(_ answers: [String], _ layout: Layout?) {
    let voted = Vote.layout(by: answers) { answer, layout in
      answer.map { letter in
        let isTrue: [Layout] =
          switch letter {
          case "s": [.shape]
          case "n": [.numerator]
          case "b": [.shape, .numerator]
          default: []
          }
        let found = layout.map { isTrue.contains($0) ? $0 : nil } ?? isTrue.first
        return Judgment(
          verdict: Verdict(found == nil ? .refuted : .verified, message: ""), layout: found)
      }
    }
    #expect(voted == layout)
  }

  @Test(
    "A false answer is repaired by an edit that makes it true",
    arguments: [
      ("∂(A v)/∂v = Aᵀ", "A"), ("(A v)[i] = sum(k in 1..4) A[k, i] v[k]", "A[i, k]"),
      ("(A v)[i] = -sum(k in 1..4) A[i, k] v[k]", "sum(k in 1..4) A[i, k] v[k]"),
    ])
  func repairs(_ text: String, _ right: String) throws {
    let (fragment, statements) = try statement(text)
    let question = question(statements[0])
    let suggestion = try #require(
      Repair(of: question, surface: .plainText).suggestion(
        for: fragment, [Judge(question).judgment()], in: SourceFile(name: "claim", text: text)))
    #expect(suggestion.source.contains(right), "\(suggestion.source)")
    let edited = try statement(suggestion.source).1
    #expect(try Judge(self.question(edited[0])).judgment().isVerified)
  }

  @Test(
    "The choice is taken under which most answers are true, the first of several",
    arguments: [
      ([], 0), ([[0]], 0), ([[1], [0]], 0), ([[1], [2, 1], [0, 2]], 1), ([[], [2]], 2),
    ]
      as [([[Int]], Int)])
  func choices(_ truths: [[Int]], _ choice: Int) {
    #expect(Vote.choice(among: [0, 1, 2], by: truths) { $0.contains($1) } == choice)
  }

  // MARK: - Tables

  /// A convention that Checkmark does not have: where a section counts from.
  private enum Counting: Int, Convention, Leeway {
    case zero, one

    static let key = "counting"
    static let values: KeyValuePairs<String, Counting> = ["zero": .zero, "one": .one]
    static let `default` = Counting.zero
    static let discovery = Discovery.byClaim

    static func widened(_ readings: [Reading], for question: Question) -> [Reading] {
      allCases.flatMap { base in readings.map { $0.with(\.indexBases, [0: base.rawValue]) } }
    }

    static func mayHold(
      _ reading: Reading, after failures: [Failure], _ question: Question
    ) -> Bool {
      reading.indexBases[0] == 0 || failures.contains { $0.kind == .outside }
    }
  }

  @Test("A new convention is a type and an entry", arguments: ["w[4] = w[4]", "w[4] = 2 w[4]"])
  func newConvention(_ text: String) throws {
    var scope = Scope()
    scope.declare(
      Declaration(
        name: "w",
        kind: .tensor(extents: [Syntax.Expression(.number(Rational(4)), at: Span(0..<0))]),
        span: Span(0..<0), indexBase: nil, section: 0))
    var question = Question(
      try Syntax.Statement.statements(
        in: Fragment(SourceFile(name: "claim", text: text)), surface: .plainText,
        vocabulary: scope.vocabulary)[0],
      samples: Samples(scope: scope, seed: 1), conventions: ConventionChoice())
    #expect(try Judge(question).judgment().verdict.outcome == .refuted)
    question.leeways.append(Counting.self)
    #expect(try Judge(question).judgment().isVerified == (text == "w[4] = w[4]"))
  }

  @Test("A new edit is a value and an entry")
  func newEdit() throws {
    let (text, right) = ("(A v)[i] = sum(k in 1..4) A[i, k] v[k] + 17", "+ 0")
    let (fragment, statements) = try statement(text)
    let edit = Edit("seventeen", "17 is too much", size: 1) { place in
      if case .number(Rational(17)) = place.node.kind { [place.replaced(by: "0")] } else { [] }
    }
    let question = question(statements[0])
    func suggestion(_ edits: [Edit]) throws -> Suggestion? {
      try Repair(of: question, surface: .plainText, edits: edits).suggestion(
        for: fragment, [Judge(question).judgment()], in: SourceFile(name: "claim", text: text))
    }
    #expect(try suggestion([]) == nil)
    let found = try #require(try suggestion([edit]))
    #expect(found.source.hasSuffix(right) && found.words == "17 is too much")
  }
}
