import Notation
import Testing

@testable import Homework
@testable import Markup

/// What is said of a diagram that cannot be drawn.
@Suite("Descriptions of diagrams")
struct DiagramDescriptionTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    let description: String
    let code: String
    /// What the caret stands below.
    let place: String
    /// What the message or its hint must say.
    let says: String

    var testDescription: String { description }
  }

  static let mistakes = [
    Mistake(description: "of: q", code: "unknown-name", place: "q", says: "'q' has no meaning"),
    Mistake(description: "of: W_d", code: "unknown-name", place: "W_d", says: "did you mean 'W_c'"),
    Mistake(
      description: "of: [h, q]", code: "unknown-name", place: "q", says: "'q' has no meaning"),
    Mistake(description: "of: x", code: "diagram-unclear", place: "x", says: "'x' is given"),
    Mistake(description: "of: W_c", code: "diagram-unclear", place: "W_c", says: "is given"),
    Mistake(description: "of: K", code: "diagram-unclear", place: "K", says: "is a number"),
    Mistake(
      description: "title: A", code: "diagram-unclear", place: "title: A", says: "of: [h, y]"),
    Mistake(description: "h", code: "diagram-unclear", place: "h", says: "of: [h, y]"),
    Mistake(description: "of: []", code: "diagram-unclear", place: "of: []", says: "of: [h, y]"),
    Mistake(
      description: "of: h\nstep: 1..3", code: "unknown-key", place: "step", says: "'steps'"),
    Mistake(
      description: "of: h\nsteps: 1..3", code: "diagram-unclear", place: "1..3",
      says: "time: unrolled"),
    Mistake(
      description: "of: h\ntime: rolled", code: "bad-value", place: "rolled", says: "unrolled"),
    Mistake(
      description: "of: h\ntime: unrolled\nsteps: 3..1", code: "bad-value", place: "3..1",
      says: "at most 20"),
    Mistake(
      description: "of: h\ntime: unrolled\nsteps: 1..9999999999999999999", code: "bad-value",
      place: "1..9999999999999999999", says: "at most 20"),
    Mistake(
      description: "of: h\ntime: unrolled\nsteps: -3..1", code: "bad-value", place: "-3..1",
      says: "at most 20"),
  ]

  @Test("Mistakes are told at their place", arguments: mistakes)
  func mistake(_ mistake: Mistake) throws {
    let homework = checked(Networks.gated, mistake.description)
    #expect(homework.results(of: Diagram.self).isEmpty)
    let diagnostic = try #require(homework.diagnostics.first)
    #expect(homework.diagnostics.count == 1)
    #expect(diagnostic.severity == .error)
    #expect(homework.document.source.text(of: diagnostic.span.range) == mistake.place)
    #expect(diagnostic.message.code == mistake.code)
    let words = diagnostic.message.text + " " + (diagnostic.message.hint ?? "")
    #expect(words.contains(mistake.says), "\(words)")
  }

  @Test("Without time nothing is unrolled")
  func timeless() {
    let homework = checked(Networks.layers, "of: s\ntime: unrolled")
    #expect(homework.diagnostics.map(\.message.code) == ["diagram-unclear"])
  }

  @Test("More than 400 nodes are refused, with what helps", arguments: ["steps: 1..20", "of: [h]"])
  func tooMany(_ line: String) throws {
    let isUnrolled = line.hasPrefix("steps")
    let sums = ["a", "b", "c", "d", "f"].enumerated().map { place, name in
      let terms = (0..<90).map { "\\exp(x - \(90 * place + $0))" }.joined(separator: " + ")
      return "\(name) = \(terms) \\\\"
    }.joined(separator: "\n")
    let wide =
      "```math given\nx \\in \\R^3\n```\n\n```math define\n\(sums)\nh = a + b + c + d + f\n```"
    // Attention over all past states grows with the square of time.
    let homework = checked(
      isUnrolled ? Networks.tied : wide,
      isUnrolled ? "of: h\ntime: unrolled\n\(line)" : line)
    let diagnostic = try #require(homework.diagnostics.first)
    #expect(diagnostic.message.code == "diagram-too-large")
    let hint = try #require(diagnostic.message.hint)
    #expect(hint.contains(isUnrolled ? "fewer steps" : "fewer names"))
    #expect(hint.contains("detail: names"))
  }

  @Test(
    "Names are written as in a formula",
    arguments: ["h", "h[t]", "h_t", "[h, c]", "h, c", "'h'", "\\ell", "ℓ"])
  func names(_ text: String) {
    let homework = checked(Networks.gated, "of: \(text)")
    #expect(homework.diagnostics.map(\.message.text) == [])
    #expect(homework.results(of: Diagram.self).count == 1)
  }

  @Test("A definition means what it means where the diagram stands")
  func scope() throws {
    let text =
      "# A\n\n\(Networks.gated)\n\n# B\n\n```diagram\nof: h\n```\n"
    let homework = check(SourceFile(name: "test.md", text: text))
    #expect(homework.diagnostics.map(\.message.code) == ["unknown-name"])
  }
}
