import NumericCore

/// A claim about a recurrence holds where all that it names exists: `h[t + 1]` does not at the last time.
extension Ranges {
  /// A value at some time, by how far that lies from the index.
  private struct TimedValue {
    let expression: Syntax.Expression
    let offset: Int
    let times: Times
  }

  /// The times at which something has values.
  private struct Times {
    let range: ClosedRange<Int>
    /// Those before it at which the beginning is given.
    var boundary: Set<Int> = []
    /// Whether what stands before it is given by a rule.
    var hasBoundaryRule = false

    func contains(_ time: Int) -> Bool {
      range.contains(time) || boundary.contains(time)
        || (hasBoundaryRule && time < range.lowerBound)
    }

    /// Where a stretch of them may begin, and where one may end.
    var edges: [Int] {
      [range.lowerBound - (hasBoundaryRule ? 1 : 0), range.lowerBound, range.upperBound] + boundary
    }

    /// How many times of a range are among them.
    func count(in wide: ClosedRange<Int>) -> Int {
      let before =
        wide.lowerBound..<max(wide.lowerBound, min(range.lowerBound, wide.upperBound + 1))
      let others = boundary.count { wide.contains($0) && !range.contains($0) }
      let early = boundary.count { before.contains($0) }
      let shared = wide.overlaps(range) ? wide.clamped(to: range).count : 0
      return shared + others + (hasBoundaryRule ? before.count - early : 0)
    }
  }

  /// The part of a range of times, or of all times that are known, at which all that is named exists.
  ///
  /// - Returns: also what is named and does not exist elsewhere; `nil` where nothing tells.
  func existing(
    _ name: String, in range: ClosedRange<Int>?, of expressions: [Syntax.Expression]
  ) throws -> (range: ClosedRange<Int>, missing: [Syntax.Expression])? {
    let all = try expressions.flatMap { try timedValues(at: name, in: $0) }
    guard all.contains(where: { isFamily($0.expression) }) else { return nil }
    func exists(_ time: Int) -> Bool { all.allSatisfy { $0.times.contains(time + $0.offset) } }
    // Where the index itself never stands alone, or is too late there, what stands beside it tells.
    let beside = all.map {
      ($0.times.range.lowerBound - $0.offset)...($0.times.range.upperBound - $0.offset)
    }
    let widest =
      (beside.map(\.lowerBound).min() ?? 0)...(beside.map(\.upperBound).max() ?? 0)
    for wide in [range, widest].compactMap({ $0 }) {
      // A range may be as long as a number can be written: only its edges are asked.
      let edges = all.flatMap { value in value.times.edges.map { $0 - value.offset } }
      let known = ([wide.lowerBound, wide.upperBound] + edges).filter {
        wide.contains($0) && exists($0)
      }
      guard let first = known.min(), let last = known.max() else { continue }
      let missing = all.filter { value in
        let moved = (wide.lowerBound + value.offset)...(wide.upperBound + value.offset)
        return value.times.count(in: moved) < moved.count
      }
      return (first...last, missing.map(\.expression))
    }
    let family = all.first { isFamily($0.expression) } ?? all[0]
    throw Diagnostic(.existsNowhere(family.expression.text), at: family.expression.span)
  }

  private func isFamily(_ access: Syntax.Expression) -> Bool {
    guard case .name(let name) = access.chainedIndices.0.kind else { return false }
    return evaluator.scope.family(name) != nil
  }

  private func timedValues(at name: String, in expression: Syntax.Expression) throws -> [TimedValue]
  {
    if case .reduction(_, let binder, _) = expression.kind, binder.name == name { return [] }
    let (base, indices) = expression.chainedIndices
    let inside = try (indices.isEmpty ? expression.children : indices)
      .flatMap { try timedValues(at: name, in: $0) }
    guard case .name(let tensor) = base.kind, !indices.isEmpty else { return inside }
    let place = evaluator.scope.family(tensor).map { $0.rank - 1 } ?? 0
    guard indices.indices.contains(place), let (letter, offset) = indices[place].letterAndOffset,
      letter == name,
      let times = try times(of: tensor, base)
    else { return inside }
    return inside + [TimedValue(expression: expression, offset: offset, times: times)]
  }

  private func times(of name: String, _ base: Syntax.Expression) throws -> Times? {
    guard let family = evaluator.scope.family(name) else {
      guard case .tensor = evaluator.scope[name]?.kind,
        let size = try evaluator.batch(base).own.first
      else { return nil }
      let first = try evaluator.indexBase(of: base)
      return Times(range: first...(first + size - 1))
    }
    guard let range = try knownRanges(ofFamily: name).last ?? nil else { return nil }
    var times = Times(range: range)
    for line in family.lines {
      if case .number(let time)? = line.pattern.last?.kind, let time = time.integer {
        times.boundary.insert(time)
      } else if line.isBoundary {
        times.hasBoundaryRule = true
      }
    }
    if evaluator.scope.boundary(of: name) != nil { times.boundary.insert(0) }
    return times
  }
}

extension Diagnostic.Message {
  fileprivate static func existsNowhere(_ value: String) -> Self {
    Self(
      .noPlacement, "at no time all of this exists, \(value) among it",
      hint: "say further how far what is defined here runs")
  }
}
