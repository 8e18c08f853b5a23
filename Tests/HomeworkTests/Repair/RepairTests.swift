import Foundation
import Notation
import NumericCore
import TestSupport
import Testing

@testable import Homework
@testable import Judging
@testable import Markup

/// What is suggested for false claims: small edits of the answer, each of them verified.
@Suite("Repair")
struct RepairTests {
  static func homework(_ example: SoundnessTests.Example) -> CheckedHomework {
    let fence = example.formula.contains("\\") ? "math check" : "check"
    let text = "\(example.context.declarations)\n```\(fence)\n\(example.formula)\n```\n"
    return check(SourceFile(name: "example.md", text: text))
  }

  static func suggestion(_ example: SoundnessTests.Example) -> Suggestion? {
    homework(example).claims.last { $0.isAnswer }?.verdict.suggestion
  }

  /// Puts the edit into the document and judges that anew.
  static func expectVerified(_ claim: Claim, in homework: CheckedHomework) throws {
    let suggestion = try #require(claim.verdict.suggestion)
    let source = homework.document.source
    let text = source.text(of: 0..<source.utf8.count, replacing: [suggestion])
    let edited = check(SourceFile(name: source.name, text: text))
    let place = try #require(homework.claims.firstIndex(of: claim))
    let again = edited.claims[place]
    #expect(again.verdict.outcome == .verified, "\(again.source): \(again.verdict.message)")
    #expect(again.source == suggestion.source)
    #expect(again.source != claim.source)
  }

  // MARK: - Kinds of mistakes

  struct Mistake: Sendable, CustomTestStringConvertible {
    let edit: String
    let wrong: String
    let right: String
    /// What is said, where that is more than the words of the edit.
    var words: String?
    var context = SoundnessTests.convolution

    var testDescription: String { edit }
  }

  static let matrices = SoundnessTests.Context(
    name: "matrices",
    declarations: """
      ```given
      A : R[3, 3]; B : R[3, 3]; v : R[3]; w : R[3]; s : R[3]; n, m : N
      ```
      """)

  /// The same where an index outside its axis does not read 0.
  static let bounded = SoundnessTests.Context(
    name: "nothing outside",
    declarations: SoundnessTests.convolution.declarations.replacing(
      "index-base: 0", with: "index-base: 0, outside: error"))

  static let derivations = SoundnessTests.Context(
    name: "derivations",
    declarations: """
      ```given
      A : R[3, 3]; B : R[3, 3]; v : R[3]; w : R[3]; s : R[3]
      ```
      ```define
      z = tanh(A v)
      u = B z
      p = (A v)ᵀ (B v)
      a = vᵀ w
      b = vᵀ v
      r = a w + b s
      ```
      """)

  /// A gated network in which derivatives are total.
  static let network = SoundnessTests.Context(
    name: "network",
    declarations: #"""
      ---
      checkmark: {partial: total}
      ---
      ```math given
      x[t] \in \R^n,\ 1 \le t \le K, \quad h[t] \in \R^m, \quad W_c, W_x \in \R^{m \times n}, \quad W_h \in \R^{m \times m}, \quad h[0] = 0
      ```
      ```math define
      c[t] = \sigma(W_c x[t] + W_h h[t-1]) \\
      h[t] = c[t] \odot h[t-1] + (1 - c[t]) \odot W_x x[t] \\
      \ell = \ell(h)
      ```
      """#)

  /// A scalar of a matrix, in one declared layout.
  static func bilinear(_ layout: String) -> SoundnessTests.Context {
    SoundnessTests.Context(
      name: "\(layout) layout",
      declarations: """
        ---
        checkmark: {layout: \(layout)}
        ---
        ```given
        M : R[3, 4]; v : R[3]; w : R[4]
        ```
        ```define
        q = vᵀ M w
        ```
        """)
  }

  static let mistakes: [Mistake] = [
    Mistake(
      edit: "other-layout", wrong: "∂q/∂M = w vᵀ", right: "∂q/∂M = (w vᵀ)ᵀ",
      words: "shape layout: transpose", context: bilinear("shape")),
    Mistake(
      edit: "other-layout", wrong: "∂q/∂M = v wᵀ", right: "∂q/∂M = (v wᵀ)ᵀ",
      words: "numerator layout: transpose", context: bilinear("numerator")),
    Mistake(
      edit: "counted-twice", wrong: "∂ℓ/∂W_x = sum(t in 1..K) ∂ℓ/∂h[t] ∂h[t]/∂W_x",
      right: "∂ℓ/∂W_x = sum(t in 1..K) ∂^+ℓ/∂h[t] ∂h[t]/∂W_x", context: network),
    Mistake(
      edit: "lost-paths", wrong: "∂ℓ/∂W_x = sum(t in 1..K) ∂^+ℓ/∂h[t] ∂^+h[t]/∂W_x",
      right: "∂ℓ/∂W_x = sum(t in 1..K) ∂ℓ/∂h[t] ∂^+h[t]/∂W_x", context: network),
    Mistake(
      edit: "forgotten-factor",
      wrong: "∂h[t]/∂W_c = diag(c[t]) ∂h[t-1]/∂W_c + diag(1 - c[t]) ∂(W_x x[t])/∂W_c",
      right: "∂h[t]/∂W_c = diag(c[t]) ∂h[t-1]/∂W_c + diag(1 - c[t]) ∂(W_x x[t])/∂W_c"
        + " + diag(h[t-1]) ∂c[t]/∂W_c - diag(W_x x[t]) ∂c[t]/∂W_c",
      words: "this forgets that c[t] depends on W_c", context: network),
    Mistake(
      edit: "forgotten-path", wrong: "∂h[t]/∂h[t-1] = diag(c[t])",
      right: "∂h[t]/∂h[t-1] = diag(c[t]) + ∂h[t]/∂c[t] ∂c[t]/∂h[t-1]",
      words: "this forgets that c[t] depends on h[t − 1]", context: network),
    Mistake(
      edit: "outer-product",
      wrong: "∂ℓ/∂W_x = sum(t in 1..K) ∂ℓ/∂h[t] · (1 - c[t]) ⊙ x[t]",
      right: "∂ℓ/∂W_x = sum(t in 1..K) (∂ℓ/∂h[t] ⊙ (1 - c[t])) x[t]ᵀ", context: network),
    Mistake(
      edit: "outer-product", wrong: "∂q/∂M = v ⊙ w", right: "∂q/∂M = v wᵀ",
      context: bilinear("shape")),
    Mistake(
      edit: "outer-product", wrong: "∂q/∂M = v ⊙ w", right: "∂q/∂M = w vᵀ",
      context: bilinear("numerator")),
    Mistake(
      edit: "wrong-extents", wrong: "∂g/∂V ∈ R[5, 5, 3, 2, 2]",
      right: "∂g/∂V ∈ R[3, 4, 3, 2, 2]"),
    Mistake(
      edit: "chain-broken", wrong: "∂u/∂v = ∂u/∂v · ∂z/∂v", right: "∂u/∂v = ∂u/∂ z · ∂z/∂v",
      context: derivations),
    Mistake(
      edit: "quadratic-form", wrong: "∂p/∂v = 2 · A vᵀ B", right: "∂p/∂v = vᵀ (Aᵀ B + Bᵀ A)",
      context: derivations),
    Mistake(
      edit: "outer-products", wrong: "∂r/∂v = (∂a/∂v) w + (∂b/∂v) s",
      right: "∂r/∂v = w (∂a/∂v) + s (∂b/∂v)", context: derivations),
    Mistake(
      edit: "wrong-end", wrong: "y[i] = sum(j in 0..2) A[i, j] v[j]",
      right: "y[i] = sum(j in 0..3) A[i, j] v[j]"),
    Mistake(
      edit: "wrong-start", wrong: "y[i] = sum(j in 1..3) A[i, j] v[j]",
      right: "y[i] = sum(j in 0..3) A[i, j] v[j]"),
    Mistake(
      edit: "bound-twice", wrong: "g[o, t] = sum(c in 0..1) sum(c in 0..1) x[c, t + k] V[o, c, k]",
      right: "g[o, t] = sum(k in 0..1) sum(c in 0..1) x[c, t + k] V[o, c, k]"),
    Mistake(
      edit: "narrow-sum", wrong: "5 y[i] = sum(j in 0..3) A[i, j] v[j] + y[i]",
      right: "5 y[i] = sum(j in 0..3) (A[i, j] v[j] + y[i])"),
    Mistake(
      edit: "wide-sum", wrong: "2 y[i] = sum(j in 0..3) (A[i, j] v[j] + y[i])",
      right: "2 y[i] = sum(j in 0..3) A[i, j] v[j] + y[i]"),
    Mistake(
      edit: "missing-stride", wrong: "∂f[a, b]/∂x[c, d] = sum(k in 0..2) W[a, c, k] δ(k = d - b)",
      right: "∂f[a, b]/∂x[c, d] = sum(k in 0..2) W[a, c, k] δ(k = d - 2b)"),
    Mistake(
      edit: "surplus-stride", wrong: "∂g[o, t]/∂V[p, c, k] = x[c, 2t + k] δ(o = p)",
      right: "∂g[o, t]/∂V[p, c, k] = x[c, t + k] δ(o = p)"),
    Mistake(
      edit: "index-sign", wrong: "∂g[o, t]/∂V[p, c, k] = x[c, t - k] δ(o = p)",
      right: "∂g[o, t]/∂V[p, c, k] = x[c, t + k] δ(o = p)"),
    Mistake(
      edit: "index-order",
      wrong: "∂g[o, t]/∂x[c, s] = cases(V[o, c, s - t] if 0 ≤ t - s ≤ 1; 0 otherwise)",
      right: "∂g[o, t]/∂x[c, s] = cases(V[o, c, s - t] if 0 ≤ s - t ≤ 1; 0 otherwise)"),
    Mistake(
      edit: "off-by-one", wrong: "g[o, 1] = sum(c in 0..1, k in 0..1) x[c, 2 + k] V[o, c, k]",
      right: "g[o, 1] = sum(c in 0..1, k in 0..1) x[c, 1 + k] V[o, c, k]"),
    Mistake(
      edit: "exchanged-index", wrong: "∂y[i]/∂A[p, q] = v[q] δ(i = q)",
      right: "∂y[i]/∂A[p, q] = v[q] δ(i = p)"),
    Mistake(
      edit: "shifted-index", wrong: "∂f[a, b]/∂W[c, d, e] = x[d, 2b + e - 2] δ(a = c)",
      right: "∂f[a, b]/∂W[c, d, e] = x[d, 2(b + 1) + e - 2] δ(a = c)"),
    Mistake(
      edit: "missing-index", wrong: "g[o, t] = sum(c in 0..1, k in 0..1) x[c, t] V[o, c, k]",
      right: "g[o, t] = sum(c in 0..1, k in 0..1) x[c, t + k] V[o, c, k]"),
    Mistake(
      edit: "axis-order", wrong: "y[i] = sum(j in 0..2) A[j, i] v[j] + A[i, 3] v[3]",
      right: "y[i] = sum(j in 0..2) A[i, j] v[j] + A[i, 3] v[3]"),
    Mistake(edit: "wrong-number", wrong: "shape(g) = 3 × 5", right: "shape(g) = 3 × 4"),
    Mistake(edit: "wrong-extent", wrong: "g ∈ R[1, 4]", right: "g ∈ R[3, 4]"),
    Mistake(edit: "extent-order", wrong: "g ∈ R[4, 3]", right: "g ∈ R[3, 4]"),
    Mistake(
      edit: "missing-floor", wrong: "conv_size(H, K; stride = S) = (H - K)/S + 1",
      right: "conv_size(H, K; stride = S) = floor((H - K)/S) + 1", context: SoundnessTests.sizes),
    Mistake(
      edit: "wrong-rounding", wrong: "conv_size(H, K; stride = S) = ceil((H - K)/S) + 1",
      right: "conv_size(H, K; stride = S) = floor((H - K)/S) + 1", context: SoundnessTests.sizes),
    Mistake(
      edit: "wrong-sign", wrong: "(u[i] - v[i])^2 = u[i]^2 + 2 u[i] v[i] + v[i]^2",
      right: "(u[i] - v[i])^2 = u[i]^2 - 2 u[i] v[i] + v[i]^2"),
    Mistake(
      edit: "missing-minus", wrong: "sigmoid(u[i]) = 1 / (1 + exp(u[i]))",
      right: "sigmoid(u[i]) = 1 / (1 + exp(-u[i]))"),
    Mistake(edit: "surplus-minus", wrong: "∂y[i]/∂v[j] = -A[i, j]", right: "∂y[i]/∂v[j] = A[i, j]"),
    Mistake(
      edit: "missing-two", wrong: "(u[i] + v[i])^2 = u[i]^2 + u[i] v[i] + v[i]^2",
      right: "(u[i] + v[i])^2 = u[i]^2 + 2 u[i] v[i] + v[i]^2"),
    Mistake(
      edit: "missing-half", wrong: "(u[i] + v[i])/2 = u[i] + v[i]",
      right: "(u[i] + v[i])/2 = (1/2) (u[i] + v[i])"),
    Mistake(edit: "surplus-factor", wrong: "y = 2 A v", right: "y = A v"),
    Mistake(
      edit: "surplus-term", wrong: "∂y[i]/∂v[j] = 1 + A[i, j]", right: "∂y[i]/∂v[j] = A[i, j]"),
    Mistake(
      edit: "shifted-number",
      wrong: "conv_size(H, K; dilation = D) = H - D K",
      right: "conv_size(H, K; dilation = D) = H - D (K - 1)", context: SoundnessTests.sizes),
    Mistake(
      edit: "missing-square", wrong: "tanh(v[i])^2 + u[i] = u[i] + tanh(v[i])",
      right: "tanh(v[i])^2 + u[i] = u[i] + tanh(v[i])^2"),
    Mistake(
      edit: "factor-order", wrong: "A (B v) = B A v", right: "A (B v) = A B v", context: matrices),
    Mistake(
      edit: "missing-transpose", wrong: "(A B)ᵀ = Bᵀ A", right: "(A B)ᵀ = Bᵀ Aᵀ",
      context: matrices),
    Mistake(
      edit: "surplus-transpose", wrong: "A (B v) = A Bᵀ v", right: "A (B v) = A B v",
      context: matrices),
    Mistake(
      edit: "wrong-product", wrong: "A (B v) = (A ⊙ B) v", right: "A (B v) = (A · B) v",
      context: matrices),
    Mistake(
      edit: "missing-sign", wrong: "u ⊙ tanh(u) = tanh(u) u", right: "u ⊙ tanh(u) = tanh(u) ⊙ u"),
    Mistake(
      edit: "missing-diagonal", wrong: "∂(tanh(A v))/∂v = (1 - tanh(A v)^2) ⊙ A",
      right: "∂(tanh(A v))/∂v = diag(1 - tanh(A v)^2) A"),
    Mistake(edit: "narrow-transpose", wrong: "vᵀ Aᵀ = A vᵀ", right: "vᵀ Aᵀ = (A v)ᵀ"),
    Mistake(edit: "exchanged-tensor", wrong: "y = A u", right: "y = A v"),
    Mistake(
      edit: "wrong-guard",
      wrong: "∂f[a, b]/∂x[c, d] = cases(W[a, c, d - 2b] if 0 ≤ d - 2b ≤ 1; 0 otherwise)",
      right: "∂f[a, b]/∂x[c, d] = cases(W[a, c, d - 2b] if 0 ≤ d - 2b ≤ 2; 0 otherwise)"),
    Mistake(
      edit: "missing-delta", wrong: "∂y[i]/∂A[p, q] = v[q]",
      right: "∂y[i]/∂A[p, q] = v[q] δ(i = p)"),
    Mistake(
      edit: "missing-guard", wrong: "∂g[o, t]/∂x[c, s] = V[o, c, s - t]",
      right: "∂g[o, t]/∂x[c, s] = cases(V[o, c, s - t] if 0 ≤ s - t ≤ 1; 0 otherwise)",
      context: bounded),
  ]

  static let allMistakes: [Mistake] = mistakes + fieldMistakes

  @Test("Each kind of edit undoes its mistake", arguments: allMistakes)
  func kinds(_ mistake: Mistake) throws {
    let example = SoundnessTests.Example(context: mistake.context, formula: mistake.wrong)
    let homework = Self.homework(example)
    let claim = try #require(homework.claims.last { $0.isAnswer })
    let suggestion = try #require(claim.verdict.suggestion, "\(claim.verdict.message)")
    #expect(suggestion.source.trimmingCharacters(in: .whitespacesAndNewlines) == mistake.right)
    let words = mistake.words ?? Edit.all.first { $0.name == mistake.edit }?.words
    #expect(suggestion.words == words)
    try Self.expectVerified(claim, in: homework)
  }

  @Test("Every kind of edit is shown at work")
  func everyKind() {
    #expect(Set(Self.allMistakes.map(\.edit)) == Set(Edit.all.map(\.name)))
    #expect(Set(Edit.all.map(\.name)).count == Edit.all.count)
  }

  // MARK: - Real mistakes

  static let documents: [CheckedHomework] = {
    let cases = CaseTests.fixtures.appending(path: "cases")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: cases.path)) ?? []
    let mistakes = Repository.root.appending(path: "homework/mistakes.md")
    let files = names.sorted().map { cases.appending(path: $0) } + [mistakes]
    return files.compactMap { file in
      guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
      return check(SourceFile(name: file.lastPathComponent, text: text))
    }
  }()

  @Test("Of the wrong answers of students, at least 60 % get a suggestion")
  func students() {
    let wrong = Self.documents.flatMap(\.claims)
      .filter { $0.isAnswer && $0.verdict.outcome == .refuted }
    let repaired = wrong.filter { $0.verdict.suggestion != nil }
    #expect(wrong.count >= 16)
    #expect(10 * repaired.count >= 6 * wrong.count, "\(repaired.count) of \(wrong.count)")
  }

  @Test("Every suggestion for a student is verified anew")
  func studentsAnew() {
    for homework in Self.documents {
      let source = homework.document.source
      let suggestions = homework.claims.compactMap(\.verdict.suggestion)
      let text = source.text(of: 0..<source.utf8.count, replacing: suggestions)
      let edited = check(SourceFile(name: source.name, text: text))
      for (old, new) in zip(homework.claims, edited.claims) where old.verdict.suggestion != nil {
        #expect(new.verdict.outcome == .verified, "\(new.source): \(new.verdict.message)")
        #expect(new.source == old.verdict.suggestion?.source)
      }
    }
  }

  @Test("What is wrong beyond a small edit gets none", arguments: ["lost-time", "padding"])
  func beyond(_ id: String) throws {
    let claim = try #require(Self.documents.flatMap(\.claims).first { $0.id == id })
    #expect(claim.verdict.outcome == .refuted)
    #expect(claim.verdict.suggestion == nil)
  }

  @Test(
    "An answer to another question gets none",
    arguments: [
      "f[i, j] = u[0]", "∂f[a, b]/∂x[c, d] = A[0, 0]", "u ⊙ v = u ⊙ u ⊙ u", "g ∈ R[7, 9]",
      "tanh(u[i]) = exp(v[i]) - relu(u[i])", "2 + 2 = 17", "∂g/∂V ∈ R[5, 5, 5, 2, 2]",
      "u ⊙ A = v", "∂y/∂A = u ⊙ y",
    ])
  func anotherQuestion(_ formula: String) {
    let example = SoundnessTests.Example(context: SoundnessTests.convolution, formula: formula)
    #expect(SoundnessTests.outcome(example).outcome != .verified)
    #expect(Self.suggestion(example) == nil)
  }

  // MARK: - Never trivial

  @Test(
    "The question is never edited, never repeated, never made smaller",
    arguments: [
      "2 y[i] = y[i]", "f[i, j] = g[i, j]", "y = 2 y", "3 ≤ 2", "u[i] = v[i]",
      "y[i] - y[i] = y[i]",
    ])
  func trivial(_ formula: String) throws {
    let example = SoundnessTests.Example(context: SoundnessTests.convolution, formula: formula)
    guard let suggestion = Self.suggestion(example) else { return }
    let sides = suggestion.source.split(separator: " = ", maxSplits: 1).map(String.init)
    #expect(
      sides[0].trimmingCharacters(in: .whitespacesAndNewlines)
        == formula.prefix(while: { $0 != "=" }).trimmingCharacters(in: .whitespaces))
    #expect(sides[0] != sides[1].trimmingCharacters(in: .whitespacesAndNewlines))
  }

  @Test("A derivation is repaired at its first wrong step, and only if it holds as a whole")
  func derivation() throws {
    let last = SoundnessTests.Example(
      context: SoundnessTests.convolution,
      formula: "y[i] = sum(j in 0..2) A[i, j] v[j] = sum(j in 0..3) A[i, j] v[j]")
    #expect(
      Self.suggestion(last) == nil,
      "the first step would merely repeat the second")
    let first = SoundnessTests.Example(
      context: SoundnessTests.convolution,
      formula: "y[i] = sum(j in 0..2) A[i, j] v[j] = sum(j in 0..3) v[j] A[i, j]")
    #expect(
      Self.suggestion(first)?.source.contains("= sum(j in 0..3) A[i, j] v[j] = sum") == true)
    let second = SoundnessTests.Example(
      context: SoundnessTests.convolution,
      formula: "y[i] = sum(j in 0..2) A[i, j] v[j] = sum(j in 0..2) v[j] A[i, j]")
    #expect(Self.suggestion(second) == nil)
  }

  // MARK: - Seeded mistakes

  @Test("Of seeded mistakes most are undone, and every suggestion is verified anew")
  func seeded() throws {
    var random = SplitMix64(seed: 7, stream: "repair")
    var repaired = 0
    var refuted = 0
    for example in SoundnessTests.wrong.shuffled(using: &random).prefix(80) {
      let homework = Self.homework(example)
      guard let claim = homework.claims.last, claim.verdict.outcome == .refuted else { continue }
      refuted += 1
      guard claim.verdict.suggestion != nil else { continue }
      repaired += 1
      try Self.expectVerified(claim, in: homework)
    }
    #expect(refuted > 30)
    #expect(10 * repaired >= 8 * refuted, "\(repaired) of \(refuted)")
  }

  // MARK: - The text

  @Test("Everything but the edit stays byte for byte, in lists and quotes too")
  func bytes() throws {
    let text = """
      ---
      checkmark: {index-base: 0}
      ---
      - > ```math given
        > A \\in \\R^{3 \\times 4}, \\quad v \\in \\R^4
        > ```
        >
        > ```math check
        > \\left(A  v\\right)[i]
        >   = \\sum_{j=0}^{2}   A[i,j]\\,v[j]
        > ```

      Größe $\\left(A v\\right)[i] = -\\sum_{j=0}^{3} A[i, j] v[j]$, und so fort.
      """.replacing("\n", with: "\r\n")
    let homework = check(SourceFile(name: "a.md", text: text))
    let repaired = try #require(homework.repaired())
    #expect(
      repaired.document.source.text
        == text.replacing("{j=0}^{2}", with: "{j=0}^{3}").replacing("-\\sum", with: "\\sum"))
    #expect(homework.repairableClaims.count == 2)
  }

  @Test("An answer that is wrong on purpose gets its suggestion and stays")
  func onPurpose() throws {
    let homework = check(
      SourceFile(name: "a.md", text: "```check expect=refuted\n1 + 1 = 3\n```\n"))
    #expect(homework.claims[0].verdict.suggestion?.replacement == "2")
    #expect(homework.repairableClaims.isEmpty)
  }
}
