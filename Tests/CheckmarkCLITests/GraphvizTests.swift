import Foundation
import TestSupport
import Testing

/// Diagrams laid out by Graphviz itself.
@Suite("Graphviz")
struct GraphvizTests {
  private static let homework = #"""
    ```math given
    x[t] \in \R^n, \quad h[t] \in \R^m, \quad W \in \R^{m \times n}, \quad U \in \R^{m \times m}
    ```

    ```math define
    h[t] = \tanh(W x[t] + U h[t-1])
    ```

    ```diagram
    of: h
    ```

    ```diagram
    of: h
    time: unrolled
    ```

    """#

  private func build(
    environment: [String: String]? = nil
  ) throws -> (code: Int32, output: String, page: String) {
    try withTemporaryFolder(["network.md": Data(Self.homework.utf8)]) { folder in
      let file = folder.appending(path: "network.md")
      let (code, output) = try Program.run(
        ["build", file.path, "--output", folder.path + "/out", "--format", "html"],
        in: Repository.root, environment: environment)
      let page = try String(
        contentsOf: folder.appending(path: "out/network.html"), encoding: .utf8)
      return (code, output, page)
    }
  }

  @Test("Every node and line is drawn")
  func drawn() throws {
    let (code, output, page) = try build()
    #expect(code == 0, "\(output)")
    let pictures = page.split(separator: "<svg").dropFirst().filter {
      $0.contains("class=\"diagram\"")
    }
    #expect(pictures.count == 2)
    // x, W, h[t − 1], U, +, tanh, h; unrolled, three times six and h[0], with a field for each time.
    #expect(pictures.map { $0.ranges(of: "<rect").count } == [7, 3 * 6 + 1 + 3])
    #expect(pictures.map { $0.ranges(of: "z\" style=\"fill").count } == [7, 18])
  }

  @Test("Without Graphviz the words stand, and the message says what to install")
  func missing() throws {
    let (code, output, page) = try build(environment: ["PATH": "/nowhere"])
    #expect(code == 2)
    #expect(output.contains("network.md:9:1: error: a diagram needs Graphviz"))
    #expect(output.contains("help: apt-get install graphviz"))
    #expect(page.contains("<details class=\"words\" open>"))
    #expect(!page.contains("class=\"diagram\""))
  }
}
