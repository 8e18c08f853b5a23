import Notation
import Testing

@testable import Homework
@testable import Judging

/// What a formula asks of values is looked at where it holds and where it does not.
@Suite("Conditions")
struct ConditionTests {
  private static func verdict(_ claim: String, define: String = "") -> Verdict? {
    let text = #"""
      ```math given
      a, b, r, s \in \R, \quad x, y \in \R^n, \quad W \in \R^{n \times n}, \quad m, k \in \N
      ```
      ```math define
      \#(define.isEmpty ? "c = 1" : define)
      ```
      ```math check #claim
      \#(claim)
      ```
      """#
    return check(SourceFile(name: "conditions.md", text: text)).claims.first { $0.id == "claim" }?
      .verdict
  }

  @Test(
    "What is false only where two values are equal is refuted",
    arguments: [
      #"\mathbf{1}[r = 0] a = 0"#, #"\mathbf{1}[a = s] = 0"#, #"\mathbf{1}[e^a = 1] b = 0"#,
      #"\mathbf{1}[a = 2b] b = 0"#, #"\sum_i \mathbf{1}[x_i = 0.5] = 0"#,
      #"\mathbf{1}[\sum_i x_i = 0] a = 0"#, #"\mathbf{1}[x^\top y = 0] a = 0"#,
      #"\mathbf{1}[a = 0] \mathbf{1}[b = 0] r = 0"#, #"\mathbf{1}[a \ne r + s] = 1"#,
      #"\mathbf{1}[\sum_i x_i^2 > 10000] = 0"#, #"\mathbf{1}[m = k + 40] a = 0"#,
    ])
  func met(_ claim: String) {
    #expect(Self.verdict(claim)?.outcome == .refuted)
  }

  @Test(
    "What is the same on both sides is verified",
    arguments: [
      #"\mathbf{1}[r = 0] r = 0"#, #"\mathbf{1}[a = b] (a - b) = 0"#,
      #"\mathbf{1}[a > 0] + \mathbf{1}[a \le 0] = 1"#, #"\mathbf{1}[a > b] = \mathbf{1}[b < a]"#,
      #"i = j \Rightarrow x_i = x_j"#, #"a > 0 \Rightarrow |a| = a"#,
      #"\begin{cases} a & a > 0 \\ -a & \text{otherwise} \end{cases} = |a|"#,
    ])
  func same(_ claim: String) {
    let verdict = Self.verdict(claim)
    #expect(verdict?.outcome == .verified, "\(verdict?.message ?? "no verdict")")
  }

  @Test(
    "Where no point on one side was found, nothing is verified",
    arguments: [
      (#"f(t) = \begin{cases} 1 & t^2 \ne 2 \\ 0 & t^2 = 2 \end{cases}"#, "f(a) = 1"),
      (#"f(t) = \begin{cases} t & e^t \ne 3 \\ 0 & e^t = 3 \end{cases}"#, "f(a) = a"),
      ("", #"\mathbf{1}[a^2 = 2] b = 0"#), ("", #"\mathbf{1}[\sin a = \frac{1}{3}] b = 0"#),
      ("", #"\mathbf{1}[a > 10^{17}] b = 0"#),
    ])
  func unmet(_ define: String, _ claim: String) {
    #expect(Self.verdict(claim, define: define)?.outcome != .verified)
  }

  @Test(
    "What implies and does not hold is refuted",
    arguments: [
      #"i \ne j \Rightarrow x_i = x_j"#, #"a < 0 \Rightarrow |a| = a"#,
    ])
  func implications(_ claim: String) {
    #expect(Self.verdict(claim)?.outcome == .refuted)
  }
}
