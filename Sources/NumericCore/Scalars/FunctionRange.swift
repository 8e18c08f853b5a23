/// What a function of one number says of its values.
public struct FunctionRange: Sendable {
  enum Course { case any, rising, strictlyRising }

  let values: Interval
  /// Whether it falls nowhere, or rises everywhere.
  let course: Course

  /// The values that a function takes in an interval.
  func image(of x: Interval, _ function: ElementaryFunction) -> Interval {
    guard course != .any else { return values }
    func end(_ x: Interval.End, _ limit: Interval.End, above: Bool) -> Interval.End {
      guard x.value.isFinite, let y: Double = try? function.value(x.value) else { return limit }
      // The elementary functions of the C library are good to a few units; at 0 and 1 they are
      // exact where a short number comes out.
      let width = [0, 1].contains(x.value) && [0, 0.5, 1].contains(y) ? 0 : 4 * y.ulp
      let value = above ? y + width : y - width
      guard above ? value < limit.value : value > limit.value else { return limit }
      return Interval.End(value, isOpen: x.isOpen && course == .strictlyRising)
    }
    return Interval(
      from: end(x.lower, values.lower, above: false), to: end(x.upper, values.upper, above: true))
  }
}
