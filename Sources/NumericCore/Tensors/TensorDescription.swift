import RealModule

extension Tensor: CustomStringConvertible {
  /// The scalar type and the shape, then the scalars in aligned rows; of long axes both ends.
  ///
  ///     Float, 2 × 3
  ///     [[ 1, 2.5, 3],
  ///      [-4,   5, 6]]
  public var description: String {
    let heading = "\(S.self), \(shape.shapeDescription)"
    guard !scalars.isEmpty else { return heading + ", empty" }
    var entries: [Int: String] = [:]
    visit(axis: 0, from: 0) { entries[$0] = Self.text(of: scalars[$0]) }
    let width = entries.values.map { $0.count }.max() ?? 0
    return heading + "\n" + rows(axis: 0, from: 0, entries: entries, width: width)
  }

  /// As many places are shown at each end of an axis.
  private static var shown: Int { 3 }

  /// The indices of an axis that are shown; `nil` stands for those left out.
  private func indices(of axis: Int) -> [Int?] {
    let extent = shape[axis]
    guard extent > 2 * Self.shown + 1 else { return Array(0..<extent) }
    return Array(0..<Self.shown) + [nil] + Array((extent - Self.shown)..<extent)
  }

  private func visit(axis: Int, from place: Int, _ body: (Int) -> Void) {
    guard axis < shape.count else { return body(place) }
    let stride = shape.strides[axis]
    for case let index? in indices(of: axis) {
      visit(axis: axis + 1, from: place + index * stride, body)
    }
  }

  private func rows(axis: Int, from place: Int, entries: [Int: String], width: Int) -> String {
    guard axis < shape.count else {
      let entry = entries[place] ?? ""
      return String(repeating: " ", count: width - entry.count) + entry
    }
    let stride = shape.strides[axis]
    let parts = indices(of: axis).map { index in
      index.map {
        rows(axis: axis + 1, from: place + $0 * stride, entries: entries, width: width)
      } ?? "…"
    }
    let isRow = axis == shape.count - 1
    let separator = isRow ? ", " : ",\n" + String(repeating: " ", count: axis + 1)
    return "[" + parts.joined(separator: separator) + "]"
  }

  /// Six digits of a floating-point number, and no point where there is nothing behind it.
  private static func text(of scalar: S) -> String {
    let number: Double
    switch scalar {
    case let scalar as Double: number = scalar
    case let scalar as Float: number = Double(scalar)
    default: return scalar.description
    }
    var text = rounded(number).description
    if text.hasSuffix(".0") { text.removeLast(2) }
    return text
  }

  private static func rounded(_ number: Double) -> Double {
    guard number.isFinite, number != 0 else { return number }
    let digits = 5 - Int(Double.log10(number.magnitude).rounded(.down))
    let scale = Double.pow(10, Double(digits.magnitude))
    guard scale.isFinite else { return number }
    return digits < 0 ? (number / scale).rounded() * scale : (number * scale).rounded() / scale
  }
}
