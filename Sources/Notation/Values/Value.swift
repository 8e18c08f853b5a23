import NumericCore

/// Why an expression has no value at some place, though it is well formed.
struct Fault: Hashable {
  enum Kind: Hashable {
    /// An index outside its axis; one that a sum runs over is the sum's fault.
    case outside
    case outsideInSum
    /// A number as an index that is beyond its axis at these sizes: `x_4`.
    case outsideByNumber
    case divisionByZero
    /// A window that fits nowhere, a stride of 0: sizes that no layer has.
    case inadmissible
    case negativeSize
    /// No line of `cases` applies.
    case noBranch
    case notWhole
  }

  let kind: Kind
  let message: String
  let span: Span
}

/// Which lanes have no value, and why: a number for each lane, 0 for none; empty where all have one.
struct Faults {
  private var codes: [Int32]

  static let none = Faults(codes: [])

  private init(codes: [Int32]) { self.codes = codes }

  /// Room for that many lanes, none of them at fault yet.
  init(lanes: Int) { codes = Array(repeating: 0, count: lanes) }

  var isEmpty: Bool { codes.isEmpty }

  /// The place of the lane's fault in the evaluator's list, counted from 1; 0 for none.
  subscript(lane: Int) -> Int32 {
    get { codes.isEmpty ? 0 : codes[lane] }
    set { codes[lane] = newValue }
  }

  /// The faults at the larger lanes, given where each of those stands in the smaller.
  func spread(over positions: [Int]) -> Faults {
    codes.isEmpty ? self : Faults(codes: positions.map { codes[$0] })
  }

  /// These, and those of the other where there is none here.
  func merging(_ other: Faults) -> Faults {
    if codes.isEmpty { return other }
    if other.codes.isEmpty { return self }
    return Faults(codes: zip(codes, other.codes).map { $0 == 0 ? $1 : $0 })
  }

  /// Without those of the lanes that do not count.
  func filter(_ counts: (Int) -> Bool) -> Faults {
    guard !codes.isEmpty else { return self }
    return Faults(codes: codes.indices.map { codes[$0] != 0 && counts($0) ? codes[$0] : 0 })
      .trimmed
  }

  /// Empty where no lane is at fault.
  var trimmed: Faults { codes.allSatisfy { $0 == 0 } ? .none : self }

  /// The first fault.
  var first: Int32? { codes.first { $0 != 0 } }
}

/// A whole number or ratio at each lane: indices, sizes, literals. Nothing is rounded.
struct Exact {
  let lanes: Lanes
  let values: [Rational]
  var faults = Faults.none
  /// Whether it is 1 or 0 by a condition; a product with such a 0 does not look at the rest.
  var isIndicator = false

  init(_ lanes: Lanes, _ values: [Rational], faults: Faults = .none, isIndicator: Bool = false) {
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
///
/// It is handed on at every step of every formula: one object, copied when it is changed.
struct Batch<S: Scalar> {
  private var content: Content

  private final class Content {
    let lanes: Lanes
    let variable: Variable<S>
    var faults: Faults
    var derivative: DerivativeAxes?
    var orientation = Orientation.column
    var rowOrientation = Orientation.either

    init(_ lanes: Lanes, _ variable: Variable<S>, _ faults: Faults) {
      self.lanes = lanes
      self.variable = variable
      self.faults = faults
    }

    func copy() -> Content {
      let copy = Content(lanes, variable, faults)
      copy.derivative = derivative
      copy.orientation = orientation
      copy.rowOrientation = rowOrientation
      return copy
    }
  }

  init(
    _ lanes: Lanes, _ variable: Variable<S>, faults: Faults = .none,
    orientation: Orientation = .column
  ) {
    content = Content(lanes, variable, faults)
    content.orientation = orientation
  }

  var lanes: Lanes { content.lanes }
  var variable: Variable<S> { content.variable }

  var faults: Faults {
    get { content.faults }
    set { unshared().faults = newValue }
  }

  /// For a derivative whose layout nobody has asked for yet: its axes are in natural order.
  var derivative: DerivativeAxes? {
    get { content.derivative }
    set { unshared().derivative = newValue }
  }

  /// How it lies, where it is a vector.
  var orientation: Orientation {
    get { content.orientation }
    set { unshared().orientation = newValue }
  }

  /// How the vectors lie that are left where all axes but the last are indexed.
  var rowOrientation: Orientation {
    get { content.rowOrientation }
    set { unshared().rowOrientation = newValue }
  }

  private mutating func unshared() -> Content {
    if !isKnownUniquelyReferenced(&content) { content = content.copy() }
    return content
  }

  /// The extents of the tensor at one lane.
  var own: Shape { Array(variable.shape.dropFirst(lanes.loops.count)) }
}

/// What a derivative was of and by.
struct DerivativeAxes {
  let output: String
  let input: String
  let outputs: Int
  let inputs: Int
  var layout: Layout
  /// How output and input lie, where they are vectors.
  var orientations: (output: Orientation, input: Orientation) = (.column, .column)

  func laidOut(_ layout: Layout) -> DerivativeAxes {
    var axes = self
    axes.layout = layout
    return axes
  }

  /// How the derivative lies, where it is a vector.
  var orientation: Orientation {
    switch (outputs, inputs) {
    case (0, 1): layout == .numerator ? orientations.input.flipped : orientations.input
    case (1, 0): layout == .denominator ? orientations.output.flipped : orientations.output
    default: .column
    }
  }

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

/// The lanes that a claim speaks of.
package struct LaneConditions {
  let mask: Mask

  /// At how many of all places they hold; `nil` where that is everywhere.
  package var part: (held: Int, all: Int)? {
    let held = mask.holds.count { $0 }
    return held == mask.holds.count ? nil : (held, mask.holds.count)
  }
}

extension LaneConditions {
  /// Lane by lane, where the only loop is that of the letters.
  package func holds(for count: Int) -> [Bool] {
    mask.lanes.loops.isEmpty ? Array(repeating: mask.holds[0], count: count) : mask.holds
  }
}
