import Testing

@testable import Reports

@Suite("Data of pictures")
struct DataTableTests {
  @Test("Lines are columns; seeds are given by their median; gaps stay empty")
  func lines() {
    var plot = LinePlot(series: [
      .init(label: "a", runs: [[(1, 1), (2, 5)], [(1, 3), (2, 6)], [(1, 9), (2, 7)]]),
      .init(label: "b", points: [(2, 0.5), (3, .nan)]),
    ])
    plot.xLabel = "step"
    let table = plot.data[0]
    #expect(table.header == ["step", "a (median of 3 seeds)", "b"])
    #expect(table.rows == [["1", "3", ""], ["2", "6", "0.5"]])
  }

  @Test("Long tables keep both ends, and say how much is left out", arguments: [120, 121, 5000])
  func bounded(_ count: Int) {
    let points = (0..<count).map { (x: Double($0), y: 1.0) }
    let table = LinePlot(series: [.init(label: "a", points: points)]).data[0]
    #expect(table.rows.count == 120)
    #expect(table.rows.first?[0] == "0" && table.rows.last?[0] == "\(count - 1)")
    #expect(Set(table.rows.map { $0[0] }).count == 120)
    #expect(table.caption.contains("(120 of \(count) rows)") == (count > 120))
  }

  @Test("Bins, classes and cells")
  func others() {
    let histogram = Histogram(series: [.init(label: "v", values: [1, 1, 2, 9])])
    let counts = histogram.data[0].rows.compactMap { Int($0[1]) }
    #expect(counts.reduce(0, +) == 4)
    let matrix = ConfusionMatrix(classes: ["x", "y"], counts: [[3, 1], [0, 2]])
    #expect(matrix.data[0].rows == [["x", "3", "1"], ["y", "0", "2"]])
    let map = HeatMap(
      columns: (0..<50).map { "c\($0)" }, rows: ["r"],
      panels: [.init(name: "p", values: [(0..<50).map { Double($0) }])])
    let table = map.data[0]
    #expect(table.header.count == 25 && table.header.last == "c49")
    #expect(table.rows == [["r"] + table.header.dropFirst().map { String($0.dropFirst()) }])
    #expect(table.caption == "p, 24 of 50 columns")
  }
}
