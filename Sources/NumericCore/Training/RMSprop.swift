extension Optimizer {
  /// Steps relative to a running mean of squares: `v ← α v + (1 − α) g²`, `p ← p − η g / (√v + ε)`.
  /// Weight decay adds `λ p` to `g` first.
  ///
  /// - Source: Tieleman, Hinton, *Neural Networks for Machine Learning* (2012), lecture 6.5, with ε
  ///   outside of the root as in `torch.optim.RMSprop`.
  public static func rmsprop(
    smoothing: Double = 0.99, epsilon: Double = 1e-8, weightDecay: Double = 0
  ) -> Optimizer {
    Optimizer(
      name: "RMSprop", memory: ["square_avg"],
      settings: [
        Setting("smoothing", smoothing, below: 1), Setting("epsilon", epsilon),
        Setting("weight decay", weightDecay),
      ]
    ) { $0.rmsprop(smoothing: smoothing, epsilon: epsilon, decay: weightDecay) }
  }
}

extension ParameterUpdate {
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  fileprivate func rmsprop(smoothing: Double, epsilon: Double, decay: Double) {
    let (value, gradient, square, clip) = (value, gradient, memory, clip)
    let (rate, decay, epsilon) = (S(learningRate), S(decay), S(epsilon))
    let (old, new) = (S(smoothing), S(1 - smoothing))
    for i in 0..<count {
      let g = clip(gradient[i]) + decay * value[i]
      let v = old * square[i] + new * (g * g)
      square[i] = v
      value[i] -= rate * (g / (S.fastRoot(v) + epsilon))
    }
  }
}
