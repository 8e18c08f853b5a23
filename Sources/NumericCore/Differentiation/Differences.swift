/// What differences of the outputs tell about one element of a gradient.
struct DifferenceEstimate {
  var slope: Double
  var step: Double
  /// `Σ |weight · slope of the output|`: what cancels in the slope.
  let terms: Double
  /// What rounding of the outputs alone can make of the slope.
  let rounding: Double
  /// `Σ |weight · (slope to the right − slope to the left)|`.
  let bend: Double
  /// How far the neighbours in the table and rounding may lead astray; of one row nothing is known.
  var error = Double.infinity
  /// The bend does not shrink with the step.
  var isBent = false

  /// On a straight line every step gives the slope.
  var isStraight: Bool { bend <= 2 * rounding }

  /// Up to rounding.
  func agrees(with other: Double, within tolerance: Double) -> Bool {
    (slope - other).magnitude <= max(tolerance * magnitude(with: other), rounding)
  }

  /// A slope that cancels to less than a thousandth of its terms is measured by them instead.
  func magnitude(with other: Double) -> Double {
    max(slope.magnitude, other.magnitude, 1e-3 * terms)
  }
}

/// Moves one coordinate of a gradient under check at a time, and looks at what the outputs do.
///
/// Every evaluation writes into tensors that are kept: for a layer nothing is allocated.
struct Differences<Checked: CheckedGradient> {
  var checked: Checked
  let weights: [Double]
  let centre: [Double]
  private var right: Tensor<Double>
  private var left: Tensor<Double>
  private var table = ExtrapolationTable()

  /// The first step shows a straight line, the second settles a smooth function, and the rest reach
  /// down to one that fits between two kinks.
  private let steps = [0.1, 3e-3, 4e-4, 5e-5, 6e-6, 8e-7, 1e-7, 1e-8, 1e-9]

  init(_ checked: Checked) {
    self.checked = checked
    weights = checked.weights
    centre = checked.outputs.scalars
    right = checked.outputs
    left = checked.outputs
  }

  /// Steps grow with coordinates far from 0, which are known to fewer decimals.
  func scale(of element: Int) -> Double { max(1, checked.point.scalars[element].magnitude / 8) }

  /// Central differences of shrinking step, extrapolated to step 0: what its neighbours in the table
  /// confirm most.
  ///
  /// It ends early where that agrees with the gradient: on a straight line at once, else where the
  /// neighbours agree as well, so that no chance passes for agreement. Steps to where the outputs
  /// have no value are passed over.
  ///
  /// - Errors: ``GradientCheckError/neighbourhood(of:at:)`` where no step leads to values.
  /// - Source: Press et al., *Numerical Recipes* (2007), section 5.7, after Ridders (1982).
  mutating func extrapolated(
    _ element: Int, agreement: Double
  ) throws(GradientCheckError) -> DifferenceEstimate {
    let expected = checked.gradient.scalars[element]
    defer { checked.move(element, to: checked.point.scalars[element]) }
    let scale = scale(of: element)
    table.clear()
    var best: DifferenceEstimate?
    var bend = Double.infinity
    for step in steps {
      guard var estimate = central(element, step * scale) else { continue }
      let isBent = !estimate.isStraight && estimate.bend > bend / 4
      bend = estimate.bend
      if best == nil, estimate.isStraight, estimate.agrees(with: expected, within: 1e-11) {
        return estimate
      }
      if let first = best, first.error == .infinity {
        best?.error = (first.slope - estimate.slope).magnitude + first.rounding
      }
      table.extend(with: &estimate)
      if estimate.error <= best?.error ?? .infinity { best = estimate }
      best?.isBent = isBent
      if let best, best.error <= 1e3 * agreement * best.magnitude(with: expected),
        best.agrees(with: expected, within: agreement)
      {
        return best
      }
    }
    guard let best else {
      throw .neighbourhood(of: checked.name, at: checked.point.index(of: element))
    }
    return best
  }

  /// `nil` where the outputs have no value at one end.
  private mutating func central(_ element: Int, _ step: Double) -> DifferenceEstimate? {
    let coordinate = checked.point.scalars[element]
    let (upper, lower) = (coordinate + step, coordinate - step)
    guard Self.evaluate(&checked, element, at: upper, into: &right),
      Self.evaluate(&checked, element, at: lower, into: &left)
    else { return nil }
    var (slope, terms, size, bend) = (0.0, 0.0, 0.0, 0.0)
    for place in weights.indices {
      let (weight, a, b) = (weights[place], right.scalars[place], left.scalars[place])
      let rise = weight * (a - b)
      slope += rise
      terms += rise.magnitude
      size += (weight * a).magnitude + (weight * b).magnitude
      bend += (weight * ((a - centre[place]) + (b - centre[place]))).magnitude
    }
    guard slope.isFinite, size.isFinite else { return nil }
    return DifferenceEstimate(
      slope: slope / (upper - lower), step: step, terms: terms / (upper - lower),
      rounding: 4 * .ulpOfOne * size / step, bend: bend / step)
  }

  /// Whether the outputs have a value there.
  private static func evaluate(
    _ checked: inout Checked, _ element: Int, at coordinate: Double,
    into outputs: inout Tensor<Double>
  ) -> Bool {
    checked.move(element, to: coordinate)
    return (try? checked.evaluate(into: &outputs)) != nil
  }

  /// The slope of each output to one side, by steps of `step` and of an eighth and a sixty-fourth.
  ///
  /// - Parameter sign: 1 to the right, −1 to the left.
  mutating func oneSided(_ element: Int, sign: Double, step: Double) -> [[Double]]? {
    let coordinate = checked.point.scalars[element]
    defer { checked.move(element, to: coordinate) }
    var slopes: [[Double]] = []
    for divisor in [1.0, 8, 64] {
      let end = coordinate + sign * step / divisor
      guard Self.evaluate(&checked, element, at: end, into: &right) else { return nil }
      slopes.append(
        zip(right.scalars, centre).map { ($0 - $1) / (end - coordinate) })
    }
    return slopes
  }
}

/// Estimates from ever finer steps; each column cancels one more even power of the step.
private struct ExtrapolationTable {
  private var row: [Double] = []
  private var steps: [Double] = []

  mutating func clear() {
    row.removeAll(keepingCapacity: true)
    steps.removeAll(keepingCapacity: true)
  }

  /// Adds a row, and leaves in the estimate the entry that its neighbours confirm most.
  mutating func extend(with estimate: inout DifferenceEstimate) {
    var entry = estimate.slope
    for column in row.indices {
      let ratio = steps[steps.count - 1 - column] / estimate.step
      let power = ratio * ratio
      let next = (entry * power - row[column]) / (power - 1)
      // Behind the first column a step is so much finer that only both neighbours together say
      // whether the terms of the error are those that were cancelled.
      let correction = max(
        (next - entry).magnitude, column == 0 ? 0 : (next - row[column]).magnitude)
      let spread = correction + estimate.rounding
      if spread <= estimate.error { (estimate.slope, estimate.error) = (next, spread) }
      row[column] = entry
      entry = next
    }
    row.append(entry)
    steps.append(estimate.step)
  }
}
