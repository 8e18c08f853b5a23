/// The gradient of a function by one input, compared with ways of computing it that share no code
/// with it, at every element and in double precision.
public struct GradientCheck: Sendable {
  /// The element of the input at which they differ most.
  public struct Worst: Sendable {
    public let index: [Int]
    /// By the backward pass, which is what is checked.
    public let reverse: Double
    /// With dual numbers; a layer with passes written by hand has no such way.
    public let forward: Double?
    /// By central differences, extrapolated to step 0.
    public let difference: Double
    /// The largest difference of these, relative to the largest of them.
    ///
    /// Where the terms of the element, one for each output, cancel to less than a thousandth, it is
    /// relative to that thousandth; 0 where rounding of the outputs explains the difference. At a
    /// kink it is how far the gradient is from being between the slopes to either side.
    public let relativeError: Double
    /// The step of the central difference that was taken.
    public let step: Double
  }

  public let elements: Int
  public let worst: Worst
  public let tolerance: Double
  /// Elements that stand at a kink, where a subgradient is asked for.
  public let kinks: [Kink]

  public var passed: Bool { worst.relativeError <= tolerance }

  /// Checks the gradient of the scalar `Σ g ⊙ function(inputs)`, for a fixed random `g`, by one
  /// input: backwards over the tape, forwards with dual numbers, and by central differences.
  ///
  /// - Errors: ``GradientCheckError`` where something is not finite; those of the function.
  public static func run<Function: DifferentiableFunction>(
    _ function: Function, at inputs: [Tensor<Double>], by input: Int, tolerance: Double = 1e-7
  ) throws -> GradientCheck {
    try run(FunctionGradient(function, at: inputs, by: input), tolerance: tolerance)
  }

  /// Checks the Hessian–vector product of that scalar for a fixed random vector: forwards over
  /// backwards, by columns of the Hessian, which is symmetric, and by differences of the gradient.
  ///
  /// - Errors: as ``run(_:at:by:tolerance:)``.
  public static func runSecondOrder<Function: DifferentiableFunction>(
    _ function: Function, at inputs: [Tensor<Double>], by input: Int, tolerance: Double = 1e-7
  ) throws -> GradientCheck {
    try run(HessianProduct(function, at: inputs, by: input), tolerance: tolerance)
  }

  static func run<Checked: CheckedGradient>(
    _ checked: Checked, tolerance: Double
  ) throws -> GradientCheck {
    try checked.requireFinite()
    let count = checked.gradient.scalars.count
    var differences = Differences(checked)
    var worst = Worst(
      index: [], reverse: 0, forward: nil, difference: 0, relativeError: 0, step: 0)
    var kinks: [Kink] = []
    for element in 0..<count {
      let comparison = try differences.compare(element, tolerance: tolerance)
      if let bend = comparison.bend {
        let index = checked.point.index(of: element)
        kinks.append(Kink(index: index, left: bend.left, right: bend.right))
      }
      guard element == 0 || comparison.relativeError > worst.relativeError else { continue }
      worst = Worst(
        index: checked.point.index(of: element), reverse: comparison.reverse,
        forward: comparison.forward, difference: comparison.estimate.slope,
        relativeError: comparison.relativeError, step: comparison.estimate.step)
    }
    return GradientCheck(elements: count, worst: worst, tolerance: tolerance, kinks: kinks)
  }
}

/// A place where nothing can be compared.
public enum GradientCheckError: Error, Hashable, Sendable {
  /// The function has no finite value at the point.
  case value(String, at: [Int])
  /// The gradient, or a derivative of an output, is not finite.
  case gradient(String, by: String, at: [Int])
  /// However small the step, the function has no value beside the point.
  case neighbourhood(of: String, at: [Int])
}

extension GradientCheckError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .value(let value, let index):
      "the function is \(value) at \(index) of its output: start from a point where it is finite"
    case .gradient(let value, let name, let index):
      "the gradient by \(name) is \(value) at \(index), where the function is finite: "
        + "look for a division by 0 or a root of 0 in the derivative"
    case .neighbourhood(let name, let index):
      "the function has no values on both sides of \(name) at \(index): "
        + "check it inside of its domain"
    }
  }
}

/// What was found out about one element.
private struct Comparison<Checked: CheckedGradient> {
  let reverse: Double
  let forward: Double?
  let estimate: DifferenceEstimate
  let bend: Differences<Checked>.Bend?

  /// Of what rounding does not explain.
  var relativeError: Double {
    let values = [reverse, bend == nil ? estimate.slope : nil, forward].compactMap { $0 }
    let low = values.min() ?? reverse
    let high = values.max() ?? reverse
    let distance = (high - low).magnitude
    let magnitude = max(estimate.magnitude(with: low), high.magnitude)
    let unexplained = max(distance <= estimate.rounding ? 0 : distance, bend?.excess ?? 0)
    return unexplained == 0 ? 0 : unexplained / magnitude
  }
}

extension Differences {
  /// Half a dozen evaluations where the gradient is right and the function smooth.
  fileprivate mutating func compare(
    _ element: Int, tolerance: Double
  ) throws -> Comparison<Checked> {
    let reverse = checked.gradient.scalars[element]
    let agreement = min(tolerance / 10, 1e-8)
    let estimate = try extrapolated(element, agreement: agreement)
    let agrees = estimate.agrees(with: reverse, within: agreement)
    guard Checked.hasForwardMode || estimate.isBent || !agrees else {
      return Comparison(reverse: reverse, forward: nil, estimate: estimate, bend: nil)
    }
    let derivatives = try checked.derivatives(by: element)
    let forward = zip(weights, derivatives).reduce(0) { $0 + $1.0 * $1.1 }
    guard forward.isFinite else {
      throw GradientCheckError.gradient(
        forward.significant(4), by: checked.name, at: checked.point.index(of: element))
    }
    return Comparison(
      reverse: reverse, forward: Checked.hasForwardMode ? forward : nil, estimate: estimate,
      bend: estimate.isBent || !agrees ? bend(element, derivatives: derivatives) : nil)
  }
}

extension Tensor {
  /// The indices of a place in the row-major order.
  public func index(of place: Int) -> [Int] {
    var rest = place
    var index = Array(repeating: 0, count: shape.count)
    for axis in shape.indices.reversed() {
      index[axis] = rest % shape[axis]
      rest /= shape[axis]
    }
    return index
  }
}
