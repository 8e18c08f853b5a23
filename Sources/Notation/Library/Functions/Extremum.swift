import NumericCore

/// The largest or smallest of several: `max(a, b) = b + relu(a − b)`.
struct Extremum: LibraryFunction {
  let name: String
  private let isMaximum: Bool

  static let largest = Self(name: "max", isMaximum: true)
  static let smallest = Self(name: "min", isMaximum: false)

  var traits: FunctionTraits { [] }
  var keepsShape: Bool { true }
  var arity: ClosedRange<Int> { 2...32 }

  func gaps(of arguments: [Syntax.Expression]) -> [Syntax.Expression] {
    arguments.indices.flatMap { place in
      arguments[(place + 1)...].map { .difference(arguments[place], $0) }
    }
  }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    let first = try call.context.value(call.arguments[0])
    return try call.arguments.dropFirst().reduce(first) {
      try chosen($0, call.context.value($1), in: call)
    }
  }

  private func chosen<C>(
    _ a: Value<C.S>, _ b: Value<C.S>, in call: FunctionCall<C>
  ) throws -> Value<C.S> {
    let span = call.span
    if case .exact(let x) = a, case .exact(let y) = b { return .exact(chosen(x, y)) }
    // A constant second, so that `max(0, x)` is `0 + relu(x − 0)`, whose range shows.
    let (first, second) = if case .exact = a { (b, a) } else { (a, b) }
    let (x, y) = (
      try call.context.batch(first, at: span), try call.context.batch(second, at: span)
    )
    let (high, low) = isMaximum ? (x, y) : (y, x)
    let difference = try call.context.elementwise(
      .subtract, high, low, mayBroadcast: true, at: span)
    return .tensor(
      try call.context.elementwise(
        isMaximum ? .add : .subtract, y, difference.applying(.relu), mayBroadcast: true, at: span))
  }

  private func chosen(_ x: Exact, _ y: Exact) -> Exact {
    let lanes = x.lanes.union(y.lanes)
    let (p, q) = (lanes.positions(in: x.lanes), lanes.positions(in: y.lanes))
    let values = zip(p, q).map { place, other in
      isMaximum ? max(x.values[place], y.values[other]) : min(x.values[place], y.values[other])
    }
    return Exact(lanes, values, faults: x.faults.spread(over: p).merging(y.faults.spread(over: q)))
  }
}
