import Notation
import Testing

@testable import Homework
@testable import Judging

/// What running text says in words that the assignment explains, and sentences that only look so.
@Suite("Names in words")
struct WordingTests {
  private static let assignment = SeedTests.assignment("fall-2024")

  /// Says from which number a submission counts: true where indices begin at 1 only.
  static let countsFrom1 = "$$f_W(x)[m] = \\sum_{c=1}^7 \\sum_{i=1}^3 x[2(m-1) + i][c] W[c, i]$$"
  static let countsFrom0 = "$$f_W(x)[m] = \\sum_{c=0}^6 \\sum_{i=0}^2 x[2m + i][c] W[c, i]$$"

  static func claims(_ text: String, counting: String = countsFrom1) -> [Claim] {
    let text = "# 1.1 (c)\n\n**Answer for (i):**\n\n\(counting)\n\n\(text)\n"
    let homework = Homework.check(SourceFile(name: "s.md", text: text), against: assignment)
    return Array(homework.claims.dropFirst())
  }

  static func outcomes(_ text: String, counting: String = countsFrom1) -> Set<Verdict.Outcome> {
    Set(claims(text, counting: counting).map(\.verdict.outcome))
  }

  @Test(
    "What is said in known words is judged",
    arguments: [
      "For output position $m$ the starting position is $2m - 1$.",
      "For each output position $k$, the starting position is $2(k-1) + 1$.",
      "The starting position is $2m - 1$ for output position $m$.",
      "We know that $2(m-1) + 1$ gives us the Starting Position in the input for an output position $m$.",
      "$i - 2(m-1)$ is the relative position of input element $i$ within the kernel window at output position $m$.",
      "$a - 2(b-1)$ is the relative position of input element $a$ at output position $b$.",
      "For output position $m = 4$, the kernel will start at $7$.",
      "For output position $m = 4$ the kernel will start at $n = 7$, etc.",
      "For output position $m = 4$ the kernel will start at $2(m - 1) + 1$.",
      "For output position $m = 2$ the kernel will start at $\\sum_{m=1}^{2} m$.",
      "For output position $m$, kernel looks at 3 consecutive positions:\n\n$$2m - 1, 2m, 2m + 1$$",
      "For output position $m$, kernel looks at 3 consecutive positions: $2m - 1, 2m, 2m + 1$.",
      "$$\\text{Thus, Kernel Starting Position} = 2m - 1$$",
      "$$\\text{starting position} = 2(m-1) + 1 = 2m - 1$$",
      "It operates over 7 channels and hence the size is $7 \\times 3$.",
      "$$\\text{kernel size} = 4 - 1$$", "$$f_W(x) \\text{ Output Dimension} = 5$$",
      "$$f_W(x) \\text{ output shape} = \\lfloor (\\text{input dimension} - \\text{KERNEL SIZE}) / \\text{Stride} \\rfloor + 1$$",
    ])
  func verified(_ text: String) {
    let claims = Self.claims(text)
    #expect(claims.contains { $0.verdict.outcome == .verified }, "\(claims)")
    #expect(!claims.contains { $0.verdict.outcome == .refuted }, "\(claims)")
  }

  @Test(
    "What is false in known words is refuted",
    arguments: [
      "For output position $m$ the starting position is $2m$.",
      "For output position $m$ the starting position is $2(m - 1)$.",
      "Assume that $m$ is the output position. For output position $m$ the starting position is $m$.",
      "For output position $m$ the starting position is $m$.",
      "For output position $m$ the starting position is $1$.",
      "$2m + 1$ gives us the starting position in the input for an output position $m$.",
      "$m - 2(i-1)$ is the relative position of input element $i$ at output position $m$.",
      "$i - 2m$ is the relative position of input element $i$ at output position $m$.",
      "For output position $m = 4$, the kernel will start at $8$.",
      "For output position $m = 4$ the kernel will start at $n = 9$.",
      "For output position $m$, kernel looks at 3 consecutive positions: $2m - 1, 2m, 2m + 2$.",
      "For output position $m$, kernel looks at 3 consecutive positions: $2m, 2m - 1, 2m + 1$.",
      "It operates over 7 channels and hence the size is $7 \\times 5$.",
      "$$\\text{Kernel Size} = 4$$", "$$f_W(x) \\text{ Output Dimension} = 6$$",
      "$$f_W(x) \\text{ Output Dimension} = \\lfloor (\\text{Input Dimension} - \\text{Stride}) / \\text{Kernel Size} \\rfloor + 1$$",
    ])
  func refuted(_ text: String) {
    let claims = Self.claims(text)
    #expect(claims.contains { $0.verdict.outcome == .refuted }, "\(claims)")
    #expect(!claims.contains { $0.verdict.outcome == .verified }, "\(claims)")
  }

  @Test(
    "A sentence with a word more, or a letter that nobody explains, claims nothing",
    arguments: [
      // Negated, doubted, asked, conditional.
      "For output position $m$ the starting position is not $2m - 1$.",
      "It is wrong that $2(m - 1)$ gives us the starting position for an output position $m$.",
      "$2m - 1$ never gives the starting position for an output position $m$.",
      "If $2m$ gives us the starting position for an output position $m$; the starting position is $2m$.",
      "For output position $m$ is the starting position $2m$?",
      "For output position $m$ (from 0) the starting position is $2m$.",
      "One could say: for output position $m$ the starting position is $2m$.",
      "Suppose the stride was 1. Then for output position $m$ the starting position is $m$.",
      "Were indices to begin at 0, all is shifted. For output position $m$ the starting position is $2m$.",
      "Imagine a kernel of 2. For output position $m$, kernel looks at 3 consecutive positions:\n\n$$m, m, m$$",
      // Another place, another thing.
      "It operates over 5 channels and hence the size is $7 \\times 5$.",
      "The output operates over 7 channels and hence the size is $7 \\times 5$.",
      "For the next output position $m$ the starting position is $2m + 1$.",
      "For output position $m + 1$ the starting position is $2m + 1$.",
      "For output position $m$ the previous starting position is $2m - 3$.",
      "For output position $m$ the starting position of the next layer is $4m - 3$.",
      "For output position $m$ the average starting position is $5$.",
      "For output position $m$ the starting position and the relative position are $2m - 1$.",
      "For output position $m$ the end is $2m + 1$.",
      "$2m - 1$ gives us the starting position for an output position $m$ plus one.",
      "The output position is $m = 3$.", "The kernel is $7$.",
      // Letters.
      "The starting position is $2m$.", "For output position $m$ the starting position is $s$.",
      "For output position $m$ the starting position is $2k - 1$.",
      "For output position $m$ and input element $m$ the starting position is $2m$.",
      "For output position $m$ the relative position is $i - 2m$.",
      "For output position $m = 9$ the kernel will start at $n = 17$.",
      "For output position $m = 2$ the kernel will start at $m = 3$.",
      "For output position $m = 0$ the kernel will start at $n = 0$.",
      "$i - 2(m-1)$ is the relative position of output position $i$ at output position $m$.",
      // Lists of another length.
      "For output position $m$, kernel looks at 3 consecutive positions: $2m - 1, 2m$.",
      "For output position $m$, kernel looks at 3 consecutive positions: $2m - 1, 2m, 2m + 1, 2m + 2$.",
      "For output position $m$, kernel looks at 4 consecutive positions: $2m - 1, 2m, 2m + 1$.",
      "For output position $m$ the starting position is $2m - 1, 2m$.",
      // Names that are not quite the declared ones.
      "$$\\text{Thus, not the Kernel Starting Position} = 2m - 1$$",
      "$$\\text{Average Kernel Size} = 3$$", "$$\\text{Kernel Sizes} = 3$$",
      "$$\\text{Kernel Starting Position} = 2m$$", "$$\\text{Kernel Starting Position} = 2k - 1$$",
      "$$\\text{last Kernel Starting Position} = 9$$",
      "$$f_W(x) \\text{ Output Dimension plus one} = 6$$",
    ])
  func unchecked(_ text: String) {
    #expect(Self.outcomes(text).isSubset(of: [.unchecked]), "\(Self.claims(text))")
  }

  @Test(
    "Positions are refuted only where it is known from which number they count",
    arguments: [
      "For output position $m$ the starting position is $2m$.",
      "For output position $m = 1$ the kernel will start at $n = 2$.",
      "For output position $m$, kernel looks at 3 consecutive positions: $2m, 2m + 1, 2m + 2$.",
    ])
  func counting(_ text: String) {
    #expect(Self.outcomes(text, counting: Self.countsFrom0) == [.unchecked])
    #expect(!Self.outcomes(text, counting: "$f_W(x) \\in \\R^5$").contains(.refuted))
    #expect(Self.outcomes(text, counting: Self.countsFrom1).contains(.refuted))
  }

  static func padding(_ text: String) -> [Claim] {
    let text = "# 1.1\n\n### 2.\n\n**Answer:**\n\n\(text)\n"
    let source = SourceFile(name: "s.md", text: text)
    return Homework.check(source, against: SeedTests.assignment("fall-2022")).claims
  }

  @Test(
    "What is called by known words is what they mean",
    arguments: [
      ("Define padding on top $P_1$.\n\n$$P = P_1$$", Verdict.Outcome.verified),
      ("Let $P_1$ be the padding on the left.\n\n$$P = P_1$$", .verified),
      ("Let $P_1$ be the padding on left.\n\n$$2P = P_1 + P$$", .verified),
      ("Define $t$ as padding on top.\n\nDefine padding on bottom $b$\n\n$$P = t + b$$", .refuted),
      ("Define padding on top $P_1$.\n\n$$P = 2P_1$$", .refuted),
      ("Do not define padding on top $P_1$.\n\n$$P = 2P_1$$", .unchecked),
      ("Define twice the padding on top $P_1$.\n\n$$P = 2P_1$$", .unchecked),
      ("Define padding on top $P_1$ as $2P$.\n\n$$P = 2P_1$$", .unchecked),
      ("Define padding on top and bottom $P_1$.\n\n$$P = 2P_1$$", .unchecked),
      ("Define padding on top $K$.\n\n$$P = 2P_1$$", .unchecked),
      ("$$P = P_1 + P_2$$", .unchecked),
    ])
  func naming(text: String, outcome: Verdict.Outcome) {
    let claims = Self.padding(text)
    #expect(claims.last?.verdict.outcome == outcome, "\(claims)")
  }

  @Test("An assignment that explains no words has none")
  func otherAssignment() {
    let text = "# 1.1 (c)\n\n(i) For output position $m$ the starting position is $2m$."
    let homework = Homework.check(
      SourceFile(name: "s.md", text: text), against: SeedTests.assignment("spring-2021"))
    #expect(homework.claims.isEmpty)
  }

  @Test(
    "What a words block cannot say is an error",
    arguments: [
      "\\text{output position} = m", "\\text{starting position}", "1 \\le m \\le 5",
      "\\text{output position} = m, \\quad m \\le 5", "\\text{output position} \\ge m",
      "\\text{starting position} = \\sum_{k=1}^{3} k",
    ])
  func words(_ line: String) {
    let text = "# 1 A\n\n```math words\n\(line)\n```\n"
    let source = SourceFile(name: "a.md", text: text)
    #expect(!Assignment(parsing: source).diagnostics.isEmpty)
    #expect(!check(source).diagnostics.isEmpty)
  }

  @Test("Words may stand for a number in any line of a block")
  func numbers() {
    let text = #"""
      # 1 A

      ```math given
      W \in \R^{3}
      ```
      ```math words
      \text{kernel} = W \\ \text{kernel size} = 3 \\ \text{number of filters} = 1
      ```

      """#
    let assignment = Assignment(parsing: SourceFile(name: "a.md", text: text))
    #expect(assignment.diagnostics.isEmpty)
    let answers = "# 1\n\nThe kernel size is $3$.\n\nThe number of filters is $2$.\n"
    let claims = Homework.check(SourceFile(name: "s.md", text: answers), against: assignment).claims
    #expect(claims.map(\.verdict.outcome) == [.verified, .unchecked])
  }
}
