/// How gradients are kept from being too large.
public enum Clipping: Hashable, Sendable {
  case none
  /// All gradients together become shorter, so that their norm is at most this.
  ///
  /// - Source: Pascanu, Mikolov, Bengio, *On the difficulty of training recurrent neural networks*
  ///   (2013), algorithm 1; as `torch.nn.utils.clip_grad_norm_`.
  case norm(Double)
  /// Each scalar of a gradient is moved between minus this and this.
  case value(Double)

  func check() throws(TrainingError) {
    switch self {
    case .none: return
    case .norm(let limit), .value(let limit):
      guard limit > 0 else {
        throw .setting("the limit to clip at", value: limit.description, allowed: "above 0")
      }
    }
  }

  /// What is done to each scalar where all of them have this norm.
  func clip<S>(norm: Double) -> Clip<S> {
    switch self {
    case .none: Clip(scale: 1, limit: .infinity)
    // PyTorch divides by a norm that is a little larger, and so do we.
    case .norm(let limit): Clip(scale: S(min(1, limit / (norm + 1e-6))), limit: .infinity)
    case .value(let limit): Clip(scale: 1, limit: S(limit))
    }
  }
}

/// What clipping does to each scalar of a gradient.
struct Clip<S: TrainingScalar> {
  let scale: S
  let limit: S

  @inline(__always)
  func callAsFunction(_ gradient: S) -> S {
    let scaled = gradient * scale
    let low = scaled < -limit ? -limit : scaled
    return low > limit ? limit : low
  }
}

extension Layer {
  /// The Euclidean norm of all gradients together; NaN or infinite if one of them is.
  mutating func gradientNorm() -> Double {
    var total = 0.0
    forEachParameter {
      total += Magnitudes.sumOfSquares($0.gradient.scalars, count: $0.gradient.scalars.count)
    }
    // Between these, no square that matters has left the range of single precision.
    return total > 0x1p-80 && total < 0x1p120 ? total.squareRoot() : scaledGradientNorm()
  }

  private mutating func scaledGradientNorm() -> Double {
    var largest = 0.0
    forEachParameter { parameter in
      let found = Magnitudes.largest(
        parameter.gradient.scalars, count: parameter.gradient.scalars.count)
      if found > largest || found.isNaN { largest = found }
    }
    guard largest > 0, largest.isFinite else { return largest }
    var total = 0.0
    forEachParameter {
      total += Magnitudes.sumOfSquares(
        $0.gradient.scalars, count: $0.gradient.scalars.count, dividedBy: largest)
    }
    return largest * total.squareRoot()
  }
}
