import NumericCore

/// How many entries of the input one entry behind several layers sees along an axis,
/// `1 + Σ_l d_l (k_l − 1) Π_{i<l} s_i`: `receptive_field(kernel: (3, 3, 2), stride: (1, 1, 2))`.
///
/// Strides and dilations are 1 where they are not given; one number stands for all layers.
///
/// - Errors: lists that are not as long as that of the kernels, and what is no whole number.
/// - Source: Araujo, Norris, Sim, *Computing Receptive Fields of Convolutional Neural Networks* (2019),
///   equation 2.
struct ReceptiveField: CountingFunction {
  let name = "receptive_field"

  var options: Set<String>? { ["kernel", "stride", "dilation"] }

  func count<C>(of call: FunctionCall<C>) throws -> Count<C> {
    let kernels = try call.options.required("kernel", of: name, at: call.span).listed
    let strides = try list("stride", as: kernels, call)
    let dilations = try list("dilation", as: kernels, call)
    var (field, jump) = (call.count(1), call.count(1))
    for (layer, kernel) in kernels.enumerated() {
      field =
        try field + dilations[layer] * (call.count(kernel) - call.count(1)) * jump
      jump = try jump * strides[layer]
    }
    return field
  }

  private func list<C>(
    _ option: String, as kernels: [Syntax.Expression], _ call: FunctionCall<C>
  ) throws -> [Count<C>] {
    guard let given = call.options[option] else { return kernels.map { _ in call.count(1) } }
    let numbers = try given.listed.map(call.count)
    guard numbers.count == kernels.count || numbers.count == 1 else {
      throw Diagnostic(.layersDiffer(kernels.count, numbers.count), at: given.span)
    }
    return numbers.count == 1 ? kernels.map { _ in numbers[0] } : numbers
  }
}

extension Syntax.Expression {
  /// The numbers of a list, or the one that it is.
  fileprivate var listed: [Syntax.Expression] {
    if case .tuple(let parts) = kind { parts } else { [self] }
  }
}

extension Diagnostic.Message {
  fileprivate static func layersDiffer(_ layers: Int, _ given: Int) -> Self {
    Self(
      .shapesDoNotFit, "\(given) numbers for \(layers) layers",
      hint: "write one for all layers, or one for each: (1, 2, 1)")
  }
}
