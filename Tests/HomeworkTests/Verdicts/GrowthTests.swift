import Judging
import Notation
import Testing

@testable import Homework

/// Long formulas, deep ones and many letters: what takes twice as long with each further part would
/// not come to an end here.
@Suite("Growth")
struct GrowthTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let given: String
    var define = ""
    let right: String
    let wrong: String
  }

  static func homework(_ given: String, _ define: String, _ claim: String) -> CheckedHomework {
    let definitions = define.isEmpty ? "" : "```math define\n\(define)\n```\n"
    let text = "```math given\n\(given)\n```\n\(definitions)```math check\n\(claim)\n```\n"
    return check(SourceFile(name: "a.md", text: text))
  }

  private static func verdict(_ given: String, _ define: String, _ claim: String) -> Verdict {
    let homework = homework(given, define, claim)
    return homework.claims.last?.verdict ?? Verdict(.error, message: "\(homework.diagnostics)")
  }

  private static func nested(_ open: String, _ inner: String, _ count: Int) -> String {
    String(repeating: open, count: count) + inner + String(repeating: ")", count: count)
  }

  private static func joined(_ count: Int, by sign: String, _ part: (Int) -> String) -> String {
    (0..<count).map(part).joined(separator: sign)
  }

  static let examples = [
    Example(
      testDescription: "terms", given: "a \\in \\R",
      right: joined(150, by: " + ") { _ in "a" } + " = 150 a",
      wrong: joined(149, by: " + ") { _ in "a" } + " = 150 a"),
    Example(
      testDescription: "elements", given: "x \\in \\R^{100}",
      right: joined(100, by: " + ") { "x[\($0)]" } + " = \\sum_i x[i]",
      wrong: joined(99, by: " + ") { "x[\($0)]" } + " = \\sum_i x[i]"),
    Example(
      testDescription: "factors", given: "a \\in \\R",
      right: joined(60, by: " ") { _ in "a" } + " = a^{60}",
      wrong: joined(59, by: " ") { _ in "a" } + " = a^{60}"),
    Example(
      testDescription: "functions", given: "a \\in \\R",
      right: nested("\\tanh(", "a + a", 60) + " = " + nested("\\tanh(", "2 a", 60),
      wrong: nested("\\tanh(", "a + a", 60) + " = " + nested("\\tanh(", "2 a", 59)),
    Example(
      testDescription: "transpositions", given: "A \\in \\R^{2 \\times 3}",
      right: "A" + String(repeating: "^\\top", count: 60) + " = A",
      wrong: "A" + String(repeating: "^\\top", count: 60) + " = A^\\top"),
    Example(
      testDescription: "definitions", given: "a_0 \\in \\R",
      define: joined(30, by: " \\\\ ") { "a_{\($0 + 1)} = a_{\($0)} + a_{\($0)}" },
      right: "a_{30} = 1073741824 a_0", wrong: "a_{30} = 1073741822 a_0"),
    Example(
      testDescription: "letters",
      given: joined(40, by: ", ") { "a_{\($0)}" } + " \\in \\N",
      right: joined(40, by: " + ") { "a_{\($0)}" } + " = "
        + joined(40, by: " + ") { "a_{\(39 - $0)}" },
      wrong: joined(39, by: " + ") { "a_{\($0)}" } + " = "
        + joined(40, by: " + ") { "a_{\(39 - $0)}" }),
    Example(
      testDescription: "lags", given: state,
      define: "h[t] = \\tanh(W x[t] + U h[t-1])",
      right: "\\frac{\\partial h[t]}{\\partial h[t-5]} = "
        + "\\prod_{k=t-4}^{t} \\frac{\\partial h[k]}{\\partial h[k-1]}, \\quad 5 \\le t \\le 8",
      wrong: "\\frac{\\partial h[t]}{\\partial h[t-5]} = "
        + "\\prod_{k=t-3}^{t} \\frac{\\partial h[k]}{\\partial h[k-1]}, \\quad 5 \\le t \\le 8"),
  ]

  private static let state =
    "x[t] \\in \\R^n,\\ 1 \\le t \\le 8, \\quad W \\in \\R^{m \\times n}, "
    + "\\quad U \\in \\R^{m \\times m}, \\quad h[0] \\in \\R^m"

  @Test("What is right is verified, and what is wrong refuted", arguments: examples)
  func twins(_ example: Example) {
    let right = Self.verdict(example.given, example.define, example.right)
    #expect(right.outcome == .verified, "\(right.message)")
    let wrong = Self.verdict(example.given, example.define, example.wrong)
    #expect(wrong.outcome == .refuted, "\(wrong.message)")
  }

  @Test("A value further back than the sequence reaches ends the search", arguments: [30, 100])
  func far(_ lag: Int) {
    let claim = "h[t] = h[t+\(lag)]"
    let verdict = Self.verdict(Self.state, "h[t] = U h[t-1] + W x[t]", claim)
    #expect(verdict.outcome != .verified)
    let slope = "\\frac{\\partial h[t]}{\\partial h[t-\(lag)]}"
    let derivative = Self.verdict(
      Self.state, "h[t] = \\tanh(W x[t] + U h[t-1])", "\(slope) = 2 \(slope)")
    #expect(derivative.outcome != .verified)
  }

  @Test("Times that nobody can list are an error", arguments: ["4294967296", "1099511627776"])
  func manyTimes(_ time: String) {
    let given = Self.state.replacing("h[0] \\in \\R^m", with: "h[\(time)] = 0")
    let verdict = Self.verdict(given, "h[t] = U h[t-1] + W x[t]", "h[t+1] = U h[t] + W x[t+1]")
    #expect(verdict.outcome == .error)
  }

  @Test("Of 12 letters every small size is tried; of more a claim with a floor is too hard")
  func manyLetters() {
    func claim(_ count: Int, _ right: String) -> Verdict {
      let sum = Self.joined(count, by: " + ") { "a_{\($0)}" }
      let given = Self.joined(count, by: ", ") { "a_{\($0)}" } + " \\in \\N"
      return Self.verdict(given, "", "\\lfloor \(sum) \\rfloor = \(sum)\(right)")
    }
    #expect(claim(12, "").outcome == .verified)
    #expect(claim(12, " + 1").outcome == .refuted)
    let verdict = claim(13, "")
    #expect(verdict.outcome == .error)
    #expect(verdict.message.contains("13 letters"), "\(verdict.message)")
    #expect(claim(13, " + 1").outcome == .refuted)
    #expect(claim(200, "").outcome == .error)
  }

  @Test(
    "What would grow without bound is refused",
    arguments: [
      String(repeating: "\\tanh^8(", count: 30) + "a" + String(repeating: ")", count: 30) + " = a",
      String(repeating: "a", count: 3900) + " = a",
      "x[" + String(repeating: "a", count: 1900) + "] = " + String(repeating: "a", count: 1900),
      String(repeating: "a", count: 1900) + " = " + String(repeating: "b", count: 1900),
    ])
  func refused(_ claim: String) {
    let verdict = Self.verdict("a, b \\in \\R \\\\ x \\in \\R^3", "", claim)
    #expect(verdict.outcome == .error)
  }
}
