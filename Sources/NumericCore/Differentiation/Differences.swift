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

  private static var start: Double { 0.1 }
  /// Large, so that a few steps reach from a coarse one to one that fits between two kinks.
  private static var shrink: Double { 8 }
  /// The smallest step is 6e-9.
  private static var steps: Int { 9 }

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
    var table = ExtrapolationTable(factor: Self.shrink * Self.shrink)
    var best: DifferenceEstimate?
    var bend = Double.infinity
    var step = Self.start * scale(of: element)
    for _ in 0..<Self.steps {
      defer { step /= Self.shrink }
      guard var estimate = central(element, step) else { continue }
      estimate.isBent = !estimate.isStraight && estimate.bend > bend / 4
      bend = estimate.bend
      if best == nil, estimate.isStraight, estimate.agrees(with: expected, within: 1e-11) {
        return estimate
      }
      table.extend(with: &estimate)
      if estimate.error <= best?.error ?? .infinity { best = estimate }
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

/// Estimates from ever finer steps; each column cancels one more term of the error.
private struct ExtrapolationTable {
  private var row: [Double] = []
  /// How many times smaller the first term of the error becomes with a step.
  private let factor: Double

  init(factor: Double) {
    self.factor = factor
    row.reserveCapacity(10)
  }

  /// Adds a row, and leaves in the estimate what its neighbours confirm most.
  mutating func extend(with estimate: inout DifferenceEstimate) {
    var entry = estimate.slope
    var power = 1.0
    for column in row.indices {
      power *= factor
      let coarser = row[column]
      let next = (entry * power - coarser) / (power - 1)
      let spread = max((next - entry).magnitude, (next - coarser).magnitude) + estimate.rounding
      if spread <= estimate.error { (estimate.slope, estimate.error) = (next, spread) }
      row[column] = entry
      entry = next
    }
    row.append(entry)
  }
}
