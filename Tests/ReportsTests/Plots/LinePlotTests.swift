import Notation
import Testing

@testable import Reports

@Suite("Line plots")
struct LinePlotTests {
  /// Noise that is the same on every run, with rare spikes.
  private static func noise(_ count: Int, seed: UInt64 = 1) -> [LinePlot.Point] {
    var state = seed
    return (0..<count).map { index in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let value = Double(state >> 40) / Double(1 << 24)
      return (x: Double(index), y: state >> 32 & 0xFFFF == 0 ? value * 50 : value)
    }
  }

  private static func quiet(_ count: Int, seed: UInt64) -> [LinePlot.Point] {
    noise(count, seed: seed).map { (x: $0.x, y: $0.y.truncatingRemainder(dividingBy: 1)) }
  }

  @Test("Of a million points, each column of pixels shows its lowest and its highest")
  func extremes() throws {
    let points = Self.noise(1_000_000)
    let plot = LinePlot(series: [.init(label: "loss", points: points)])
    #expect(plot.svg.utf8.count < 100_000)
    let line = try #require(paths(in: plot.svg).last { $0.tag.contains("--series-1") })
    let drawn = Dictionary(grouping: places(inPath: line.d)[0]) { Int($0.x.rounded(.down)) }
    // The axes as the picture has them: from its first and last mark and their values.
    let (xs, ys) = (Extent(0...999_999), Extent(points.map(\.y).min()!...points.map(\.y).max()!))
    let frame = PlotFrame(
      plot.words, x: .numbers(xs, isLogarithmic: false), y: .numbers(ys, isLogarithmic: false),
      legend: [])
    let panel = frame.panels[0]
    var wanted: [Int: Extent] = [:]
    for point in points {
      wanted[Int(panel.x(point.x).rounded(.down)), default: Extent()].insert(panel.y(point.y))
    }
    #expect(wanted.count > 550)
    for (column, extent) in wanted {
      // Rounding to tenths may carry a point over to the next column.
      let near = (column - 1...column + 1).flatMap { drawn[$0] ?? [] }.map(\.y)
      #expect(near.contains { abs($0 - extent.low) < 0.06 }, "\(column)")
      #expect(near.contains { abs($0 - extent.high) < 0.06 }, "\(column)")
    }
  }

  @Test("Whatever is asked for, the picture stays within what a page can carry")
  func bound() {
    let series = (1...8).map { number in
      LinePlot.Series(
        label: "run \(number)", runs: (1...3).map { Self.noise(4000, seed: UInt64($0 * number)) })
    }
    for (seeds, smoothing) in [(LinePlot.Seeds.band, 0), (.each, 0), (.each, 0.3), (.band, 0.5)] {
      var plot = LinePlot(series: series)
      (plot.seeds, plot.smoothing) = (seeds, smoothing)
      plot.marks = [LineMark(.spikes(rise: 0.1)), LineMark(.firstAboveStart)]
      #expect(plot.svg.utf8.count <= 100_000, "\(seeds) \(smoothing): \(plot.svg.utf8.count)")
    }
  }

  @Test(
    "No numbers break the picture",
    arguments: [
      [], [.nan], [.infinity, 1], [1e308, -1e308], [0, .leastNonzeroMagnitude],
      [.leastNonzeroMagnitude], [1e300, -1e300], [0, -1],
    ] as [[Double]], [true, false])
  func strange(_ values: [Double], _ isLogarithmic: Bool) {
    let points = values.map { (x: $0, y: $0) }
    for runs in [[points], [points, points.reversed()], []] {
      var plot = LinePlot(series: [.init(label: "y", runs: runs)])
      (plot.xIsLogarithmic, plot.yIsLogarithmic) = (isLogarithmic, isLogarithmic)
      plot.smoothing = 0.9
      plot.marks = [LineMark(.spikes(rise: 0)), LineMark(.firstAboveStart)]
      for seeds in LinePlot.Seeds.allCases {
        plot.seeds = seeds
        #expect(plot.svg.hasSuffix("</svg>") && !plot.svg.contains("nan"))
        #expect(!plot.markdown.isEmpty)
      }
    }
  }

  // MARK: - Words

  @Test(
    "The text alternative says what the line does",
    arguments: [
      (
        [(0, 1), (1, 2), (2, .nan), (3, 4), (4, .nan), (5, 1), (6, 2)],
        "a&lt;b: rises from 1 at 0 to 2 at 6; lowest 1 at 0, highest 4 at 3; 5 points."
      ),
      (
        [(1, 2), (2, 1)],
        "a&lt;b: falls from 2 at 1 to 1 at 2; lowest 1 at 2, highest 2 at 1; 2 points."
      ),
      ([(3, 2)], "a&lt;b: 2 at 3; 1 point."), ([(.nan, 2)], "a&lt;b: no points."),
    ] as [([(Double, Double)], String)])
  func words(_ points: [(Double, Double)], _ text: String) {
    let line = LinePlot.Series(label: "a<b", points: points.map { (x: $0.0, y: $0.1) })
    #expect(LinePlot(series: [line]).svg.contains("<desc>\(text)</desc>"))
  }

  @Test("The words of smoothed seeds speak of what was measured, and of all seeds")
  func seedWords() {
    let runs = [[5.0, 1, 9], [4, 2, 2], [6, 3, 3]].map { values in
      values.enumerated().map { (x: Double($0), y: $1) }
    }
    var plot = LinePlot(series: [.init(label: "loss", runs: runs)])
    plot.smoothing = 0.9
    plot.xLabel = "epoch"
    plot.marks = [LineMark(.spikes(rise: 0.5)), LineMark(.firstAboveStart)]
    #expect(
      plot.svg.contains(
        "<desc>loss: the median of 3 seeds falls from 5 at epoch 0 to 3 at epoch 2; lowest 2 at 1, "
          + "highest 5 at 0; 3 points. Of all seeds, lowest 1 at 1, highest 9 at 2. "
          + "Marked (rise of more than 0.5): 1, in 1 of 3 seeds, the first at epoch 2. "
          + "Marked (first above the start): 1, in 1 of 3 seeds, the first at epoch 2.</desc>"))
    #expect(
      plot.markdown.contains("| loss (median of 3 seeds) | 5 at 0 | 3 at 2 | 2 at 1 | 5 at 0 | 3 |")
    )
    #expect(plot.markdown.contains("- loss: Of all seeds, lowest 1 at 1, highest 9 at 2."))
  }

  // MARK: - Seeds, smoothing, marks

  @Test("A band is the median, the smallest and the largest where seeds have values")
  func band() {
    let runs: [[LinePlot.Point]] = [
      [(0, 1), (1, 5), (2, .nan), (3, .nan)], [(2, 4), (0, 3), (1, 1)],
      [(1, 3), (2, 8), (3, .nan)],
    ]
    let band = SeedBand(runs) { $0.y.isFinite }
    #expect(band.median.map(\.x) == [0, 1, 2, 3])
    #expect(band.median.prefix(3).map(\.y) == [2, 3, 6] && band.median[3].y.isNaN)
    #expect(band.low.prefix(3).map(\.y) == [1, 1, 4])
    #expect(band.high.prefix(3).map(\.y) == [3, 5, 8])
  }

  @Test("A spike of one seed is on the band, whatever is smoothed")
  func bandSpike() throws {
    var runs = [UInt64(1), 2, 3].map { Self.quiet(50_000, seed: $0) }
    runs[1][31_234].y = 9
    var plot = LinePlot(series: [.init(label: "loss", runs: runs)])
    plot.smoothing = 0.99
    let band = try #require(paths(in: plot.svg).first { $0.tag.contains("fill: var(--series-1") })
    let heights = places(inPath: band.d)[0].map(\.y)
    #expect(heights.min()! < heights.sorted()[heights.count / 2] - 150)
  }

  @Test("Smoothing starts at the first value, ends at the mean, and leaves gaps alone")
  func smoothing() {
    let line: [LinePlot.Point] = [(0, 4), (1, 2), (2, .nan), (3, 2)]
    let smooth = line.smoothed(by: 0.5) { $0.y.isFinite }
    #expect(smooth.map(\.x) == [0, 1, 2, 3])
    #expect(smooth[0].y == 4 && abs(smooth[1].y - 8.0 / 3) < 1e-15 && smooth[2].y.isNaN)
    #expect(abs(smooth[3].y - 16.0 / 7) < 1e-15)
    let constant = (0..<1000).map { (x: Double($0), y: 0.1) }.smoothed(by: 0.99) { _ in true }
    #expect(constant.allSatisfy { abs($0.y - 0.1) < 1e-12 })
  }

  @Test("Behind a smoothed line stands the raw one with its spike")
  func raw() throws {
    var points = (0..<10_000).map { (x: Double($0), y: 1.0) }
    points[6_543].y = 9
    var plot = LinePlot(series: [.init(label: "loss", points: points)])
    plot.smoothing = 0.999
    let lines = paths(in: plot.svg).filter { $0.tag.contains("stroke: var(--series-1") }
    let spread = lines.map { line in
      let heights = places(inPath: line.d).joined().map(\.y)
      return heights.max()! - heights.min()!
    }
    #expect(spread.count == 2)
    #expect(spread[0] > 200 && spread[1] < 5)
    #expect(lines[0].tag.contains("stroke-opacity=\"0.35\""))
    #expect(plot.svg.contains(">before smoothing<"))
  }

  @Test(
    "Marks stand where a check would count",
    arguments: [
      (LineMark.Rule.spikes(rise: 0.3), [1, 1.25, 1.6, 1, 2], [2.0, 4]),
      (.spikes(rise: 0.3), [1], []), (.spikes(rise: 0), [1, 1, 0.5, 0.6], [3]),
      (.firstAboveStart, [1, 0.9, 1, 1.01, 2], [3]), (.firstAboveStart, [2, 1], []),
    ] as [(LineMark.Rule, [Double], [Double])])
  func marks(_ rule: LineMark.Rule, _ values: [Double], _ places: [Double]) {
    let run = values.enumerated().map { (x: Double($0), y: $1) }
    #expect(LineMark(rule).points(of: run).map(\.x) == places)
  }

  @Test("Of marks that would cover each other, the highest is drawn")
  func crowdedMarks() {
    let places = (0..<7000).map { PicturePoint(x: Double($0) / 100, y: Double($0 % 700)) }
    let kept = LineMark.apart(places)
    #expect(kept.count == 10 && kept.allSatisfy { $0.y == 0 })
  }

  // MARK: - From descriptions

  @Test(
    "What is wrong with one line leaves the others",
    arguments: [
      ("x: a\ny: [b, c]", "a,b,c\n1,2,3\n2,,4\n", 2, ["missing-values"]),
      ("x: a\ny: [b, c]", "a,b,c\n1,2,3\n,3,4\n", 2, ["missing-values"]),
      ("x: a\ny: [b, c]\ny-axis: log", "a,b,c\n1,2,3\n2,0,4\n", 2, ["not-positive"]),
      ("x: a\ny: [b, c]", "a,b,c\n1,1e307,3\n2,0,4\n", 2, ["too-large"]),
      ("x: a\ny: [b, c]", "a,b,c\n1,x,3\n", 1, ["no-number"]),
      ("x: a\ny: [b, d]", "a,b,c\n1,2,3\n", 1, ["no-column"]),
      ("x: a\ny: b", "a;b\n1;2\n", 1, []), ("x: a\ny: b", "a,b\n", 1, []),
    ])
  func problems(_ description: String, _ table: String, _ lines: Int, _ codes: [String]) {
    let (plot, problems) = draw(description, table)
    #expect((plot as? LinePlot)?.series.count ?? 0 == lines)
    #expect(problems.map(\.message.code) == codes)
  }

  @Test("Lines from several parts keep what they do not say themselves")
  func parts() throws {
    let (plot, problems) = draw(
      "x: a\nseries:\n  - {y: b}\n  - {x: c, y: b}\n  - {y: c, label: with clipping}",
      "a,b,c\n1,2,3\n")
    let lines = try #require(plot as? LinePlot)
    #expect(problems.isEmpty)
    #expect(lines.series.map(\.label) == ["b (a.csv)", "b (a.csv)", "with clipping"])
    #expect(lines.series.map { $0.runs[0][0].x } == [1, 3, 1])
  }

  @Test("In a log, rows where nothing was measured are no gaps; a value that is no number is one")
  func logRows() throws {
    let table = "seed,a,b,c\n1,0,,2\n1,1,5,\n1,2,6,\n1,3,7,1\n1,4,nan,\n"
    let (plot, problems) = draw("x: a\ny: [b, c]", table, isLog: true)
    let lines = try #require(plot as? LinePlot)
    #expect(lines.series[0].runs[0].map(\.x) == [1, 2, 3, 4])
    #expect(lines.series[1].runs[0].map(\.x) == [0, 3])
    #expect(problems.map(\.message.code) == ["missing-values"])
    #expect(problems.first?.message.text.contains("a.csv:6:5") == true)
    #expect(draw("x: a\ny: c", table).problems.map(\.message.code) == ["missing-values"])
    let never = draw("x: a\ny: b", "a,b\n1,\n2,\n", isLog: true).problems
    #expect(never.map(\.message.text) == ["the experiment never measured 'b'"])
  }

  @Test("Seeds are told apart, and drawn as a band unless said otherwise")
  func seeds() throws {
    let table = "seed,a,b\n10,1,2\n9,1,3\n10,2,4\n9,2,5\n"
    let band = try #require(draw("x: a\ny: b", table).plot as? LinePlot)
    #expect(band.seeds == .band)
    #expect(band.series[0].runs.map { $0.map(\.y) } == [[3, 5], [2, 4]])
    #expect((draw("x: a\ny: b\nseeds: each", table).plot as? LinePlot)?.seeds == .each)
    let split = try #require(draw("x: a\ny: b\nby: seed", table).plot as? LinePlot)
    #expect(split.panels == ["seed 9", "seed 10"])
    #expect(split.series.map(\.runs.count) == [1, 1] && split.series.map(\.panel) == [0, 1])
    let drawn = try #require(draw("x: a\ny: seed", table).plot as? LinePlot)
    #expect(drawn.series[0].runs.count == 1)
  }

  @Test("Panels are the values of a column, or the series")
  func panels() throws {
    let table = "lag,state,b,c\n1,h,2,3\n1,c,4,5\n2,h,6,7\n"
    let states = try #require(draw("x: lag\ny: [b, c]\nby: state", table).plot as? LinePlot)
    #expect(states.panels == ["h", "c"])
    #expect(
      states.series.map(\.panel) == [0, 1, 0, 1] && states.series.map(\.number) == [0, 0, 1, 1])
    let series = try #require(draw("x: lag\ny: [b, c]\nby: series", table).plot as? LinePlot)
    #expect(series.panels == ["b", "c"] && series.series.map(\.panel) == [0, 1])
  }
}
