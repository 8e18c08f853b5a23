import NumericCore

/// Labels: tensors whose entries are whole numbers up to a size, `y_i \in \{1, \dots, K\}`.
extension Scope {
  /// The values of each entry where sizes have these values.
  package func wholeValues(ofEntries name: String, at sizes: [String: [Int]]) -> [Int]? {
    guard case .tensor = self[name]?.kind else { return nil }
    if let values = valueSets[name]?.all {
      let whole = values.compactMap(\.integer)
      return whole.count == values.count ? whole : nil
    }
    guard let (lower, upper) = wholeEnds(ofEntries: name), let first = lower.whole(at: sizes),
      let last = upper.whole(at: sizes), first <= last, last - first < 1000
    else { return nil }
    return Array(first...last)
  }

  /// Whether they are whole numbers of which a size tells how many there are.
  package func endsAtSize(entriesOf name: String) -> Bool { wholeEnds(ofEntries: name) != nil }

  /// Whether that is all that a condition says.
  func givesLabels(_ condition: Syntax.Condition) -> Bool {
    guard case .membership(let subject, .range) = condition else { return false }
    return subject.everyEntry(in: self) != nil
  }

  private func wholeEnds(
    ofEntries name: String
  ) -> (lower: Syntax.Expression, upper: Syntax.Expression)? {
    constraints.firstResult { condition in
      guard case .membership(let subject, .range(let lower, let upper)) = condition,
        subject.everyEntry(in: self) == name
      else { return nil }
      return (lower, upper)
    }
  }
}

extension Syntax.Expression {
  /// The value of `K`, `K - 1`, where each size has one.
  fileprivate func whole(at sizes: [String: [Int]]) -> Int? {
    switch kind {
    case .number(let number): return number.integer
    case .name(let name): return sizes[name].flatMap { $0.count == 1 ? $0[0] : nil }
    case .binary(let sign, let left, let right):
      guard let left = left.whole(at: sizes), let right = right.whole(at: sizes) else { return nil }
      switch sign {
      case .add: return left + right
      case .subtract: return left - right
      default: return nil
      }
    default: return nil
    }
  }
}
