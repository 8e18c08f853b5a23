import Allocations
import Testing

@testable import NumericCore

/// What every layer must do; a layer is added to `LayerExample.all`.
@Suite("Layers")
struct LayerTests {
  @Test("The fused passes are those of the composition", arguments: LayerExample.all)
  func composition(_ example: LayerExample) throws {
    for shape in example.inputs {
      var pass = try Pass(example.double(), shape, example.indices)
      try pass.run()
      let leaves = Variable.leaves([pass.input] + pass.layer.parameters.map { $0.value })
      let output = try example.composed(leaves[0], Array(leaves.dropFirst()))
      let gradients = try output.pullback(pass.cotangent, to: leaves)
      #expect(output.shape == pass.output.shape)
      expectClose(pass.output, output.value, within: 1e-12)
      for (fused, composed) in zip(pass.gradients, gradients) {
        expectClose(fused, composed, within: 1e-12)
      }
    }
  }

  @Test("The backward pass agrees with central differences", arguments: LayerExample.all)
  func differences(_ example: LayerExample) throws {
    for shape in example.inputs {
      var pass = try Pass(example.double(), shape, example.indices)
      try pass.run()
      for (place, gradient) in pass.gradients.enumerated() {
        let scalars = try gradient.scalars.indices.map { try pass.difference(place, $0) }
        expectClose(
          gradient, Tensor(shape: gradient.shape, scalars: scalars), within: 1e-7,
          noise: pass.differenceNoise)
      }
    }
  }

  @Test("Float is Double with fewer digits", arguments: LayerExample.all)
  func precision(_ example: LayerExample) throws {
    for shape in example.inputs {
      var double = try Pass(example.double(), shape, example.indices)
      var single = try Pass(example.float(), shape, example.indices)
      try double.run()
      try single.run()
      expectClose(single.output.widened, double.output, within: 1e-5, floor: 1)
      for (a, b) in zip(single.gradients, double.gradients) {
        expectClose(a.widened, b, within: 1e-5, floor: 1)
      }
    }
  }

  @Test(
    "Gradients add up, and the input's is left out where nobody asks", arguments: LayerExample.all)
  func accumulation(_ example: LayerExample) throws {
    for shape in example.inputs {
      var pass = try Pass(example.double(), shape, example.indices)
      try pass.run()
      let once = pass.gradients
      var none = Tensor<Double>.empty
      pass.layer.backward(pass.cotangent, input: pass.input, output: pass.output, into: &none)
      #expect(none.isEmpty)
      for (twice, once) in zip(pass.gradients, once).dropFirst() {
        expectClose(twice, once.map { 2 * $0 }, within: 1e-12)
      }
    }
  }

  @Test(
    "Once warm, the passes allocate nothing", .enabled(if: allocations() >= 0),
    arguments: LayerExample.all)
  func memory(_ example: LayerExample) throws {
    for shape in example.inputs {
      var pass = try Pass(example.float(), shape, example.indices)
      for _ in 0..<2 { try pass.run() }
      let before = allocations()
      for _ in 0..<5 { try pass.run() }
      let after = allocations()
      #expect(after == before)
    }
  }

  @Test("Shapes that do not fit are refused, empty ones too", arguments: LayerExample.all)
  func refusal(_ example: LayerExample) throws {
    var layer = try example.double()
    for shape in example.refused {
      #expect(throws: ShapeError.self) { try layer.outputShape(for: shape) }
      #expect(throws: ShapeError.self) { try layer.prepare(for: shape) }
      // Whatever was refused, the layer goes on with what fits.
      let input = Pass<Double>.input(example.inputs[0], example.indices)
      #expect(try layer(input) == layer(input))
    }
  }

  @Test("Buffers follow the shape of the input back and forth", arguments: LayerExample.all)
  func changingShapes(_ example: LayerExample) throws {
    var layer = try example.double()
    layer.initialize(seed: 3)
    for shape in example.inputs + example.inputs.reversed() {
      var fresh = try example.double()
      fresh.initialize(seed: 3)
      let input = Pass<Double>.input(shape, example.indices)
      #expect(try layer(input) == fresh(input))
    }
  }
}

/// One forward and backward pass of a layer with drawn parameters.
private struct Pass<S: TrainingScalar> {
  var layer: any Layer<S>
  let input: Tensor<S>
  let cotangent: Tensor<S>
  var output: Tensor<S>
  var inputCotangent: Tensor<S>

  /// The layer before the pass: what it keeps from step to step is part of the function.
  private let start: any Layer<S>
  private let isDifferentiable: Bool

  init(_ layer: any Layer<S>, _ shape: Shape, _ indices: Int?) throws {
    self.layer = layer
    self.layer.initialize(seed: 5)
    isDifferentiable = indices == nil
    input = Self.input(shape, indices)
    try self.layer.prepare(for: shape)
    start = self.layer
    output = try Tensor(zeros: layer.outputShape(for: shape))
    var random = SplitMix64(seed: 2)
    let drawn = Tensor<Double>(drawing: output.shape, using: &random)
    cotangent = Tensor(shape: output.shape, scalars: drawn.scalars.map { S($0) })
    // Whatever was in it is to be overwritten.
    inputCotangent = Tensor(shape: shape, scalars: input.scalars.map { _ in .nan })
    output.scalars = output.scalars.map { _ in .nan }
  }

  static func input(_ shape: Shape, _ indices: Int?) -> Tensor<S> {
    var random = SplitMix64(seed: 1)
    if let indices {
      let count = shape.reduce(1, *)
      return Tensor(shape: shape, scalars: (0..<count).map { _ in S(random.index(below: indices)) })
    }
    let drawn = Tensor<Double>(drawing: shape, using: &random)
    return Tensor(shape: shape, scalars: drawn.scalars.map { S($0) })
  }

  /// The gradients by the input and by each parameter.
  var gradients: [Tensor<S>] { [inputCotangent] + layer.parameters.map { $0.gradient } }

  mutating func run() throws {
    try layer.forward(input, into: &output, mode: .training)
    layer.clearGradients()
    layer.backward(cotangent, input: input, output: output, into: &inputCotangent)
  }

  /// How much of a slope by differences may be the rounding of the sums that it is taken from.
  var differenceNoise: S {
    zip(cotangent.scalars, output.scalars).reduce(0) { $0 + ($1.0 * $1.1).magnitude }
      * (4 * S.ulpOfOne / 1e-3)
  }

  /// The slope of `Σ cotangent ⊙ output`, by five points.
  func difference(_ tensor: Int, _ place: Int) throws -> S {
    guard isDifferentiable || tensor > 0 else { return 0 }
    let step: S = 1e-3
    func value(_ shift: S) throws -> S {
      var (layer, input, output) = (start, input, output)
      if tensor == 0 { input.scalars[place] += shift }
      var number = 0
      layer.forEachParameter { parameter in
        number += 1
        if number == tensor { parameter.value.scalars[place] += shift }
      }
      try layer.forward(input, into: &output, mode: .training)
      return zip(cotangent.scalars, output.scalars).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let near = try value(step) - value(-step)
    let far = try value(2 * step) - value(-2 * step)
    return (8 * near - far) / (12 * step)
  }
}

extension Tensor where S == Float {
  var widened: Tensor<Double> { Tensor<Double>(shape: shape, scalars: scalars.map(Double.init)) }
}

/// Every scalar within the error, relative to its own magnitude or to `floor` times the largest; what
/// is noise in the expected values is not judged.
func expectClose(
  _ actual: Tensor<Double>, _ expected: Tensor<Double>, within error: Double,
  floor: Double = 1e-3, noise: Double = 0, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(actual.shape == expected.shape, sourceLocation: sourceLocation)
  let largest = expected.scalars.map { $0.magnitude }.max() ?? 0
  for (place, (a, b)) in zip(actual.scalars, expected.scalars).enumerated() {
    let isClose = (a - b).magnitude <= error * max(b.magnitude, largest * floor) + noise
    #expect(isClose, "\(actual.index(of: place)): \(a), not \(b)", sourceLocation: sourceLocation)
    if !isClose { return }
  }
}
