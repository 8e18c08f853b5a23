import RealModule

extension Optimizer {
  /// Running means of the gradient and of its square, both freed of their start at 0:
  /// `m ← β₁ m + (1 − β₁) g`, `v ← β₂ v + (1 − β₂) g²`, `p ← p − η m̂ / (√v̂ + ε)` with
  /// `m̂ = m / (1 − β₁ᵗ)`, `v̂ = v / (1 − β₂ᵗ)`. Weight decay adds `λ p` to `g` first.
  ///
  /// - Source: Kingma, Ba, *Adam: A Method for Stochastic Optimization* (2015), algorithm 1; as
  ///   `torch.optim.Adam`.
  public static func adam(
    betas: (Double, Double) = (0.9, 0.999), epsilon: Double = 1e-8, weightDecay: Double = 0
  ) -> Optimizer {
    adam("Adam", betas, epsilon, coupledDecay: weightDecay, decoupledDecay: 0)
  }

  /// Adam with weights that shrink by themselves, `p ← p − η λ p`, rather than by their gradient.
  ///
  /// - Source: Loshchilov, Hutter, *Decoupled Weight Decay Regularization* (2019), algorithm 2; as
  ///   `torch.optim.AdamW`.
  public static func adamW(
    betas: (Double, Double) = (0.9, 0.999), epsilon: Double = 1e-8, weightDecay: Double = 0.01
  ) -> Optimizer {
    adam("AdamW", betas, epsilon, coupledDecay: 0, decoupledDecay: weightDecay)
  }

  private static func adam(
    _ name: String, _ betas: (Double, Double), _ epsilon: Double, coupledDecay: Double,
    decoupledDecay: Double
  ) -> Optimizer {
    let constants = AdamConstants(
      betas: betas, epsilon: epsilon, coupledDecay: coupledDecay, decoupledDecay: decoupledDecay)
    return Optimizer(
      name: name, memory: ["exp_avg", "exp_avg_sq"],
      settings: [
        Setting("the first beta", betas.0, below: 1), Setting("the second beta", betas.1, below: 1),
        Setting("epsilon", epsilon), Setting("weight decay", coupledDecay + decoupledDecay),
      ]
    ) { $0.adam(constants) }
  }
}

private struct AdamConstants: Sendable {
  let betas: (Double, Double)
  let epsilon: Double
  /// Added to the gradient.
  let coupledDecay: Double
  /// Taken off the weights.
  let decoupledDecay: Double
}

extension ParameterUpdate {
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  fileprivate func adam(_ constants: AdamConstants) {
    let (value, gradient, mean, square) = (value, gradient, memory, memory + stride)
    let (clip, betas) = (clip, constants.betas)
    let (newMean, oldSquare, newSquare) = (S(1 - betas.0), S(betas.1), S(1 - betas.1))
    let (decay, epsilon) = (S(constants.coupledDecay), S(constants.epsilon))
    let kept = S(1 - learningRate * constants.decoupledDecay)
    let rate = S(learningRate / (1 - Double.pow(betas.0, step)))
    let unbiased = S(1 / (1 - Double.pow(betas.1, step)).squareRoot())
    for i in 0..<count {
      let p = kept * value[i]
      let g = clip(gradient[i]) + decay * p
      let m = mean[i] + newMean * (g - mean[i])
      let v = oldSquare * square[i] + newSquare * (g * g)
      mean[i] = m
      square[i] = v
      value[i] = p - rate * (m / (S.fastRoot(v) * unbiased + epsilon))
    }
  }
}
