import Testing

@testable import NumericCore

/// Outputs and gradients are PyTorch's.
@Suite("Reference values of PyTorch")
struct ReferenceTests {
  @Test("They are there")
  func count() {
    #expect(Reference.shared.layers.count == 38)
    #expect(Reference.shared.losses.count == 6)
  }

  @Test("Layers in double precision", arguments: Reference.shared.layers)
  func double(_ reference: Reference.LayerCase) throws {
    try expectSame(as: reference, in: Double.self, within: 1e-10)
  }

  @Test("Layers in single precision", arguments: Reference.shared.layers)
  func single(_ reference: Reference.LayerCase) throws {
    try expectSame(as: reference, in: Float.self, within: 1e-5)
  }

  @Test("Losses in double precision", arguments: Reference.shared.losses)
  func double(_ reference: Reference.LossCase) throws {
    try expectSame(as: reference, in: Double.self, within: 1e-10)
  }

  @Test("Losses in single precision", arguments: Reference.shared.losses)
  func single(_ reference: Reference.LossCase) throws {
    try expectSame(as: reference, in: Float.self, within: 1e-5)
  }

  private func expectSame<S: TrainingScalar>(
    as reference: Reference.LayerCase, in scalar: S.Type, within error: Double
  ) throws {
    var layer = try Reference.layer(named: reference.name, of: scalar)
    try set(&layer, reference)
    let input = reference.input.tensor(of: scalar)
    try layer.prepare(for: input.shape)
    var output = try Tensor<S>(zeros: layer.outputShape(for: input.shape))
    try #require(output.shape == reference.output.shape)
    try layer.forward(
      input, into: &output, mode: reference.name.hasSuffix("evaluation") ? .evaluation : .training)
    expectClose(output.asDouble, reference.output.tensor, within: error, floor: 1)
    var gradient = try Tensor<S>(zeros: input.shape)
    layer.backward(
      reference.cotangent.tensor(of: scalar), input: input, output: output, into: &gradient)
    if let expected = reference.inputGradient {
      expectClose(gradient.asDouble, expected.tensor, within: error, floor: 1)
    }
    for parameter in layer.parameters {
      let expected = try #require(reference.gradients[parameter.name]).tensor
      expectClose(parameter.gradient.asDouble, expected, within: error, floor: 1)
    }
    var buffers = reference.buffersAfter
    layer.forEachBuffer {
      expectClose($0.asDouble, buffers.removeFirst().tensor, within: error, floor: 1)
    }
    #expect(buffers.isEmpty)
  }

  /// Gives a layer PyTorch's parameters and running statistics.
  private func set<S: TrainingScalar>(
    _ layer: inout any Layer<S>, _ reference: Reference.LayerCase
  ) throws {
    let names = layer.parameters.map { $0.name }
    try #require(names.sorted() == reference.parameters.keys.sorted())
    layer.forEachParameter { parameter in
      guard let value = reference.parameters[parameter.name] else { return }
      parameter.value = value.tensor(of: S.self)
    }
    var buffers = reference.buffers
    layer.forEachBuffer { $0 = buffers.removeFirst().tensor(of: S.self) }
    #expect(buffers.isEmpty)
  }

  private func expectSame<S: TrainingScalar>(
    as reference: Reference.LossCase, in scalar: S.Type, within error: Double
  ) throws {
    let output = reference.output.tensor(of: scalar)
    let target = reference.target.tensor(of: scalar)
    let labels = target.scalars.map { Int(Double($0)) }
    var cotangent = Tensor<S>.empty
    let value: S
    switch reference.name {
    case "cross entropy": value = try CrossEntropy<S>()(output, labels, cotangent: &cotangent)
    case "cross entropy, smooth labels":
      value = try CrossEntropy<S>(labelSmoothing: 0.1)(output, labels, cotangent: &cotangent)
    case "cross entropy of probabilities":
      value = try CategoricalCrossEntropy<S>()(output, target, cotangent: &cotangent)
    case "cross entropy of probabilities, smooth":
      value = try CategoricalCrossEntropy<S>(labelSmoothing: 0.1)(
        output, target, cotangent: &cotangent)
    case "binary cross entropy":
      value = try BinaryCrossEntropy<S>()(output, target, cotangent: &cotangent)
    case "mean squared error":
      value = try MeanSquaredError<S>()(output, target, cotangent: &cotangent)
    default:
      Issue.record("no loss is made for '\(reference.name)'")
      return
    }
    #expect((Double(value) - reference.value).magnitude <= error * reference.value.magnitude)
    expectClose(cotangent.asDouble, reference.gradient.tensor, within: error, floor: 1)
  }
}

extension Tensor where S: TrainingScalar {
  fileprivate var asDouble: Tensor<Double> {
    Tensor<Double>(shape: shape, scalars: scalars.map { Double($0) })
  }
}
