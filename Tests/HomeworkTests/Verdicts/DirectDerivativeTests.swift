import Notation
import Testing

@testable import Homework
@testable import Judging
@testable import Markup

/// `\partial^+` is a derivative that follows nothing through time; beside it `\partial` is total.
@Suite("Direct derivatives")
struct DirectDerivativeTests {
  struct Claim: Sendable, CustomTestStringConvertible {
    let formula: String
    let outcome: Verdict.Outcome

    var testDescription: String { formula }
  }

  static func homework(_ formula: String, partial: String = "auto") -> CheckedHomework {
    let text = #"""
      ---
      checkmark: {partial: \#(partial)}
      ---
      ```math given
      x[t] \in \R^n,\ 1 \le t \le K, \quad h[t] \in \R^m, \quad W, V \in \R^{m \times n}, \quad U \in \R^{m \times m}, \quad h[0] = 0
      ```
      ```math define
      z = V V^\top \\ c[t] = \sigma(V x[t] + U h[t-1]) \\ h[t] = \tanh(W x[t] + U h[t-1]) \odot c[t] \\ \ell = \ell(h) \\ o[t] = c[t] \odot h[t] + h[t-1]
      ```
      ```math check
      \#(formula)
      ```
      """#
    return check(SourceFile(name: "a.md", text: text))
  }

  static let right = [
    #"\frac{\partial \ell}{\partial W} = \sum_{t=1}^K \frac{\partial^+ \ell}{\partial h[t]} \frac{\partial h[t]}{\partial W}"#,
    #"\frac{\partial \ell}{\partial W} = \sum_{t=1}^K \frac{\partial \ell}{\partial h[t]} \frac{\partial^{+} h[t]}{\partial W}"#,
    #"\frac{\partial^+ \ell}{\partial h[K]} = \frac{\partial \ell}{\partial h[K]}"#,
    #"\frac{\partial h[t]}{\partial W} = \frac{\partial^+ h[t]}{\partial W} + \frac{\partial h[t]}{\partial h[t-1]} \frac{\partial h[t-1]}{\partial W}, \quad t \ge 2"#,
    #"\frac{\partial^+ h[t]}{\partial h[t-1]} = \frac{\partial h[t]}{\partial h[t-1]}"#,
    #"\frac{\partial^+}{\partial h[K]} \ell = \frac{\partial^+ \ell}{\partial h[K]}"#,
    #"\frac{\partial^+ o[t]}{\partial c[t]} = \frac{\partial o[t]}{\partial c[t]}"#,
    #"\frac{\partial^+ o[t]}{\partial h[t-1]} = \frac{\partial o[t]}{\partial h[t-1]}"#,
    #"\frac{\partial^+(c[t] \odot h[t])}{\partial c[t]} = \frac{\partial(c[t] \odot h[t])}{\partial c[t]}"#,
  ]

  /// Each direct where it must be total or the other way round.
  static let wrong = [
    #"\frac{\partial \ell}{\partial W} = \sum_{t=1}^K \frac{\partial^+ \ell}{\partial h[t]} \frac{\partial^+ h[t]}{\partial W}"#,
    #"\frac{\partial^+ \ell}{\partial h[t]} = \frac{\partial \ell}{\partial h[t]}"#,
    #"\frac{\partial^+ h[t]}{\partial W} = \frac{\partial h[t]}{\partial W}"#,
    #"\frac{\partial h[t]}{\partial W} = \frac{\partial^+ h[t]}{\partial W} + \frac{\partial h[t]}{\partial h[t-1]} \frac{\partial^+ h[t-1]}{\partial W}, \quad t \ge 2"#,
    #"\frac{\partial^+ h[K]}{\partial h[1]} = \frac{\partial h[K]}{\partial h[1]}"#,
    #"\frac{\partial^+ o[t]}{\partial c[t]} = \operatorname{diag}(h[t])"#,
    #"\frac{\partial^+ o[t]}{\partial W} = \frac{\partial o[t]}{\partial W}"#,
    #"\frac{\partial^+(c[t] \odot h[t])}{\partial c[t]} = \operatorname{diag}(h[t])"#,
    #"\frac{\partial h[t]}{\partial h[t-2]} = 0, \quad t \ge 2"#,
    #"\frac{\partial h[t]}{\partial h[t-2]} = \frac{\partial h[t-1]}{\partial h[t-2]} \frac{\partial h[t]}{\partial h[t-2]}, \quad t \ge 2"#,
    #"\sum_{t=1}^K \frac{\partial^+ \ell}{\partial h[t]} \frac{\partial h[t]}{\partial W} = \sum_{t=1}^K \frac{\partial \ell}{\partial h[t]} \frac{\partial h[t]}{\partial W}"#,
  ]

  /// Where nothing runs through time the mark would mean something else; what it means is not known.
  static let meaningless = [
    #"\frac{\partial^+ z}{\partial V} = \frac{\partial z}{\partial V}"#,
    #"\frac{\partial^+(h[t] + h[t-1])}{\partial W} = \frac{\partial^+ h[t]}{\partial W}"#,
    #"\frac{\partial^- \ell}{\partial W} = \frac{\partial \ell}{\partial W}"#,
    #"\frac{\partial^2 \ell}{\partial W} = \frac{\partial \ell}{\partial W}"#,
  ]

  static let claims =
    right.map { Claim(formula: $0, outcome: .verified) }
    + wrong.map { Claim(formula: $0, outcome: .refuted) }
    + meaningless.map { Claim(formula: $0, outcome: .error) }

  @Test("A direct derivative is that, on either side", arguments: claims)
  func verdicts(_ claim: Claim) {
    for partial in ["auto", "total"] {
      let verdict = Self.homework(claim.formula, partial: partial).claims[0].verdict
      #expect(verdict.outcome == claim.outcome, "\(partial): \(verdict.message)")
      #expect(verdict.reading?.contains("direct") != true)
    }
  }

  @Test("Without the mark the reading is found out, unless the homework says total")
  func unmarked() {
    let formula =
      #"\frac{\partial \ell}{\partial W} = \sum_{t=1}^K \frac{\partial \ell}{\partial h[t]} \frac{\partial h[t]}{\partial W}"#
    #expect(Self.homework(formula).claims[0].verdict.reading == "∂ℓ/∂h direct")
    let claim = Self.homework(formula, partial: "total").claims[0]
    #expect(claim.verdict.outcome == .refuted)
    #expect(claim.verdict.suggestion?.source.trimmed == Self.right[0])
  }

  @Test("The plain text has it, too")
  func plainText() throws {
    let text =
      Self.homework("1 = 1").document.source.text + "\n```check\n∂^+ℓ/∂h[K] = ∂ℓ/∂h[K]\n```\n"
    let claim = try #require(check(SourceFile(name: "a.md", text: text)).claims.last)
    #expect(claim.verdict.outcome == .verified, "\(claim.verdict.message)")
  }
}

extension String {
  fileprivate var trimmed: String { split(whereSeparator: \.isNewline).joined(separator: "\n") }
}
