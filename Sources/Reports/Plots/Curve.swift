extension LinePlot {
  /// What is drawn of a series, from the back to the front.
  struct Curve {
    /// The range of all seeds, never smoothed: no spike is hidden.
    let band: SeedBand?
    /// Each run as it was before smoothing.
    let behind: [[Point]]
    /// Each run, where they are drawn one by one.
    let thin: [[Point]]
    /// The line, or the median of several.
    let center: [Point]?
    /// The line or median before smoothing, for words.
    let raw: [Point]

    init(_ series: Series, of plot: LinePlot) {
      let runs = series.runs
      let isSmoothed = plot.smoothing > 0
      let smooth =
        isSmoothed
        ? runs.map { $0.smoothed(by: plot.smoothing, isVisible: plot.isVisible) } : runs
      guard runs.count > 1 else {
        (band, thin) = (nil, [])
        behind = isSmoothed ? runs : []
        center = smooth.first ?? []
        raw = runs.first ?? []
        return
      }
      let range = SeedBand(runs, isVisible: plot.isVisible)
      raw = range.median
      switch plot.seeds {
      case .band:
        (band, behind, thin) = (range, [], [])
        center =
          isSmoothed ? SeedBand(smooth, isVisible: plot.isVisible).median : range.median
      case .each:
        (band, center) = (nil, nil)
        behind = isSmoothed ? runs : []
        thin = smooth
      }
    }

    /// The line or median alone, for words.
    static func raw(_ series: Series, of plot: LinePlot) -> [Point] {
      series.runs.count > 1
        ? SeedBand(series.runs, isVisible: plot.isVisible).median : series.runs.first ?? []
    }

    /// How many lines it takes to draw it.
    var lineCount: Int {
      (band == nil ? 0 : 2) + behind.count + thin.count + (center == nil ? 0 : 1)
    }
  }
}
