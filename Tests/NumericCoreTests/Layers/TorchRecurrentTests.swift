import RealModule
import Testing

@testable import NumericCore

/// What PyTorch computes with the same weights; `Benchmarks/torch_recurrent.py` prints it.
struct TorchReference: Sendable, CustomTestStringConvertible {
  let name: String
  let double: @Sendable () throws -> any Layer<Double>
  let float: @Sendable () throws -> any Layer<Float>
  let lastStep: [Double]
  /// Of the input and of each parameter, a weighted sum.
  let gradients: [Double]

  var testDescription: String { name }

  static let all = [
    TorchReference(
      name: "RNN, tanh", double: { try RNN<Double>(2, 3) },
      float: { try RNN<Float>(2, 3) },
      lastStep: [
        0.458915820205, -0.973853236132, -0.566931005320, 0.584259354803, -0.984280388905,
        -0.112083674663,
      ],
      gradients: [0.094408376225, -2.046562511332, -0.040969318909, 0.517210446819, 0.517210446819]),
    TorchReference(
      name: "RNN, ReLU", double: { try RNN<Double>(2, 3, nonlinearity: .relu) },
      float: { try RNN<Float>(2, 3, nonlinearity: .relu) },
      lastStep: [
        2.494224906679, 0.000000000000, 0.000000000000, 1.524990363831, 0.000000000000,
        0.000000000000,
      ],
      gradients: [0.844599965931, -0.080519663831, 1.373115351200, 0.916467342543, 0.916467342543]),
    TorchReference(
      name: "LSTM", double: { try LSTM<Double>(2, 3) },
      float: { try LSTM<Float>(2, 3) },
      lastStep: [
        -0.722696777235, -0.078596002521, 0.030257231345, -0.626467792243, -0.153081222324,
        0.012243224726,
      ],
      gradients: [
        0.468989796735, 0.499605776254, -0.058546870801, -0.138233902712, -0.138233902712,
      ]),
    TorchReference(
      name: "GRU", double: { try GRU<Double>(2, 3) },
      float: { try GRU<Float>(2, 3) },
      lastStep: [
        -0.477030776105, -0.162431570480, 0.519136856565, -0.383075698769, -0.067282251400,
        0.250984345398,
      ],
      gradients: [
        0.139829797662, 0.188121003981, -0.056395921947, -0.030446205264, -0.046300724349,
      ]),
  ]
}

@Suite("PyTorch's recurrent layers")
struct TorchRecurrentTests {
  @Test("Outputs and gradients are PyTorch's", arguments: TorchReference.all)
  func agreement(_ reference: TorchReference) throws {
    try expect(reference, reference.double(), within: 1e-11)
    try expect(reference, reference.float(), within: 1e-5)
  }

  private func expect<S: TrainingScalar>(
    _ reference: TorchReference, _ layer: any Layer<S>, within error: Double
  ) throws {
    var layer = layer
    var place = 0.0
    layer.forEachParameter { parameter in
      parameter.value = wave(parameter.value.shape, 1.3, place + 0.5)
      place += 1
    }
    let input: Tensor<S> = wave([2, 3, 2], 0.7, 0)
    let output = try layer(input)
    var inputCotangent = input
    layer.backward(
      wave(output.shape, 1, 1), input: input, output: output, into: &inputCotangent)
    let last = output.scalars[6..<9] + output.scalars[15..<18]
    for (ours, theirs) in zip(last, reference.lastStep) {
      #expect((Double(ours) - theirs).magnitude < error)
    }
    let gradients = [inputCotangent] + layer.parameters.map { $0.gradient }
    #expect(gradients.count == reference.gradients.count)
    for (gradient, theirs) in zip(gradients, reference.gradients) {
      let weights: Tensor<S> = wave(gradient.shape, 1, 2)
      let ours = zip(gradient.scalars, weights.scalars).reduce(0) { $0 + Double($1.0 * $1.1) }
      #expect((ours - theirs).magnitude < error)
    }
  }

  private func wave<S: TrainingScalar>(
    _ shape: Shape, _ frequency: Double, _ phase: Double
  ) -> Tensor<S> {
    Tensor(
      shape: shape,
      scalars: (0..<shape.reduce(1, *)).map { S(Double.sin(Double($0) * frequency + phase)) })
  }
}
