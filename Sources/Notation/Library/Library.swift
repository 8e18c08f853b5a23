import NumericCore

/// The functions that every homework knows.
enum Library {
  static let all: [any LibraryFunction] = {
    let elementwise = ElementaryFunction.all.flatMap(Elementwise.named)
    let ofTensors: [any LibraryFunction] = [
      Rounding.down, Rounding.up, Extremum.largest, Extremum.smallest, ShapeOf(name: "shape"),
      ShapeOf(name: "dim"), Cases(), Diag(), Trace(), Identity(), Ones(), Norm.euclidean,
      Norm.ofMagnitudes, Determinant(), Mean.ofEntries, Mean.ofSquares, Slope.sign, Remainder(),
      CircleConstant(), KroneckerProduct(), Vectorisation(), Factorial(), UnitVector(),
      SoftmaxFunction(),
      SoftmaxCrossEntropy(), DerivativeProduct.forwards, DerivativeProduct.backwards,
    ]
    let layers: [any LibraryFunction] = [
      LinearLayer(), ConvolutionLayer(axes: 1), ConvolutionLayer(axes: 2),
      TransposedConvolutionLayer(axes: 1), TransposedConvolutionLayer(axes: 2),
      PoolingLayer(name: "avgpool", axes: 2, takesMaximum: false),
      PoolingLayer(name: "maxpool", axes: 2, takesMaximum: true),
      PoolingLayer(name: "avgpool1d", axes: 1, takesMaximum: false),
      PoolingLayer(name: "maxpool1d", axes: 1, takesMaximum: true),
    ]
    let sizes: [any LibraryFunction] = [
      PlacementCount(name: "conv_size", isPooling: false),
      PlacementCount(name: "pool_size", isPooling: true),
      OutputShape(name: "conv1d_shape", axes: 1, isPooling: false),
      OutputShape(name: "conv2d_shape", axes: 2, isPooling: false),
      OutputShape(name: "pool2d_shape", axes: 2, isPooling: true),
      TransposedSize(), ReceptiveField(),
    ]
    let counts: [any LibraryFunction] = ParameterCount.all + OperationCount.all
    let activations: [any LibraryFunction] = [
      GELU.exact, GELU.byTanh, SiLU(), LeakyReLU(), ELU(),
    ]
    let losses: [any LibraryFunction] = [
      SquaredError(), Divergence.crossEntropy, Divergence.kullbackLeibler, BinaryCrossEntropy(),
      HingeLoss(), MulticlassHinge(),
    ]
    let ofNetworks: [any LibraryFunction] = [
      Normalisation.ofBatches, Normalisation.ofSamples, Normalisation.bySquares, Attention(),
      Concatenation(), Dropout(), EmbeddingLayer(),
    ]
    let networks = Network.all.map(NetworkFunction.init)
    return elementwise + ofTensors + layers + sizes + counts + activations + losses + ofNetworks
      + networks
      + NetworkCount.allCases
  }()

  static func contains(_ name: String) -> Bool { self[name] != nil }

  /// What the function of that name says of itself.
  static func traits(of name: String) -> FunctionTraits { self[name]?.traits ?? [] }

  static subscript(name: String) -> (any LibraryFunction)? {
    functions[name] ?? (name.hasSuffix("'") ? functions[String(name.dropLast())]?.slope : nil)
  }

  static var names: [String] { functions.keys.sorted() }

  static let longestName = functions.keys.map(\.utf8.count).max() ?? 0

  private static let functions: [String: any LibraryFunction] = {
    let named = all.flatMap { function in
      ([function.name] + function.aliases).map { ($0, function) }
    }
    return Dictionary(uniqueKeysWithValues: named)
  }()
}
