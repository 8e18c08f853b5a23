import NumericCore

typealias Step = () throws -> Void

/// By name, what makes a step with its data ready.
nonisolated(unsafe) let allWork: [String: () throws -> Step] = [
  "conv1d": {
    try pass(Conv1d<Double>(2, 1, kernel: 3, stride: 2, bias: false), on: [1, 2, 5])
  },
  "conv1d-check": {
    try check(Conv1d<Double>(2, 1, kernel: 3, stride: 2, bias: false), at: [1, 2, 5])
  },
  "lstm-check": { try check(LSTM<Double>(4, 3), at: [1, 6, 4]) },
  "conv2d-first": {
    try pass(Conv2d<Float>(1, 16, kernel: 5), on: [64, 1, 28, 28], isFirst: true)
  },
  "conv2d-14": { try pass(Conv2d<Float>(16, 32, kernel: 3), on: [64, 16, 14, 14]) },
  "conv2d-32": { try pass(Conv2d<Float>(64, 64, kernel: 3), on: [32, 64, 32, 32]) },
  "lstm-8": { try training(LSTM(8, 4), outputs: 4, on: [32, 105, 8]) },
  "lstm-128": { try training(LSTM(8, 128), outputs: 4, on: [32, 105, 8]) },
  "lstm-28": { try training(LSTM(28, 128), outputs: 10, on: [64, 28, 28]) },
  "gru-echo": {
    try training(
      GRU(27, 128), outputs: 27, on: [64, 15, 27], isLastStepOnly: false, optimizer: .adam())
  },
  "temporal-order": {
    try training(
      LSTM(8, 12), outputs: 4, on: [32, 81, 8], optimizer: .rmsprop(), batches: 31)
  },
  "product": { try pass(Linear<Float>(1024, 1024, bias: false), on: [1024, 1024], isFirst: true) },
  "linear": { try pass(Linear<Float>(512, 512), on: [256, 512]) },
  // Small enough to count its instructions.
  "tanh-4096": { try forward(Activation<Float>.tanh, on: [4096]) },
  "product-16": { product(MatrixProduct(rows: 16, columns: 16, depth: 16)) },
  "lstm-step": { try pass(LSTM<Float>(8, 4), on: [32, 1, 8]) },
]

private func drawn<S: TrainingScalar>(_ shape: Shape, seed: UInt64) -> Tensor<S> {
  var random = SplitMix64(seed: seed)
  let count = shape.reduce(1, *)
  return Tensor(shape: shape, scalars: (0..<count).map { _ in S(2 * random.unit() - 1) })
}

/// Forwards and backwards; nobody asks the first layer of a network for its input's gradient.
private func pass<L: Layer>(
  _ layer: L, on shape: Shape, isFirst: Bool = false
) throws -> Step {
  var layer = layer
  layer.initialize(seed: 1)
  let input: Tensor<L.S> = drawn(shape, seed: 2)
  try layer.prepare(for: shape)
  var output = try Tensor<L.S>(zeros: layer.outputShape(for: shape))
  let cotangent: Tensor<L.S> = drawn(output.shape, seed: 3)
  var inputCotangent = isFirst ? Tensor<L.S>.empty : try Tensor(zeros: shape)
  return {
    layer.clearGradients()
    try layer.forward(input, into: &output, mode: .training)
    layer.backward(cotangent, input: input, output: output, into: &inputCotangent)
  }
}

private func forward<L: Layer>(_ layer: L, on shape: Shape) throws -> Step {
  var layer = layer
  let input: Tensor<L.S> = drawn(shape, seed: 2)
  try layer.prepare(for: shape)
  var output = try Tensor<L.S>(zeros: layer.outputShape(for: shape))
  return { try layer.forward(input, into: &output, mode: .evaluation) }
}

private func product(_ product: MatrixProduct) -> Step {
  let a = (drawn([product.rows, product.depth], seed: 1) as Tensor<Float>).scalars
  let b = (drawn([product.depth, product.columns], seed: 2) as Tensor<Float>).scalars
  var c = Array(repeating: 0 as Float, count: product.rows * product.columns)
  return { product.multiplyInPlace(a, b, &c) }
}

private func check<L: Layer>(_ layer: L, at shape: Shape) throws -> Step where L.S == Double {
  var layer = layer
  layer.initialize(seed: 1)
  let (checked, input) = (layer, drawn(shape, seed: 2) as Tensor<Double>)
  return {
    let check = try checked.checkGradients(at: input)
    precondition(check.passed)
  }
}

/// A recurrent layer with its output layer: loss, gradients, and a step of the optimiser for each batch.
private func training(
  _ layer: some RecurrentLayer<Float>, outputs: Int, on shape: Shape, isLastStepOnly: Bool = true,
  optimizer: Optimizer<Float> = .sgd(), batches: Int = 1
) throws -> Step {
  var layers: [any Layer<Float>] = [layer, try Linear(layer.hidden, outputs)]
  if isLastStepOnly { layers.insert(LastStep(), at: 1) }
  var trainer = try Trainer(
    Sequential(layers, seed: 1), loss: CrossEntropy<Float>(), optimizer: optimizer,
    learningRate: .constant(1e-3))
  // Every step leaves a record; the room for them is made before.
  trainer.log.reserve(1 << 18)
  let inputs = (0..<batches).map { drawn(shape, seed: UInt64($0)) as Tensor<Float> }
  let labels = (0..<(shape[0] * (isLastStepOnly ? 1 : shape[1]))).map { $0 % outputs }
  return { for input in inputs { try trainer.step(input, labels) } }
}
