import NumericCore

/// `e_i`: 1 at place i and 0 elsewhere, of the length that fits.
struct UnitVector: LibraryFunction {
  static let name = "unit"
  let name: String = Self.name

  var traits: FunctionTraits { [] }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    guard let size = call.context.fittingShape?.first else {
      throw Diagnostic(.openUnitVector, at: call.span)
    }
    guard let first = call.context.commonIndexBase else {
      throw Diagnostic(.baseOfUnitVector, at: call.span)
    }
    let place = try call.context.exact(call.arguments[0])
    try call.context.charge(place.lanes.extents + [size], at: call.span)
    var faults = place.faults
    var scalars: [C.S] = []
    for (lane, value) in place.values.enumerated() {
      let index = value.integer.map { $0 - first } ?? -1
      if !(0..<size).contains(index) {
        if faults.isEmpty { faults = Faults(lanes: place.values.count) }
        faults[lane] = call.context.note(
          Fault(
            kind: .outside, message: "takes a unit vector beyond its \(size) places",
            span: call.span))
      }
      scalars += (0..<size).map { $0 == index ? .one : .zero }
    }
    let tensor = Tensor(shape: place.lanes.extents + [size], scalars: scalars)
    return .tensor(Batch(place.lanes, Variable(constant: tensor), faults: faults))
  }
}

extension Diagnostic.Message {
  static let openUnitVector = Self(
    .openShape, "nothing beside this says how long the unit vector is",
    hint: "define it: e_i = \\mathbf{1}[j = i], or give it as one-hot")

  static let baseOfUnitVector = Self(
    "ambiguous", "which unit vector this is depends on where indices begin",
    hint: "write \\text{index base } 1 into a given block")
}
