import NumericCore

/// The extents of a tensor, and how it lies where it is a vector.
struct Form: Hashable {
  var extents: Shape
  var orientation = Orientation.column
}

/// How a vector lies.
enum Orientation: Hashable {
  case column, row
  /// As it fits: a row of a matrix is a row in one place and a column in another.
  case either

  var flipped: Orientation {
    switch self {
    case .column: .row
    case .row: .column
    case .either: .either
    }
  }

  /// How two vectors lie that lie alike; `nil` where one is a row and the other a column.
  func meeting(_ other: Orientation) -> Orientation? {
    if self == .either || self == other { return other }
    return other == .either ? self : nil
  }

  /// The shape of a vector of that many entries, where it is a matrix of that shape.
  func isShape<Extent: Equatable>(_ matrix: [Extent], of size: Extent, one: Extent) -> Bool {
    self != .column && matrix == [one, size] || self != .row && matrix == [size, one]
  }
}
