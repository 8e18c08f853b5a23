/// Where two sides of a relation part.
package struct Disagreement {
  /// The values of the free indices and letters there.
  package let indices: [(name: String, value: Int)]
  package let left: String
  package let right: String
  /// The element of a vector or matrix at which it is, as its author counts.
  package var element: [Int] = []
  /// What was read that is not there, where that is what is wrong.
  package let fault: String?
  /// Whether it is a sum that runs too far.
  package var isFaultOfSum = false
  /// Whether an entry is named by its number that larger tensors have.
  package var isFaultOfNumber = false
  /// Whether the sides are no numbers of one shape, so that it is the shapes that differ.
  package var differsInShape = false
  /// How many sizes the left side is, where it is shown as a shape.
  package var sizes: Int?
}

/// What came out of comparing.
package struct Comparison {
  package internal(set) var disagreement: Disagreement?
  /// How many numbers were compared.
  package let count: Int
  /// Whether both sides were numbers without rounding.
  package let wasExact: Bool
  package var notes: [Note] = []
}
