import Foundation
import TestSupport
import Testing

/// How a formula is read, told.
@Suite("Explain")
struct ExplainTests {
  @Test(
    "A formula alone is shown with the brackets that it means",
    arguments: [
      (#"\sin x^2 + 1 = 2"#, ["sin(x^2) + 1 = 2"]),
      ("sum(k in 1..3) k^2 = 14", ["∑(k in 1..3)", "= 14"]),
    ])
  func formula(_ formula: String, _ lines: [String]) throws {
    let (_, output) = try Program.run(["explain", formula])
    #expect(output.contains("reads"))
    for line in lines { #expect(output.contains(line), "\(output)") }
  }

  @Test("An answer of a page is told with what its names are")
  func answer() throws {
    try withTemporaryFolder { folder in
      let page = #"""
        ```math given
        W \in \R^{m \times n}, \quad x \in \R^n
        ```
        ```math define
        y = W x \\ L = L(y)
        ```
        ```math check #bias
        \nabla_W L = \nabla_y L\, x^\top
        ```
        """#
      try Data(page.utf8).write(to: folder.appending(path: "page.md"))
      let (code, output) = try Program.run(["explain", "page.md#bias"], in: folder)
      #expect(code == 0)
      for part in [
        "page.md:8  bias  verified", "a matrix, m × n, line 2", "any smooth function of y, line 5",
        "defined: y = W x, line 5",
      ] { #expect(output.contains(part), "\(output)") }
    }
  }

  @Test("What cannot be read is told with its place; what is not there is wrong usage")
  func faults() throws {
    let unread = try Program.run(["explain", #"\frac{1}{2"#])
    #expect(unread.code == 2 && unread.output.contains("formula:2:"))
    try withTemporaryFolder { folder in
      try Data("# Empty\n".utf8).write(to: folder.appending(path: "page.md"))
      #expect(try Program.run(["explain", "page.md#bias"], in: folder).code == 64)
      #expect(try Program.run(["explain", "none.md#bias"], in: folder).code == 74)
    }
  }
}
