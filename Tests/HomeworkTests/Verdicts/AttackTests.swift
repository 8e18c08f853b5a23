import Notation
import Testing

@testable import Homework
@testable import Judging

/// Claims that are false, or that nobody can be sure of, in the ways in which a checker is fooled.
@Suite("Attacks")
struct AttackTests {
  struct Attack: Sendable, CustomTestStringConvertible {
    let given: String
    let claim: String

    var testDescription: String { claim }
  }

  static func verdict(_ attack: Attack) -> Verdict? {
    let text = "```math given\n\(attack.given)\n```\n```math check #claim\n\(attack.claim)\n```\n"
    return check(SourceFile(name: "attack.md", text: text)).claims.first?.verdict
  }

  private static func attacks(_ given: String, _ claims: [String]) -> [Attack] {
    claims.map { Attack(given: given, claim: $0) }
  }

  /// Formulas that are other formulas on the other side of a kink.
  static let kinks = attacks(
    #"x, y, z, t \in \R, \quad v \in \R^{3}, \quad M \in \R^{1 \times 4 \times 4}"#,
    [
      #"\max(x, \max(y, z)) = \max(x, y)"#, #"\operatorname{relu}(x) = x"#,
      #"\operatorname{relu}(x) \operatorname{relu}(y) = \operatorname{relu}(x y)"#,
      #"\operatorname{relu}(x) \operatorname{relu}(y) \operatorname{relu}(z) \operatorname{relu}(t) = 0"#,
      #"\max(t, -5) = t"#, #"\operatorname{relu}(2 + t) = 2 + t"#,
      #"\operatorname{relu}(t - 2) = 0"#, #"\min(\max(t, -3), 3) = t"#,
      #"\mathbb{1}[t < 1000] = 1"#,
      #"\max(x, 2) = 2"#, #"\mathbb{1}[x < 2] x = x"#,
      #"\operatorname{maxpool}(M;\ \text{size} = 2)[0, 0, 0] = \max(M[0, 0, 1], \max(M[0, 1, 0], M[0, 1, 1]))"#,
      #"x = \begin{cases} x & \text{if } x < 2 \\ 0 & \text{otherwise} \end{cases}"#,
    ])

  /// Laws that the functions do not obey, or not everywhere.
  static let functions = attacks(
    #"x, y \in \R, \quad v \in \R^{3}"#,
    [
      #"\sqrt{x^2} = x"#, #"\|x v\| = x \|v\|"#, #"\tanh(2x) = 2 \tanh(x)"#,
      #"e^{x + y} = e^x + e^y"#,
      #"\sigma(x) + \sigma(y) = 1"#, #"\sigma(-x) = -\sigma(x)"#, #"\tanh'(x) = 1 - \tanh(x)"#,
      #"\frac{\partial \sigma(x)}{\partial x} = \sigma(x)^2"#,
      #"\operatorname{softmax}(2v) = \operatorname{softmax}(v)"#,
      #"\frac{\partial \tanh(x)}{\partial x} = 1 + \tanh(x)^2"#, #"\cos(x) = \sin(x)"#,
      #"\tanh(x) = \tanh(x) + 10^{-12} y 10^{-12}"#, #"\log(e^{2x}) = x"#,
    ])

  /// What stands beside a claim is no condition of it, and no condition hides what it leaves out.
  static let conditions = attacks(
    #"n, m \in \N, \quad x \in \R^{4}"#,
    [
      #"n + 1 > n \\ n \ge 3"#, #"n + m = m + n \Rightarrow n \ge m"#, #"2n = n + n;\ n > 100"#,
      #"n + m = m + n \text{ and } n \ge 5"#, #"n \ge 0 \\ n \ge 1"#, #"S = 1 \implies n = n + 1"#,
      #"i n = 0, i \in \{0, n\}"#, #"q < x[0] = x[0]"#, #"x[0] = x[0] = x[1]"#,
    ])

  /// Shapes are no products of numbers.
  static let shapes = attacks(
    #"f \in \R^{2 \times 3}, \quad g \in \R^{3 \times 2}, \quad A \in \R^{1 \times 5}, \quad x \in \R^{3 \times 8}, \quad W \in \R^{8 \times 5 \times 3}"#,
    [
      #"\operatorname{conv2d\_shape}(\text{input}: 10 \times 11, \text{kernel}: 3 \times 3, \text{stride}: 2) = 4 \times 5 = 5 \times 4"#,
      #"\operatorname{shape}(f) = 2 \times 3 = 3 \times 2 = \operatorname{shape}(g)"#,
      #"(10, 11) = 10 \times 11 = 110"#, #"5 \times 4 = 4 \times 5 = \operatorname{shape}(f)"#,
      #"A^\top = A"#, #"f = g"#, #"\operatorname{conv1d}(x, W) \in \R^{8 \times 6}"#,
      #"f[7] \in \R^3"#,
    ])

  /// What a reader sees must be what is judged.
  static let typography = attacks(
    #"x \in \R, \quad n \in \N"#,
    [
      #"\frac12 4 = 3"#, #"2^10 = 1024"#, #"\sum_{k=0}^10 1 = 11"#, #"50\,000 = 0"#,
      #"1/2 (4) = 1/8"#,
      #"\text{-}x = x"#, #"\text{2}x = x"#, #"\phi = \varphi"#, #"1.4 \approx 1.00"#,
      #"0.549 \approx 0.50"#,
      #"\sin 2x = 2 \sin x"#, #"n \in \{2, 4, \dots, 10\}"#, #"28 \times 28 \times 8 = 6,272"#,
    ])

  /// A few sizes and points prove nothing beyond them.
  static let sizes = attacks(
    #"n, H, K \in \N, \quad n \ge 1, \quad x \in \R^{n}"#,
    [
      #"H < 1000"#, #"H + \lfloor H/1000 \rfloor = H"#, #"H - K \le 500"#, #"n \le 199"#,
      #"\lfloor n/300 \rfloor = 0"#, #"\sum_i x[i] \delta_{i = 9} = 0"#,
      #"\lfloor n/7 \rfloor x[0] = 0"#,
      #"\operatorname{conv\_size}(H, K) = H + 0 \operatorname{conv\_size}(1, K)"#,
    ])

  /// Places that are not there.
  static let outside = attacks(
    #"x \in \R^{4}, \quad f \in \R^{3}, \quad A \in \R^{4 \times 4}"#,
    [
      #"x[0] = 0"#, #"x[99] = 0"#, #"x[i] = 0, i \in \{9\}"#, #"A_{ij}^\top = A_{ij}"#,
      #"x[i] = \begin{cases} 2 x[i] & \text{if } x[i+8] > 2 \\ x[i] & \text{otherwise} \end{cases}"#,
      #"\frac{\partial (x[3] x[4])}{\partial x[j]} = 0"#,
      #"\frac{\partial \sum_{i=0}^{4} x[i]}{\partial x[j]} = 1"#,
    ])

  @Test(
    "No attack is verified",
    arguments: kinks + functions + conditions + shapes + typography + sizes + outside)
  func refused(_ attack: Attack) throws {
    let verdict = try #require(Self.verdict(attack))
    #expect(verdict.outcome != .verified, "\(verdict.message)")
  }

  /// Statements that are true, though they look like the ones above.
  static let innocent =
    attacks(
      #"x, y, z \in \R, \quad v \in \R^{4}, \quad n, S \in \N, \quad S \ge 1, \quad n \ge 1"#,
      [
        #"\max(x, \max(y, z)) = \max(\max(x, y), z)"#,
        #"\operatorname{relu}(x) - \operatorname{relu}(-x) = x"#,
        #"|x| = \max(x, -x)"#, #"\operatorname{relu}(\tanh(x)) = \tanh(\operatorname{relu}(x))"#,
        #"e^{x + y} = e^x e^y"#, #"\sigma(x) + \sigma(-x) = 1"#, #"\tanh(-x) = -\tanh(x)"#,
        #"\log(e^x) = x"#,
        #"\sqrt{x^2} = |x|"#, #"\operatorname{softmax}(v + x) = \operatorname{softmax}(v)"#,
        #"\tanh(x) = 2 \sigma(2x) - 1"#, #"\log 1 = 0"#, #"\sum_{T=1}^{3} 2^T = 14"#,
        #"0.33 \approx 1/3"#, #"1/3 \approx 0.333"#,
        #"\lfloor n/S \rfloor = n, \quad S = 1"#, #"\frac{1}{2} n = n/2"#,
        #"\tanh^2(x) = \tanh(x)^2"#,
        #"\frac{\partial \tanh(v)}{\partial v}[i, j] = \delta_{ij} (1 - \tanh(v[i])^2)"#,
        #"\sqrt{4} = 2"#, #"\|v\|^2 = v^\top v"#,
      ])
    + attacks(
      #"A, B \in \R^{4 \times 4}"#,
      [#"A^\top_{ij} = A_{ji}"#, #"(A B)_{ij} = \sum_k A_{ik} B_{kj}"#, #"(A^\top)_{ij} = A_{ji}"#])

  @Test("What is true stays verified", arguments: innocent)
  func verified(_ claim: Attack) throws {
    let verdict = try #require(Self.verdict(claim))
    #expect(verdict.outcome == .verified, "\(verdict.message)")
  }

  @Test("A number that is larger than the usual sizes is outgrown")
  func largeAxis() {
    let text = """
      ```given
      x : R[H]; w : R[K]
      H >= K
      ```
      ```define
      f[i] = sum(k in 0..K-1) x[i + k] w[k]
      ```
      ```check
      f[i] = cases(f[i] if i < 6; 0 otherwise)
      ```
      """
    let claims = check(SourceFile(name: "a.md", text: text)).claims
    #expect(claims.map(\.verdict.outcome) == [.refuted])
  }

  @Test("Two losses are not one")
  func losses() {
    let text = """
      ```given
      x : R[2]
      ```
      ```define
      L = L(x)
      M = M(x)
      ```
      ```check
      L = M
      ```
      ```check
      ∂L/∂x = ∂M/∂x
      ```
      """
    let claims = check(SourceFile(name: "a.md", text: text)).claims
    #expect(claims.map(\.verdict.outcome) == [.refuted, .refuted])
  }

  @Test("A formula in the text that chooses a size is no claim")
  func premise() {
    let text =
      "```given\nn : N\n```\nFor $n = 5$ and $n \\ge 3$ we get something, but $5 = 6$ is false.\n"
    let claims = check(SourceFile(name: "a.md", text: text)).claims
    #expect(claims.map(\.verdict.outcome) == [.refuted])
  }
}
