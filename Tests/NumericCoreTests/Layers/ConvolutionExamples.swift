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
      convolution(
        "deep", Plane.self,
        ConvolutionSettings(
          channels: 12, filters: 2,
          windows: [Window(kernel: 3, stride: 2, padding: 2), Window(kernel: 3, padding: 1)]),
        inputs: [[1, 12, 5, 4], [2, 12, 2, 1]]),
      convolution(
        "deep and dilated, in groups", Plane.self,
        ConvolutionSettings(
          channels: 24, filters: 4,
          windows: [
            Window(kernel: 2, stride: 3, padding: 1, dilation: 2),
            Window(kernel: 3, stride: 2, dilation: 1),
          ], groups: 2, bias: false),
        inputs: [[1, 24, 6, 5]]),
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

extension Variable where S == Double {
  /// For each index of a shape, the scalar at another index, or 0.
  func gathered(_ target: Shape, _ source: ([Int]) -> [Int]?) throws -> Variable {
    let strides = target.strides
    let places = (0..<target.reduce(1, *)).map { place in
      let index = target.indices.map { place / strides[$0] % target[$0] }
      return source(index).map { zip($0, shape).reduce(0) { $0 * $1.1 + $1.0 } } ?? -1
    }
    return try .apply(.gather(places, shape: target), to: self)
  }
}

/// The settings of a transposed convolution, for both precisions.
struct TransposedSettings: Sendable {
  let channels: Int
  let filters: Int
  let windows: [Window]
  let outputPadding: [Int]
  var groups = 1
  var bias = true

  func layer<S, Axes>(_ type: S.Type, _ axes: Axes.Type) throws -> ConvTranspose<S, Axes> {
    try ConvTranspose(
      channels, filters, windows: windows, outputPadding: outputPadding, groups: groups, bias: bias)
  }

  /// The convolution of the input, its scalars a stride apart, with the kernel turned round.
  func composed(_ x: Variable<Double>, _ parameters: [Variable<Double>]) throws -> Variable<Double>
  {
    let reach = windows.map { ($0.kernel - 1) * $0.dilation }
    let axes = windows.indices
    let spread = axes.map {
      (x.shape[2 + $0] - 1) * windows[$0].stride - 2 * windows[$0].padding + outputPadding[$0] + 1
        + 2 * reach[$0]
    }
    let apart = try x.gathered(Array(x.shape.prefix(2)) + spread) { index in
      var source = Array(index.prefix(2))
      for axis in axes {
        let position = index[2 + axis] - reach[axis] + windows[axis].padding
        let (place, rest) = position.quotientAndRemainder(dividingBy: windows[axis].stride)
        guard rest == 0, (0..<x.shape[2 + axis]).contains(place) else { return nil }
        source.append(place)
      }
      return source
    }
    let (groupChannels, groupFilters) = (channels / groups, filters / groups)
    let turned = try parameters[0].gathered([filters, groupChannels] + windows.map { $0.kernel }) {
      index in
      [index[0] / groupFilters * groupChannels + index[1], index[0] % groupFilters]
        + axes.map { windows[$0].kernel - 1 - index[2 + $0] }
    }
    return try apart.mapImages {
      try .convolution(
        "test", of: $0, by: turned, bias: bias ? parameters[1] : nil,
        windows: windows.map { Window(kernel: $0.kernel, dilation: $0.dilation) }, groups: groups)
    }
  }
}

extension LayerExample {
  static let transposedConvolutions = [
    transposed(
      "plain", Line.self,
      TransposedSettings(
        channels: 2, filters: 3, windows: [Window(kernel: 3)], outputPadding: [0], bias: false),
      inputs: [[2, 2, 5], [1, 2, 1]], refused: [[2, 3, 5], [2, 2]]),
    transposed(
      "in groups", Line.self,
      TransposedSettings(
        channels: 4, filters: 6, windows: [Window(kernel: 3, stride: 3, padding: 2, dilation: 2)],
        outputPadding: [2], groups: 2),
      inputs: [[2, 4, 3], [1, 4, 1], [1, 4, 6]]),
    transposed(
      "cropped", Line.self,
      TransposedSettings(
        channels: 1, filters: 2, windows: [Window(kernel: 2, stride: 2, padding: 3)],
        outputPadding: [1]),
      inputs: [[2, 1, 4], [1, 1, 7]], refused: [[1, 1, 2], [1, 1, 1]]),
    transposed(
      "odd", Plane.self,
      TransposedSettings(
        channels: 3, filters: 2,
        windows: [
          Window(kernel: 3, stride: 2, padding: 1), Window(kernel: 2, stride: 3, dilation: 2),
        ], outputPadding: [1, 0]),
      inputs: [[2, 3, 3, 2], [1, 3, 1, 4]], refused: [[2, 3, 3]]),
  ]

  private static func transposed<Axes: SpatialAxes>(
    _ name: String, _ axes: Axes.Type, _ settings: TransposedSettings, inputs: [Shape],
    refused: [Shape] = []
  ) -> LayerExample {
    LayerExample(
      "ConvTranspose\(axes.count)d, \(name)", inputs: inputs, refused: refused,
      double: try settings.layer(Double.self, axes), float: try settings.layer(Float.self, axes),
      composed: settings.composed)
  }
}
