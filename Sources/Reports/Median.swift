extension [Double] {
  /// The median of values in ascending order, of an even number the mean of the two in the middle;
  /// `nil` where there are none.
  var medianInOrder: Double? {
    guard !isEmpty else { return nil }
    let middle = count / 2
    // The sum of two large numbers could be too large.
    return count.isMultiple(of: 2) ? self[middle - 1] / 2 + self[middle] / 2 : self[middle]
  }
}
