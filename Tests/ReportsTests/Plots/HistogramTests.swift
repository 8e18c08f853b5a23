import RealModule
import Testing

@testable import Reports

@Suite("Histograms")
struct HistogramTests {
  private static func noise(_ count: Int) -> [Double] {
    var state: UInt64 = 3
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 40) / Double(1 << 24)
    }
  }

  private static let samples: [[Double]] = [
    noise(1000), noise(50_000).map { Double.exp(9 * $0) },
    [0.1, 0.2, 0.3, 0.30000000000000004, 0.7],
    [1, 1, 1, 1, 1, 1, 1, 1, 1e6], [0, 1, 2, 3, 10, 11], [5], [5, 5, 5], [0], [1e300, 2e300],
    [1e-300, 1e300], [1e300], [1, 1e200, 1e200], [1e-300, 1e-299],
    [0, .leastNonzeroMagnitude], [-1e300, 0, 1e300],
    [1, 1 + 1e-15], (0..<500).map { Double($0) / 10 }, [-3, -2.5, 0, 4e-9],
  ]

  @Test("Every value is counted once, in the bin that holds it", arguments: samples)
  func counts(_ sample: [Double]) {
    let values = sample.sorted()
    for count in [nil, 1, 7, 200] {
      for isLogarithmic in [false, true] where !isLogarithmic || values[0] > 0 {
        let bins = HistogramBins(holding: values, count: count, isLogarithmic: isLogarithmic)
        let counts = bins.counts(of: values)
        #expect((1...HistogramBins.most).contains(counts.count))
        #expect(counts.reduce(0, +) == values.count)
        #expect(zip(bins.edges, bins.edges.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(
          bins.edges[0] <= values[0] && bins.edges[bins.edges.count - 1] > values[values.count - 1])
        for (bin, count) in counts.enumerated() {
          let range = bins.edges[bin]..<bins.edges[bin + 1]
          #expect(count == values.count { range.contains($0) }, "\(range)")
        }
      }
    }
  }

  @Test(
    "Bins are round",
    arguments: [
      ([0, 1, 2, 3, 10, 11], nil, false, 0, 15.0, 5.0), ([0.5, 1, 1.5], 4, false, 0.5, 1.5, 0.25),
      ((0..<1000).map { Double($0) / 1000 }, nil, false, 0, 1, 0.1),
    ] as [([Double], Int?, Bool, Double, Double, Double)])
  func edges(
    _ values: [Double], _ count: Int?, _ isLogarithmic: Bool, _ low: Double, _ high: Double,
    _ width: Double
  ) {
    let bins = HistogramBins(holding: values, count: count, isLogarithmic: isLogarithmic)
    #expect(bins.edges[0] == low && abs(bins.edges[bins.edges.count - 1] - high) < 1e-9)
    #expect(abs(bins.edges[1] - bins.edges[0] - width) < 1e-12, "\(bins.edges)")
  }

  @Test("A single value among a million has a bar that is seen")
  func rare() throws {
    let values = Self.noise(1_000_000).map { $0 * 0.1 } + [1]
    let svg = Histogram(series: [.init(label: "w", values: values)]).svg
    let bars = try #require(paths(in: svg).last { $0.tag.contains("fill: var(--series-1") })
    let last = try #require(bars.d.split(separator: "M").last)
    let heights = last.split { "HVz".contains($0) }
    let (base, top) = (
      try #require(Double(heights[0].split(separator: " ")[1])), Double(heights[1])!
    )
    #expect(base - top >= 1.5)
    #expect(bars.d.split(separator: "M").count == 2)
  }

  @Test("Series stand over each other, or in panels of their own")
  func series() throws {
    let table = "seed,a,b\n1,1,5\n2,2,6\n1,3,7\n"
    let over = try #require(draw("kind: histogram\nx: [a, b]", table).plot as? Histogram)
    #expect(over.series.map(\.values) == [[1, 2, 3], [5, 6, 7]] && over.panels.isEmpty)
    let split = try #require(draw("kind: histogram\nx: [a, b]\nby: seed", table).plot as? Histogram)
    #expect(split.series.map(\.values) == [[1, 3], [2], [5, 7], [6]])
    #expect(split.panels == ["seed 1", "seed 2"])
    let each = try #require(
      draw("kind: histogram\nx: [a, b]\nby: series", table).plot as? Histogram)
    #expect(each.panels == ["a", "b"])
  }

  @Test("The words say how many values there are, and where")
  func words() {
    let plot = Histogram(series: [.init(label: "a|b", values: [1, 2, 2, 3, .nan, 7, 2])])
    #expect(
      plot.svg.contains(
        "<desc>a|b: 6 values from 1 to 7, median 2; in 7 bins, at most 3 from 2 to 3.</desc>"))
    #expect(plot.markdown.last == "| a\\|b | 6 | 1 | 2 | 7 | 3 from 2 to 3 |")
  }

  @Test("Counts have whole marks, from 1 where they are logarithmic")
  func axis() {
    for most in [1, 2, 9, 40, 100_000] {
      for isLogarithmic in [true, false] {
        let axis = AxisContent.counts(upTo: most, isLogarithmic: isLogarithmic).beside(height: 276)
        #expect(axis.ticks.allSatisfy { $0.value == $0.value.rounded() })
        #expect(axis.ticks.contains { $0.label == (isLogarithmic ? "1" : "0") })
        #expect(axis.range.upperBound >= Double(most))
        #expect(!isLogarithmic || axis.range.lowerBound < 1)
      }
    }
  }
}
