@testable import NumericCore

extension Variable where S == Double {
  /// Maps each image of a batch.
  func mapImages(_ body: (Variable) throws -> Variable) throws -> Variable {
    let images = try (0..<shape[0]).map { image in
      try body(sliced(image..<(image + 1), of: 0).reshaped(Array(shape.dropFirst())))
    }
    return try .apply(.stack, toAll: images)
  }
}

/// The settings of a convolution, for both precisions.
struct ConvolutionSettings: Sendable {
  let channels: Int
  let filters: Int
  let windows: [Window]
  var groups = 1
  var bias = true

  func layer<S, Axes>(_ type: S.Type, _ axes: Axes.Type) throws -> Conv<S, Axes> {
    try Conv(channels, filters, windows: windows, groups: groups, bias: bias)
  }

  func composed(_ x: Variable<Double>, _ parameters: [Variable<Double>]) throws -> Variable<Double>
  {
    try x.mapImages {
      try .convolution(
        "test", of: $0, by: parameters[0], bias: bias ? parameters[1] : nil, windows: windows,
        groups: groups)
    }
  }
}

extension LayerExample {
  static let convolutions =
    [
      convolution(
        "homework", Line.self,
        ConvolutionSettings(
          channels: 2, filters: 1, windows: [Window(kernel: 3, stride: 2)], bias: false),
        inputs: [[1, 2, 5], [3, 2, 8]], refused: [[1, 2, 2], [1, 3, 5], [2, 5]]),
      convolution(
        "in groups", Line.self,
        ConvolutionSettings(
          channels: 6, filters: 4,
          windows: [Window(kernel: 3, stride: 2, padding: 3, dilation: 2)], groups: 2),
        inputs: [[2, 6, 1], [1, 6, 9], [2, 6, 4]], refused: [[1, 5, 9]]),
      convolution(
        "kernel of one", Line.self,
        ConvolutionSettings(channels: 3, filters: 2, windows: [Window(kernel: 1)]),
        inputs: [[2, 3, 7]]),
      convolution(
        "odd", Plane.self,
        ConvolutionSettings(
          channels: 2, filters: 3,
          windows: [Window(kernel: 3, padding: 1), Window(kernel: 2, stride: 3, padding: 1)]),
        inputs: [[2, 2, 5, 7], [1, 2, 1, 1], [3, 2, 2, 6]],
        refused: [[2, 3, 5, 7], [2, 5, 7], [2, 2, 5, 7, 1]]),
      convolution(
        "each channel for itself", Plane.self,
        ConvolutionSettings(
          channels: 3, filters: 6,
          windows: [Window(kernel: 2, dilation: 3), Window(kernel: 3, stride: 2, padding: 2)],
          groups: 3),
        inputs: [[2, 3, 4, 5], [1, 3, 7, 2]], refused: [[2, 3, 3, 5]]),
    ]

  private static func convolution<Axes: SpatialAxes>(
    _ name: String, _ axes: Axes.Type, _ settings: ConvolutionSettings, inputs: [Shape],
    refused: [Shape] = []
  ) -> LayerExample {
    LayerExample(
      "Conv\(axes.count)d, \(name)", inputs: inputs, refused: refused,
      double: try settings.layer(Double.self, axes), float: try settings.layer(Float.self, axes),
      composed: settings.composed)
  }
}
