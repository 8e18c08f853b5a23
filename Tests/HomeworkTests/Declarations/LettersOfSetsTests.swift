import Homework
import Notation
import Testing

/// `N` and `R` in plain text: sets behind `:` and `∈`, and letters anywhere else.
@Suite("Letters of sets")
struct LettersOfSetsTests {
  static func verdict(_ given: String, _ claim: String) -> Claim? {
    let text = "```given\n\(given)\n```\n```check\n\(claim)\n```\n"
    return check(SourceFile(name: "a.md", text: text)).claims.last
  }

  @Test(
    "A batch has N samples, and R is a matrix",
    arguments: [
      ("X : R[N, D]; w : R[D]", "X w ∈ R[N]"),
      ("N : N; N >= 1", "2 N = N + N"),
      ("N in N; x : R[N]", "sum(i in 0..N-1) x[i] = sum(i) x[i]"),
      ("R : R[3, 3]; v : R[3]", "(R v)ᵀ = vᵀ Rᵀ"),
    ])
  func right(_ given: String, _ claim: String) {
    let claim = Self.verdict(given, claim)
    #expect(claim?.verdict.outcome == .verified, "\(claim?.verdict.message ?? "")")
  }

  @Test(
    "What is wrong of them is refuted",
    arguments: [
      ("X : R[N, D]; w : R[D]", "X w ∈ R[D]"),
      ("N : N; N >= 1", "2 N = N + 1"),
      ("N in N; x : R[N]", "sum(i in 1..N-1) x[i] = sum(i) x[i]"),
      ("R : R[3, 3]; v : R[3]", "R v = Rᵀ v"),
    ])
  func wrong(_ given: String, _ claim: String) {
    #expect(Self.verdict(given, claim)?.verdict.outcome == .refuted)
  }
}
