import Notation
import Testing

@testable import Homework
@testable import Judging

/// Names in words in a homework: the declared ones, and texts that are nearly so.
@Suite("Words as names")
struct WordNameTests {
  static func outcome(_ claim: String) -> Verdict.Outcome? {
    let text = """
      ```math given
      x \\in \\R^{2 \\times 5}, \\quad W \\in \\R^{1 \\times 2 \\times 3}
      \\text{Kernel Size} = 3, \\quad \\text{Stride} = 2, \\quad \\text{Size} \\in \\N, \\quad HK = 4
      ```
      ```math define
      f[i, j] = \\sum_{k=0}^2 \\sum_{l=0}^1 x[l, 2j + k] W[i, l, k]
      ```
      ```math check
      \(claim)
      ```
      """
    return check(SourceFile(name: "h.md", text: text)).claims.last?.verdict.outcome
  }

  @Test(
    "A declared name is known in any case of its letters",
    arguments: [
      "\\text{Kernel Size} = 3", "\\text{kernel  size} = \\text{STRIDE} + 1",
      "\\text{Thus, kernel size} = 3", "\\frac{\\text{Kernel Size} + 1}{\\text{stride}} = 2",
      "f \\text{ output dimension} = 1 \\times 2", "f \\text{ Output Shape} = \\text{Stride}",
      "f \\text{ output dimension} = \\lfloor (5 - \\text{kernel size})/\\text{stride} \\rfloor + 1",
    ])
  func verified(_ claim: String) {
    #expect(Self.outcome(claim) == .verified)
  }

  @Test(
    "A false claim of a name in words is refuted",
    arguments: [
      "\\text{Kernel Size} = 2", "\\text{Thus, Stride} = \\text{kernel size}",
      "\\text{size} = 3", "f \\text{ output dimension} = 3",
      "f \\text{ output dimension} = 2 \\times 2",
      "f \\text{ output dimension} = (5 - \\text{kernel size})/\\text{stride}",
    ])
  func refuted(_ claim: String) {
    #expect(Self.outcome(claim) == .refuted)
  }

  @Test(
    "Words that are not quite a declared name are none",
    arguments: [
      "\\text{Kernel Sizes} = 3", "\\text{the other Kernel Size} = 3", "\\text{KernelSize} = 3",
      "\\text{not Kernel Size} = 3", "\\text{Thus not, Kernel Size} = 3", "\\text{hk} = 4",
      "\\text{If not, Kernel Size} = 3", "\\text{Kernel Size, Stride} = 3",
      "f \\text{ output dimensions minus one} = 1", "\\text{average output dimension} = 2",
    ])
  func unknown(_ claim: String) {
    #expect(Self.outcome(claim) == .error)
  }

  @Test("Names that differ in the case of their letters only are one name")
  func oneName() {
    let text = """
      ```math given
      \\text{Kernel Size} = 3, \\quad \\text{kernel size} = 3, \\quad \\text{stride} = 2
      ```
      ```math check
      \\text{KERNEL SIZE} = 3
      ```
      """
    let homework = check(SourceFile(name: "h.md", text: text))
    #expect(homework.diagnostics.isEmpty)
    #expect(homework.claims.map(\.verdict.outcome) == [.verified])
  }
}
