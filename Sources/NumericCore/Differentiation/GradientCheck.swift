/// A function of tensors that can be evaluated with any scalar.
public protocol DifferentiableFunction {
  func callAsFunction<S: Scalar>(_ inputs: [Variable<S>]) throws -> Variable<S>
}

/// The gradient of a function by one input, computed in three ways that share no code: backwards
/// over the tape, forwards with dual numbers, and by central differences.
public struct GradientCheck: Sendable {
  /// The element of the input at which the three differ most.
  public struct Worst: Sendable {
    public let index: [Int]
    public let reverse: Double
    public let forward: Double
    public let difference: Double
    /// The largest difference of the three, relative to the gradient's magnitude.
    public let relativeError: Double
    /// The step of the central difference that was taken.
    public let step: Double
  }

  public let elements: Int
  public let worst: Worst
  public let tolerance: Double
  /// Elements that stand so close to a kink that a difference says nothing about them.
  public let kinks: Int

  public var passed: Bool { worst.relativeError <= tolerance }

  /// Checks the scalar `Σ g ⊙ function(inputs)` for a fixed random `g`, at every element.
  ///
  /// - Errors: those of the function.
  public static func run<Function: DifferentiableFunction>(
    _ function: Function, at inputs: [Tensor<Double>], by input: Int, tolerance: Double = 1e-6
  ) throws -> GradientCheck {
    let checker = try Checker(function: function, inputs: inputs, input: input)
    let count = inputs[input].scalars.count
    let elements = try (0..<count).map { try checker.compare($0) }
    let scale = elements.map { $0.reverse.magnitude }.max() ?? 0
    var worst = Worst(
      index: [], reverse: 0, forward: 0, difference: 0, relativeError: 0, step: 0)
    var kinks = 0
    for (place, element) in elements.enumerated() {
      let isKink = element.isKink
      if isKink { kinks += 1 }
      let error = element.relativeError(scale: scale, countsDifference: !isKink)
      guard place == 0 || error > worst.relativeError || error.isNaN else { continue }
      worst = Worst(
        index: inputs[input].index(of: place), reverse: element.reverse, forward: element.forward,
        difference: element.difference, relativeError: error.isNaN ? .infinity : error,
        step: element.step)
    }
    return GradientCheck(elements: count, worst: worst, tolerance: tolerance, kinks: kinks)
  }
}

/// The three derivatives of one element.
private struct Comparison {
  let reverse: Double
  let forward: Double
  let difference: Double
  let step: Double
  /// How far the slopes to either side lie apart.
  let bend: Double

  /// The slopes differ, and the exact derivative is one of them: no step can tell more.
  var isKink: Bool {
    bend > 1e-3 * max(1, reverse.magnitude) && reverse == forward
      && (difference - reverse).magnitude <= bend
  }

  func relativeError(scale: Double, countsDifference: Bool) -> Double {
    let values = countsDifference ? [reverse, forward, difference] : [reverse, forward]
    guard let low = values.min(), let high = values.max(), values.allSatisfy({ $0.isFinite }) else {
      return .nan
    }
    let magnitude = max(low.magnitude, high.magnitude, 1e-3 * scale)
    return magnitude == 0 ? 0 : (high - low) / magnitude
  }
}

private struct Checker<Function: DifferentiableFunction> {
  let function: Function
  let inputs: [Tensor<Double>]
  let input: Int
  private let weights: [Double]
  private let gradient: Tensor<Double>

  init(function: Function, inputs: [Tensor<Double>], input: Int) throws {
    self.function = function
    self.inputs = inputs
    self.input = input
    var leaves = inputs.map { Variable(constant: $0) }
    leaves[input] = Variable(leaf: inputs[input])
    let output = try function(leaves)
    var random = SplitMix64(seed: 0, stream: "cotangent")
    let cotangent = Tensor(drawing: output.shape, using: &random)
    weights = cotangent.scalars
    gradient = try output.pullback(cotangent, to: [leaves[input]])[0]
  }

  func compare(_ element: Int) throws -> Comparison {
    let (difference, step) = try ridders(element)
    let reverse = gradient.scalars[element]
    let isNear = (difference - reverse).magnitude <= 1e-7 * max(1, reverse.magnitude)
    return Comparison(
      reverse: reverse, forward: try forward(element), difference: difference, step: step,
      bend: isNear ? 0 : try bend(element))
  }

  /// How far the slopes to either side of the point lie apart.
  private func bend(_ element: Int) throws -> Double {
    let small = 1e-6
    let centre = try value(element, shift: 0)
    let right = (try value(element, shift: small) - centre) / small
    let left = (centre - (try value(element, shift: -small))) / small
    return (right - left).magnitude
  }

  private func value(_ element: Int, shift: Double) throws -> Double {
    var scalars = inputs[input].scalars
    scalars[element] += shift
    var shifted = inputs
    shifted[input] = Tensor(shape: inputs[input].shape, scalars: scalars)
    let output = try function(shifted.map { Variable(constant: $0) })
    return zip(weights, output.value.scalars).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private func forward(_ element: Int) throws -> Double {
    let lifted = inputs.enumerated().map { place, tensor in
      Variable(
        constant: Tensor(
          shape: tensor.shape,
          scalars: tensor.scalars.enumerated().map {
            Dual($1, tangent: place == input && $0 == element ? 1.0 : 0)
          }))
    }
    let output = try function(lifted)
    return zip(weights, output.value.scalars).reduce(0) { $0 + $1.0 * $1.1.tangent }
  }

  /// Central differences of shrinking step, extrapolated to step 0.
  ///
  /// - Source: Press et al., *Numerical Recipes* (2007), section 5.7, after Ridders (1982).
  private func ridders(_ element: Int) throws -> (value: Double, step: Double) {
    let shrink = 1.4
    var step = 0.1
    var table = [[try central(element, step)]]
    // A coarse difference that agrees to ten digits has nothing to gain from a finer one.
    let exact = gradient.scalars[element]
    if (table[0][0] - exact).magnitude <= 1e-11 * max(1, exact.magnitude) {
      return (table[0][0], step)
    }
    var best = (value: table[0][0], step: step, error: Double.infinity)
    for row in 1..<10 {
      step /= shrink
      table.append([try central(element, step)])
      var factor = shrink * shrink
      for column in 1...row {
        let finer = table[row][column - 1]
        let coarser = table[row - 1][column - 1]
        table[row].append((finer * factor - coarser) / (factor - 1))
        factor *= shrink * shrink
        let error = max(
          (table[row][column] - finer).magnitude, (table[row][column] - coarser).magnitude)
        if error <= best.error { best = (table[row][column], step, error) }
      }
      // At the first, large steps two estimates may agree by luck.
      if row >= 4, (table[row][row] - table[row - 1][row - 1]).magnitude >= 2 * best.error { break }
      if best.error <= 1e-13 * max(1, best.value.magnitude) { break }
    }
    return (best.value, best.step)
  }

  private func central(_ element: Int, _ step: Double) throws -> Double {
    (try value(element, shift: step) - value(element, shift: -step)) / (2 * step)
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
