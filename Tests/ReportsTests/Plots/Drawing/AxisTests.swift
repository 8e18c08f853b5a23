import Testing

@testable import Reports

@Suite("Axes")
struct AxisTests {
  private func extent(_ values: Double...) -> Extent {
    values.reduce(into: Extent()) { $0.insert($1) }
  }

  private static let ends: [(Double, Double)] = [
    (0, 1), (-3.2, 7.9), (0.00012, 0.00091), (1234, 98765), (5, 5), (0, 0), (-0.1, 0.3), (1, 100),
    (1_000_000.1, 1_000_000.5), (-7e-9, -2e-9), (1e300, 1e300), (-1e300, 1e300),
    (0, .leastNonzeroMagnitude),
    (1, 1.0000000000000002), (0.1, 0.1 + 1e-11), (1e15, 1e15 + 2), (-1e-300, 2e-300),
  ]

  @Test("Ticks are round, distinct, in order, and cover the values", arguments: ends)
  func linear(_ low: Double, _ high: Double) throws {
    let axis = Axis(holding: extent(low, high), isLogarithmic: false)
    let labels = axis.ticks.compactMap(\.label)
    #expect((2...9).contains(labels.count), "\(labels)")
    #expect(Set(labels).count == axis.ticks.count, "\(labels)")
    #expect(zip(axis.ticks, axis.ticks.dropFirst()).allSatisfy { $0.value < $1.value })
    let room = (axis.range.upperBound / 2 - axis.range.lowerBound / 2) * 1e-6
    #expect(axis.range.lowerBound <= low + room && axis.range.upperBound >= high - room)
    #expect(axis(low).isFinite && axis(high).isFinite)
  }

  @Test(
    "Labels are what a person would write",
    arguments: [
      (0, 1, ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
      (-0.1, 0.3, ["−0.1", "0", "0.1", "0.2", "0.3"]),
      (
        0, 50_000,
        ["0", "10\u{2009}000", "20\u{2009}000", "30\u{2009}000", "40\u{2009}000", "50\u{2009}000"]
      ),
      (0, 5000, ["0", "1000", "2000", "3000", "4000", "5000"]),
      (0, 4e-9, ["0", "10⁻⁹", "2×10⁻⁹", "3×10⁻⁹", "4×10⁻⁹"]),
      (0, 2.5e9, ["0", "5×10⁸", "10⁹", "1.5×10⁹", "2×10⁹", "2.5×10⁹"]),
      (1, 1.0000004, ["1.0000000", "1.0000001", "1.0000002", "1.0000003", "1.0000004"]),
    ])
  func labels(_ low: Double, _ high: Double, _ labels: [String]) {
    let axis = Axis(holding: extent(low, high), isLogarithmic: false)
    #expect(axis.ticks.map(\.label) == labels)
  }

  @Test(
    "A logarithmic axis has decades, and more between few of them",
    arguments: [
      (0.001, 100, ["0.001", "0.01", "0.1", "1", "10", "100"]), (1, 80, ["1", "10", "100"]),
      (0.3, 4, ["0.2", "0.5", "1", "2", "5"]), (3, 4, ["2", "3", "4", "5"]),
      (1, 1, ["0.5", "1", "2"]),
      (1e-12, 1e-2, ["10⁻¹²", "10⁻¹⁰", "10⁻⁸", "10⁻⁶", "10⁻⁴", "10⁻²"]),
    ])
  func logarithmic(_ low: Double, _ high: Double, _ labels: [String]) {
    let axis = Axis(holding: extent(low, high), isLogarithmic: true)
    #expect(axis.ticks.compactMap(\.label) == labels)
    #expect(axis.range.contains(low) && axis.range.contains(high))
  }

  @Test(
    "A logarithmic axis of any width has few labels", arguments: [-300, -20, -3, 0, 2, 15, 299])
  func widths(_ exponent: Int) throws {
    let high = try #require(Double("1e\(exponent)"))
    for low in [1e-300, high / 1e12, high / 50, high] where low >= 1e-300 {
      let axis = Axis(holding: extent(low, high), isLogarithmic: true)
      #expect((2...10).contains(axis.ticks.count { $0.label != nil }), "\(low) \(high)")
      #expect(axis(low).isFinite && axis(high).isFinite)
    }
  }

  @Test("An axis without values is drawn too", arguments: [true, false])
  func empty(_ isLogarithmic: Bool) {
    #expect(Axis(holding: Extent(), isLogarithmic: isLogarithmic).ticks.count >= 2)
  }

  @Test("What cannot be drawn has no place")
  func places() {
    for value in [Double.nan, .infinity, -.infinity, 1e308] {
      #expect(!Axis.hasPlace(value, isLogarithmic: false))
      #expect(!Axis.hasPlace(value, isLogarithmic: true))
    }
    #expect(Axis.hasPlace(0, isLogarithmic: false) && !Axis.hasPlace(0, isLogarithmic: true))
    #expect(Axis.hasPlace(-1, isLogarithmic: false) && !Axis.hasPlace(-1, isLogarithmic: true))
  }
}
