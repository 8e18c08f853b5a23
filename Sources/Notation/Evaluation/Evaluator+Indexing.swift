import NumericCore

extension Evaluator {
  /// `base[i, j]`: the leading axes, in the order of the reading.
  func indexed(
    _ base: Syntax.Expression, by indices: [Syntax.Expression], at span: Span
  ) throws -> Value<S> {
    let (root, leading) = base.chainedIndices
    if case .name(let name) = root.kind, overrides[name] == nil, let family = scope.family(name) {
      return try indexedFamily(name, family, by: leading + indices, at: span)
    }
    let source = try batch(base)
    let positions = try indices.map(exact)
    guard let axes = axesToIndex(settledShape(source), count: indices.count) else {
      throw Diagnostic(
        .tooManyIndices(indices.count, shape: source.own), at: span)
    }
    let plain = settled(source)
    let others = plain.own.indices.filter { !axes.contains($0) }
    let access = Access(
      base: try indexBase(of: base), axes: axes, text: base.text, indices: indices, span: span,
      leavesNothing: leavesOutAxes(
        if: !others.isEmpty && others.allSatisfy { plain.own[$0] == 1 }))
    return .tensor(try gather(plain, positions, access))
  }

  /// The axes of a tensor that an index list speaks of; `nil` if it is too long.
  func axesToIndex(_ shape: Shape, count: Int) -> [Int]? {
    let long = shape.indices.filter { shape[$0] != 1 }
    if leavesOutAxes(if: long.count == count && count != shape.count) { return long }
    return count <= shape.count ? Array(0..<count) : nil
  }

  func settledShape(_ source: Batch<S>) -> Shape {
    source.derivative?.order.map { source.own[$0] } ?? source.own
  }

  /// Which axes an index list speaks of, and how to say where it leaves one.
  struct Access {
    let base: Int
    let axes: [Int]
    let text: String
    let indices: [Syntax.Expression]
    let span: Span
    /// Whether the axes that are not indexed are of size 1, and left out by the reading.
    var leavesNothing = false

    /// What is wrong where the index of an axis is none of its own.
    func fault(
      at position: [Rational], _ axis: Int, _ extent: Int, summed: Set<String>, _ scope: Scope
    ) -> Fault {
      let list = position.map { $0.description }.joined(separator: ", ")
      let last = base + extent - 1
      return Fault(
        kind: kind(at: position[axis], indices[axis], last, summed, scope),
        message: "reads \(text)[\(list)], and its axis \(axis + 1) runs from \(base) to \(last)",
        span: span)
    }

    private func kind(
      at place: Rational, _ index: Syntax.Expression, _ last: Int, _ summed: Set<String>,
      _ scope: Scope
    ) -> Fault.Kind {
      guard let place = place.integer else { return .notWhole }
      if index.runs(in: summed, scope) { return .outsideInSum }
      return index.isNumber && place > last ? .outsideByNumber : .outside
    }
  }

  func gather(
    _ source: Batch<S>, _ positions: [Exact], _ access: Access
  ) throws -> Batch<S> {
    let lanes = positions.reduce(source.lanes) { $0.union($1.lanes) }
    let own = source.own
    let rest = access.leavesNothing ? [] : own.indices.filter { !access.axes.contains($0) }
    let shape = rest.map { own[$0] }
    try charge(lanes.extents + shape, at: access.span)
    let strides = rowMajorStrides(own)
    let inner = Lanes(loops: Array(rest.indices), extents: shape)
      .offsets(strides: rest.map { strides[$0] })
    let size = own.reduce(1, *)
    let sourceLane = lanes.positions(in: source.lanes)
    let lanePositions = positions.map { lanes.positions(in: $0.lanes) }
    var faults = source.faults.spread(over: sourceLane)
    for (number, position) in positions.enumerated() {
      faults = faults.merging(position.faults.spread(over: lanePositions[number]))
    }
    if faults.isEmpty { faults = Faults(lanes: sourceLane.count) }
    let readsZero = access.axes.enumerated().map { number, axis in
      mayReadZero(positions[number], access.indices[number], base: access.base, extent: own[axis])
    }
    var noted: [Int32] = []
    var places: [Int] = []
    places.reserveCapacity(sourceLane.count * inner.count)
    for lane in sourceLane.indices {
      var offset = sourceLane[lane] * size
      var isInside = true
      for (number, axis) in access.axes.enumerated() {
        let value = positions[number].values[lanePositions[number][lane]]
        guard let index = value.integer, (0..<own[axis]).contains(index - access.base) else {
          isInside = false
          if isLabel(access.indices[number]) {
            throw Diagnostic(.labelOutside(access.base, own[axis]), at: access.span)
          }
          guard faults[lane] == 0, !(value.isInteger && readsZero[number]) else { continue }
          // The first places are described one by one; nobody reads the hundredth.
          if noted.count < 64 {
            let all = positions.indices.map { positions[$0].values[lanePositions[$0][lane]] }
            noted.append(note(access.fault(at: all, number, own[axis], summed: summed, scope)))
          }
          faults[lane] = noted[noted.count - 1]
          continue
        }
        offset += (index - access.base) * strides[axis]
      }
      for place in inner { places.append(isInside ? offset + place : -1) }
    }
    let gathered = try Variable.apply(
      .gather(places, shape: lanes.extents + shape), to: source.variable)
    return Batch(
      lanes, gathered, faults: faults.trimmed,
      orientation: rest == [own.count - 1] ? source.rowOrientation : .column)
  }

  /// Whether an entry of whole numbers that are given stands there, `w_{y_i}`.
  private func isLabel(_ index: Syntax.Expression) -> Bool {
    guard case .name(let name) = index.chainedIndices.0.kind else { return false }
    return scope.wholeValues(ofEntries: name, at: sample.letters) != nil
  }

  /// Whether the reading lets this index read 0 outside: where nobody declares it, never one that
  /// sums alone move, for then it is a sum that has the wrong bounds, and never one that is outside
  /// wherever it goes, or wherever a sum ends.
  private func mayReadZero(
    _ position: Exact, _ index: Syntax.Expression, base: Int, extent: Int
  ) -> Bool {
    switch reading.outside {
    case .error: false
    case .zero: true
    case .zeroButInSums:
      !index.runs(in: summed, scope)
        && position.values.contains { value in
          value.integer.map { (base..<(base + extent)).contains($0) } ?? false
        }
        && !position.lanes.loops.contains {
          isOutside(position, base..<(base + extent), atEndsOf: $0)
        }
    }
  }

  /// Whether the first or the last term of a sum, whose bounds are others from lane to lane, lies outside
  /// of an axis at every lane.
  private func isOutside(_ position: Exact, _ axis: Range<Int>, atEndsOf loop: Int) -> Bool {
    guard let bounds = boundsOfSums[loop], !bounds.lanes.loops.isEmpty else { return false }
    let terms = Lanes(loops: [loop], extents: [loops[loop].values.count])
    let all = position.lanes.union(bounds.lanes).union(terms)
    let (places, steps, ends) = (
      all.positions(in: position.lanes), all.positions(in: terms), all.positions(in: bounds.lanes)
    )
    return [bounds.lower, bounds.upper].contains { end in
      let atEnd = places.indices.filter { loops[loop].values[steps[$0]] == end[ends[$0]] }
      return !atEnd.isEmpty
        && atEnd.allSatisfy { lane in
          position.values[places[lane]].integer.map { !axis.contains($0) } ?? true
        }
    }
  }

  /// The first index of the axes of an expression: that of the first tensor in it.
  func indexBase(of expression: Syntax.Expression) throws -> Int {
    declaredBase(of: expression) ?? 0
  }

  /// The base of the first tensor in it: that of A in `(2 A)[i, j]`.
  private func declaredBase(of expression: Syntax.Expression) -> Int? {
    switch expression.kind {
    case .name(let name):
      guard let declaration = scope[name] else { return nil }
      if case .number = declaration.kind { return nil }
      return indexBase(of: declaration)
    case .call(let name, let arguments, _):
      if let declaration = scope[name] { return indexBase(of: declaration) }
      return arguments.firstResult(of: declaredBase(of:))
    case .derivative(_, let input, _), .gradient(_, let input): return declaredBase(of: input)
    default: return expression.children.firstResult(of: declaredBase(of:))
    }
  }

  func rowMajorStrides(_ shape: Shape) -> [Int] {
    var strides = Array(repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * shape[axis + 1]
    }
    return strides
  }

  // MARK: - Alignment

  /// The same values under other extents of one tensor.
  func reshaped(_ source: Batch<S>, to own: Shape) throws -> Batch<S> {
    let places = Array(0..<(source.lanes.count * own.reduce(1, *)))
    return Batch(
      source.lanes,
      try Variable.apply(.gather(places, shape: source.lanes.extents + own), to: source.variable),
      faults: source.faults)
  }

  /// The same values at more lanes, a scalar spread over `own` where that has axes.
  func aligned(_ source: Batch<S>, to lanes: Lanes, own: Shape) throws -> Batch<S> {
    if source.lanes == lanes, source.own == own { return source }
    let positions = lanes.positions(in: source.lanes)
    let size = own.reduce(1, *)
    let isSpread = source.own.isEmpty && !own.isEmpty
    var places: [Int] = []
    places.reserveCapacity(positions.count * size)
    for position in positions {
      for place in 0..<size { places.append(isSpread ? position : position * size + place) }
    }
    let variable = try Variable.apply(
      .gather(places, shape: lanes.extents + own), to: source.variable)
    return Batch(
      lanes, variable, faults: source.faults.spread(over: positions),
      orientation: source.orientation)
  }

  /// A derivative with its axes in the order of its layout; anything else as it is.
  func settled(_ source: Batch<S>) -> Batch<S> {
    guard let derivative = source.derivative else { return source }
    var result = source
    if derivative.order != Array(derivative.order.indices) {
      result = permuted(source, derivative.order)
    }
    result.derivative = nil
    result.orientation = derivative.orientation
    return result
  }

  /// The own axes in another order.
  func permuted(_ source: Batch<S>, _ order: [Int]) -> Batch<S> {
    let strides = rowMajorStrides(source.own)
    let shape = order.map { source.own[$0] }
    let inner = Lanes(loops: Array(order.indices), extents: shape)
      .offsets(strides: order.map { strides[$0] })
    let size = shape.reduce(1, *)
    let places = (0..<source.lanes.count).flatMap { lane in inner.map { lane * size + $0 } }
    guard
      let variable = try? Variable.apply(
        .gather(places, shape: source.lanes.extents + shape), to: source.variable)
    else { return source }
    return Batch(source.lanes, variable, faults: source.faults)
  }

  func transposed(
    _ source: Batch<S>, isElement: Bool, at span: Span
  ) throws -> Batch<S> {
    let plain = settled(source)
    switch plain.own.count {
    case 0:
      guard !isElement else { throw Diagnostic(.transposeOfElement, at: span) }
      return plain
    case 1:
      var turned = plain
      turned.orientation = plain.orientation == .row ? .column : .row
      return turned
    case 2: return permuted(plain, [1, 0])
    default: throw Diagnostic(.transposeNeedsMatrix(plain.own), at: span)
    }
  }
}

extension Syntax.Expression {
  /// Whether these sums, and nothing else that runs, say where an index is: `k + 1`, but not `i - k`.
  fileprivate func runs(in sums: Set<String>, _ scope: Scope) -> Bool {
    let names = freeNames().filter { name in
      if case .number = scope[name]?.kind { sums.contains(name) } else { true }
    }
    return !names.isEmpty && names.isSubset(of: sums)
  }
}

extension Diagnostic.Message {
  static func tooManyIndices(_ count: Int, shape: Shape) -> Self {
    Self(
      "too-many-indices",
      "\(count) \(count == 1 ? "index" : "indices") for \(shape.shapeDescription), "
        + "which has \(shape.count) \(shape.count == 1 ? "axis" : "axes")")
  }

  static let transposeOfElement = Self(
    "ambiguous", "is this the transpose of a number, or an element of the transpose?",
    hint: "write (A^\\top)_{ij}")

  static func transposeNeedsMatrix(_ shape: Shape) -> Self {
    Self(
      .shapesDoNotFit, "a transpose needs a vector or a matrix, not \(shape.shapeDescription)")
  }
}

extension Diagnostic.Message {
  fileprivate static func labelOutside(_ base: Int, _ extent: Int) -> Self {
    Self(
      "index-outside",
      "the labels leave the axis that they count, which runs from \(base) to \(base + extent - 1)",
      hint:
        "let the labels begin at \(base), or write \\text{index base } \(1 - base) into a given block"
    )
  }
}
