/// Why there is no such task, or no such sample.
public enum TaskError: Error, Hashable, Sendable {
  /// A number that is not what it may be.
  case setting(String, value: String, allowed: String)
  /// Data that cannot be what a network learns from, and what would do.
  case data(String)
  /// A network that does not fit.
  case shape(ShapeError)

  /// - Errors: where the value is outside the range.
  static func check(
    _ name: String, _ value: Int, _ range: ClosedRange<Int>
  ) throws(TaskError) {
    guard range.contains(value) else {
      throw .setting(
        name, value: "\(value)", allowed: "from \(range.lowerBound) to \(range.upperBound)")
    }
  }
}

extension TaskError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .setting(let name, let value, let allowed): "\(name) is \(value); it must be \(allowed)"
    case .data(let problem): problem
    case .shape(let error): error.description
    }
  }
}
