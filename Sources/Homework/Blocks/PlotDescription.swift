import Notation

/// What a `plot` block asks for.
public struct PlotDescription: Sendable {
  /// One line of the chart.
  public struct Series: Sendable {
    public let file: Located
    public let x: Located
    public let y: Located
    public fileprivate(set) var label: String
  }

  public private(set) var series: [Series] = []
  public private(set) var title: String?
  public private(set) var xLabel: String?
  public private(set) var yLabel: String?
  public private(set) var xIsLogarithmic = false
  public private(set) var yIsLogarithmic = false

  /// Reads the YAML of a block.
  static func read(_ content: Fragment) -> (PlotDescription?, [Diagnostic]) {
    do throws(Diagnostic) {
      guard case .mapping(let pairs, let span) = try YAMLValue(parsing: content) else {
        throw Diagnostic(.plotIsNoMapping, at: content.span)
      }
      var plot = PlotDescription()
      try plot.take(pairs, at: span)
      return (plot, [])
    } catch {
      return (nil, [error])
    }
  }

  private static let keys = [
    "data", "x", "y", "series", "title", "x-label", "y-label", "x-axis", "y-axis",
  ]

  private mutating func take(
    _ pairs: [(key: Located, value: YAMLValue)], at span: Span
  ) throws(Diagnostic) {
    for (key, _) in pairs where !Self.keys.contains(key.text) {
      throw Diagnostic(.unknownPlotKey(key.text, Self.keys), at: key.span)
    }
    func word(_ key: String) throws(Diagnostic) -> Located? {
      guard let value = pairs.first(where: { $0.key.text == key })?.value else { return nil }
      return try value.word(of: key)
    }
    title = try word("title")?.text
    xLabel = try word("x-label")?.text
    yLabel = try word("y-label")?.text
    xIsLogarithmic = try isLogarithmic(word("x-axis"))
    yIsLogarithmic = try isLogarithmic(word("y-axis"))
    let (file, x) = (try word("data"), try word("x"))
    if let list = pairs.first(where: { $0.key.text == "series" })?.value {
      guard case .list(let items, _) = list else {
        throw Diagnostic(.plotIsNoMapping, at: list.span)
      }
      for item in items { series.append(try Self.series(item, file, x)) }
    }
    if let y = pairs.first(where: { $0.key.text == "y" })?.value {
      let names: [YAMLValue] = if case .list(let items, _) = y { items } else { [y] }
      for name in names {
        let column = try name.word(of: "y")
        series.append(try Self.series(file, x, column, nil, at: span))
      }
    }
    guard !series.isEmpty else { throw Diagnostic(.plotLacks("y"), at: span) }
    guard series.count <= 8 else { throw Diagnostic(.tooManySeries, at: span) }
    distinguish()
  }

  /// Lines of one name from several files are told apart by the file.
  private mutating func distinguish() {
    let labels = series.map(\.label)
    for index in series.indices where labels.count(where: { $0 == labels[index] }) > 1 {
      series[index].label += " (\(series[index].file.text))"
    }
  }

  private func isLogarithmic(_ word: Located?) throws(Diagnostic) -> Bool {
    guard let word else { return false }
    guard ["linear", "log"].contains(word.text) else {
      throw Diagnostic(.badSetting("axis", word.text, ["linear", "log"]), at: word.span)
    }
    return word.text == "log"
  }

  private static func series(
    _ value: YAMLValue, _ file: Located?, _ x: Located?
  ) throws(Diagnostic) -> Series {
    guard case .mapping(let pairs, let span) = value else {
      throw Diagnostic(.plotIsNoMapping, at: value.span)
    }
    var words: [String: Located] = [:]
    for (key, value) in pairs {
      guard ["data", "x", "y", "label"].contains(key.text) else {
        throw Diagnostic(.unknownPlotKey(key.text, ["data", "x", "y", "label"]), at: key.span)
      }
      words[key.text] = try value.word(of: key.text)
    }
    return try series(
      words["data"] ?? file, words["x"] ?? x, words["y"], words["label"]?.text, at: span)
  }

  private static func series(
    _ file: Located?, _ x: Located?, _ y: Located?, _ label: String?, at span: Span
  ) throws(Diagnostic) -> Series {
    guard let file else { throw Diagnostic(.plotLacks("data"), at: span) }
    guard let x else { throw Diagnostic(.plotLacks("x"), at: span) }
    guard let y else { throw Diagnostic(.plotLacks("y"), at: span) }
    let parts = file.text.split(separator: "/", omittingEmptySubsequences: false)
    guard !file.text.hasPrefix("/"), !parts.contains(".."), !file.text.contains(":"),
      !file.text.contains("\\"), !file.text.contains("\0"), !file.text.isEmpty
    else { throw Diagnostic(.pathLeaves(file.text), at: file.span) }
    return Series(file: file, x: x, y: y, label: label ?? y.text)
  }
}

extension YAMLValue {
  fileprivate func word(of key: String) throws(Diagnostic) -> Located {
    guard case .scalar(let word) = self else { throw Diagnostic(.settingIsNoWord(key), at: span) }
    return word
  }
}

extension Diagnostic.Message {
  static let plotIsNoMapping = Self(
    "plot-unclear", "a plot is described by lines of the form 'key: value'",
    hint: "write data: loss.csv, x: epoch, y: [train, test]")
  static let tooManySeries = Self(
    "plot-unclear", "a plot shows at most 8 lines", hint: "draw two plots")

  static func plotLacks(_ key: String) -> Self {
    Self("plot-unclear", "the plot has no '\(key)'", hint: "add a line '\(key): …'")
  }

  static func unknownPlotKey(_ key: String, _ known: [String]) -> Self {
    Self(
      "unknown-key", "a plot has no key '\(key)'",
      hint: nearest(to: key, in: known).map { "did you mean '\($0)'?" }
        ?? "its keys are " + known.joined(separator: ", "))
  }

  static func pathLeaves(_ path: String) -> Self {
    Self(
      "path-leaves", "'\(path)' is not a file beside the homework",
      hint: "name a file in the same folder or below it")
  }
}
