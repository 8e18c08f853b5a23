import NumericCore

/// What a reader must know of a verdict, besides the reading under which it holds.
public enum Note: Hashable, Sendable {
  /// What stands without its time, and what is read there.
  case impliedTime(written: String, meant: String)
  /// An index that the claim does not let run over its whole axis.
  case statedInPart(String, ClosedRange<Int>, of: ClosedRange<Int>)
  /// Compared at some places of all, by the conditions of the claim.
  case comparedInPart(held: Int, all: Int)
  case comparedWithin(Rational)
  /// Not compared at times at which this has no value.
  case comparedWhereItExists(String)
  /// Not compared at sizes at which a tensor lacks an entry that is named by its number.
  case comparedWhereEntriesExist
  case diagonalOfJacobian
  /// Two values of different shapes, which are equal without the axes of size 1.
  case axesLeftOut(Shape, Shape)
  /// The shape, in words, that is claimed without its axes of size 1.
  case axesLeftOutOfShape(String)
  case sidesWrittenTheSame
  case freeOnTheRightOnly([String])
  /// True for every value of letters that nothing declares.
  case forAllWholeNumbers([String])
  /// What was measured, and in words the numbers.
  case measured(String, String)
  case waitsForWholeRuns

  /// One line for a person.
  public var words: String {
    switch self {
    case .impliedTime(let written, let meant): "\(written) is read as \(meant)"
    case .statedInPart(let name, let range, let axis):
      "stated for \(name) from \(range.lowerBound) to \(range.upperBound) only; "
        + "its axis runs from \(axis.lowerBound) to \(axis.upperBound)"
    case .comparedInPart(let held, let all):
      "compared where the conditions hold only, at \(held) of \(all) places"
    case .comparedWhereItExists(let value): "compared at the times at which \(value) exists"
    case .comparedWhereEntriesExist: "compared at sizes at which every entry that is named exists"
    case .comparedWithin(let allowance): "compared to within \(allowance)"
    case .diagonalOfJacobian: "the Jacobian is diagonal, and it is its diagonal that is compared"
    case .axesLeftOut(let left, let right):
      "axes of size 1 are left out: \(left.shapeDescription), \(right.shapeDescription)"
    case .axesLeftOutOfShape(let shape): "axes of size 1 are left out: the shape is \(shape)"
    case .sidesWrittenTheSame: "both sides are written the same"
    case .freeOnTheRightOnly(let names):
      "the index \(names.joined(separator: ", ")) is free on the right side only"
    case .forAllWholeNumbers(let letters):
      "for all whole numbers \(letters.joined(separator: ", "))"
    case .measured(let expression, let numbers): "\(expression): \(numbers)"
    case .waitsForWholeRuns: "run them with --full"
    }
  }
}
