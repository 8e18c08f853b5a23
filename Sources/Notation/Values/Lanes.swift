import NumericCore

/// An index that runs: the free index of a claim, the index of a sum.
struct Loop {
  let name: String
  let values: [Int]
}

/// The places at which an expression is evaluated at once: every combination of the loops that it
/// depends on, the last loop fastest.
///
/// One object, since every value carries its lanes along, and most values the same.
final class Lanes: Equatable, Sendable {
  /// Loop numbers, ascending.
  let loops: [Int]
  let extents: [Int]

  static let single = Lanes(loops: [], extents: [])

  init(loops: [Int], extents: [Int]) {
    self.loops = loops
    self.extents = extents
  }

  static func == (left: Lanes, right: Lanes) -> Bool {
    left === right || (left.loops == right.loops && left.extents == right.extents)
  }

  var count: Int { extents.reduce(1, *) }

  func union(_ other: Lanes) -> Lanes {
    if loops == other.loops || other.loops.isEmpty { return self }
    if loops.isEmpty { return other }
    var merged: (loops: [Int], extents: [Int]) = ([], [])
    var (own, others) = (0, 0)
    while own < loops.count || others < other.loops.count {
      let takesOwn =
        others == other.loops.count || (own < loops.count && loops[own] <= other.loops[others])
      merged.loops.append(takesOwn ? loops[own] : other.loops[others])
      merged.extents.append(takesOwn ? extents[own] : other.extents[others])
      let loop = merged.loops[merged.loops.count - 1]
      if own < loops.count, loops[own] == loop { own += 1 }
      if others < other.loops.count, other.loops[others] == loop { others += 1 }
    }
    return Lanes(loops: merged.loops, extents: merged.extents)
  }

  func removing(_ loop: Int) -> Lanes {
    let kept = zip(loops, extents).filter { $0.0 != loop }
    return Lanes(loops: kept.map(\.0), extents: kept.map(\.1))
  }

  /// For each of these lanes, the lane of `smaller` that agrees with it.
  func positions(in smaller: Lanes) -> [Int] {
    if smaller.loops == loops { return Array(0..<count) }
    if smaller.loops.isEmpty { return Array(repeating: 0, count: count) }
    var strides = Array(repeating: 0, count: loops.count)
    var stride = 1
    for (loop, extent) in zip(smaller.loops, smaller.extents).reversed() {
      if let axis = loops.firstIndex(of: loop) { strides[axis] = stride }
      stride *= extent
    }
    return offsets(strides: strides)
  }

  /// The sum of `index × stride` for every lane.
  func offsets(strides: [Int]) -> [Int] {
    var offsets = Array(repeating: 0, count: count)
    guard !offsets.isEmpty else { return [] }
    offsets.withUnsafeMutableBufferPointer { offsets in
      // What the inner loops come to stands again behind itself for each step of the next.
      var filled = 1
      for (extent, stride) in zip(extents, strides).reversed() {
        for place in filled..<(filled * extent) {
          offsets[place] = offsets[place - filled] + stride
        }
        filled *= extent
      }
    }
    return offsets
  }

  /// The position along each loop, for one lane.
  func coordinates(of lane: Int) -> [Int] {
    var rest = lane
    var coordinates = Array(repeating: 0, count: extents.count)
    for axis in extents.indices.reversed() {
      coordinates[axis] = rest % extents[axis]
      rest /= extents[axis]
    }
    return coordinates
  }
}
