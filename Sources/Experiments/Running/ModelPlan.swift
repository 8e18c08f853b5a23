import Notation
import NumericCore

/// The layers of a model behind each other, for inputs of one shape.
struct ModelPlan: Sendable {
  /// What a layer makes of its input.
  struct PlannedLayer: Sendable {
    /// As the author wrote it.
    let words: String
    /// Without the batch.
    let output: Shape
    let parameters: Int
  }

  let layers: [PlannedLayer]
  /// How many products of two numbers an example takes, about.
  let work: Int
  private let choices: [Choice<LayerKind>]
  private let input: Shape

  /// The most weights, numbers that a batch keeps, and products for an example.
  private static let (mostWeights, mostNumbers, mostWork) = (1 << 24, 1 << 27, 1 << 28)

  var output: Shape { layers.last?.output ?? input }
  var parameterCount: Int { layers.reduce(0) { $0 + $1.parameters } }

  /// - Errors: a diagnostic at the first layer that does not fit what stands before it, or is too
  ///   large.
  init(_ choices: [Choice<LayerKind>], input: Shape, batch: Int) throws(Diagnostic) {
    var layers: [PlannedLayer] = []
    var shape = input
    var (numbers, work, weights) = (batch * input.size, 0, 0)
    for choice in choices {
      guard numbers <= Self.mostNumbers,
        let count = Self.product(choice.kind.weights(choice.options, shape))
      else { throw Diagnostic(.modelTooLarge(shape, batch: batch), at: choice.span) }
      weights += count
      guard weights <= Self.mostWeights else {
        throw Diagnostic(.tooManyWeights(Self.mostWeights), at: choice.span)
      }
      let layer = try Self.layer(choice, shape, seed: 0)
      let output = try Self.output(of: layer, shape, batch: batch, choice)
      let parameters = layer.parameterCount
      let kept = 2 * output.size + choice.kind.kept(choice.options, shape, output)
      numbers += batch * kept
      work += parameters * choice.kind.uses(shape, output) + output.size
      guard numbers <= Self.mostNumbers, work <= Self.mostWork else {
        throw Diagnostic(.modelTooLarge(output, batch: batch), at: choice.span)
      }
      layers.append(PlannedLayer(words: choice.words, output: output, parameters: parameters))
      shape = output
    }
    (self.layers, self.work, self.choices, self.input) = (layers, work, choices, input)
  }

  /// `nil` where it is more than any model may have.
  private static func product(_ factors: [Int]) -> Int? {
    var product = 1
    for factor in factors {
      let (next, overflow) = product.multipliedReportingOverflow(by: factor)
      guard !overflow, next <= mostWeights else { return nil }
      product = next
    }
    return product
  }

  private static func layer(
    _ choice: Choice<LayerKind>, _ input: Shape, seed: UInt64
  ) throws(Diagnostic) -> any Layer<Float> {
    do throws(ShapeError) {
      return try choice.kind.make(choice.options, input, seed)
    } catch {
      throw Diagnostic(.layerDoesNotFit(choice.words, input, error), at: choice.span)
    }
  }

  private static func output(
    of layer: any Layer<Float>, _ input: Shape, batch: Int, _ choice: Choice<LayerKind>
  ) throws(Diagnostic) -> Shape {
    do throws(ShapeError) {
      let output = try layer.outputShape(for: [batch] + input)
      // What is too large for any memory is too large to reckon with.
      _ = try output.storageCount()
      return Array(output.dropFirst())
    } catch {
      throw Diagnostic(.layerDoesNotFit(choice.words, input, error), at: choice.span)
    }
  }

  /// The network with the weights that a seed draws.
  ///
  /// - Errors: none, as it could be made once.
  func network(seed: UInt64) throws(ShapeError) -> Sequential<Float> {
    var network: [any Layer<Float>] = []
    var shape = input
    for (place, choice) in choices.enumerated() {
      var random = SplitMix64(seed: seed, stream: "layer \(place)")
      network.append(try choice.kind.make(choice.options, shape, random.next()))
      shape = layers[place].output
    }
    return Sequential(network, seed: seed)
  }
}

extension Diagnostic.Message {
  static func layerDoesNotFit(_ words: String, _ input: Shape, _ error: ShapeError) -> Self {
    Self(
      "shapes-do-not-fit",
      "'\(words)' does not fit what stands before it, which gives \(input.shapeDescription) for "
        + "each example: \(error)",
      hint: "change this layer, or put one between, such as flatten or last-step")
  }

  static func tooManyWeights(_ limit: Int) -> Self {
    Self(
      "too-large", "with this layer, the model has more than \(limit) weights",
      hint: "make it smaller, or pool before it")
  }

  static func modelTooLarge(_ shape: Shape, batch: Int) -> Self {
    Self(
      "too-large",
      "the model is too large from here on: \(shape.shapeDescription) numbers for each of \(batch) "
        + "examples",
      hint: "take a smaller batch, or smaller layers")
  }
}
