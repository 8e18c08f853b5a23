extension Optimizer {
  /// Stochastic gradient descent: `b ← μ b + g`, `p ← p − η b`; with Nesterov's momentum
  /// `p ← p − η (g + μ b)`. Weight decay adds `λ p` to `g` first.
  ///
  /// - Source: Sutskever et al., *On the importance of initialization and momentum in deep learning*
  ///   (2013), with the learning rate outside of the momentum as in `torch.optim.SGD`.
  public static func sgd(
    momentum: Double = 0, nesterov: Bool = false, weightDecay: Double = 0
  ) -> Optimizer {
    Optimizer(
      name: "SGD", memory: momentum == 0 ? [] : ["momentum_buffer"],
      settings: [Setting("momentum", momentum), Setting("weight decay", weightDecay)]
    ) { update in
      if momentum == 0 {
        update.descend(decay: weightDecay)
      } else {
        update.descend(decay: weightDecay, momentum: momentum, nesterov: nesterov)
      }
    }
  }
}

extension ParameterUpdate {
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  fileprivate func descend(decay: Double) {
    let (value, gradient, clip) = (value, gradient, clip)
    let (rate, decay) = (S(learningRate), S(decay))
    for i in 0..<count { value[i] -= rate * (clip(gradient[i]) + decay * value[i]) }
  }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  fileprivate func descend(decay: Double, momentum: Double, nesterov: Bool) {
    let (value, gradient, velocity, clip) = (value, gradient, memory, clip)
    let (rate, decay, momentum) = (S(learningRate), S(decay), S(momentum))
    let (ofGradient, ofVelocity): (S, S) = nesterov ? (1, momentum) : (0, 1)
    for i in 0..<count {
      let g = clip(gradient[i]) + decay * value[i]
      let b = momentum * velocity[i] + g
      velocity[i] = b
      value[i] -= rate * (ofGradient * g + ofVelocity * b)
    }
  }
}
