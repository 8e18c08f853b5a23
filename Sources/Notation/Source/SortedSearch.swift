extension RandomAccessCollection {
  /// The first place whose element does not fulfil a condition that holds for all before it and for
  /// none behind.
  package func partitionPoint(where holds: (Element) -> Bool) -> Index {
    var (low, count) = (startIndex, count)
    while count > 0 {
      let middle = index(low, offsetBy: count / 2)
      if holds(self[middle]) {
        low = index(after: middle)
        count -= count / 2 + 1
      } else {
        count /= 2
      }
    }
    return low
  }
}
