import Foundation
import Testing

@testable import NumericCore

/// What PyTorch computed; `Fixtures/reference.py` writes it.
struct Reference: Decodable {
  let layers: [LayerCase]
  let losses: [LossCase]

  static let shared: Reference = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Fixtures/reference.json")
    guard let data = try? Data(contentsOf: file),
      let reference = try? JSONDecoder().decode(Reference.self, from: data)
    else { return Reference(layers: [], losses: []) }
    return reference
  }()

  struct LayerCase: Decodable, CustomTestStringConvertible {
    let name: String
    let parameters: [String: Array]
    /// Running statistics, before the pass and after it.
    let buffers: [Array]
    let buffersAfter: [Array]
    let input: Array
    let output: Array
    let cotangent: Array
    /// None where the input is indices.
    let inputGradient: Array?
    let gradients: [String: Array]

    var testDescription: String { name }
  }

  struct LossCase: Decodable, CustomTestStringConvertible {
    let name: String
    let output: Array
    /// Labels, or what has the shape of the output.
    let target: Array
    let value: Double
    let gradient: Array

    var testDescription: String { name }
  }

  struct Array: Decodable {
    let shape: Shape
    let scalars: [Double]

    var tensor: Tensor<Double> { tensor(of: Double.self) }

    func tensor<S: TrainingScalar>(of scalar: S.Type) -> Tensor<S> {
      Tensor(shape: shape, scalars: scalars.map { S($0) })
    }
  }
}

extension Reference {
  /// Our layer for each that PyTorch has.
  static func layer<S: TrainingScalar>(
    named name: String, of scalar: S.Type
  ) throws -> any Layer<S> {
    let layer =
      try feedForward(name, scalar) ?? convolution(name, scalar) ?? pool(name, scalar)
      ?? recurrent(name, scalar) ?? normalization(name, scalar)
    return try #require(layer, "no layer is made for '\(name)'")
  }

  private static func feedForward<S: TrainingScalar>(
    _ name: String, _ scalar: S.Type
  ) throws -> (any Layer<S>)? {
    switch name {
    case "Linear": try Linear<S>(5, 3)
    case "Linear on sequences, without bias": try Linear<S>(4, 2, bias: false)
    case "Embedding": try Embedding<S>(7, 3)
    case "ReLU": Activation<S>.relu
    case "Tanh": Activation<S>.tanh
    case "Sigmoid": Activation<S>.sigmoid
    case "Softmax": Softmax<S>()
    case "LogSoftmax": LogSoftmax<S>()
    default: nil
    }
  }

  private static func convolution<S: TrainingScalar>(
    _ name: String, _ scalar: S.Type
  ) throws -> (any Layer<S>)? {
    switch name {
    case "Conv1d": try Conv1d<S>(2, 1, kernel: 3)
    case "Conv1d with everything":
      try Conv1d<S>(4, 6, kernel: 3, stride: 2, padding: 3, dilation: 2, groups: 2)
    case "Conv2d": try Conv2d<S>(3, 2, kernel: 3)
    case "Conv2d, padded by as much as it takes": try Conv2d<S>(2, 3, kernel: 3, padding: 1)
    case "Conv2d with strides": try Conv2d<S>(1, 3, kernel: 5, stride: 3, padding: 2)
    case "Conv2d, dilated": try Conv2d<S>(2, 2, kernel: 3, padding: 1, dilation: 2)
    case "Conv2d, channel by channel": try Conv2d<S>(3, 6, kernel: 3, groups: 3, bias: false)
    case "Conv2d with everything":
      try Conv2d<S>(
        4, 2,
        windows: [
          Window(kernel: 3, stride: 2, padding: 2), Window(kernel: 2, padding: 1, dilation: 3),
        ], groups: 2)
    case "ConvTranspose1d": try ConvTranspose1d<S>(3, 2, kernel: 4)
    case "ConvTranspose1d with everything":
      try ConvTranspose1d<S>(
        4, 6, kernel: 3, stride: 3, padding: 2, outputPadding: 1, dilation: 2, groups: 2)
    case "ConvTranspose2d": try ConvTranspose2d<S>(2, 3, kernel: 2, stride: 2)
    case "ConvTranspose2d with everything":
      try ConvTranspose2d<S>(
        4, 2,
        windows: [
          Window(kernel: 3, stride: 2, padding: 1), Window(kernel: 2, stride: 3, dilation: 2),
        ], outputPadding: [1, 2], groups: 2)
    default: nil
    }
  }

  private static func pool<S: TrainingScalar>(
    _ name: String, _ scalar: S.Type
  ) throws -> (any Layer<S>)? {
    let windows = [Window(kernel: 3, stride: 2, padding: 1), Window(kernel: 2, padding: 1)]
    let dilated = [windows[0].dilated, windows[1]]
    return switch name {
    case "MaxPool1d": try MaxPool1d<S>(kernel: 3, stride: 2, padding: 1)
    case "MaxPool2d": try MaxPool2d<S>(kernel: 2)
    case "MaxPool2d with everything": try MaxPool2d<S>(windows: dilated)
    case "AvgPool1d": try AvgPool1d<S>(kernel: 3, stride: 2, padding: 1)
    case "AvgPool2d": try AvgPool2d<S>(kernel: 2)
    case "AvgPool2d with everything": try AvgPool2d<S>(windows: windows)
    default: nil
    }
  }

  private static func recurrent<S: TrainingScalar>(
    _ name: String, _ scalar: S.Type
  ) throws -> (any Layer<S>)? {
    switch name {
    case "RNN, tanh": try RNN<S>(3, 5)
    case "RNN, ReLU": try RNN<S>(3, 5, nonlinearity: .relu)
    case "LSTM": try LSTM<S>(4, 3)
    case "LSTM of one step": try LSTM<S>(1, 5)
    case "GRU": try GRU<S>(4, 3)
    default: nil
    }
  }

  private static func normalization<S: TrainingScalar>(
    _ name: String, _ scalar: S.Type
  ) throws -> (any Layer<S>)? {
    switch name {
    case "LayerNorm": try LayerNorm<S>([7])
    case "LayerNorm over two axes": try LayerNorm<S>([3, 5])
    case "BatchNorm1d", "BatchNorm1d, evaluation": try BatchNorm1d<S>(5)
    case "BatchNorm1d on sequences": try BatchNorm1d<S>(3)
    case "BatchNorm2d", "BatchNorm2d, evaluation": try BatchNorm2d<S>(3)
    default: nil
    }
  }
}

extension Window {
  fileprivate var dilated: Window {
    Window(kernel: kernel, stride: stride, padding: padding, dilation: 2)
  }
}
