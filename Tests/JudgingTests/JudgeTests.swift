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
    conventions.declared[Layout.self] = layout
    let (wide, tall) = try (statement("∂(A v)/∂v = A").1[0], statement("∂(A v)/∂v = Aᵀ").1[0])
    let outcomes = try [wide, tall].map { try judge(conventions).rule(on: $0).verdict.outcome }
    #expect(outcomes == (layout == .numerator ? [.verified, .refuted] : [.refuted, .verified]))
  }

  @Test("What a claim tells by itself is searched for, and what is never found out is not")
  func search() {
    let searched = Judge.leeways.compactMap { ($0 as? any Convention.Type)?.key }
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
    let voted = Layout.voted(by: answers) { answer, layout in
      answer.map { letter in
        let isTrue: [Layout] =
          switch letter {
          case "s": [.shape]
          case "n": [.numerator]
          case "b": [.shape, .numerator]
          default: []
          }
        let found = layout.map { isTrue.contains($0) ? $0 : nil } ?? isTrue.first
        return Judge.Ruling(
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
