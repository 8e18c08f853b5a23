import NumericCore

/// The values of the letters and tensors at which a claim is looked at.
package struct Sample<S: Scalar> {
  /// What is known of names here already.
  let memory: SampleMemory?
  /// The values of each letter; all lists are of one length, and more than one value are lanes.
  let letters: [String: [Int]]
  package let tensor: (String, Shape) -> Tensor<S>

  package init(
    letters: [String: [Int]], memory: SampleMemory? = nil,
    tensor: @escaping (String, Shape) -> Tensor<S>
  ) {
    self.letters = letters
    self.memory = memory
    self.tensor = tensor
  }
}

/// The ranges of the indices of definitions, which are the same at every sample of one size.
package final class RangeMemo {
  var ranges: [String: [ClosedRange<Int>]] = [:]
  /// The ranges of the indices of families; `nil` while one is looked for.
  var families: [String: [ClosedRange<Int>?]] = [:]
  /// The shapes of the values of families.
  var forms: [String: Form] = [:]
  /// Whether families read nothing that is later.
  var causal: [String: Bool] = [:]
  /// Whether an axis of size 1 was met that a reading could leave out.
  var meetsAxesOfOne = false
  /// What came of each comparison of values.
  package internal(set) var comparisons: [ComparedValues: Set<Bool>] = [:]
  /// Which index of a name is time.
  var timeAxes: [String: Int?] = [:]
  /// How many expressions wait for the value of one that they contain, through all definitions.
  var depth = 0
  /// How many scalars were computed for one claim.
  package var work = 0
  /// No more than the stack has room for.
  static let deepest = 1500
  /// No more than a few seconds of work for one claim.
  package var mostWork = 100_000_000

  package init() {}
}

/// Two values that a condition compares.
package struct ComparedValues: Hashable {
  package let left: Syntax.Expression
  package let relation: Syntax.Relation
  package let right: Syntax.Expression
}
