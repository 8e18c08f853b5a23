import Testing

@testable import Reports

@Suite("Confusion matrices")
struct ConfusionMatrixTests {
  @Test("Counts are summed over seeds, and classes that never occur have their place")
  func sums() throws {
    let table = "seed,true,predicted,count\n1,0,0,5\n2,0,0,6\n1,2,0,1\n2,2,2,7\n"
    let matrix = try #require(draw("kind: confusion", table).plot as? ConfusionMatrix)
    #expect(matrix.classes == ["0", "1", "2"])
    #expect(matrix.counts == [[11, 0, 0], [0, 0, 0], [1, 0, 7]])
  }

  @Test("Labels name the classes in order")
  func labels() throws {
    let table = "true,predicted,count\n1,0,5\n"
    let (plot, problems) = draw("kind: confusion\nlabels: [Q, R, S]", table)
    #expect(problems.isEmpty)
    let matrix = try #require(plot as? ConfusionMatrix)
    #expect(matrix.classes == ["Q", "R", "S"] && matrix.counts[1] == [5, 0, 0])
  }

  @Test("Classes may be words, in other columns")
  func words() throws {
    let table = "is,said,n\ncat,dog,2\ndog,dog,3\nbird,cat,1\n"
    let matrix = try #require(
      draw("kind: confusion\ntrue: is\npredicted: said\ncount: n", table).plot as? ConfusionMatrix)
    #expect(matrix.classes == ["cat", "dog", "bird"])
    #expect(matrix.counts == [[0, 2, 0], [0, 3, 0], [1, 0, 0]])
    #expect(
      matrix.svg.contains(
        "<desc>3 of 6 examples in 3 classes are right, 50 %. Most often wrong: "
          + "cat taken for dog 2 times, bird taken for cat 1 times.</desc>"))
    #expect(matrix.markdown[0] == "| true ╲ predicted | cat | dog | bird |")
    #expect(matrix.markdown[2] == "| **cat** | 0 | 2 | 0 |")
  }

  @Test("The number of each cell is written in it, and its tint is its share of the row")
  func cells() {
    let svg = ConfusionMatrix(classes: ["a", "b"], counts: [[30, 10], [0, 5]]).svg
    for number in ["30", "10", "0", "5"] { #expect(svg.contains(">\(number)</text>")) }
    let tints = paths(in: svg).compactMap { path in
      path.tag.split(separator: "fill-opacity=\"").dropFirst().first?.prefix { $0 != "\"" }
    }
    #expect(tints == ["0.38", "0.13", "0.5"])
  }

  @Test("As many classes as are drawn fit into the picture", arguments: [1, 2, 10, 27, 30])
  func size(_ count: Int) {
    let row = Array(repeating: 12345.0, count: count)
    let names = (0..<count).map { "a long name of class \($0)" }
    let svg = ConfusionMatrix(classes: names, counts: Array(repeating: row, count: count)).svg
    #expect(svg.utf8.count <= 100_000, "\(svg.utf8.count)")
    let numbers = svg.split(separator: "<text x=\"").dropFirst().filter { $0.contains(">12345<") }
    #expect(numbers.count == count * count)
    #expect(numbers.allSatisfy { (0...640).contains(Double($0.prefix { $0 != "\"" }) ?? -1) })
  }
}
