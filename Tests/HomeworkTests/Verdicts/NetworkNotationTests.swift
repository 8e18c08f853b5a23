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

  /// A light letter with as many indices as a matrix has axes is an entry of it.
  static let lightLetters = notes(
    #"x \in \R^V, \quad \mathbf{W} \in \R^{V \times N}, \quad \mathbf{W}' \in \R^{N \times V}"#,
    #"h_i = \sum_{k=1}^V x_k w_{ki} \\ u_j = \sum_{i=1}^N w'_{ij} h_i"#,
    true: [
      #"h = \mathbf{W}^\top x"#, #"u = \mathbf{W}'^\top h"#,
      #"\frac{\partial u_j}{\partial w'_{ij}} = h_i"#,
      #"\frac{\partial h_i}{\partial w_{ki}} = x_k"#,
    ],
    false: [
      #"h = \mathbf{W} x"#, #"\frac{\partial u_j}{\partial w'_{ij}} = h_j"#,
      #"\frac{\partial h_i}{\partial w_{ki}} = x_i"#, #"w_{ki} = w'_{ki}"#, #"w_{ki} = w_{ik}"#,
    ])

  /// What an ellipsis leaves out: terms of a sum, numbers of a column, vectors side by side.
  static let ellipses =
    notes(
      #"x^{(i)} \in \R^n, \quad y^{(i)} \in \R, \quad i = 1, \ldots, m, \quad \theta \in \R^n"#,
      #"X = [x^{(1)}, \ldots, x^{(m)}]^T \\ t = (y^{(1)}, \ldots, y^{(m)})^T"#,
      true: [
        #"X_{ij} = x^{(i)}_j"#, #"t_i = y^{(i)}"#, #"(X \theta)_i = \theta^\top x^{(i)}"#,
        #"X^\top t = \sum_{i=1}^m y^{(i)} x^{(i)}"#,
        #"y^{(1)} + y^{(2)} + \dots + y^{(m)} = \sum_{i=1}^m t_i"#,
      ],
      false: [
        #"X_{ij} = x^{(j)}_i"#, #"X t = \sum_{i=1}^m y^{(i)} x^{(i)}"#,
        #"y^{(1)} + y^{(2)} + \dots + y^{(m)} = \sum_{i=2}^m t_i"#, #"t_i = -y^{(i)}"#,
        #"y^{(1)} + y^{(3)} + \dots + y^{(m)} = \sum_{i=1}^m t_i"#,
      ])
    + notes(
      #"a \in \R^3, \quad v = [1, 2, 3]^T"#, "",
      true: [
        #"v^\top a = a_0 + 2 a_1 + 3 a_2"#, #"v = \begin{bmatrix} 1 \\ 2 \\ 3 \end{bmatrix}"#,
      ],
      false: [#"v^\top a = a_0 + 2 a_1 + 3 a_1"#, #"v = \begin{bmatrix} 1 & 2 & 3 \end{bmatrix}"#])

  /// A bracket behind a fraction groups; what goes on behind a definition must be the same.
  static let brackets =
    notes(
      #"x, y \in \R, \quad T > 0, \quad z \in \R^K"#,
      #"h = \sigma(x) = \frac{1}{1 + e^{-x}} \\ q_i = \frac{\exp(z_i / T)}{\sum_j \exp(z_j / T)}"#,
      true: [
        #"\frac{1}{2} \left[ x + y \right] = \frac{x + y}{2}"#, #"1 - h = \sigma(-x)"#,
        #"\frac{\partial q_i}{\partial z_j} = \frac{1}{T} q_i (\delta_{ij} - q_j)"#,
      ],
      false: [
        #"\frac{1}{2} \left[ x + y \right] = x + y"#, #"1 - h = \sigma(x)"#,
        #"\frac{\partial q_i}{\partial z_j} = q_i (\delta_{ij} - q_j)"#,
      ])
    + notes(
      #"x \in \R"#, #"h = \sigma(x) = \frac{1}{1 + e^{x}}"#, true: [],
      false: [#"h = \sigma(x)"#, #"h = \frac{1}{1 + e^{x}}"#])

  @Test("Entries, ellipses and brackets", arguments: lightLetters + ellipses + brackets)
  func twins(note: Note) {
    let isVerified = Self.outcome(of: note) == .verified
    #expect(isVerified == (note.expected == .verified))
  }

  @Test("Claims of notes on networks", arguments: samples + entries + labels)
  func claims(note: Note) {
    #expect(Self.outcome(of: note) == note.expected)
  }
}
