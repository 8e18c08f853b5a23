import Notation
import NumericCore

/// Which value of a sequence an index names, seen from the current time.
enum IndexValue: Equatable {
  case fixed(Int)
  /// So many steps after the current time.
  case relative(Int)
  /// A letter that nothing says more of.
  case unknown
}

/// The letters that have a meaning at one place of a definition.
struct IndexLetters {
  /// The letter of time, where it has no number.
  var time: String?
  var numbers: [String: Int] = [:]

  func value(of index: Syntax.Expression) -> IndexValue {
    guard let form = linear(index) else { return .unknown }
    switch form.slope {
    case 0: return .fixed(form.constant)
    case 1: return .relative(form.constant)
    default: return .unknown
    }
  }

  func number(_ index: Syntax.Expression?) -> Int? {
    guard let index, case .fixed(let number) = value(of: index) else { return nil }
    return number
  }

  /// The index as a multiple of time and a number.
  private func linear(_ index: Syntax.Expression) -> (slope: Int, constant: Int)? {
    switch index.kind {
    case .number(let number):
      // No index of a drawing is larger; and nothing here overflows.
      return number.integer.flatMap { $0.magnitude < 1 << 20 ? (0, $0) : nil }
    case .name(let name):
      if let number = numbers[name] { return (0, number) }
      return name == time ? (1, 0) : nil
    case .negated(let inner):
      return linear(inner).map { (-$0.slope, -$0.constant) }
    case .binary(let sign, let left, let right) where sign == .add || sign == .subtract:
      guard let left = linear(left), let right = linear(right) else { return nil }
      let factor = sign == .add ? 1 : -1
      return (left.slope + factor * right.slope, left.constant + factor * right.constant)
    default: return nil
    }
  }

  /// Whether a condition holds, as far as numbers say.
  func mayHold(_ condition: Syntax.Condition) -> Bool {
    guard case .chain(let chain) = condition else { return true }
    let sides = [chain.first] + chain.steps.map(\.expression)
    return zip(chain.steps, zip(sides, sides.dropFirst())).allSatisfy { step, sides in
      guard let left = number(sides.0), let right = number(sides.1) else { return true }
      return step.relation.holds(left, right)
    }
  }
}
