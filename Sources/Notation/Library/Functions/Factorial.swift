import NumericCore

/// `n!` of a whole number from 0 to 20, beyond which no machine number holds it.
struct Factorial: LibraryFunction {
  static let name = "factorial"
  let name: String = Self.name

  var traits: FunctionTraits { [] }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    let number = try call.context.exact(call.arguments[0])
    var faults = number.faults
    let values = number.values.enumerated().map { lane, value -> Rational in
      guard let value = value.integer, (0...20).contains(value) else {
        if faults.isEmpty { faults = Faults(lanes: number.values.count) }
        faults[lane] = call.context.note(
          Fault(
            kind: .notWhole, message: "takes the factorial of no whole number from 0 to 20",
            span: call.span))
        return Rational(0)
      }
      return Rational((0...value).dropFirst().reduce(1, *))
    }
    return .exact(Exact(number.lanes, values, faults: faults))
  }
}
