import NumericCore

/// A field of which claims are drawn.
struct Topic: Sendable {
  let name: String
  /// Whether both sides differ by themselves, so that no rewriting is needed.
  var isFree = false
  var baresArguments = false
  /// A setting, and what is true in it.
  let draw: @Sendable (inout Random) -> (Setting, Statement)

  static let all = [
    products, shapes, rowsAndColumns, powers, sums, derivatives, jacobians, recurrences, sizes,
    outputSizes, kinks, precedence, arithmetic,
  ]
}
