import NumericCore

/// `⌊x⌋` and `⌈x⌉`, of numbers that are known exactly.
struct Rounding: LibraryFunction {
  let name: String
  let brackets: (left: String, right: String)?
  private let round: @Sendable (Rational) -> Rational

  static let down = Self(name: "floor", brackets: ("\\lfloor", "\\rfloor")) { $0.floor }
  static let up = Self(name: "ceil", brackets: ("\\lceil", "\\rceil")) { $0.ceiling }

  var traits: FunctionTraits { [] }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    let number = try call.context.exact(call.arguments[0])
    return .exact(Exact(number.lanes, number.values.map(round), faults: number.faults))
  }
}
