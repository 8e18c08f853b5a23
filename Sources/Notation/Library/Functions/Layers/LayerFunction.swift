import NumericCore

/// A layer that acts on whole tensors.
protocol LayerFunction: LibraryFunction {
  /// How many axes the windows move over, with channels beside them; `nil` where there are none.
  var windowAxes: Int? { get }

  /// The output of tensors with their channels first.
  func output<C>(of inputs: [Variable<C.S>], _ call: FunctionCall<C>) throws -> Variable<C.S>

  /// Its shape, from shapes of which some are letters; `nil` where they are no shapes for this layer.
  func outputShape<C>(of shapes: [[Exact]], _ call: FunctionCall<C>) throws -> [Exact]?
}

extension LayerFunction {
  var traits: FunctionTraits { [] }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    .tensor(try output(of: call))
  }

  private func output<C>(of call: FunctionCall<C>) throws -> Batch<C.S> {
    var inputs = try call.arguments.indices.map { place in
      let input = try call.tensor(place)
      guard input.lanes.loops.isEmpty, input.faults.isEmpty else {
        throw Diagnostic(.layerInsideLoop(name), at: call.arguments[place].span)
      }
      return input.variable
    }
    let written = inputs[0].shape
    let axes = call.channelAxes == .last ? windowAxes : nil
    if let axes {
      let order = ChannelAxes.last.channelsFirst(Array(written.indices), sizes: axes)
      inputs[0] = call.context.permuted(Batch(.single, inputs[0]), order).variable
    }
    try call.context.charge(written + (inputs.count > 1 ? inputs[1].shape : written), at: call.span)
    let output = Batch(
      .single, try located(at: call.span) { try self.output(of: inputs, call) })
    guard let axes else { return output }
    return call.context.permuted(
      output, ChannelAxes.last.asWritten(Array(output.own.indices), sizes: axes))
  }

  func shape<C>(of call: FunctionCall<C>) throws -> [Exact]? {
    let shapes = try call.arguments.map(call.context.shape(of:))
    // Where no letter is left, the layer itself says whether everything fits.
    let numbers = try call.options.list.filter { $0.name != "bias" }
      .flatMap { try call.sizes($0.value, $0.value.shapeFactors.count) }
    if (shapes.joined() + numbers).allSatisfy({ $0.constant != nil }) {
      return try output(of: call).own.map { Exact($0) }
    }
    if let shape = try outputShape(of: shapes, call) { return shape }
    throw Diagnostic(
      .shapesDoNotFit(
        "\(name) does not take these: "
          + shapes.map { "\($0.count) axes" }.joined(separator: ", ")), at: call.span)
  }

  /// That two sizes are one, whatever the letters are.
  func require<C>(_ left: Exact, equals right: Exact, in call: FunctionCall<C>) throws {
    let lanes = try call.context.bounded(left.lanes.union(right.lanes), at: call.span)
    let (a, b) = (lanes.positions(in: left.lanes), lanes.positions(in: right.lanes))
    guard a.indices.allSatisfy({ left.values[a[$0]] == right.values[b[$0]] }) else {
      throw Diagnostic(
        .shapesDoNotFit("the channels of the input and of the kernel of \(name) differ"),
        at: call.span)
    }
  }
}

extension Diagnostic.Message {
  static func layerInsideLoop(_ name: String) -> Self {
    Self("unsupported", "\(name) takes whole tensors, not elements that an index chooses")
  }
}
