import NumericCore

/// Why an expression has no value at some place, though it is well formed.
struct Fault: Hashable {
  enum Kind: Hashable {
    /// An index outside its axis.
    case outside
    case divisionByZero
    /// A window that fits nowhere, a stride of 0: sizes that no layer has.
    case inadmissible
    /// No line of `cases` applies.
    case noBranch
    case notWhole
  }

  let kind: Kind
  let message: String
  let span: Span
}

/// A whole number or ratio at each lane: indices, sizes, literals. Nothing is rounded.
struct Exact {
  let lanes: Lanes
  let values: [Rational]
  /// By lane; empty where every lane has a value.
  var faults: [Int: Fault] = [:]
  /// Whether it is 1 or 0 by a condition; a product with such a 0 does not look at the rest.
  var isIndicator = false

  init(_ lanes: Lanes, _ values: [Rational], faults: [Int: Fault] = [:], isIndicator: Bool = false) {
    self.lanes = lanes
    self.values = values
    self.faults = faults
    self.isIndicator = isIndicator
  }

  init(_ value: Rational) { self.init(.single, [value]) }

  init(_ value: Int) { self.init(Rational(value)) }

  /// The value, where it is the same everywhere.
  var constant: Rational? { lanes.loops.isEmpty && faults.isEmpty ? values[0] : nil }
}

/// A tensor at each lane. The axes of the variable are those of the lanes, then the tensor's own.
struct Batch<S: Scalar> {
  let lanes: Lanes
  let variable: Variable<S>
  var faults: [Int: Fault] = [:]
  /// For a derivative whose layout nobody has asked for yet: its axes are in natural order.
  var derivative: DerivativeAxes?
  /// Whether it is a vector that lies on its side.
  var isRow = false

  init(_ lanes: Lanes, _ variable: Variable<S>, faults: [Int: Fault] = [:]) {
    self.lanes = lanes
    self.variable = variable
    self.faults = faults
  }

  /// The extents of the tensor at one lane.
  var own: Shape { Array(variable.shape.dropFirst(lanes.loops.count)) }
}

/// What a derivative was of and by.
struct DerivativeAxes: Hashable {
  let output: String
  let input: String
  let outputs: Int
  let inputs: Int
  let layout: Layout

  /// The natural axes in the order in which the author counts them.
  var order: [Int] { layout.axes(outputs: outputs, inputs: inputs) }
}

/// What an expression stands for.
enum Value<S: Scalar> {
  case exact(Exact)
  case tensor(Batch<S>)
  case shape([Exact])
}

/// Whether something holds, lane by lane.
struct Mask {
  let lanes: Lanes
  let holds: [Bool]

  static let always = Mask(lanes: .single, holds: [true])

  func and(_ other: Mask) -> Mask {
    let union = lanes.union(other.lanes)
    let left = union.positions(in: lanes)
    let right = union.positions(in: other.lanes)
    return Mask(
      lanes: union, holds: left.indices.map { holds[left[$0]] && other.holds[right[$0]] })
  }
}

extension Dictionary where Key == Int, Value == Fault {
  /// The faults at the larger lanes, given where each of those stands in the smaller.
  func spread(over positions: [Int]) -> [Int: Fault] {
    guard !isEmpty else { return [:] }
    var result: [Int: Fault] = [:]
    for (lane, position) in positions.enumerated() {
      if let fault = self[position] { result[lane] = fault }
    }
    return result
  }
}

/// The lanes that a claim speaks of.
package struct LaneConditions {
  let mask: Mask
}

extension LaneConditions {
  /// Lane by lane, where the only loop is that of the letters.
  package func holds(for count: Int) -> [Bool] {
    mask.lanes.loops.isEmpty ? Array(repeating: mask.holds[0], count: count) : mask.holds
  }
}
