import NumericCore

/// The weights of every output and one bias each, counted.
struct ParameterCount: LibraryFunction {
  let name: String
  /// The options that say how many outputs there are, and inputs of each.
  private let outputs: String
  private let inputs: String
  /// The axes of a kernel, which has a weight for each input at every tap.
  private let kernelAxes: Int?

  /// `linear_parameters(inputs: 3, outputs: 8)`
  static let linear = Self(
    name: "linear_parameters", outputs: "outputs", inputs: "inputs", kernelAxes: nil)

  /// `conv2d_parameters(channels: 3, filters: 8, kernel: 5 × 5)`
  static func convolution(axes: Int) -> Self {
    Self(
      name: "conv\(axes)d_parameters", outputs: "filters", inputs: "channels", kernelAxes: axes)
  }

  var traits: FunctionTraits { [] }
  var arity: ClosedRange<Int> { 0...Int.max }

  var options: Set<String>? {
    Set([outputs, inputs, "bias"] + (kernelAxes == nil ? [] : ["kernel"]))
  }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    func number(_ option: String) throws -> Rational {
      let expression = try call.options.required(option, of: name, at: call.span)
      return try call.context.exact(expression).count(at: expression.span)
    }
    let hasBias = try call.options["bias"] == nil || !number("bias").isZero
    let outputs = try number(outputs)
    var inputs = try number(inputs)
    if let kernelAxes, let kernel = call.options["kernel"] {
      for size in try call.sizes(kernel, kernelAxes) {
        let taps = try size.count(at: kernel.span)
        inputs = try located(at: kernel.span) { try inputs.multiplied(by: taps) }
      }
    }
    return try located(at: call.span) {
      let weights = try outputs.multiplied(by: inputs)
      return .exact(Exact(hasBias ? try weights.adding(outputs) : weights))
    }
  }
}

extension Exact {
  /// The number, where it can count something.
  fileprivate func count(at span: Span) throws -> Rational {
    guard let constant, constant.integer ?? -1 >= 0 else {
      throw Diagnostic(.notAWholeNumber, at: span)
    }
    return constant
  }
}
