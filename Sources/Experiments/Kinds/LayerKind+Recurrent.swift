import Notation
import NumericCore

extension LayerKind {
  private static func recurrent(
    _ name: String, gates: Int, _ more: [Option] = [],
    make: @escaping @Sendable (Int, Int, Options) throws(ShapeError) -> any Layer<Float>
  ) -> LayerKind {
    LayerKind(
      name, [.required("hidden", .integer(1...4096))] + more,
      weights: { options, input in
        let hidden = options.integer("hidden") ?? 1
        return [gates, hidden, hidden + (input.last ?? 1)]
      },
      kept: { _, input, output in input.size + 8 * output.size }
    ) { (options, input, _) throws(ShapeError) in
      try make(input.last ?? 1, options.integer("hidden") ?? 1, options)
    }
  }

  static let rnn = recurrent(
    "rnn", gates: 1,
    [.optional("nonlinearity", .word(["tanh", "relu"]), else: .text("tanh"))]
  ) { (inputs, hidden, options) throws(ShapeError) in
    try RNN(inputs, hidden, nonlinearity: options.text("nonlinearity") == "relu" ? .relu : .tanh)
  }

  static let lstm = recurrent("lstm", gates: 4) { (inputs, hidden, _) throws(ShapeError) in
    try LSTM(inputs, hidden)
  }

  static let gru = recurrent("gru", gates: 4) { (inputs, hidden, _) throws(ShapeError) in
    try GRU(inputs, hidden)
  }

  static let gatedRNN = recurrent("gated-rnn", gates: 2) {
    (inputs, hidden, _) throws(ShapeError) in
    try GatedRNN(inputs, hidden)
  }

  static let attentionRNN = LayerKind(
    "attention-rnn",
    [
      .required("hidden", .integer(1...4096)),
      .optional("memory", .integer(0...64), else: .integer(2)),
    ],
    weights: { options, input in
      let (hidden, memory) = (options.integer("hidden") ?? 1, options.integer("memory") ?? 2)
      return [3 * (memory + 1), hidden, max(hidden, input.last ?? 1)]
    },
    kept: { options, _, output in 4 * ((options.integer("memory") ?? 2) + 1) * output.size }
  ) { (options, input, _) throws(ShapeError) in
    try AttentionRNN(
      input.last ?? 1, options.integer("hidden") ?? 1, memory: options.integer("memory") ?? 2)
  }

  static let lastStep = LayerKind("last-step") { _, _, _ in LastStep() }
}
