import Notation
import Testing

@testable import Reports

@Suite("Kinds of plots")
struct PlotKindTests {
  /// What is wrong, whichever kind finds it, and whether a picture is left.
  @Test(
    "Bad descriptions and tables are told, and never drawn wrongly",
    arguments: [
      // Keys
      ("kind: liens\nx: a\ny: b", "a,b\n1,2\n", false, ["unknown-plot"]),
      ("x: a\ny: b\nylabel: c", "a,b\n1,2\n", false, ["unknown-key"]),
      ("x: a\nseries: [{y: b, lable: c}]", "a,b\n1,2\n", false, ["unknown-key"]),
      ("kind: heatmap\nx: a\ny: b\nvalue: c\nbins: 4", "a,b,c\n1,2,3\n", false, ["unknown-key"]),
      ("y: b", "a,b\n1,2\n", false, ["plot-unclear"]),
      ("x: a", "a,b\n1,2\n", false, ["plot-unclear"]),
      ("x: a\ny: []", "a,b\n1,2\n", false, ["plot-unclear"]),
      ("x: a\ny: [a, b, c, d, e, f, g, h, i]", "a\n1\n", false, ["plot-unclear"]),
      ("x: a\ny: b\ny-axis: logarithm", "a,b\n1,2\n", false, ["bad-value"]),
      ("x: a\ny: b\nsmoothing: 1", "a,b\n1,2\n", false, ["bad-value"]),
      ("x: a\ny: b\nsmoothing: -0.1", "a,b\n1,2\n", false, ["bad-value"]),
      ("x: a\ny: b\nsmoothing: strong", "a,b\n1,2\n", false, ["bad-value"]),
      ("x: a\ny: b\nseeds: all", "a,b\n1,2\n", false, ["bad-value"]),
      ("x: a\ny: b\nseeds: each", "a,b\n1,2\n", false, ["no-column"]),
      ("x: a\ny: b\nby: c", "a,b\n1,2\n", false, ["no-column"]),
      ("x: a\ny: b\nmarks: peaks", "a,b\n1,2\n", false, ["unknown-mark"]),
      ("x: a\ny: b\nmarks: spikes", "a,b\n1,2\n", false, ["plot-unclear"]),
      ("x: a\ny: b\nmarks: {spikes: {rise: -1}}", "a,b\n1,2\n", false, ["bad-value"]),
      ("x: a\ny: b\nmarks: {spikes: {rise: 1, over: 2}}", "a,b\n1,2\n", false, ["unknown-key"]),
      ("x: a\ny: b\nmarks: {spikes: {rise: 1, of: c}}", "a,b\n1,2\n", false, ["no-column"]),
      // Confusion matrices
      ("kind: confusion", "true,predicted\n0,0\n", false, ["no-column"]),
      ("kind: confusion", "true,predicted,count\n0,0,-1\n", false, ["no-count"]),
      ("kind: confusion", "true,predicted,count\n0,0,1.5\n", false, ["no-count"]),
      ("kind: confusion", "true,predicted,count\n0,0,1e18\n", false, ["no-count"]),
      ("kind: confusion", "true,predicted,count\n0,0,x\n", false, ["no-number"]),
      ("kind: confusion", "true,predicted,count\n0,0,nan\n1,1,3\n", true, ["missing-values"]),
      (
        "kind: confusion", "true,predicted,count\n0,9223372036854775807,1\n", false,
        ["plot-too-large"]
      ),
      ("kind: confusion", "true,predicted,count\n0,30,1\n", false, ["plot-too-large"]),
      ("kind: confusion\nlabels: [a]", "true,predicted,count\n0,1,1\n", false, ["bad-value"]),
      (
        "kind: confusion\nlabels: [a, b]", "true,predicted,count\ncat,dog,1\n", false, ["bad-value"]
      ),
      // Heat maps
      ("kind: heatmap\nx: a\ny: b", "a,b,c\n1,2,3\n", false, ["plot-unclear"]),
      ("kind: heatmap\nx: a\ny: b\nvalue: d", "a,b,c\n1,2,3\n", false, ["no-column"]),
      ("kind: heatmap\nx: a\ny: b\nvalue: c", "a,b,c\n1,2,3\n1,2,4\n", false, ["cell-twice"]),
      ("kind: heatmap\nx: a\ny: b\nvalue: c", "a,b,c\n1,2,high\n", false, ["no-number"]),
      ("kind: heatmap\nx: a\ny: b\nvalue: c", "a,b,c\n1,2,inf\n1,3,4\n", true, ["missing-values"]),
      (
        "kind: heatmap\nx: a\ny: b\nvalue: c\nseed: 3", "seed,a,b,c\n1,1,2,3\n", false,
        ["bad-value"]
      ),
      // Histograms
      ("kind: histogram", "a\n1\n", false, ["plot-unclear"]),
      ("kind: histogram\nx: [a, b]", "a\n1\n", true, ["no-column"]),
      ("kind: histogram\nx: a\nbins: 0", "a\n1\n", false, ["bad-value"]),
      ("kind: histogram\nx: a\nbins: 2.5", "a\n1\n", false, ["bad-value"]),
      ("kind: histogram\nx: a\nbins: 1000000", "a\n1\n", false, ["bad-value"]),
      ("kind: histogram\nx: a", "a\n1\nnan\n", true, ["missing-values"]),
      ("kind: histogram\nx: a\nx-axis: log", "a\n1\n-1\n", true, ["not-positive"]),
      ("kind: histogram\nx: a", "a\nx\n", false, ["no-number"]),
    ] as [(String, String, Bool, [String])])
  func bad(_ description: String, _ table: String, _ isDrawn: Bool, _ codes: [String]) {
    let (plot, problems) = draw(description, table)
    #expect(problems.map(\.message.code) == codes)
    #expect((plot != nil) == isDrawn)
  }

  @Test(
    "Misspelled names are suggested",
    arguments: [
      ("kind: histogramm\nx: a", "did you mean 'histogram'?"),
      ("x: a\ny: b\nsmoothin: 0.9", "did you mean 'smoothing'?"),
      ("x: a\ny: b\nmarks: first-above-strat", "did you mean 'first-above-start'?"),
      ("kind: heatmap\nx: a\ny: b\nvalue: valu", "did you mean 'value'?"),
    ])
  func suggestions(_ description: String, _ hint: String) {
    #expect(draw(description, "a,b,value\n1,2,3\n").problems.map(\.message.hint) == [hint])
  }

  private static let many = (0..<13).map { "\($0),1,\($0)\n" }.joined()

  @Test(
    "What is too large to be read is refused",
    arguments: [
      ("x: b\ny: a\nby: c", "a,b,c\n" + many, "13 panels"),
      ("kind: histogram\nx: a\nby: c", "a,b,c\n" + many, "13 panels"),
      ("kind: heatmap\nx: b\ny: b\nvalue: a\nby: c", "a,b,c\n" + many, "13 panels"),
      (
        "kind: heatmap\nx: a\ny: a\nvalue: a",
        "a\n" + (0..<101).map { "\($0)\n" }.joined(), "10201 cells"
      ),
      (
        "x: a\ny: b\nseeds: each", "seed,a,b\n" + (0..<150).map { "\($0),1,1\n" }.joined(),
        "150 lines"
      ),
      ("x: a\ny: b", "seed,a,b\n" + (0..<201).map { "\($0),1,1\n" }.joined(), "201 seeds"),
    ])
  func limits(_ description: String, _ table: String, _ words: String) {
    let (plot, problems) = draw(description, table)
    #expect(plot == nil)
    #expect(problems.map(\.message.code) == ["plot-too-large"])
    #expect(problems.first?.message.text.hasPrefix(words) == true, "\(problems)")
  }

  private static let descriptions = [
    "x: a\ny: b\nmarks: first-above-start", "x: a\ny: b\nby: a\nsmoothing: 0.5",
    "x: a\ny: b\nby: series",
    "kind: confusion\ntrue: a\npredicted: a\ncount: b", "kind: heatmap\nx: a\ny: a\nvalue: b",
    "kind: heatmap\nx: a\ny: a\nvalue: b\nby: a", "kind: histogram\nx: b",
    "kind: histogram\nx: b\nby: a",
    "kind: histogram\nx: b\nx-axis: log\ny-axis: log", "kind: histogram\nx: b\nbins: 7",
  ]

  @Test("Few numbers, equal numbers and none break no picture", arguments: descriptions)
  func small(_ description: String) throws {
    for table in ["a,b\n", "a,b\n1,1\n", "a,b\n1,5\n2,5\n3,5\n", "a,b\n0,0\n", "a,b\n1,nan\n"] {
      let (plot, problems) = draw(description, table)
      for problem in problems where problem.severity == .error {
        #expect(problem.message.code == "plot-too-large", "\(table) \(problem)")
      }
      guard let plot else { continue }
      #expect(plot.svg.hasSuffix("</svg>") && !plot.svg.contains("nan"), "\(table)")
      #expect(!plot.markdown.isEmpty)
    }
  }

  @Test(
    "Numbers at the ends of what a Double holds are drawn, or told", arguments: descriptions,
    ["linear", "log"])
  func extremes(_ description: String, _ axis: String) {
    let numbers = [
      "1e200", "5e-324", "1.7e308", "-1.7e308", "nan", "inf", "0", "1", "1e300", "-1e300", "1e-300",
      "1e-310", "1e301",
    ]
    for (first, second) in zip(numbers, numbers.dropFirst(2) + numbers.prefix(2)) {
      let table = "a,b\n\(first),\(second)\n\(second),1\n1,2\n"
      for more in ["", "\nx-axis: \(axis)\ny-axis: \(axis)", "\nbins: 3\nx-axis: \(axis)"] {
        guard let plot = draw(description + more, table).plot else { continue }
        let paths = paths(in: plot.svg)
        #expect(!paths.isEmpty && paths.allSatisfy { !$0.d.contains("n") }, "\(table)")
        #expect(!plot.markdown.isEmpty && !plot.data.isEmpty)
      }
    }
  }

  @Test("Nothing that an author or a table says becomes markup", arguments: descriptions)
  func escaped(_ description: String) throws {
    let evil = "<script>|x"
    let names = description.replacing(" a\n", with: " \"\(evil)\"\n")
    let table = "a,\"\(evil)\",b\n1,1,1\n\"</svg><b>\",\"</svg><b>\",2\n"
    let (plot, _) = draw(names + "\ntitle: '<script>alert(1)</script>'\nx-label: '<b>'", table)
    guard let plot else { return }
    #expect(!plot.svg.contains("<script") && !plot.svg.contains("<b>"))
    #expect(plot.svg.split(separator: "</svg>").count == 1)
    let markdown = plot.markdown.joined(separator: "\n")
    #expect(markdown.split(separator: "<").dropLast().allSatisfy { $0.hasSuffix("\\") })
    #expect(!markdown.hasPrefix("<"))
  }

  @Test("A file without a table has its message, and no second one", arguments: descriptions)
  func noTable(_ description: String) {
    #expect(draw(description, "").problems.isEmpty)
  }
}
