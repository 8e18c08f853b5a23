/// A tensor that knows how it was computed, if it depends on something to be differentiated.
public struct Variable<S: Scalar> {
  public let value: Tensor<S>
  private let origin: Origin?

  private struct Origin {
    let tape: Tape<S>
    let place: Int
  }

  private init(_ value: Tensor<S>, origin: Origin?) {
    self.value = value
    self.origin = origin
  }

  /// A tensor that nothing is differentiated by.
  public init(constant value: Tensor<S>) { self.init(value, origin: nil) }

  /// A tensor to differentiate by, at the start of a tape of its own.
  public init(leaf value: Tensor<S>) {
    let tape = Tape<S>()
    self.init(value, origin: Origin(tape: tape, place: tape.record(leaf: value)))
  }

  /// Tensors to differentiate by together.
  public static func leaves(_ values: [Tensor<S>]) -> [Variable] {
    let tape = Tape<S>()
    return values.map { Variable($0, origin: Origin(tape: tape, place: tape.record(leaf: $0))) }
  }

  public var shape: Shape { value.shape }

  /// Whether it depends on a leaf.
  public var isDifferentiable: Bool { origin != nil }

  /// How many scalars were recorded up to this one: what a pullback costs.
  public var recordedScalars: Int { origin.map { $0.tape.scalars(upTo: $0.place) } ?? 0 }

  /// Applies a primitive; it is recorded where an operand depends on a leaf.
  ///
  /// The operands of one application depend on leaves of one tape.
  public static func apply(
    _ primitive: Primitive<S>, to operands: Variable...
  ) throws(DomainError) -> Variable {
    try apply(primitive, toAll: operands)
  }

  /// Applies a primitive of any number of operands.
  public static func apply(
    _ primitive: Primitive<S>, toAll operands: [Variable]
  ) throws(DomainError) -> Variable {
    let values = operands.map { $0.value }
    let value = try primitive.value(values)
    guard let tape = operands.lazy.compactMap({ $0.origin?.tape }).first else {
      return Variable(constant: value)
    }
    let place = tape.record(
      primitive, operands: values, places: operands.map { $0.origin?.place }, value: value)
    return Variable(value, origin: Origin(tape: tape, place: place))
  }

  /// The vector–Jacobian product: the cotangents of the leaves for a cotangent of this tensor.
  public func pullback(
    _ cotangent: Tensor<S>, to leaves: [Variable]
  ) throws(DomainError) -> [Tensor<S>] {
    guard let origin else { return leaves.map { $0.value.map { _ in .zero } } }
    let cotangents = try origin.tape.pullback(cotangent, from: origin.place)
    return leaves.map { leaf in
      leaf.origin.flatMap { cotangents[$0.place] } ?? leaf.value.map { _ in .zero }
    }
  }

  /// Every derivative of an element of this tensor by an element of the leaf.
  ///
  /// - Shapes: the axes of this tensor, then those of the leaf.
  public func jacobian(by leaf: Variable) throws(DomainError) -> Tensor<S> {
    var rows: [S] = []
    rows.reserveCapacity(value.scalars.count * leaf.value.scalars.count)
    var basis = Array(repeating: S.zero, count: value.scalars.count)
    for place in basis.indices {
      basis[place] = .one
      rows += try pullback(Tensor(shape: shape, scalars: basis), to: [leaf])[0].scalars
      basis[place] = .zero
    }
    return Tensor(shape: shape + leaf.shape, scalars: rows)
  }
}

/// The record of a computation, in the order in which it ran.
///
/// It is a flat list: neither the backward walk nor its release recurses, however long it is.
private final class Tape<S: Scalar> {
  private struct Entry {
    let primitive: Primitive<S>?
    let operands: [Tensor<S>]
    let places: [Int?]
    let value: Tensor<S>
  }

  private var entries: [Entry] = []

  func record(leaf value: Tensor<S>) -> Int {
    entries.append(Entry(primitive: nil, operands: [], places: [], value: value))
    return entries.count - 1
  }

  func record(
    _ primitive: Primitive<S>, operands: [Tensor<S>], places: [Int?], value: Tensor<S>
  ) -> Int {
    entries.append(
      Entry(primitive: primitive, operands: operands, places: places, value: value))
    return entries.count - 1
  }

  func scalars(upTo place: Int) -> Int {
    entries[...place].reduce(0) { $0 + $1.value.scalars.count }
  }

  func pullback(
    _ cotangent: Tensor<S>, from place: Int
  ) throws(DomainError) -> [Int: Tensor<S>] {
    var cotangents = [place: cotangent]
    for index in stride(from: place, through: 0, by: -1) {
      guard let dy = cotangents[index], let primitive = entries[index].primitive else { continue }
      cotangents[index] = nil
      let entry = entries[index]
      let contributions = try primitive.pullback(entry.operands, entry.value, dy)
      for (operand, contribution) in zip(entry.places, contributions) {
        guard let operand else { continue }
        cotangents[operand] = cotangents[operand].map { $0.zipped(contribution, +) } ?? contribution
      }
    }
    return cotangents
  }
}
