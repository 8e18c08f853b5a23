import Testing

@testable import Reports

@Suite("Polylines")
struct PolylineTests {

  /// Noise that is the same on every run.
  private static func noise(_ count: Int) -> [Double] {
    var state: UInt64 = 1
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 40) / Double(1 << 24) * 300
    }
  }

  @Test("Every pixel column keeps its lowest and its highest point", arguments: [10, 999, 50_000])
  func extremes(_ count: Int) {
    let places = Self.noise(count).enumerated().map { index, y in
      PicturePoint(x: Double(index) / Double(count) * 560, y: y)
    }
    let line = Polyline(through: places, pieces: 560)
    let drawn = line.runs.joined()
    #expect(line.runs.count == 1)
    #expect(drawn.count <= 2 * 560)
    #expect(zip(drawn, drawn.dropFirst()).allSatisfy { $0.x <= $1.x })
    let all = Dictionary(grouping: places) { Int($0.x) }
    let kept = Dictionary(grouping: drawn) { Int($0.x) }
    #expect(all.count == kept.count)
    for (column, places) in all {
      #expect(kept[column]?.map(\.y).min() == places.map(\.y).min())
      #expect(kept[column]?.map(\.y).max() == places.map(\.y).max())
    }
  }

  @Test("A line that turns back is bounded as well, and keeps its peak")
  func unsorted() {
    let (xs, ys) = (Self.noise(40_000), Self.noise(80_000).suffix(40_000))
    var places = zip(xs, ys).map { PicturePoint(x: $0, y: $1) }
    places[12_345] = PicturePoint(x: 7, y: -50)
    let line = Polyline(through: places, pieces: 560)
    #expect(line.runs.joined().count <= 2 * 560)
    #expect(line.runs.joined().contains(PicturePoint(x: 7, y: -50)))
  }

  @Test("A short line that turns back keeps every point")
  func loop() {
    let places = [
      PicturePoint(x: 0, y: 0), PicturePoint(x: 9, y: 5), PicturePoint(x: 0.2, y: 9),
      PicturePoint(x: 0.1, y: 1),
    ]
    #expect(Polyline(through: places, pieces: 560).runs == [places])
  }

  @Test("A gap breaks the line, and a lone point is a dot")
  func gaps() {
    let places: [PicturePoint?] = [
      nil, PicturePoint(x: 0, y: 1), PicturePoint(x: 5, y: 2), nil, nil, PicturePoint(x: 9, y: 3),
    ]
    let line = Polyline(through: places, pieces: 560)
    #expect(line.path == "M0 1l5 1")
    #expect(line.dots == "M9 3h0")
  }

  @Test("A gap at every other point does not make the picture large")
  func manyGaps() {
    let places = (0..<100_000).map { $0 % 2 == 0 ? nil : PicturePoint(x: Double($0) / 200, y: 1) }
    let line = Polyline(through: places, pieces: 560)
    #expect(line.path.utf8.count + line.dots.utf8.count < 60_000)
  }

  @Test("A path is written in steps of a tenth of a pixel that do not drift")
  func steps() {
    let places = [(0.04, 1), (0.46, 0.6), (10.44, 0.6), (10.4, 12)].map {
      PicturePoint(x: $0.0, y: $0.1)
    }
    var path = PathData()
    path.draw(places)
    #expect(path.text == "M0 1l.5-.4 9.9 0 0 11.4")
    let noise = Self.noise(2000).enumerated().map { PicturePoint(x: Double($0) / 7, y: $1) }
    var long = PathData()
    long.draw(noise)
    for (drawn, place) in zip(ReportsTests.places(inPath: long.text)[0], noise) {
      #expect(abs(drawn.x - place.x) < 0.06 && abs(drawn.y - place.y) < 0.06)
    }
  }

  @Test("Points too near each other for a line are a dot")
  func near() {
    let line = Polyline(
      through: [PicturePoint(x: 3, y: 1), PicturePoint(x: 3.02, y: 1.01)], pieces: 560)
    #expect(line.path.isEmpty && line.dots == "M3 1h0")
  }

  @Test("No points, no path")
  func empty() {
    #expect(Polyline(through: [nil, nil], pieces: 560).runs.isEmpty)
  }

  @Test(
    "Coordinates have at most one decimal",
    arguments: [(0, "0"), (0.04, "0"), (-0.04, "0"), (12.34, "12.3"), (-0.25, "-0.3"), (7, "7")])
  func pixels(_ number: Double, _ text: String) {
    #expect(number.pixels == text)
  }
}
