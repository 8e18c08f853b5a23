import NumericCore

/// The functions that every homework knows.
enum Library {
  /// What a name of the library does.
  enum Function {
    case elementary(ElementaryFunction)
    /// `tanh'`
    case slope(ElementaryFunction)
    case matrix(MatrixFunction)
    case floor, ceiling, maximum, minimum, shape
    case cases
    case layer(Layer)
    /// The size of an axis, the shape of an output, the parameters of a layer, from numbers alone.
    case placements, outputShape, parameters
    /// The equations of a network, which a define block takes over.
    case network
    /// The weights of a network.
    case count(NetworkCount)
    case softmaxCrossEntropy
  }

  /// A layer that acts on tensors.
  struct Layer {
    let name: String
    let kind: Kind
    /// How many axes the windows move over.
    let axes: Int

    enum Kind { case convolution, averagePooling, maximumPooling, linear }

    /// The options and how often one number of theirs is meant.
    var options: Set<String> {
      switch kind {
      case .convolution: ["stride", "padding", "dilation", "groups", "bias"]
      case .averagePooling: ["size", "kernel", "stride", "padding"]
      case .maximumPooling: ["size", "kernel", "stride"]
      case .linear: ["bias"]
      }
    }
  }

  static func contains(_ name: String) -> Bool { self[name] != nil }

  static func isElementary(_ name: String) -> Bool {
    switch self[name] {
    case .elementary, .slope: true
    default: false
    }
  }

  /// Whether it applies an elementary function, by itself or to each element.
  static func isTranscendental(_ name: String) -> Bool {
    switch self[name] {
    case .matrix(let function): return function == .softmax || function == .norm
    case .softmaxCrossEntropy: return true
    default: return isElementary(name)
    }
  }

  /// Whether its value follows from the shapes of its arguments alone.
  static func looksAtShapes(_ name: String) -> Bool {
    switch self[name] {
    case .shape, .count: true
    default: false
    }
  }

  /// Whether its value is a shape.
  static func isShape(_ name: String) -> Bool {
    switch self[name] {
    case .shape, .outputShape: true
    default: false
    }
  }

  static subscript(name: String) -> Function? {
    if let function = functions[name] { return function }
    guard name.hasSuffix("'"), case .elementary(let function) = functions[String(name.dropLast())]
    else { return nil }
    return .slope(function)
  }

  static var names: [String] { functions.keys.sorted() }

  static let longestName = functions.keys.map(\.utf8.count).max() ?? 0

  private static let functions: [String: Function] = {
    var table: [String: Function] = [
      "floor": .floor, "ceil": .ceiling, "max": .maximum, "min": .minimum, "shape": .shape,
      "dim": .shape, "cases": .cases, "conv_size": .placements, "pool_size": .placements,
      "conv1d_shape": .outputShape, "conv2d_shape": .outputShape, "pool2d_shape": .outputShape,
      "conv1d_parameters": .parameters, "conv2d_parameters": .parameters,
      "linear_parameters": .parameters, "softmax_cross_entropy": .softmaxCrossEntropy,
    ]
    for function in ElementaryFunction.all { table[function.name] = .elementary(function) }
    for function in MatrixFunction.allCases { table[function.rawValue] = .matrix(function) }
    for (alias, name) in [
      ("ln", "log"), ("σ", "sigmoid"), ("ReLU", "relu"), ("tr", "trace"), ("softargmax", "softmax"),
    ] {
      table[alias] = table[name]
    }
    let layers = [
      Layer(name: "conv1d", kind: .convolution, axes: 1),
      Layer(name: "conv2d", kind: .convolution, axes: 2),
      Layer(name: "avgpool", kind: .averagePooling, axes: 2),
      Layer(name: "maxpool", kind: .maximumPooling, axes: 2),
      Layer(name: "avgpool1d", kind: .averagePooling, axes: 1),
      Layer(name: "maxpool1d", kind: .maximumPooling, axes: 1),
      Layer(name: "linear", kind: .linear, axes: 0),
    ]
    for layer in layers { table[layer.name] = .layer(layer) }
    for network in Network.all { table[network.name] = .network }
    for count in NetworkCount.allCases { table[count.rawValue] = .count(count) }
    return table
  }()
}
