import NumericCore

extension Evaluator {
  /// The extents of an expression, found without its values, so that they may hold letters.
  func shape(of expression: Syntax.Expression) throws -> [Exact] {
    switch expression.kind {
    case .name(let name):
      guard let declaration = scope[name], overrides[name] == nil else { break }
      switch declaration.kind {
      case .tensor(let extents): return try extents.map(exact)
      case .definition(_, let indices, let body) where indices.isEmpty: return try shape(of: body)
      case .definition, .family, .loss, .number: break
      }
    case .call(let name, let arguments, let options):
      if let declaration = scope[name] {
        try refuseOtherArguments(of: declaration, arguments, at: expression.span)
        return try shape(of: Syntax.Expression(.name(name), at: expression.span))
      }
      guard case .layer(let layer) = Library[name] else { break }
      return try shape(of: layer, arguments, options, at: expression.span)
    case .derivative(let output, let input, _):
      let (outputs, inputs) = (try shape(of: output), try shape(of: input))
      let natural = outputs + inputs
      let layout = reading.layout(of: Syntax.Expression.derivativeText(output, input))
      return layout.axes(outputs: outputs.count, inputs: inputs.count).map { natural[$0] }
    default: break
    }
    switch try value(expression) {
    case .shape(let extents): return extents
    case .exact: return []
    case .tensor(let batch):
      if let number = batch.faults.first {
        throw Diagnostic(.noValue("it \(fault(number).message)"), at: expression.span)
      }
      return settledShape(batch).map { Exact($0) }
    }
  }

  private func shape(
    of layer: Library.Layer, _ arguments: [Syntax.Expression], _ list: [Syntax.Option],
    at span: Span
  ) throws -> [Exact] {
    let options = try Options(list, allowed: layer.options, of: layer.name)
    let shapes = try arguments.map(shape(of:))
    // Where no letter is left, the layer itself says whether everything fits.
    let numbers = try options.list.filter { $0.name != "bias" }
      .flatMap { try sizes($0.value, $0.value.shapeFactors.count) }
    if (shapes.joined() + numbers).allSatisfy({ $0.constant != nil }) {
      return try apply(layer, to: arguments, options, at: span).own.map { Exact($0) }
    }
    switch layer.kind {
    case .linear:
      guard shapes.count == 2, shapes[0].count == 1, shapes[1].count == 2 else { break }
      try require(shapes[0][0], equals: shapes[1][1], in: layer, at: span)
      return [shapes[1][0]]
    case .convolution:
      guard shapes.count == 2, shapes[0].count == layer.axes + 1, shapes[1].count == layer.axes + 2
      else { break }
      let input = channelAxes.channelsFirst(shapes[0], sizes: layer.axes)
      let groups = try options["groups"].map(exact) ?? Exact(1)
      guard let count = groups.constant else {
        throw Diagnostic(.notAWholeNumber, at: span)
      }
      let channels = try located(at: span) {
        Exact(
          shapes[1][1].lanes, try shapes[1][1].values.map { try $0.multiplied(by: count) })
      }
      try require(input[0], equals: channels, in: layer, at: span)
      let places = try placements(
        of: Array(input.dropFirst()), kernel: Array(shapes[1].dropFirst(2)), options,
        defaultStride: nil, at: span)
      return channelAxes.asWritten([shapes[1][0]] + places, sizes: layer.axes)
    case .averagePooling, .maximumPooling:
      guard shapes.count == 1, shapes[0].count >= layer.axes, let size = options["size", "kernel"]
      else { break }
      let kernel = try sizes(size, layer.axes)
      let input = channelAxes.channelsFirst(shapes[0], sizes: layer.axes)
      let places = try placements(
        of: Array(input.suffix(layer.axes)), kernel: kernel, options, defaultStride: kernel,
        at: span)
      return channelAxes.asWritten(
        Array(input.dropLast(layer.axes)) + places, sizes: layer.axes)
    }
    throw Diagnostic(
      .shapesDoNotFit(
        "\(layer.name) does not take these: "
          + shapes.map { "\($0.count) axes" }.joined(separator: ", ")), at: span)
  }

  /// That two sizes are one, whatever the letters are.
  private func require(
    _ left: Exact, equals right: Exact, in layer: Library.Layer, at span: Span
  ) throws {
    let lanes = try bounded(left.lanes.union(right.lanes), at: span)
    let (a, b) = (lanes.positions(in: left.lanes), lanes.positions(in: right.lanes))
    guard a.indices.allSatisfy({ left.values[a[$0]] == right.values[b[$0]] }) else {
      throw Diagnostic(
        .shapesDoNotFit("the channels of the input and of the kernel of \(layer.name) differ"),
        at: span)
    }
  }

  /// `conv_size(H, K; stride = S, …)`, `conv2d_shape(input: 10 × 11, kernel: 3 × 3)`,
  /// `conv2d_parameters(channels: 3, filters: 8, kernel: 5 × 5)`.
  func sizes(
    _ function: Library.Function, _ name: String, _ arguments: [Syntax.Expression],
    _ list: [Syntax.Option], at span: Span
  ) throws -> Value<S> {
    switch function {
    case .placements:
      let options = try Options(
        list, allowed: ["stride", "padding", "dilation", "size", "kernel"], of: name)
      guard
        arguments.count + (options["size"] == nil ? 0 : 1) + (options["kernel"] == nil ? 0 : 1)
          == 2,
        let size = arguments.first ?? options["size"],
        let kernel = arguments.dropFirst().first ?? options["kernel"]
      else { throw Diagnostic(.argumentCount(name, 2, arguments.count), at: span) }
      let kernels = try sizes(kernel, 1)
      return .exact(
        try placements(
          of: sizes(size, 1), kernel: kernels, options,
          defaultStride: name == "pool_size" ? kernels : nil, at: span)[0])
    case .outputShape:
      let options = try Options(
        list, allowed: ["input", "kernel", "stride", "padding", "dilation", "filters"], of: name)
      guard arguments.isEmpty, let input = options["input"], let kernel = options["kernel"] else {
        throw Diagnostic(
          .missingOption(options["input"] == nil ? "input" : "kernel", of: name), at: span)
      }
      let axes = name == "conv1d_shape" ? 1 : 2
      let kernels = try sizes(kernel, axes)
      let extents = try placements(
        of: sizes(input, axes), kernel: kernels, options,
        defaultStride: name == "pool2d_shape" ? kernels : nil, at: span)
      let channels = try options["filters"].map { [try exact($0)] } ?? []
      return .shape(channelAxes.asWritten(channels + extents, sizes: axes))
    default: return .exact(try parameterCount(name, list, at: span))
    }
  }

  /// The weights of every filter and one bias each, counted.
  private func parameterCount(
    _ name: String, _ list: [Syntax.Option], at span: Span
  ) throws -> Exact {
    let isLinear = name == "linear_parameters"
    let allowed: Set<String> =
      isLinear ? ["inputs", "outputs", "bias"] : ["channels", "filters", "kernel", "bias"]
    let options = try Options(list, allowed: allowed, of: name)
    func number(_ option: String) throws -> Rational {
      guard let expression = options[option] else {
        throw Diagnostic(.missingOption(option, of: name), at: span)
      }
      guard let value = try exact(expression).constant, value.integer ?? -1 >= 0 else {
        throw Diagnostic(.notAWholeNumber, at: expression.span)
      }
      return value
    }
    let hasBias = try options["bias"] == nil || !number("bias").isZero
    let outputs = try number(isLinear ? "outputs" : "filters")
    var inputs = try number(isLinear ? "inputs" : "channels")
    if !isLinear, let kernel = options["kernel"] {
      for size in try sizes(kernel, name == "conv1d_parameters" ? 1 : 2) {
        guard let size = size.constant, size.integer ?? -1 >= 0 else {
          throw Diagnostic(.notAWholeNumber, at: kernel.span)
        }
        inputs = try located(at: kernel.span) { try inputs.multiplied(by: size) }
      }
    }
    return try located(at: span) {
      let weights = try outputs.multiplied(by: inputs)
      return Exact(hasBias ? try weights.adding(outputs) : weights)
    }
  }

  /// How many places a kernel takes along each axis, at each lane; a lane whose sizes no layer
  /// could have is at fault.
  private func placements(
    of sizes: [Exact], kernel: [Exact], _ options: Options, defaultStride: [Exact]?, at span: Span
  ) throws -> [Exact] {
    let axes = sizes.count
    func option(_ name: String, _ fallback: Int) throws -> [Exact] {
      try options[name].map { try self.sizes($0, axes) }
        ?? Array(repeating: Exact(fallback), count: axes)
    }
    let stride =
      try options["stride"] == nil ? defaultStride ?? option("stride", 1) : option("stride", 1)
    let (padding, dilation) = (
      try option("padding", 0), try option("dilation", denseDilation)
    )
    return sizes.indices.map { axis in
      placements(
        [sizes[axis], kernel[axis], stride[axis], padding[axis], dilation[axis]], at: span)
    }
  }

  private func placements(_ numbers: [Exact], at span: Span) -> Exact {
    let lanes = numbers.reduce(Lanes.single) { $0.union($1.lanes) }
    let positions = numbers.map { lanes.positions(in: $0.lanes) }
    let dense = denseDilation
    var faults = Faults.none
    var inadmissible: Int32?
    var negative: Int32?
    let values = (0..<lanes.count).map { lane in
      let whole = numbers.indices.compactMap { numbers[$0].values[positions[$0][lane]].integer }
      let count =
        whole.count == 5 && whole.allSatisfy { $0 <= 100_000 }
        ? Window(
          kernel: whole[1], stride: whole[2], padding: whole[3], dilation: whole[4] + 1 - dense
        )
        .placements(along: whole[0]) : nil
      if whole.count == 5, whole[3] < 0 || whole[0] < 0 {
        // No layer has these, whatever the letters are: the formula is to blame.
        if faults.isEmpty { faults = Faults(lanes: lanes.count) }
        let message = "has a padding of \(whole[3]) on an axis of \(whole[0])"
        negative = negative ?? note(Fault(kind: .negativeSize, message: message, span: span))
        faults[lane] = negative ?? 0
      } else if count == nil {
        if faults.isEmpty { faults = Faults(lanes: lanes.count) }
        let message = "these sizes leave the kernel no place"
        inadmissible =
          inadmissible ?? note(Fault(kind: .inadmissible, message: message, span: span))
        faults[lane] = inadmissible ?? 0
      }
      return Rational(count ?? 0)
    }
    return Exact(lanes, values, faults: faults)
  }
}
