import Markup
import Notation
import Testing

@testable import Homework
@testable import Judging

/// The smallest documents in which generated formulas were once judged wrong.
@Suite("Found by generated formulas")
struct FoundTests {
  struct Finding: Sendable, CustomTestStringConvertible {
    let given: String
    var define = ""
    let claim: String
    var outcome = Verdict.Outcome.verified

    var testDescription: String { claim }
  }

  static let findings = [
    // The base of an expression is that of the first tensor in it, whatever stands before that.
    Finding(given: "A : R[3, 4]; index base 1", claim: "A[i, j] = ((2 A)/2)[i, j]"),
    Finding(
      given: "A : R[3, 4]; index base 1", claim: "(2 A)[i, j] = 3 A[i, j]", outcome: .refuted),
    // A bracket below a slash is no ambiguity; a minus sign does not hide one.
    Finding(given: "H, S : N; S >= 1", claim: "floor(H/(2 S)) = floor((H/2)/S)"),
    Finding(given: "a : R; b : R", claim: "a/2 b = a b/2", outcome: .error),
    Finding(given: "a : R; b : R", claim: "a/(2)(b) = a b/2", outcome: .error),
    Finding(given: "a : R; b : R", claim: "a/-2 b = -a b/2", outcome: .error),
    Finding(given: "a : R; b : R", claim: "a/(2 b) = (a/2)/b"),
    // An index that stands in the function max only.
    Finding(
      given: "u : R[1, 6]", define: "b = maxpool1d(u; size = 2)",
      claim: "b[c, i] = max(u[c, 2i], u[c, 2i + 1])"),
    Finding(
      given: "u : R[1, 6]", define: "b = maxpool1d(u; size = 2)",
      claim: "b[c, i] = max(u[c, 2i], u[c, 2i])", outcome: .refuted),
    // A row of a matrix and a vector, added.
    Finding(
      given: "A : R[2, 4]", claim: "maxpool(A; size = 2) + [1, 2]ᵀ = maxpool(A; size = 2) + [1, 2]ᵀ"
    ),
    Finding(
      given: "A : R[2, 4]",
      claim: "maxpool(A; size = 2) + [1, 2]ᵀ = maxpool(A; size = 2) + [2, 1]ᵀ",
      outcome: .refuted),
    // The index of a sum that has the name of the time around it.
    Finding(
      given: "x : R[4]; index base 1",
      define: "h[0] = 0\nh[t] = h[t-1] + sum(t in 1..2) x[t] + 0 x[t]",
      claim: "h[1] = x[1] + x[2]"),
    Finding(
      given: "x : R[4]; index base 1",
      define: "h[0] = 0\nh[t] = h[t-1] + sum(t in 1..2) x[t] + 0 x[t]",
      claim: "h[1] = 2 x[1]", outcome: .refuted),
    // Far out, the powers of a softmax behind a kink are too small to be divided by, or overflow.
    Finding(
      given: mlp, define: network, claim: "p[i] = exp(o[i]) / (sum(j in 0..1) exp(o[j]))"),
    Finding(
      given: mlp, define: network, claim: "p[i] = exp(o[i]) / (sum(j in 0..2) exp(h[j]))",
      outcome: .refuted),
    Finding(
      given: mlp, define: network, claim: "log(p[i]) = o[i] - log(sum(j in 0..1) exp(o[j]))"),
    Finding(
      given: mlp, define: network, claim: "log(p[i]) = o[i] + log(sum(j in 0..1) exp(o[j]))",
      outcome: .refuted),
    Finding(
      given: mlp, define: network, claim: "∂p[i]/∂o[j] = p[i] (δ(i = j) - p[j])"),
    Finding(
      given: mlp, define: network, claim: "∂p[i]/∂o[j] = p[i] (δ(i = j) - p[i])",
      outcome: .refuted),
  ]

  private static let mlp = "x : R[3]; A : R[4, 3]; B : R[2, 4]"
  private static let network = "h = relu(A x)\no = B h\np = softmax(o)"

  @Test("Each has its verdict", arguments: findings)
  func verdict(_ finding: Finding) {
    var text = "```given\n\(finding.given)\n```\n"
    if !finding.define.isEmpty { text += "```define\n\(finding.define)\n```\n" }
    text += "```check\n\(finding.claim)\n```\n"
    let homework = check(SourceFile(name: "found.md", text: text))
    let verdict = homework.claims.first?.verdict
    #expect(verdict?.outcome == finding.outcome, "\(verdict?.message ?? "")")
  }

  @Test("A definition that is refused leaves no older meaning to judge by")
  func refusedDefinition() {
    let text = """
      ```math given
      x[t] \\in \\R^3, \\quad 1 \\le t \\le 4, \\quad v \\in \\R^3, \\quad \\text{index base } 1
      ```
      ```math define
      L = v^\\top x_1 \\\\
      L = L + \\sum_{t=2}^{4} v^\\top x_t
      ```
      ```math check
      \\frac{\\partial L}{\\partial v} = \\sum_{t=1}^{4} x_t^\\top
      ```
      ```math check
      L \\in \\R
      ```
      """
    let homework = check(SourceFile(name: "l.md", text: text))
    #expect(homework.diagnostics.contains { $0.message.code == "cyclic-definition" })
    #expect(homework.claims.map(\.verdict.outcome) == [.error, .error])
  }
}
