import RealModule

/// From values to places along one side of the paper, and the round numbers beside it.
struct Axis: Sendable {
  /// A mark; those without a label are fainter, between two decades.
  struct Tick: Sendable {
    let value: Double
    let label: String?
  }

  let range: ClosedRange<Double>
  let ticks: [Tick]
  let isLogarithmic: Bool
  /// The places of the ends; set when it is known how much room the labels take.
  var paper: (from: Double, to: Double) = (0, 1)
  /// The ends as they are laid out: a difference of logarithms, for the ratio of the ends may overflow.
  private let start: Double
  private let length: Double

  /// An axis that holds all the values, rounded out to ticks.
  ///
  /// - Parameter count: about how many labels are wanted.
  init(holding extent: Extent, isLogarithmic: Bool, count: Int = 6) {
    if isLogarithmic {
      let (low, high) = Self.roundEnds(extent)
      self.init(
        low.value...high.value, Self.decades(from: low, to: high, count: count),
        isLogarithmic: true)
    } else {
      let ticks = Self.multiples(in: extent, count: count)
      self.init(
        (ticks.first?.value ?? 0)...(ticks.last?.value ?? 1), ticks, isLogarithmic: false)
    }
  }

  /// An axis with a place of width 1 for each name.
  ///
  /// - Parameter every: so many names share a label, that of the first.
  init(names: [String], every: Int = 1) {
    let ticks = names.enumerated().filter { $0.offset.isMultiple(of: every) }.map { index, name in
      Tick(value: Double(index) + 0.5, label: name.shortened(to: 24))
    }
    self.init(0...Double(max(names.count, 1)), ticks, isLogarithmic: false)
  }

  private init(_ range: ClosedRange<Double>, _ ticks: [Tick], isLogarithmic: Bool) {
    (self.range, self.ticks, self.isLogarithmic) = (range, ticks, isLogarithmic)
    let ends = [range.lowerBound, range.upperBound].map { isLogarithmic ? Double.log($0) : $0 }
    (start, length) = (ends[0], ends[1] - ends[0])
  }

  func callAsFunction(_ value: Double) -> Double {
    let part = ((isLogarithmic ? Double.log(value) : value) - start) / length
    return paper.from + part * (paper.to - paper.from)
  }

  /// Without marks at what counts nothing.
  var withWholeTicks: Axis {
    let whole = ticks.filter { $0.value == $0.value.rounded() }
    return Axis(range, whole, isLogarithmic: isLogarithmic)
  }

  /// How far the first and the last label stand out, on so much paper.
  func overhang(of width: Double) -> (left: Double, right: Double) {
    var axis = self
    axis.paper = (0, width)
    let labels = ticks.filter { $0.label != nil }
    func room(_ tick: Tick?) -> Double { PlotFrame.room(for: tick?.label ?? "") / 2 }
    return (
      max(0, room(labels.first) - axis(labels.first?.value ?? range.lowerBound)),
      max(0, room(labels.last) - width + axis(labels.last?.value ?? range.upperBound))
    )
  }

  /// Numbers beyond these limits have no place, so that no step below can overflow.
  static func hasPlace(_ value: Double, isLogarithmic: Bool) -> Bool {
    value.magnitude <= 1e300 && (!isLogarithmic || value >= 1e-300)
  }

  // MARK: - Linear

  /// Multiples of a step of 1, 2 or 5 times a power of ten, from below the values to above.
  private static func multiples(in extent: Extent, count: Int) -> [Tick] {
    let (low, high) = extent.widened
    let step = RoundNumber.atLeast((high - low) / Double(count))
    let first = Int((low / step.value + 1e-9).rounded(.down))
    let last = max(first + 1, Int((high / step.value - 1e-9).rounded(.up)))
    let numbers = (first...last).map {
      RoundNumber(significand: $0 * step.significand, exponent: step.exponent)
    }
    return labelled(numbers.map { ($0, true) })
  }

  // MARK: - Logarithmic

  private static func roundEnds(_ extent: Extent) -> (low: RoundNumber, high: RoundNumber) {
    guard extent.low <= extent.high else {
      return (RoundNumber(significand: 1, exponent: 0), RoundNumber(significand: 1, exponent: 1))
    }
    let (low, high) = (RoundNumber.atMost(extent.low), RoundNumber.atLeast(extent.high))
    return low == high ? (low.smaller, high.larger) : (low, high)
  }

  /// Powers of ten; if there are few, with 2 and 5 times each, or with every multiple.
  private static func decades(
    from low: RoundNumber, to high: RoundNumber, count: Int
  ) -> [Tick] {
    let exponents = low.exponent...high.exponent
    let every = exponents.count / (count + 2) + 1
    func numbers(_ factors: [Int]) -> [RoundNumber] {
      exponents.filter { $0.isMultiple(of: every) }.flatMap { exponent in
        factors.map { RoundNumber(significand: $0, exponent: exponent) }
      }.filter { ($0.value >= low.value) && ($0.value <= high.value) }
    }
    let choices = [numbers([1]), numbers([1, 2, 5]), numbers(Array(1...9))]
    let major = choices.first { $0.count >= 3 } ?? choices[2]
    let marks = every == 1 && exponents.count <= count ? choices[2] : major
    return labelled(marks.map { ($0, major.contains($0)) })
  }

  /// All labels of an axis are written in one way: in full where that is easier to read.
  private static func labelled(_ numbers: [(RoundNumber, hasLabel: Bool)]) -> [Tick] {
    let written = numbers.filter(\.hasLabel).map(\.0)
    let isShort =
      written.allSatisfy(\.isShortInFull)
      || written.map(\.inFull.count).max() ?? 0 <= written.map(\.scientific.count).max() ?? 0
    return numbers.map { number, hasLabel in
      Tick(
        value: number.value,
        label: hasLabel ? (isShort ? number.inFull : number.scientific) : nil)
    }
  }
}

/// What an axis must hold, before it is known how many labels have room beside it.
enum AxisContent: Sendable {
  case numbers(Extent, isLogarithmic: Bool)
  case names([String])
  /// From nothing to the largest of some counts; logarithmic, from a little below 1.
  case counts(upTo: Int, isLogarithmic: Bool)

  /// The axis with as many labels as stand below it side by side.
  func below(width: Double) -> Axis {
    func fits(_ axis: Axis) -> Bool {
      axis.ticks.compactMap(\.label).reduce(0) { $0 + PlotFrame.room(for: $1) + 14 } <= width
    }
    switch self {
    case .numbers(let extent, let isLogarithmic):
      let axes = [7, 5, 3, 2].lazy.map {
        Axis(holding: extent, isLogarithmic: isLogarithmic, count: $0)
      }
      return axes.first(where: fits)
        ?? Axis(holding: extent, isLogarithmic: isLogarithmic, count: 1)
    case .names(let names):
      let axes = RoundNumber.counts.lazy.map { Axis(names: names, every: $0) }
      return axes.first(where: fits) ?? Axis(names: names, every: max(names.count, 1))
    case .counts: return beside(height: width / 2)
    }
  }

  /// The axis with as many labels as stand beside it one above the other.
  func beside(height: Double) -> Axis {
    switch self {
    case .numbers(let extent, let isLogarithmic):
      return Axis(
        holding: extent, isLogarithmic: isLogarithmic, count: max(2, Int(height / 45)))
    case .names(let names):
      let every = RoundNumber.counts.first { Double(names.count / $0) * 16 <= height }
      return Axis(names: names, every: every ?? max(names.count, 1))
    case .counts(let most, let isLogarithmic):
      let extent = Extent((isLogarithmic ? 0.6 : 0)...Double(max(1, most)))
      return AxisContent.numbers(extent, isLogarithmic: isLogarithmic).beside(height: height)
        .withWholeTicks
    }
  }
}

/// The smallest and the largest of some values.
struct Extent: Sendable {
  private(set) var low = Double.infinity
  private(set) var high = -Double.infinity

  init() {}

  init(_ range: ClosedRange<Double>) { (low, high) = (range.lowerBound, range.upperBound) }

  mutating func insert(_ value: Double) {
    low = min(low, value)
    high = max(high, value)
  }

  /// With room around a value that is alone, or as good as alone.
  var widened: (low: Double, high: Double) {
    guard low <= high else { return (0, 1) }
    guard isPoint else { return (low, high) }
    let room = size < 1e-300 ? 1 : size / 2
    return (low - room, high + room)
  }

  /// Whether its ends are as good as one.
  var isPoint: Bool { high - low <= size * 1e-12 || size < 1e-300 }

  private var size: Double { max(low.magnitude, high.magnitude) }
}
