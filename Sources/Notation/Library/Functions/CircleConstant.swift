import NumericCore

/// 3.14159…, which is written as a letter, `\pi`, where nothing else has that name.
struct CircleConstant: LibraryFunction {
  static let letter = "π"

  let name = "π"

  var traits: FunctionTraits { [.transcendental, .isNumber] }
  var arity: ClosedRange<Int> { 0...0 }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    .tensor(try Batch.pi())
  }
}

extension Batch {
  static func pi() throws -> Batch {
    Batch(.single, Variable(constant: Tensor(shape: [], scalars: [try S.pi()])))
  }
}
