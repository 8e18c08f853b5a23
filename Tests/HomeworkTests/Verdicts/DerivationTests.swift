import Notation
import Testing

@testable import Homework
@testable import Judging

/// What is said of a derivation behind its first wrong step.
@Suite("Derivations")
struct DerivationTests {
  struct Derivation: Sendable, CustomTestStringConvertible {
    let steps: [String]
    /// The first wrong step, counted from 1.
    let wrong: Int
    let later: [LaterStep.Finding]
    var conditions = ""
    var context = SoundnessTests.convolution

    var formula: String { steps.joined(separator: " = ") + conditions }
    var testDescription: String { formula }
  }

  private static let short = "sum(j in 0..2) A[i, j] v[j]"
  private static let shorter = "sum(j in 0..1) A[i, j] v[j]"
  private static let whole = "sum(j in 0..3) v[j] A[i, j]"

  static let derivations = [
    Derivation(steps: ["y[i]", short, "sum(j in 0..2) v[j] A[i, j]"], wrong: 1, later: [.follows]),
    Derivation(
      steps: ["y[i]", whole, short, "sum(j in 0..2) v[j] A[i, j]", "\(short) + 0"], wrong: 2,
      later: [.follows, .follows]),
    Derivation(steps: ["y[i]", short, shorter], wrong: 1, later: [.wrong]),
    Derivation(
      steps: ["y[i]", short, "\(short) + 0", shorter, "\(shorter) + 0"], wrong: 1,
      later: [.follows, .wrong, .follows]),
    // Back at what is asked: only what stood between was wrong.
    Derivation(
      steps: ["y[i]", short, whole, "2 \(whole)"], wrong: 1, later: [.leadsBack, .wrong]),
    Derivation(steps: ["y[i]", whole, short], wrong: 2, later: []),
    // Two wrong expressions that agree at one index, and not at the others.
    Derivation(
      steps: ["y[i]", "A[i, 0] v[0]", "A[i, i] v[i]"], wrong: 1, later: [.wrong],
      conditions: ", 0 ≤ i ≤ 2"),
    // By themselves these steps do not say how far o, p and t run.
    Derivation(
      steps: [
        "∂g[o, t]/∂V[p, c, k]", "2 x[c, t + k] δ(o = p)", "δ(p = o) x[c, k + t] 2",
        "x[c, t + k] δ(o = p)", "x[c, t + k]",
      ], wrong: 1, later: [.follows, .leadsBack, .wrong]),
    // A condition on what a step does not mention is no hindrance to it.
    Derivation(
      steps: ["conv_size(H, K; stride = S)", "H - K", "(H - K + S) - S", "H - S"], wrong: 1,
      later: [.follows, .wrong], conditions: ", K ≥ 1", context: SoundnessTests.sizes),
    Derivation(
      steps: ["∂y[i]/∂v[j]", "-A[i, j]", "A[i, j] / (1 - 1)"], wrong: 1, later: [.unclear]),
    // Of another shape, and of that shape again.
    Derivation(steps: ["y", "u", "u + 0", "v"], wrong: 1, later: [.follows, .wrong]),
    // Whether a derivative is direct may differ from one claim to the next, not within a step.
    Derivation(
      steps: [
        "∂ℓ/∂W_x", "2 sum(t in 1..K) ∂ℓ/∂h[t] ∂h[t]/∂W_x",
        "sum(t in 1..K) 2 ∂ℓ/∂h[t] ∂h[t]/∂W_x", "sum(t in 1..K) ∂^+ℓ/∂h[t] ∂h[t]/∂W_x",
        "sum(t in 1..K) ∂ℓ/∂h[t] ∂h[t]/∂W_x",
      ], wrong: 1, later: [.follows, .leadsBack, .wrong], context: RepairTests.network),
    Derivation(
      steps: [
        "∂ℓ/∂W_x", "2 sum(t in 1..K) ∂ℓ/∂h[t] ∂h[t]/∂W_x",
        "sum(t in 1..K) 2 ∂ℓ/∂h[t] ∂h[t]/∂W_x", "sum(t in 1..K) ∂ℓ/∂h[t] ∂h[t]/∂W_x",
      ], wrong: 1, later: [.follows, .leadsBack],
      context: SoundnessTests.Context(
        name: "either reading",
        declarations: RepairTests.network.declarations.replacing("total", with: "auto"))),
  ]

  private static func verdict(_ derivation: Derivation) -> Verdict {
    SoundnessTests.outcome(
      SoundnessTests.Example(context: derivation.context, formula: derivation.formula))
  }

  @Test("Each step behind the first wrong one is judged by itself", arguments: derivations)
  func later(_ derivation: Derivation) {
    let verdict = Self.verdict(derivation)
    #expect(verdict.outcome == .refuted, "\(verdict.message)")
    #expect(verdict.step == derivation.wrong)
    #expect(verdict.laterSteps.map(\.finding) == derivation.later, "\(verdict.laterSteps)")
    let behind = derivation.wrong + 1
    #expect(verdict.laterSteps.map(\.number) == derivation.later.indices.map { behind + $0 })
    for step in verdict.laterSteps where step.finding != .follows { #expect(step.message != "") }
  }

  @Test("A derivation that is true has no later steps, nor has a single equation")
  func none() {
    for formula in ["y[i] = \(Self.whole) = \(Self.whole) + 0", "y[i] = \(Self.short)"] {
      let example = SoundnessTests.Example(context: SoundnessTests.convolution, formula: formula)
      #expect(SoundnessTests.outcome(example).laterSteps.isEmpty)
    }
  }

  @Test("Lines of an aligned derivation are its steps")
  func aligned() {
    let text = #"""
      ```math given
      A \in \R^{3 \times 4}, \quad v \in \R^4
      ```
      ```math check
      \begin{aligned}
      (A v)[i] &= \sum_{j=0}^{3} A[i, j] v[j] \\
               &= \sum_{j=0}^{2} A[i, j] v[j] \\
               &= \sum_{j=0}^{2} v[j] A[i, j]
      \end{aligned}
      ```
      """#
    let verdict = check(SourceFile(name: "a.md", text: text)).claims[0].verdict
    #expect(verdict.step == 2)
    #expect(verdict.laterSteps == [LaterStep(number: 3, finding: .follows)])
  }

  @Test(
    "The steps are told in few words",
    arguments: [
      ([.follows], ["step 3 follows from it"]),
      ([.follows, .follows], ["the steps after it follow from it"]),
      (
        [.follows, .follows, .wrong, .follows],
        ["steps 3 and 4 follow from it", "step 5 is wrong again: so", "step 6 follows from that"]
      ),
      (
        [.leadsBack, .follows, .follows, .follows, .unclear],
        [
          "step 3 leads back to what is true", "steps 4 to 6 follow from that",
          "step 7 cannot be judged by itself: so",
        ]
      ),
    ] as [([LaterStep.Finding], [String])])
  func words(_ findings: [LaterStep.Finding], _ sentences: [String]) {
    var verdict = Verdict(.refuted, message: "", step: 2)
    verdict.laterSteps = findings.enumerated().map {
      LaterStep(number: $0.offset + 3, finding: $0.element, message: "so")
    }
    #expect(verdict.laterStepSentences == sentences)
  }
}
