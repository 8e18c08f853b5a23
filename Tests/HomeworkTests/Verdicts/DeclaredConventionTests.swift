import Testing

@testable import Homework
@testable import Judging
@testable import Markup
@testable import Notation

/// A convention that is declared holds, and the other reading does not.
@Suite("Declared conventions")
struct DeclaredConventionTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let given: String
    /// True as declared second, false or without meaning under the other.
    let claim: String
    /// Outcomes as nothing is declared, the first value, the second.
    let auto: Verdict.Outcome
    let second: Verdict.Outcome

    var testDescription: String { claim }
  }

  static func outcome(_ setting: String?, _ example: Example) -> Verdict.Outcome? {
    let matter = setting.map { "---\ncheckmark: {index-base: 0, \($0)}\n---\n" } ?? ""
    let text = """
      \(matter)```given
      index base 0
      \(example.given)
      ```
      ```check
      \(example.claim)
      ```

      """
    return check(SourceFile(name: "convention.md", text: text)).claims.first?.verdict.outcome
  }

  static func expect(_ key: String, _ first: String, _ second: String, _ example: Example) {
    #expect(outcome(nil, example) == example.auto)
    #expect(outcome("\(key): auto", example) == example.auto)
    #expect(outcome("\(key): \(first)", example) == example.auto)
    #expect(outcome("\(key): \(second)", example) == example.second)
  }

  // MARK: - Outside

  @Test(
    "What is declared to read 0 outside of its axis does so at a single place",
    arguments: [
      ("zero", "x[0] = 0", Verdict.Outcome.verified), ("zero", "x[6] = 0", .verified),
      ("zero", "x[0] = x[1]", .refuted), ("error", "x[0] = 0", .refuted),
      ("auto", "x[0] = 0", .refuted),
    ])
  func outside(_ value: String, _ claim: String, _ outcome: Verdict.Outcome) {
    let text = """
      ---
      checkmark: {index-base: 1, outside: \(value)}
      ---
      ```given
      x : R[5]
      ```
      ```check
      \(claim)
      ```

      """
    let verdict = check(SourceFile(name: "a.md", text: text)).claims.first?.verdict
    #expect(verdict?.outcome == outcome, "\(verdict?.message ?? "")")
  }

  // MARK: - Axes

  static let layers =
    "x : R[7, 2]; u : R[2, 7]; W : R[3, 2, 4]; s : R[5, 5]; P : R[6, 8, 2]; V : R[3, 2, 2, 3]; b : R[3]; H, C : N; H >= 3; C >= 1; y : R[H, C]; k : R[4, C, 3]"

  @Test(
    "Channels are on the first axis, or on the last where that is declared",
    arguments: [
      Example(given: layers, claim: "shape(conv1d(x, W)) = 4 × 3", auto: .error, second: .verified),
      Example(given: layers, claim: "shape(conv1d(x, W)) = 3 × 4", auto: .error, second: .refuted),
      Example(given: layers, claim: "shape(conv1d(u, W)) = 3 × 4", auto: .verified, second: .error),
      Example(
        given: layers,
        claim: "conv1d(x, W)[t, f] = sum(c in 0..1, k in 0..3) x[t + k, c] W[f, c, k]",
        auto: .error, second: .verified),
      Example(
        given: layers,
        claim:
          "conv1d(x, W; bias = b)[t, f] = b[f] + sum(c in 0..1, k in 0..3) x[t + k, c] W[f, c, k]",
        auto: .error, second: .verified),
      Example(
        given: layers,
        claim: "conv1d(x, W)[t, f] = sum(c in 0..1, k in 0..3) x[t + k, 1 - c] W[f, c, k]",
        auto: .error, second: .refuted),
      Example(
        given: layers + "; f = conv1d(x, W)",
        claim: "∂f[t, o]/∂x[r, c] = cases(W[o, c, r - t] if 0 ≤ r - t ≤ 3; 0 otherwise)",
        auto: .error, second: .verified),
      Example(
        given: layers,
        claim:
          "conv2d(P, V)[i, j, f] = sum(c in 0..1, k in 0..1, l in 0..2) P[i + k, j + l, c] V[f, c, k, l]",
        auto: .error, second: .verified),
      Example(
        given: layers, claim: "shape(maxpool(P; size = 2)) = 3 × 4 × 2", auto: .refuted,
        second: .verified),
      Example(
        given: layers,
        claim:
          "avgpool(P; size = 2)[i, j, c] = (P[2i, 2j, c] + P[2i + 1, 2j, c] + P[2i, 2j + 1, c] + P[2i + 1, 2j + 1, c]) / 4",
        auto: .refuted, second: .verified),
      // Without channels there is nothing to order.
      Example(
        given: layers, claim: "shape(avgpool(s; size = 2)) = 2 × 2", auto: .verified,
        second: .verified),
      Example(
        given: layers,
        claim: "conv2d_shape(input: 5 × 6, kernel: 2 × 3, filters: 3) = 4 × 4 × 3", auto: .refuted,
        second: .verified),
      Example(
        given: layers,
        claim: "conv2d_shape(input: 5 × 6, kernel: 2 × 3, filters: 3) = 3 × 4 × 4", auto: .verified,
        second: .refuted),
      // Sizes that are letters.
      Example(
        given: layers, claim: "shape(conv1d(y, k)) = (H - 2) × 4", auto: .error, second: .verified),
      Example(
        given: layers, claim: "shape(conv1d(y, k)) = 4 × (H - 2)", auto: .error, second: .refuted),
    ])
  func axes(_ example: Example) {
    Self.expect("axes", "channels-first", "channels-last", example)
  }

  // MARK: - Dilation

  static let sizes = "H, K, S, D : N; S >= 1; K >= 1; H >= (D + 1) K; x : R[1, 9]; W : R[1, 1, 3]"

  @Test(
    "A dense kernel has the dilation 1, or 0 where that is declared",
    arguments: [
      Example(
        given: sizes + "; D >= 1",
        claim: "conv_size(H, K; stride = S, dilation = D) = floor((H - D(K - 1) - 1)/S) + 1",
        auto: .verified, second: .refuted),
      Example(
        given: sizes + "; D >= 1",
        claim: "conv_size(H, K; stride = S, dilation = D) = floor((H - (D + 1)(K - 1) - 1)/S) + 1",
        auto: .refuted, second: .verified),
      Example(
        given: sizes, claim: "conv_size(H, K; dilation = 0) = H - K + 1", auto: .error,
        second: .verified),
      Example(
        given: sizes, claim: "conv_size(H, K) = H - K + 1", auto: .verified, second: .verified),
      Example(
        given: sizes, claim: "conv1d(x, W; dilation = 1) = conv1d(x, W)", auto: .verified,
        second: .refuted),
      Example(
        given: sizes,
        claim: "conv1d(x, W; dilation = 1)[0, t] = sum(k in 0..2) x[0, t + 2k] W[0, 0, k]",
        auto: .refuted, second: .verified),
      Example(
        given: sizes, claim: "conv2d_shape(input: 10 × 11, kernel: 3 × 3, dilation: 1) = 8 × 9",
        auto: .verified, second: .refuted),
      Example(
        given: sizes, claim: "conv2d_shape(input: 10 × 11, kernel: 3 × 3, dilation: 1) = 6 × 7",
        auto: .refuted, second: .verified),
    ])
  func dilation(_ example: Example) {
    Self.expect("dilation", "1", "0", example)
  }

  // MARK: - Products

  static let matrices = "M : R[3, 2, 2]; a : R[3]"

  @Test(
    "A product of matrices begins with the last, or with the first where that is declared",
    arguments: [
      Example(
        given: matrices, claim: "prod(i in 0..2) M[i] = M[2] M[1] M[0]", auto: .verified,
        second: .refuted),
      Example(
        given: matrices, claim: "prod(i in 0..2) M[i] = M[0] M[1] M[2]", auto: .refuted,
        second: .verified),
      Example(
        given: matrices, claim: "prod(i in 0..2) M[i] = M[1] M[0] M[2]", auto: .refuted,
        second: .refuted),
      Example(
        given: matrices, claim: "prod(i in 0..2) a[i] = a[0] a[1] a[2]", auto: .verified,
        second: .verified),
    ])
  func products(_ example: Example) {
    Self.expect("product", "descending", "ascending", example)
  }

  // MARK: - The front matter

  static func front(_ setting: String) -> (matter: FrontMatter, diagnostics: [Diagnostic]) {
    let text = "---\ncheckmark:\n  \(setting)\n---\n"
    let document = Document(parsing: SourceFile(name: "convention.md", text: text))
    return (document.frontMatter, document.diagnostics)
  }

  /// The conventions as a person knows them: the table must not lose one, or a value.
  static let spellings = [
    "axes": ["channels-first", "channels-last"], "dilation": ["1", "0"],
    "index-base": ["0", "1"], "layout": ["numerator", "denominator", "shape"],
    "outside": ["error", "zero", "0"], "partial": ["total"],
    "product": ["descending", "ascending"], "products": ["strict", "loose"],
    "samples": ["rows", "columns"], "sigma": ["logistic", "softmax"],
  ]

  @Test("Every convention takes its values and auto, and lists them where it gets another")
  func table() {
    #expect(Conventions.all.map { $0.key } == Self.spellings.keys.sorted())
    for convention in Conventions.all { Self.expectValues(of: convention) }
  }

  private static func expectValues<C: Convention>(of convention: C.Type) {
    let key = C.key
    #expect(C.values.map(\.key) == spellings[key])
    for (name, value) in C.values {
      let (matter, diagnostics) = front("\(key): \(name)")
      #expect(diagnostics.isEmpty, "\(key): \(name)")
      #expect(matter.conventions[C.self] == value, "\(key): \(name)")
      #expect(matter.conventions.spelling(of: C.self) == name)
      #expect(matter.conventions.found(C.discovery) == matter.conventions)
    }
    let auto = front("\(key): auto")
    #expect(auto.diagnostics.isEmpty && auto.matter.conventions == DeclaredConventions())
    #expect(auto.matter.conventions[C.self] == nil)
    #expect(C.default.name != nil, "the default of \(key) can be declared")
    for wrong in ["2", "Auto", "up", "\(C.values[0].key)s"] {
      let (matter, diagnostics) = front("\(key): \(wrong)")
      #expect(matter.conventions == DeclaredConventions())
      #expect(diagnostics.map(\.message.text) == ["'\(wrong)' is no value of '\(key)'"])
      let all = ["auto"] + (spellings[key] ?? [])
      #expect(diagnostics.first?.message.hint == "write one of " + all.joined(separator: ", "))
      #expect(diagnostics.first?.span.lower == 4 + 11 + 2 + key.utf8.count + 2)
    }
  }

  @Test("A key that is none is an error that names the one that is meant")
  func unknownKey() {
    let (matter, diagnostics) = Self.front("axis: auto")
    #expect(matter.conventions == DeclaredConventions())
    #expect(diagnostics.map(\.message.hint) == ["did you mean 'axes'?"])
  }

  @Test("The report names what is declared")
  func report() {
    let text = "---\ncheckmark: {axes: channels-last, dilation: 0, product: auto}\n---\n"
    let conventions = check(SourceFile(name: "convention.md", text: text)).conventions
    #expect(conventions.map { "\($0.key) \($0.value)" } == ["axes channels-last", "dilation 0"])
  }

  @Test("An assignment declares them for its submissions")
  func assignments() {
    let assignment = """
      ---
      checkmark: {dilation: 0}
      ---
      # 1 Sizes
      ```math given
      H, K, D \\in \\N, \\quad K \\ge 1, \\quad H \\ge (D + 1) K
      ```
      ```math asked
      \\operatorname{conv\\_size}(H, K; \\text{dilation}=D)
      ```

      """
    func outcome(_ answer: String) -> Verdict.Outcome? {
      check(
        SourceFile(name: "answers.md", text: "# 1 Sizes\n\n$$\(answer)$$\n"),
        against: Assignment(parsing: SourceFile(name: "homework.md", text: assignment))
      ).claims.first?.verdict.outcome
    }
    #expect(outcome(#"H - (D + 1)(K - 1)"#) == .verified)
    #expect(outcome(#"H - D(K - 1)"#) == .refuted)
  }
}
