import NumericCore

/// `a mod b`, of numbers that are known exactly: what is left of a above a whole multiple of b.
struct Remainder: LibraryFunction {
  static let sign = "mod"

  let name = "mod"

  var traits: FunctionTraits { [] }
  var arity: ClosedRange<Int> { 2...2 }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    let (a, b) = (
      try call.context.exact(call.arguments[0]), try call.context.exact(call.arguments[1])
    )
    let lanes = try call.context.bounded(a.lanes.union(b.lanes), at: call.span)
    let (p, q) = (lanes.positions(in: a.lanes), lanes.positions(in: b.lanes))
    var faults = a.faults.spread(over: p).merging(b.faults.spread(over: q))
    let values = try located(at: call.span) {
      try p.indices.map { lane in
        let (dividend, divisor) = (a.values[p[lane]], b.values[q[lane]])
        guard !divisor.isZero else {
          if faults.isEmpty { faults = Faults(lanes: p.count) }
          faults[lane] = call.context.note(
            Fault(kind: .divisionByZero, message: "divides by zero", span: call.span))
          return Rational(0)
        }
        let whole = try dividend.divided(by: divisor).floor
        return try dividend.subtracting(whole.multiplied(by: divisor))
      }
    }
    return .exact(Exact(lanes, values, faults: faults))
  }
}
