import NumericCore

/// The options of a call, looked up by name.
struct Options {
  let list: [Syntax.Option]

  /// - Errors: an option that the function does not have, or one that is given twice.
  init(_ list: [Syntax.Option], allowed: Set<String>, of function: String) throws(Diagnostic) {
    self.list = list
    var seen: Set<String> = []
    for option in list {
      guard allowed.contains(option.name) else {
        throw Diagnostic(.unknownOption(option.name, of: function, allowed), at: option.span)
      }
      guard seen.insert(option.name).inserted else {
        throw Diagnostic(.repeatedOption(option.name), at: option.span)
      }
    }
  }

  subscript(names: String...) -> Syntax.Expression? {
    list.first { names.contains($0.name) }?.value
  }
}

extension Evaluator {
  func call(
    _ name: String, _ arguments: [Syntax.Expression], _ options: [Syntax.Option], at span: Span
  ) throws -> Value<S> {
    if let declaration = scope[name] {
      return try application(of: declaration, to: arguments, at: span)
    }
    if name == "σ", reading.sigma == .softmax {
      return try apply(.softmax, to: arguments, at: span)
    }
    guard let function = Library[name] else {
      throw Diagnostic(.unknownFunction(name), at: span)
    }
    switch function {
    case .layer(let layer):
      let options = try Options(options, allowed: layer.options, of: name)
      return .tensor(try apply(layer, to: arguments, options, at: span))
    case .placements, .outputShape, .parameters:
      return try sizes(function, name, arguments, options, at: span)
    case .network: throw Diagnostic(.networkIsDefined(name), at: span)
    default: break
    }
    if let option = options.first {
      throw Diagnostic(.unknownOption(option.name, of: name, []), at: option.span)
    }
    if case .matrix(let matrix) = function { return try apply(matrix, to: arguments, at: span) }
    if case .softmaxCrossEntropy = function {
      return .tensor(try softmaxCrossEntropy(arguments, at: span))
    }
    if case .maximum = function { return try extremum(arguments, isMaximum: true, at: span) }
    if case .minimum = function { return try extremum(arguments, isMaximum: false, at: span) }
    guard arguments.count == 1 else {
      throw Diagnostic(.argumentCount(name, 1, arguments.count), at: span)
    }
    switch function {
    case .elementary(let elementary): return try apply(elementary, to: arguments[0], at: span)
    case .slope(let elementary): return try slope(of: elementary, at: arguments[0], span)
    case .floor: return .exact(try rounded(arguments[0]) { $0.floor })
    case .ceiling: return .exact(try rounded(arguments[0]) { $0.ceiling })
    case .shape: return .shape(try shape(of: arguments[0]))
    case .count(let count): return try value(self.count(count, of: arguments[0]))
    default: throw Diagnostic(.unknownFunction(name), at: span)
    }
  }

  /// `f_W(x)`, where the homework defines `f_W(x)`: the same tensor.
  private func application(
    of declaration: Declaration, to arguments: [Syntax.Expression], at span: Span
  ) throws -> Value<S> {
    try refuseOtherArguments(of: declaration, arguments, at: span)
    return try value(Syntax.Expression(.name(declaration.name), at: span))
  }

  func refuseOtherArguments(
    of declaration: Declaration, _ arguments: [Syntax.Expression], at span: Span
  ) throws {
    guard case .definition(let parameters, _, _) = declaration.kind else {
      throw Diagnostic(.notAFunction(declaration.name), at: span)
    }
    let names = arguments.map { argument in
      if case .name(let name) = argument.kind { name } else { argument.text }
    }
    guard names == parameters else {
      throw Diagnostic(.otherArguments(declaration.name, parameters), at: span)
    }
  }

  /// What a definition of a network keeps to be counted.
  private func count(
    _ count: NetworkCount, of network: Syntax.Expression
  ) throws -> Syntax.Expression {
    guard case .name(let name) = network.kind,
      scope[Scope.hidden(count.rawValue, of: name)] != nil
    else { throw Diagnostic(.countsNetworks(count.rawValue), at: network.span) }
    return Syntax.Expression(.name(Scope.hidden(count.rawValue, of: name)), at: network.span)
  }

  private func rounded(
    _ argument: Syntax.Expression, _ round: (Rational) -> Rational
  ) throws -> Exact {
    let number = try exact(argument)
    return Exact(number.lanes, number.values.map(round), faults: number.faults)
  }

  private func apply(
    _ function: ElementaryFunction, to argument: Syntax.Expression, at span: Span
  ) throws -> Value<S> {
    let x = settled(try batch(argument))
    return try located(at: span) {
      var y = Batch(
        x.lanes, try Variable.apply(.elementary(function), to: x.variable), faults: x.faults)
      y.isRow = x.isRow
      return .tensor(y)
    }
  }

  /// The larger or smaller of two: `max(a, b) = b + relu(a − b)`.
  private func extremum(
    _ arguments: [Syntax.Expression], isMaximum: Bool, at span: Span
  ) throws -> Value<S> {
    guard arguments.count == 2 else {
      throw Diagnostic(.argumentCount(isMaximum ? "max" : "min", 2, arguments.count), at: span)
    }
    let (a, b) = (try value(arguments[0]), try value(arguments[1]))
    if case .exact(let x) = a, case .exact(let y) = b {
      let lanes = x.lanes.union(y.lanes)
      let (p, q) = (lanes.positions(in: x.lanes), lanes.positions(in: y.lanes))
      return .exact(
        Exact(
          lanes,
          p.indices.map {
            isMaximum
              ? max(x.values[p[$0]], y.values[q[$0]]) : min(x.values[p[$0]], y.values[q[$0]])
          },
          faults: x.faults.spread(over: p).merging(y.faults.spread(over: q))))
    }
    let (x, y) = (try batch(a, at: span), try batch(b, at: span))
    let (high, low) = isMaximum ? (x, y) : (y, x)
    let difference = try elementwise(.subtract, high, low, mayBroadcast: true, at: span)
    let excess = Batch(
      difference.lanes, try Variable.apply(.elementary(.relu), to: difference.variable),
      faults: difference.faults)
    let base = isMaximum ? y : x
    return .tensor(
      try elementwise(
        isMaximum ? .add : .subtract, isMaximum ? base : y, excess, mayBroadcast: true, at: span))
  }

  // MARK: - Layers

  func apply(
    _ layer: Library.Layer, to arguments: [Syntax.Expression], _ options: Options, at span: Span
  ) throws -> Batch<S> {
    let wanted = layer.kind == .convolution || layer.kind == .linear ? 2 : 1
    guard arguments.count == wanted else {
      throw Diagnostic(.argumentCount(layer.name, wanted, arguments.count), at: span)
    }
    let inputs = try arguments.map { argument in
      let input = settled(try batch(argument))
      guard input.lanes.loops.isEmpty, input.faults.isEmpty else {
        throw Diagnostic(.layerInsideLoop(layer.name), at: argument.span)
      }
      return input.variable
    }
    let x = inChannelsFirst(inputs[0], layer)
    try charge(inputs[0].shape + inputs[inputs.count - 1].shape, at: span)
    let bias = try options["bias"].map { try batch($0).variable }
    let output: Variable<S> = try located(at: span) {
      switch layer.kind {
      case .linear: return try linear(x, inputs[1], bias)
      case .convolution:
        let windows = try windows(
          layer, kernel: Array(inputs[1].shape.suffix(layer.axes)), options, at: span)
        let groups = try options["groups"].map { try size($0) } ?? 1
        return try .convolution(
          layer.name, of: x, by: inputs[1], bias: bias, windows: windows, groups: groups)
      case .averagePooling, .maximumPooling:
        guard let kernel = options["size", "kernel"] else {
          throw Diagnostic(.missingOption("size", of: layer.name), at: span)
        }
        let windows = try windows(
          layer, kernel: concreteSizes(kernel, layer.axes), options, at: span)
        return try .pooling(
          layer.name, of: x, windows: windows,
          takesMaximum: layer.kind == .maximumPooling)
      }
    }
    guard layer.kind != .linear, channelAxes == .last else {
      return Batch(.single, output)
    }
    let order = channelAxes.asWritten(Array(output.shape.indices), sizes: layer.axes)
    return permuted(Batch(.single, output), order)
  }

  var channelAxes: ChannelAxes { scope.conventions.value(of: ChannelAxes.self) }

  var denseDilation: Int { scope.conventions.value(of: Dilation.self).ofNeighbours }

  /// The input of a layer with the channels before the sizes, whatever the document declares.
  private func inChannelsFirst(_ x: Variable<S>, _ layer: Library.Layer) -> Variable<S> {
    guard layer.kind != .linear, channelAxes == .last else { return x }
    let order = channelAxes.channelsFirst(Array(x.shape.indices), sizes: layer.axes)
    return permuted(Batch(.single, x), order).variable
  }

  private func linear(
    _ x: Variable<S>, _ w: Variable<S>, _ bias: Variable<S>?
  ) throws -> Variable<S> {
    guard x.shape.count == 1, w.shape.count == 2, w.shape[1] == x.shape[0],
      bias == nil || bias?.shape == [w.shape[0]]
    else {
      throw ShapeError.mismatch(
        layer: "linear",
        detail: "takes x: [in] and W: [out, in], not \(x.shape.shapeDescription) and "
          + w.shape.shapeDescription)
    }
    let rows = (0..<w.shape[0]).flatMap { _ in 0..<x.shape[0] }
    let products = try Variable.multiply(.apply(.gather(rows, shape: w.shape), to: x), w)
    let y = try Variable.apply(.sum(last: 1), to: products)
    return try bias.map { try .add(y, $0) } ?? y
  }

  private func windows(
    _ layer: Library.Layer, kernel: [Int], _ options: Options, at span: Span
  ) throws -> [Window] {
    func list(_ name: String, _ fallback: [Int]) throws -> [Int] {
      try options[name].map { try concreteSizes($0, layer.axes) } ?? fallback
    }
    let ones = Array(repeating: 1, count: layer.axes)
    let isPooling = layer.kind != .convolution
    let stride = try list("stride", isPooling ? kernel : ones)
    let padding = try list("padding", ones.map { _ in 0 })
    let dense = denseDilation
    let dilation = try list("dilation", ones.map { _ in dense }).map { $0 + 1 - dense }
    return kernel.indices.map {
      Window(
        kernel: kernel[$0], stride: stride[$0], padding: padding[$0], dilation: dilation[$0])
    }
  }

  private func size(_ expression: Syntax.Expression) throws -> Int {
    guard let size = try exact(expression).constant?.integer else {
      throw Diagnostic(.notAWholeNumber, at: expression.span)
    }
    return size
  }

  /// One number for each axis: `2`, or `3 × 5`.
  private func concreteSizes(_ expression: Syntax.Expression, _ axes: Int) throws -> [Int] {
    try sizes(expression, axes).map { size in
      guard let whole = size.constant?.integer else {
        throw Diagnostic(.notAWholeNumber, at: expression.span)
      }
      return whole
    }
  }

  func sizes(_ expression: Syntax.Expression, _ axes: Int) throws -> [Exact] {
    let factors = expression.shapeFactors
    guard factors.count == axes || factors.count == 1 else {
      throw Diagnostic(.sizesForAxes(axes, factors.count), at: expression.span)
    }
    let numbers = try factors.map(exact)
    return numbers.count == axes ? numbers : Array(repeating: numbers[0], count: axes)
  }
}

extension Diagnostic.Message {
  static func unknownFunction(_ name: String) -> Self {
    Self(
      "unknown-name", "the function '\(name)' is not known",
      hint: nearest(to: name, in: Library.names).map { "did you mean '\($0)'?" })
  }

  static func unknownOption(_ option: String, of function: String, _ allowed: Set<String>) -> Self {
    Self(
      "unknown-option", "\(function) has no option '\(option)'",
      hint: allowed.isEmpty
        ? nil : "its options are " + allowed.sorted().joined(separator: ", "))
  }

  static func networkIsDefined(_ name: String) -> Self {
    Self(
      "network-in-expression", "\(name) defines a network, and is no value",
      hint: "write h = \(name)(x; …) in a define block, then h[t] here")
  }

  static func countsNetworks(_ name: String) -> Self {
    Self(
      "no-network", "\(name) counts the weights of a network of the library",
      hint: "define h = lstm(x; …), then write \(name)(h)")
  }

  static func repeatedOption(_ option: String) -> Self {
    Self("unknown-option", "the option '\(option)' is given twice")
  }

  static func missingOption(_ option: String, of function: String) -> Self {
    Self(
      "missing-option", "\(function) needs the option '\(option)'",
      hint: "write \(function)(x; \(option) = 2)")
  }

  static func argumentCount(_ name: String, _ wanted: Int, _ given: Int) -> Self {
    Self(
      "argument-count",
      "\(name) takes \(wanted) \(wanted == 1 ? "argument" : "arguments"), not \(given)")
  }

  static func sizesForAxes(_ axes: Int, _ given: Int) -> Self {
    Self(
      .shapesDoNotFit, "\(given) sizes for \(axes) axes",
      hint: "write one size for all axes, or one for each: 3 × 5")
  }

  static func notAFunction(_ name: String) -> Self {
    Self("not-a-function", "'\(name)' takes no arguments")
  }

  static func otherArguments(_ name: String, _ parameters: [String]) -> Self {
    Self(
      "other-arguments",
      "'\(name)' is defined for \(name)(\(parameters.joined(separator: ", "))) only")
  }

  static func layerInsideLoop(_ name: String) -> Self {
    Self("unsupported", "\(name) takes whole tensors, not elements that an index chooses")
  }
}
