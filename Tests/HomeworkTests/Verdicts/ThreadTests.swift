import Notation
import NumericCore
import Testing

@testable import Homework
@testable import Judging

@Suite("Judging on several threads")
struct ThreadTests {
  private static let text = (2...6).map { number in
    """
    # Part \(number)

    ```given
    x : R[\(number)]; W : R[\(number), \(number)]
    ```
    ```check
    ∂(x^T W x)/∂x = 2 W x
    ```
    ```check
    sum(i in 0..\(number - 1)) x[i]^2 = x^T x + \(number)
    ```
    """
  }.joined(separator: "\n\n")

  @Test("The number of threads changes no verdict and no correction")
  func verdicts() throws {
    let source = SourceFile(name: "a.md", text: Self.text)
    let threads = Workers.shared.count
    Workers.shared.count = 1
    let alone = check(source).claims.map(\.verdict)
    Workers.shared.count = threads
    #expect(alone.count == 10 && alone.allSatisfy { $0.outcome == .refuted })
    #expect(alone.contains { $0.suggestion != nil })
    for _ in 0..<3 { #expect(check(source).claims.map(\.verdict) == alone) }
  }
}
