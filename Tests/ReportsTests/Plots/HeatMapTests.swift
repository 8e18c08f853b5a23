import RealModule
import Testing

@testable import Reports

@Suite("Heat maps")
struct HeatMapTests {
  @Test("Colours grow lighter from the lowest to the highest, each by as much as the eye sees")
  func palette() {
    let greys = (0..<ColorScale.levels).map { level in
      let color = ColorScale.color(of: level)
      let parts = [1, 3, 5].map { start in
        let digits = color.dropFirst(start).prefix(2)
        return Double(Int(digits, radix: 16) ?? -1) / 255
      }
      // As a printer without colours weighs them (ITU-R BT.709, gamma about 2.2).
      let linear = parts.map { $0 <= 0.04045 ? $0 / 12.92 : Self.power(($0 + 0.055) / 1.055) }
      let luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
      return luminance
    }
    #expect(zip(greys, greys.dropFirst()).allSatisfy { $1 > $0 })
    #expect(greys[0] < 0.03 && greys[greys.count - 1] > 0.7)
  }

  /// x^2.4
  private static func power(_ x: Double) -> Double { Double.pow(x, 2.4) }

  @Test(
    "A value has the colour of its part of the scale",
    arguments: [(-1.0, 0), (0, 0), (0.4999, 15), (0.5, 16), (1, 31), (7, 31)])
  func levels(_ value: Double, _ level: Int) {
    #expect(ColorScale(range: 0...1).level(of: value) == level)
  }

  @Test("Cells stand where their columns and rows say, from the bottom, and missing ones are empty")
  func cells() throws {
    let table = "t,u,v\n0,0,0\n1,0,0\n2,0,1\n0,1,1\n2,1,0\n"
    let map = try #require(draw("kind: heatmap\nx: t\ny: u\nvalue: v", table).plot as? HeatMap)
    #expect(map.columns == ["0", "1", "2"] && map.rows == ["0", "1"])
    #expect(map.panels[0].values[0] == [0, 0, 1])
    #expect(map.panels[0].values[1][1].isNaN)
    let cells = paths(in: map.svg).filter { $0.d.contains(".5") && $0.tag.contains("stroke=\"#") }
      .filter { !$0.tag.contains("stroke-width") }
    #expect(cells.map(\.d) == ["M2 0.5h1m-3 1h2", "M0 0.5h1m1 1h1"])
    #expect(cells.map { $0.tag.contains(ColorScale.color(of: 0)) } == [true, false])
  }

  @Test("Panels have scales of their own, and of several seeds the first or the named is drawn")
  func seeds() throws {
    let table =
      "seed,t,s,v\n2,0,f,0.5\n1,0,f,0.1\n1,1,f,0.9\n1,0,c,-8\n1,1,c,7\n2,1,f,0.25\n2,0,c,1\n2,1,c,2\n"
    let description = "kind: heatmap\nx: t\ny: t\nvalue: v\nby: s"
    let first = try #require(draw(description, table).plot as? HeatMap)
    #expect(first.panels.map(\.name) == ["f", "c"])
    #expect(first.panels[1].values[0][0] == -8)
    #expect(
      first.svg.contains(">v (seed 1)<") && first.svg.contains(">−5<")
        && first.svg.contains(">0.5<"))
    let second = try #require(draw(description + "\nseed: 2", table).plot as? HeatMap)
    #expect(second.panels[0].values[0][0] == 0.5)
    #expect(second.svg.contains("f: lowest 0.25 at t 1, t 1; highest 0.5 at t 0, t 0; 2 values."))
  }

  @Test("As many cells as are drawn fit into a page")
  func size() {
    let values = (0..<8).map { row in (0..<100).map { Double(($0 &* 7919 + row &* 104_729) % 97) } }
    let panels = (0..<10).map { HeatMap.Panel(name: "\($0)", values: values) }
    let names = (0..<100).map(String.init)
    let map = HeatMap(columns: names, rows: Array(names.prefix(8)), panels: panels)
    #expect(panels.count * 800 == HeatMap.mostCells)
    #expect(map.svg.utf8.count <= 100_000, "\(map.svg.utf8.count)")
  }
}
