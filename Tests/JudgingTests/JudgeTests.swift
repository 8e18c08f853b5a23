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
    for (name, extents) in [("A", [3, 4]), ("v", [4])] {
      let extents = extents.map {
        Syntax.Expression(.number(Rational($0)), at: Span(0..<0))
      }
      scope.declare(
        Declaration(
          name: name, kind: .tensor(extents: extents), span: Span(0..<0), indexBase: 1, section: 0))
    }
    return scope
  }()

  private func judge(_ conventions: ConventionChoice = ConventionChoice()) -> Judge {
    Judge(
      samples: Samples(scope: Self.scope, seed: 1), conventions: conventions, tolerance: nil)
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
    ] as [(String, Verdict.Outcome)])
  func verdicts(_ text: String, _ outcome: Verdict.Outcome) throws {
    let ruling = try judge().rule(on: try statement(text).1[0])
    #expect(ruling.verdict.outcome == outcome, "\(ruling.verdict.message)")
    #expect((ruling.diagnostic != nil) == (outcome == .error))
  }

  @Test("A layout that is declared is the only one", arguments: [Layout.numerator, .denominator])
  func layouts(_ layout: Layout) throws {
    var conventions = ConventionChoice()
    conventions.layout = layout
    let (wide, tall) = try (statement("∂(A v)/∂v = A").1[0], statement("∂(A v)/∂v = Aᵀ").1[0])
    let outcomes = try [wide, tall].map { try judge(conventions).rule(on: $0).verdict.outcome }
    #expect(outcomes == (layout == .numerator ? [.verified, .refuted] : [.refuted, .verified]))
  }

  @Test(
    "A false answer is repaired by an edit that makes it true",
    arguments: [
      ("∂(A v)/∂v = Aᵀ", "A"), ("(A v)[i] = sum(k in 1..4) A[k, i] v[k]", "A[i, k]"),
      ("(A v)[i] = -sum(k in 1..4) A[i, k] v[k]", "sum(k in 1..4) A[i, k] v[k]"),
    ])
  func repairs(_ text: String, _ right: String) throws {
    let (fragment, statements) = try statement(text)
    let judge = judge()
    let rulings = try statements.map { try judge.rule(on: $0) }
    let suggestion = try #require(
      Repair(judge: judge, surface: .plainText)
        .suggestion(for: fragment, rulings, in: SourceFile(name: "claim", text: text)))
    #expect(suggestion.source.contains(right), "\(suggestion.source)")
    let edited = try statement(suggestion.source).1
    #expect(try judge.rule(on: edited[0]).verdict.outcome == .verified)
  }
}
