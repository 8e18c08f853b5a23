/// A place where slopes to either side differ; every number between them is a subgradient there.
public struct Kink: Hashable, Sendable {
  /// Which element of the input.
  public let index: [Int]
  /// The slopes of the checked sum to the left and to the right.
  public let left: Double
  public let right: Double
}

/// One output, from the point to either side.
private struct Side {
  let slope: Double
  /// What the slope is known to.
  let slack: Double
  /// The slope does not depend on the step: no kink stands a little further on this side.
  let isSettled: Bool
  let coarse: Double
  let fine: Double

  init(_ slopes: [Double], noise: Double) {
    let first = (8 * slopes[1] - slopes[0]) / 7
    slope = (8 * slopes[2] - slopes[1]) / 7
    slack = 1e-7 * slope.magnitude + 2 * noise
    isSettled =
      (slope - first).magnitude <= 1e-5 * max(slope.magnitude, first.magnitude) + 4 * noise
    (coarse, fine) = (slopes[0], slopes[2])
  }
}

extension Differences {
  /// How one output of a gradient under check bends at the point.
  private struct Corner {
    let left: Side
    let right: Side
    let noise: Double

    /// A bend that neither vanishes with the step, as a curve's, nor grows, as that of a jump.
    var isKink: Bool {
      let (coarse, fine) = (
        (right.coarse - left.coarse).magnitude, (right.fine - left.fine).magnitude
      )
      let size = max(left.fine.magnitude, right.fine.magnitude)
      return fine > 1e-6 * size + 8 * noise && fine > coarse / 4 && fine < 4 * coarse
    }

    /// How far the derivative is from being one.
    ///
    /// Where one side is not settled, the kink stands beside the point, and the derivative at the
    /// point is the slope to the other side.
    func excess(of derivative: Double) -> Double {
      let settled = [left, right].filter { $0.isSettled }
      guard !settled.isEmpty else { return .infinity }
      let low = settled.map { $0.slope - $0.slack }.min() ?? 0
      let high = settled.map { $0.slope + $0.slack }.max() ?? 0
      return max(0, low - derivative, derivative - high)
    }
  }

  /// What is found where differences do not settle the matter.
  struct Bend {
    let left: Double
    let right: Double
    /// `Σ |weight · distance|` of each output's derivative from its one-sided slopes.
    let excess: Double
  }

  /// Compares the derivative of each output with its slopes to either side.
  ///
  /// Output by output, since with weights of both signs a right sum need not lie between the sums.
  /// - Returns: `nil` where no output has a kink.
  mutating func bend(_ element: Int, derivatives: [Double]) -> Bend? {
    let step = 1e-3 * scale(of: element)
    guard let right = oneSided(element, sign: 1, step: step),
      let left = oneSided(element, sign: -1, step: step)
    else { return nil }
    var (sumLeft, sumRight, excess, hasKink) = (0.0, 0.0, 0.0, false)
    for place in weights.indices {
      let noise = 128 * Double.ulpOfOne * centre[place].magnitude / step
      let corner = Corner(
        left: Side(left.map { $0[place] }, noise: noise),
        right: Side(right.map { $0[place] }, noise: noise), noise: noise)
      hasKink = hasKink || corner.isKink
      sumLeft += weights[place] * corner.left.slope
      sumRight += weights[place] * corner.right.slope
      excess += (weights[place] * corner.excess(of: derivatives[place])).magnitude
    }
    return hasKink ? Bend(left: sumLeft, right: sumRight, excess: excess) : nil
  }
}
