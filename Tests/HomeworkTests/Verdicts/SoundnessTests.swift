import Notation
import Testing

@testable import Homework
@testable import Judging

/// Right formulas, wrong variants of them by one edit each, and rewritings that stay right.
///
/// The variants are written as edits, so that a reader sees what is wrong with each.
@Suite("Soundness")
struct SoundnessTests {
  struct Context: Sendable {
    let name: String
    let declarations: String
  }

  struct Example: Sendable, CustomTestStringConvertible {
    let context: Context
    let formula: String

    var testDescription: String { formula }
  }

  static let convolution = Context(
    name: "one filter over two channels",
    declarations: """
      ---
      checkmark: {layout: shape, index-base: 0}
      ---
      ```given
      x : R[2, 5]; W : R[1, 2, 3]; V : R[3, 2, 2]; u : R[4]; v : R[4]; A : R[3, 4]
      ```
      ```define
      f[i, j] = sum(k in 0..2, l in 0..1) x[l, 2j + k] W[i, l, k]
      g[o, t] = sum(c in 0..1, k in 0..1) x[c, t + k] V[o, c, k]
      y[i] = sum(j in 0..3) A[i, j] v[j]
      ℓ = ℓ(f)
      ```
      """)

  static let sizes = Context(
    name: "sizes",
    declarations: """
      ```given
      H, K, P, S, D : N
      H + 2P >= D(K - 1) + 1
      ```
      """)

  /// At least forty right formulas.
  static let right: [Example] =
    [
      "f[i, j] = sum(k in 0..2, l in 0..1) x[l, 2j + k] W[i, l, k]",
      "f[0, j] = sum(l in 0..1) (x[l, 2j] W[0, l, 0] + x[l, 2j + 1] W[0, l, 1] + x[l, 2j + 2] W[0, l, 2])",
      "f[0, 1] = sum(k in 0..2, l in 0..1) x[l, 2 + k] W[0, l, k]",
      "∂f[a, b]/∂W[c, d, e] = x[d, 2b + e] δ(a = c)",
      "∂f/∂W[a, b, c, d, e] = x[d, 2b + e] δ(a = c)",
      "∂f[a, b]/∂x[c, d] = sum(k in 0..2) W[a, c, k] δ(k = d - 2b)",
      "∂f[a, b]/∂x[c, d] = cases(W[a, c, d - 2b] if 0 ≤ d - 2b ≤ 2; 0 otherwise)",
      "∂f[a, b]/∂x[c, d] = sum(k in 0..2, l in 0..1) W[a, l, k] δ(l = c, 2b + k = d)",
      "∂ℓ/∂W[a, c, k] = sum(j in 0..1) ∂ℓ/∂f[a, j] x[c, 2j + k]",
      "∂ℓ/∂x[c, d] = sum(j in 0..1, k in 0..2) ∂ℓ/∂f[0, j] W[0, c, k] δ(d = 2j + k)",
      "∂ℓ/∂W[a, c, k] = sum(i in 0..0, j in 0..1) ∂ℓ/∂f[i, j] ∂f[i, j]/∂W[a, c, k]",
      "g[o, t] = sum(c in 0..1, k in 0..1) x[c, t + k] V[o, c, k]",
      "g[o, t] = sum(c in 0..1) (x[c, t] V[o, c, 0] + x[c, t + 1] V[o, c, 1])",
      "∂g[o, t]/∂V[p, c, k] = x[c, t + k] δ(o = p)",
      "∂g[o, t]/∂x[c, s] = sum(k in 0..1) V[o, c, k] δ(s = t + k)",
      "∂g[o, t]/∂x[c, s] = cases(V[o, c, s - t] if 0 ≤ s - t ≤ 1; 0 otherwise)",
      "y[i] = sum(j in 0..3) A[i, j] v[j]",
      "y = A v",
      "∂y[i]/∂A[p, q] = v[q] δ(i = p)",
      "∂y[i]/∂v[j] = A[i, j]",
      "u[i] v[i] + v[i] v[i] = v[i] (u[i] + v[i])",
      "sum(i in 0..3) u[i] (v[i] - u[i]) = sum(i in 0..3) u[i] v[i] - sum(i in 0..3) u[i] u[i]",
      "(u[i] + v[i])^2 = u[i]^2 + 2 u[i] v[i] + v[i]^2",
      "tanh(u[i]) = 2 sigmoid(2 u[i]) - 1",
      "exp(u[i] + v[i]) = exp(u[i]) exp(v[i])",
      "sigmoid(u[i]) = 1 / (1 + exp(-u[i]))",
      "relu(u[i]) - relu(-u[i]) = u[i]",
      "max(u[i], v[i]) + min(u[i], v[i]) = u[i] + v[i]",
      "sum(i in 0..3, j in 0..3) u[i] v[j] δ(i = j) = sum(i in 0..3) u[i] v[i]",
      "sum(i in 1..3) u[i] = sum(i in 0..3) u[i] - u[0]",
      "u[i] / v[i] - 1 = (u[i] - v[i]) / v[i]",
      "f = conv1d(x, W; stride = 2)",
      "g = conv1d(x, V)",
      "shape(f) = 1 × 2",
      "shape(g) = 3 × 4",
    ].map { Example(context: convolution, formula: $0) }
    + [
      "conv_size(H, K; stride = S, padding = P, dilation = D) = floor((H + 2P - D(K - 1) - 1)/S) + 1",
      "conv_size(H, K; stride = S, padding = P, dilation = D) = floor((H + 2P - D(K - 1) - 1)/S + 1)",
      "conv_size(H, K; stride = S, padding = P, dilation = D) = floor((H + 2P - D(K - 1) - 1 + S)/S)",
      "conv_size(H, K; stride = S, padding = P, dilation = D) = floor((H + 2P - (K + (K - 1)(D - 1)))/S) + 1",
      "conv_size(H, K; stride = S, padding = P, dilation = D) = ceil((H + 2P - D(K - 1))/S)",
      "conv_size(H, K; stride = S, padding = P) = floor((H + 2P - K)/S) + 1",
      "conv_size(H, K; padding = P, dilation = D) = H + 2P - D(K - 1)",
    ].map { Example(context: sizes, formula: $0) }

  static func outcome(_ example: Example) -> Verdict {
    let text = "\(example.context.declarations)\n```check\n\(example.formula)\n```\n"
    let homework = check(SourceFile(name: "example.md", text: text))
    return homework.claims.last { $0.isAnswer }?.verdict
      ?? Verdict(.error, message: "\(homework.diagnostics)")
  }

  @Test("Right formulas are verified", arguments: right)
  func rightFormulas(_ example: Example) {
    let verdict = Self.outcome(example)
    #expect(verdict.outcome == .verified, "\(verdict.message)")
  }

  // MARK: - One edit

  /// Replacements that change what a formula says; each occurrence is an edit of its own.
  static let edits: [(String, String)] = [
    ("2j", "j"), ("2b", "b"), ("2j", "3j"), ("2b", "(2b + 1)"), (" + k", " - k"), ("t + k", "t"),
    ("+ e", "- e"), ("+ e", "+ e + 1"), ("[l, ", "[1 - l, "), ("[c, ", "[1 - c, "),
    ("[d, ", "[1 - d, "),
    ("- 2b", "+ 2b"), ("- 2b", "- b"), ("s - t", "t - s"), ("d - 2b]", "2b - d]"), ("0..2", "0..1"),
    ("0..2", "1..2"), ("0..1", "0..0"), ("0..1", "1..1"), ("0..3", "0..2"), ("0..3", "1..3"),
    ("1..3", "0..3"), ("= sum", "= 2 sum"), ("= sum", "= -sum"), ("= sum", "= 1 + sum"),
    ("= x", "= 2 x"), ("= x", "= -x"), ("= x", "= 1 + x"), (" δ(a = c)", " δ(a = c + 1)"),
    (" δ(o = p)", ""), (" δ(i = p)", ""), (" δ(i = j)", ""), (" δ(k = d - 2b)", ""),
    (" δ(s = t + k)", ""), (" δ(d = 2j + k)", ""), ("0 otherwise", "1 otherwise"), ("≤ 2;", "≤ 1;"),
    ("≤ 1;", "≤ 0;"), ("if 0 ≤", "if 1 ≤"), (" + v", " - v"), (" - v", " + v"), (" - u", " + u"),
    ("+ 2 u", "+ u"), ("^2", "^3"), ("u[i] v[i]", "u[i] u[i]"), ("v[q]", "v[q] v[q]"),
    ("A[i, j] v", "A[i, j] u"), ("= A v", "= 2 A v"), ("= A v", "= A u"), ("= A[", "= -A["),
    ("- 1", "+ 1"), ("- 1", "- 2"), ("+ 1", "+ 2"), ("+ 1", "- 1"), ("2P", "P"), ("2P", "3P"),
    ("+ 2P", "- 2P"), ("D(", "2D("), ("(K - 1)", "K"), ("(K - 1)", "(K + 1)"), ("/S", "/(S + 1)"),
    ("+ S)", ")"), ("floor", "ceil"), ("ceil(", "floor("), ("- K)", ")"), ("= H", "= 2H"),
    ("stride = 2", "stride = 1"), ("stride = 2", "stride = 2, padding = 1"), ("1 × 2", "2 × 1"),
    ("1 × 2", "1 × 3"), ("3 × 4", "4 × 3"), ("3 × 4", "3 × 5"), ("sigmoid(2", "sigmoid(3"),
    ("exp(-", "exp("), ("exp(v", "exp(u"), ("tanh", "sigmoid"), ("relu(-", "relu("),
    ("max(", "min("),
    ("/ v[i]", "/ u[i]"), (" W[", " 2 W["), (" x[", " 2 x["), ("∂ℓ/∂f[", "2 ∂ℓ/∂f["),
    (" V[o, c, 0]", " V[o, c, 1]"),
    ("W[0, l, 1]", "W[0, l, 2]"), ("W[0, l, 2]", "W[0, l, 0]"), ("x[l, 2j + 1]", "x[l, 2j]"),
    ("sum(l", "2 sum(l"), ("sum(c", "3 sum(c"), ("(H", "(2H"), ("H + 2P", "H + P + 1"),
    ("conv1d(x, V)", "conv1d(x, V; dilation = 2)"), ("(D - 1)", "D"), ("(K - 1)(D", "K(D"),
  ]

  /// The edits after which the formula happens to stay true; each was looked at.
  static let stillTrue: Set<String> = []

  /// Every formula with every edit at every place on the right of its `=`.
  static let wrong: [Example] = {
    var seen: Set<String> = Set(right.map(\.formula))
    return right.flatMap { example -> [Example] in
      guard let equals = example.formula.firstRange(of: " = ") else { return [] }
      // Calls hold options with an equals sign; the sign of the equation is the first outside.
      let start = mainEquals(of: example.formula) ?? equals.lowerBound
      return edits.flatMap { from, to -> [Example] in
        example.formula.ranges(of: from).filter { $0.lowerBound >= start }.compactMap { range in
          var formula = example.formula
          formula.replaceSubrange(range, with: to)
          return seen.insert(formula).inserted
            ? Example(context: example.context, formula: formula) : nil
        }
      }
    }
  }()

  private static func mainEquals(of formula: String) -> String.Index? {
    var depth = 0
    for index in formula.indices {
      switch formula[index] {
      case "(", "[": depth += 1
      case ")", "]": depth -= 1
      case "=" where depth == 0: return formula.index(before: index)
      default: break
      }
    }
    return nil
  }

  @Test("At least 300 wrong variants of at least 40 right formulas")
  func enough() {
    #expect(Self.right.count >= 40)
    #expect(Self.wrong.count >= 300)
    #expect(Self.rewritings.count >= 100)
  }

  @Test("No wrong variant is verified", arguments: wrong.filter { !stillTrue.contains($0.formula) })
  func wrongVariants(_ example: Example) {
    let verdict = Self.outcome(example)
    #expect(verdict.outcome != .verified, "verified: \(example.formula)")
  }

  // MARK: - Rewritings

  /// Ways to write the same.
  static let rewritings: [Example] = right.flatMap { example -> [Example] in
    guard let equals = mainEquals(of: example.formula) else { return [] }
    let left = example.formula[..<equals]
    let right = example.formula[example.formula.index(equals, offsetBy: 3)...]
    guard !left.hasPrefix("shape") else { return [] }
    var formulas = ["\(right) = \(left)"]
    // Whole tensors take no number added to them.
    if left.contains("[") || left.contains("(H") {
      formulas += [
        "2 (\(left)) = (\(right)) + (\(right))", "\(left) - (\(right)) = 0",
        "(\(left)) + 1 = 1 + (\(right))",
      ]
    }
    return formulas.map { Example(context: example.context, formula: $0) }
  }

  @Test("Rewritings stay verified", arguments: rewritings)
  func rewritten(_ example: Example) {
    let verdict = Self.outcome(example)
    #expect(verdict.outcome == .verified, "\(verdict.message)")
  }
}

/// Answers that try to slip through where an exact comparison is not to be had.
@Suite("Hidden terms")
struct HiddenTermTests {
  @Test(
    "A false term too small to be seen is never verified",
    arguments: [
      "tanh(u[i]) = tanh(u[i]) + 0.00000000000000001", "tanh(u[i]) = tanh(u[i]) + 10^(-30)",
      "10^18 exp(u[i]) + v[i] = 10^18 exp(u[i])", "exp(u[i]) (1 + 0.001^6) = exp(u[i])",
      "tanh(u[i]) = 1.000001 tanh(u[i])", "exp(u[i]) = exp(u[i] + 0.0000001)",
    ])
  func hidden(_ formula: String) {
    let example = SoundnessTests.Example(context: SoundnessTests.convolution, formula: formula)
    #expect(SoundnessTests.outcome(example).outcome != .verified)
  }

  @Test(
    "Constants that floating point cannot tell apart are not verified",
    arguments: [
      "exp(1000) = exp(2000)", "exp(-30000) = exp(-40000)", "tanh(100) = 1", "sigmoid(100) = 1",
      "sigmoid(-50) = exp(-50)", "softplus(50) = 50", "cos(0.000000001) = 1",
      "sin(0.000000001) = 0.000000001", "exp(1) <= 2.718281828459", "exp(1)^64 exp(1)^64 = 1",
      "exp(-800) exp(-20000) = exp(-900) exp(-20000)", "1/exp(12000) = 1/exp(13000)",
      "sin(1)^2 + cos(1)^2 = 1.00000000001", "exp(1) = 2.718281828459",
      "exp(0.1 + 0.2) = exp(0.3) + 0.00000000000001",
    ])
  func constants(_ formula: String) {
    let example = SoundnessTests.Example(context: SoundnessTests.sizes, formula: formula)
    #expect(SoundnessTests.outcome(example).outcome != .verified)
  }

  @Test(
    "Constants are not refuted for their rounding",
    arguments: [
      "sin(1)^2 + cos(1)^2 = 1", "exp(0.1 + 0.2) = exp(0.3)", "exp(log(7)) = 7", "1.1 ≈ 1 ± 0.1",
      "exp(1) < 2.72", "tanh(1) = (exp(2) - 1) / (exp(2) + 1)", "exp(1) ≈ 2.718",
      "0.1 + 0.2 = 0.3", "sqrt(2) sqrt(2) = 2", "tanh(0) = 0", "relu(-1) = 0",
    ])
  func roundedConstants(_ formula: String) {
    let example = SoundnessTests.Example(context: SoundnessTests.sizes, formula: formula)
    let verdict = SoundnessTests.outcome(example)
    #expect(verdict.outcome == .verified, "\(verdict.message)")
  }

  @Test(
    "Multiples of the field's prime are not 0",
    arguments: [
      "2305843009213693951 x[i, j] = 0", "2^30 2^31 x[i, j] = x[i, j]",
      "x[i, j] 2^20 2^20 2^21 = x[i, j]", "x[i, j] + v[i] 2^61 = x[i, j] + v[i]",
      "2^61 x[i, j] - x[i, j] + v[i] = v[i]",
    ])
  func prime(_ formula: String) {
    let example = SoundnessTests.Example(context: SoundnessTests.convolution, formula: formula)
    #expect(SoundnessTests.outcome(example).outcome != .verified)
  }

  @Test(
    "What holds at some points is not verified for all",
    arguments: [
      "f[i, j] ≤ 100", "x[i, j] ≠ 0", "f[i, j] ≈ f[i, j] + 0.001 ± 0.01", "f[i, j] > -100",
    ])
  func inequalities(_ formula: String) {
    let example = SoundnessTests.Example(context: SoundnessTests.convolution, formula: formula)
    #expect(SoundnessTests.outcome(example).outcome != .verified)
  }

  @Test(
    "Inequalities of sizes and numbers are decided",
    arguments: [("2 ≤ 3", true), ("3 < 2", false), ("H + K ≥ H", true), ("H ≥ K", false)])
  func sizes(_ formula: String, _ isTrue: Bool) {
    let example = SoundnessTests.Example(context: SoundnessTests.sizes, formula: formula)
    #expect(SoundnessTests.outcome(example).outcome == (isTrue ? .verified : .refuted))
  }

  @Test(
    "Constraints that nothing fulfils verify nothing",
    arguments: ["y ∈ R[m]", "shape(A) = m × n", "m = n", "y = A v"])
  func unfulfillable(_ formula: String) {
    let context = SoundnessTests.Context(
      name: "impossible",
      declarations: """
        ```given
        A : R[m, n]; v : R[n]
        m >= 500
        m <= 400
        ```
        ```define
        y[i] = sum(j in 1..n) A[i - 1, j - 1] v[j - 1]
        ```
        """)
    let verdict = SoundnessTests.outcome(.init(context: context, formula: formula))
    #expect(verdict.outcome == .error, "\(verdict.message)")
  }

  @Test("A second claim does not pass as a condition of the first")
  func strayCondition() {
    let example = SoundnessTests.Example(
      context: SoundnessTests.convolution, formula: "1 = 1, q = 5")
    #expect(SoundnessTests.outcome(example).outcome == .error)
  }

  @Test("A redefinition does not change what was defined before it")
  func shadowing() {
    let text = """
      ```given
      x : R[2]
      ```
      ```define
      f[i] = 2 x[i]
      ```
      ```given
      x : R[3]
      ```
      ```check
      shape(f) = 3
      ```
      """
    let homework = check(SourceFile(name: "a.md", text: text))
    #expect(homework.claims.map(\.verdict.outcome) == [.error])
  }

  @Test("A claim for part of an axis says so")
  func partial() {
    let example = SoundnessTests.Example(
      context: SoundnessTests.convolution,
      formula: "∂f[a, b]/∂x[c, d] = W[a, c, d], where b = 0, 0 ≤ d ≤ 2")
    let verdict = SoundnessTests.outcome(example)
    #expect(verdict.outcome == .verified)
    #expect(verdict.notes.contains { $0.words.contains("stated for b from 0 to 0 only") })
  }

  @Test("Negative padding is no way to leave out the sizes at which a formula is wrong")
  func padding() {
    let example = SoundnessTests.Example(
      context: SoundnessTests.sizes,
      formula: "conv_size(H, K; padding = -P) = H - K + 1")
    #expect(SoundnessTests.outcome(example).outcome == .refuted)
  }
}
