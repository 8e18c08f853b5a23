import NumericCore

/// The mean of the entries of a vector, and of their squared distances from it.
struct Mean: LibraryFunction {
  static let ofEntries = Self(name: "mean", aliases: [], isVariance: false)
  static let ofSquares = Self(name: "Var", aliases: ["var"], isVariance: true)

  let name: String
  let aliases: [String]
  private let isVariance: Bool

  var traits: FunctionTraits { [.isNumber] }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    let x = try call.tensor(0)
    guard x.own.count == 1 else { throw Diagnostic(.meanNeedsVector(name, x.own), at: call.span) }
    let mean = try self.mean(of: x, call)
    guard isVariance else { return .tensor(mean) }
    let distance = try call.context.elementwise(
      .subtract, x, mean, mayBroadcast: true, at: call.span)
    let squares = try call.context.elementwise(
      .multiply, distance, distance, mayBroadcast: false, at: call.span)
    return .tensor(try self.mean(of: squares, call))
  }

  private func mean<C>(of x: Batch<C.S>, _ call: FunctionCall<C>) throws -> Batch<C.S> {
    let count = try call.context.batch(.exact(Exact(x.own[0])), at: call.span)
    return try located(at: call.span) {
      try call.context.elementwise(
        .divide, x.summed(), count, mayBroadcast: true, at: call.span)
    }
  }
}

extension Diagnostic.Message {
  static func meanNeedsVector(_ name: String, _ shape: Shape) -> Self {
    Self(
      .shapesDoNotFit, "\(name) takes a vector, not \(shape.shapeDescription)",
      hint: "write \\frac{1}{n} \\sum_i … over the axis that is meant")
  }
}
