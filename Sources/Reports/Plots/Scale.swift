import Homework
import RealModule

/// From the values of an axis to places on the paper.
struct Scale {
  let range: ClosedRange<Double>
  let isLogarithmic: Bool
  /// The places of the ends.
  let paper: (from: Double, to: Double)

  /// An axis that holds all values, rounded out to ticks.
  init(_ values: some Sequence<Double>, isLogarithmic: Bool, paper: (from: Double, to: Double)) {
    self.isLogarithmic = isLogarithmic
    self.paper = paper
    var (low, high) = (Double.infinity, -Double.infinity)
    for value in values {
      low = min(low, value)
      high = max(high, value)
    }
    if low > high { (low, high) = isLogarithmic ? (1, 10) : (0, 1) }
    if isLogarithmic {
      if low == high { (low, high) = (low / 10, high * 10) }
      range = low...high
    } else {
      if low == high {
        let room = low == 0 ? 1 : low.magnitude / 2
        (low, high) = (low - room, high + room)
      }
      let step = Self.step(from: low, to: high)
      range = ((low / step).rounded(.down) * step)...((high / step).rounded(.up) * step)
    }
  }

  func callAsFunction(_ value: Double) -> Double {
    let (low, high) = (range.lowerBound, range.upperBound)
    let part =
      isLogarithmic
      ? Double.log(value / low) / Double.log(high / low) : (value - low) / (high - low)
    return paper.from + part * (paper.to - paper.from)
  }

  /// The step of 1, 2 or 5 times a power of ten that gives about five ticks.
  private static func step(from low: Double, to high: Double) -> Double {
    let rough = (high - low) / 5
    let power = Double.pow(10, Double.log10(rough).rounded(.down))
    let steps = [1.0, 2, 5, 10].map { $0 * power }
    return steps.first { $0 >= rough * 0.999 } ?? 10 * power
  }

  struct Tick {
    let value: Double
    let label: String
  }

  var ticks: [Tick] { isLogarithmic ? decades : linear }

  private var linear: [Tick] {
    let step = Self.step(from: range.lowerBound, to: range.upperBound)
    let first = (range.lowerBound / step).rounded(.up)
    let last = (range.upperBound / step + 1e-9).rounded(.down)
    guard first <= last, last - first < 50 else { return [] }
    return stride(from: first, through: last, by: 1).map { place in
      let value = place == 0 ? 0 : place * step
      return Tick(value: value, label: Self.label(value))
    }
  }

  /// The powers of ten, and 2 and 5 times those where there are few.
  private var decades: [Tick] {
    let low = Int(Double.log10(range.lowerBound).rounded(.down))
    let high = Int(Double.log10(range.upperBound).rounded(.up))
    let factors: [Double] = high - low <= 3 ? [1, 2, 5] : [1]
    let every = max(1, (high - low) / 8)
    var ticks: [Tick] = []
    for exponent in low...high where exponent % every == 0 {
      for factor in factors {
        let value = factor * Double.pow(10, Double(exponent))
        guard value >= range.lowerBound * 0.999, value <= range.upperBound * 1.001 else { continue }
        ticks.append(Tick(value: value, label: Self.label(value)))
      }
    }
    return ticks
  }

  /// A number as a person writes it beside an axis.
  private static func label(_ value: Double) -> String {
    let text = value.significant(4)
    guard !text.contains("."), !text.contains("e"), text.count > 4 else { return text }
    var digits = ""
    for (place, digit) in text.reversed().enumerated() {
      if place > 0, place % 3 == 0, digit != "-" { digits.append("\u{2009}") }
      digits.append(digit)
    }
    return String(digits.reversed())
  }
}
