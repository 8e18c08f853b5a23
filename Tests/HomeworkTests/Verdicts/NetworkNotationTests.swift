import Notation
import Testing

@testable import Homework
@testable import Judging

/// What notes on networks write: batches, samples with labels, entries of matrices, layers.
@Suite("The notation of networks")
struct NetworkNotationTests {
  struct Note: Sendable, CustomTestStringConvertible {
    let given: String
    let define: String
    let claim: String
    let expected: Verdict.Outcome

    var testDescription: String { claim }
  }

  /// Claims about the same names, the true ones and their twins that are false.
  static func notes(
    _ given: String, _ define: String, true right: [String], false wrong: [String]
  ) -> [Note] {
    right.map { Note(given: given, define: define, claim: $0, expected: .verified) }
      + wrong.map { Note(given: given, define: define, claim: $0, expected: .refuted) }
  }

  static func outcome(of note: Note, plain: Bool = false) -> Verdict.Outcome? {
    let language = plain ? "calc" : "math"
    let blocks = [("given", note.given), ("define", note.define), ("check #claim", note.claim)]
    let text = blocks.filter { !$0.1.isEmpty }
      .map { "```\(language) \($0.0)\n\($0.1)\n```\n" }.joined(separator: "\n")
    return check(SourceFile(name: "note.md", text: text)).claims.first?.verdict.outcome
  }

  /// A range behind several declarations is that of all; a set gives entries as `\R` does.
  static let samples =
    notes(
      #"x^{(i)} \in \R^d, \quad y^{(i)} \in \{0, 1\}, \quad i = 1, \dots, n, \quad w \in \R^d, \quad b \in \R"#,
      #"z^{(i)} = w^\top x^{(i)} + b \\ C = \frac{1}{n} \sum_{i=1}^n (z^{(i)} - y^{(i)})^2"#,
      true: [
        #"\frac{\partial C}{\partial b} = \frac{2}{n} \sum_{i=1}^n (z^{(i)} - y^{(i)})"#,
        #"\frac{\partial C}{\partial w_j} = \frac{2}{n} \sum_{i=1}^n x_j^{(i)} (z^{(i)} - y^{(i)})"#,
        #"(y^{(i)})^2 = y^{(i)}"#,
      ],
      false: [
        #"\frac{\partial C}{\partial b} = \frac{1}{n} \sum_{i=1}^n (z^{(i)} - y^{(i)})"#,
        #"\frac{\partial C}{\partial w_j} = \frac{2}{n} \sum_{i=1}^n x_j^{(i)} (y^{(i)} - z^{(i)})"#,
        #"(y^{(i)})^2 = 1"#, #"(z^{(i)})^2 = z^{(i)}"#,
      ])
    + notes(
      #"x_i \in \R^2, \quad t_i \in \{-1, 1\}, \quad p_i \in (0, 1), \quad 1 \le i \le m"#, "",
      true: [
        #"t_i^2 = 1"#, #"\sum_{i=1}^m t_i^2 = m"#, #"\sum_{i=1}^m p_i x_i = \sum_{i=1}^m x_i p_i"#,
      ],
      false: [#"t_i = 1"#, #"p_i^2 = 1"#, #"\sum_{i=1}^m t_i = m"#, #"\sum_{i=1}^{m+1} t_i^2 = m"#])

  /// Letters below what has as many axes are indices, on the left side too.
  static let entries =
    notes(
      #"X \in \R^{N \times C}, \quad Y \in \{0, 1\}^{N \times C}, \quad \sum_{c=1}^C Y_{nc} = 1"#,
      #"P_{nc} = \frac{e^{X_{nc}}}{\sum_k e^{X_{nk}}} \\ L = -\frac{1}{N} \sum_{n=1}^N \sum_{c=1}^C Y_{nc} \log P_{nc}"#,
      true: [
        #"\frac{\partial L}{\partial X} = \frac{1}{N} (P - Y)"#,
        #"\frac{\partial L}{\partial X_{ij}} = \frac{1}{N} (P_{ij} - Y_{ij})"#,
        #"\sum_c P_{nc} = 1"#,
      ],
      false: [
        #"\frac{\partial L}{\partial X} = P - Y"#,
        #"\frac{\partial L}{\partial X} = \frac{1}{N} (Y - P)"#, #"\sum_n P_{nc} = 1"#,
      ])
    + notes(
      #"x \in \R^{N \times D}, \quad s \in \R^D"#,
      #"\mu_d = \frac{1}{N} \sum_{n=1}^N x_{nd} \\ c_{nd} = x_{nd} - \mu_d \\ y_{nd} = s_d c_{nd} \\ L = L(y)"#,
      true: [
        #"\sum_{n=1}^N c_{nd} = 0"#,
        #"\frac{\partial L}{\partial s_q} = \sum_{i=1}^N c_{iq} \frac{\partial L}{\partial y_{iq}}"#,
      ],
      false: [
        #"\sum_{d=1}^D c_{nd} = 0"#,
        #"\frac{\partial L}{\partial s_q} = \sum_{i=1}^N x_{iq} \frac{\partial L}{\partial y_{iq}}"#,
      ])

  /// The font of a label is none of its own.
  static let labels = notes(
    #"x_i \in \R, \quad i = 1 \ldots m, \quad \epsilon > 0"#,
    #"\mu_{\mathcal{B}} = \frac{1}{m} \sum_{i=1}^m x_i \\ \sigma_{\mathcal{B}}^2 = \frac{1}{m} \sum_{i=1}^m (x_i - \mu_{\mathcal{B}})^2 \\ u_i = \frac{x_i - \mu_{\mathcal{B}}}{\sqrt{\sigma_{\mathcal{B}}^2 + \epsilon}} \\ \ell = \ell(u)"#,
    true: [
      #"\frac{\partial \ell}{\partial \sigma_{\mathcal{B}}^2} = -\frac{1}{2} \sum_{i=1}^m \frac{\partial \ell}{\partial u_i} (x_i - \mu_B) (\sigma_B^2 + \epsilon)^{-3/2}"#
    ],
    false: [
      #"\frac{\partial \ell}{\partial \sigma_{\mathcal{B}}^2} = \sum_{i=1}^m \frac{\partial \ell}{\partial u_i} (x_i - \mu_B) (\sigma_B^2 + \epsilon)^{-3/2}"#
    ])

  @Test("Claims of notes on networks", arguments: samples + entries + labels)
  func claims(note: Note) {
    #expect(Self.outcome(of: note) == note.expected)
  }
}
