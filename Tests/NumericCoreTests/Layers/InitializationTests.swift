import Testing

@testable import NumericCore

@Suite("Initialisation")
struct InitializationTests {
  @Test("Weights are drawn as the papers say", arguments: [Initialization.standard, .xavier, .he])
  func spread(_ initialization: Initialization) throws {
    var layer = try Linear<Double>(300, 100)
    layer.initialize(initialization, seed: 2)
    let weights = layer.weight.value.scalars
    let variance = weights.reduce(0) { $0 + $1 * $1 } / Double(weights.count)
    // A uniform distribution up to a has the variance a² / 3.
    let expected =
      switch initialization {
      case .standard: 1.0 / 300 / 3
      case .xavier: 6.0 / 400 / 3
      case .he: 2.0 / 300
      }
    #expect((variance / expected - 1).magnitude < 0.04)
    let biases = layer.bias?.value.scalars ?? []
    #expect(biases.allSatisfy { $0 == 0 } == (initialization != .standard))
  }

  @Test("A parameter's numbers depend on its name and on nothing before it")
  func streams() throws {
    let short = Sequential<Float>([try Linear(3, 4), Activation.relu], seed: 9)
    let long = Sequential<Float>([try Linear(3, 4), Activation.relu, try Linear(4, 4)], seed: 9)
    #expect(long.parameters.map { $0.name } == ["0.weight", "0.bias", "2.weight", "2.bias"])
    #expect(short.parameters[0].value == long.parameters[0].value)
    #expect(long.parameters[1].value != long.parameters[3].value)
    #expect(long.parameterCount == 12 + 4 + 16 + 4)
  }

  @Test("Sizes that are none are refused", arguments: [(0, 3), (3, -1)])
  func sizes(_ inputs: Int, _ outputs: Int) {
    #expect(throws: ShapeError.self) { try Linear<Float>(inputs, outputs) }
  }
}
