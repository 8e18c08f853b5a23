import NumericCore

/// A bias: a vector that is added to each sample of a batch.
extension Evaluator {
  /// Both summands in the shape of the batch, where one of them is a bias of it.
  func withBias(
    _ left: Syntax.Expression, _ x: Batch<S>, _ right: Syntax.Expression, _ y: Batch<S>,
    at span: Span
  ) throws -> (Batch<S>, Batch<S>) {
    let (x, y) = (settled(x), settled(y))
    if let bias = try bias(right, y, of: left, x, at: span) { return (x, bias) }
    if let bias = try bias(left, x, of: right, y, at: span) { return (bias, y) }
    return (x, y)
  }

  private func bias(
    _ expression: Syntax.Expression, _ bias: Batch<S>, of samples: Syntax.Expression,
    _ batch: Batch<S>, at span: Span
  ) throws -> Batch<S>? {
    guard batch.own.count == 2, (1...2).contains(bias.own.count), bias.own != batch.own,
      let name = expression.nameOfBias,
      let shown = scope.axisOfBias(name) ?? scope.conventions[SampleAxis.self].map({ .some($0) }),
      let axis = try axis(
        of: bias, in: batch, shown ?? writtenAxis(of: expression, in: samples), at: span)
    else { return nil }
    let (rows, columns) = (batch.own[0], batch.own[1])
    let size = axis == .rows ? columns : rows
    let places = (0..<bias.lanes.count).flatMap { lane in
      (0..<rows * columns).map {
        lane * size + (axis == .rows ? $0 % columns : $0 / columns)
      }
    }
    return Batch(
      bias.lanes,
      try .apply(.gather(places, shape: bias.lanes.extents + batch.own), to: bias.variable),
      faults: bias.faults)
  }

  /// Along which axis a vector fits by what its size is called: `X W \in \R^{N \times H}`, `b \in \R^H`.
  private func writtenAxis(
    of bias: Syntax.Expression, in samples: Syntax.Expression
  ) -> SampleAxis? {
    guard let extents = scope.writtenExtents(of: samples), extents.count == 2,
      extents[0] != extents[1], let size = scope.writtenExtents(of: bias)?.first
    else { return nil }
    return size == extents[1] ? .rows : size == extents[0] ? .columns : nil
  }

  /// Along which axis a vector fits: what is a row is added to rows; `nil` where it fits along none.
  private func axis(
    of bias: Batch<S>, in batch: Batch<S>, _ shown: @autoclosure () -> SampleAxis?, at span: Span
  ) throws -> SampleAxis? {
    let isColumnOnly = bias.own.count == 2
    let fitting = SampleAxis.allCases.filter { axis in
      switch axis {
      case .rows:
        !(isColumnOnly && bias.own[0] != 1) && bias.own.last == batch.own[1]
      case .columns:
        bias.orientation != .row && !(isColumnOnly && bias.own[1] != 1)
          && bias.own.first == batch.own[0]
      }
    }
    guard fitting.count == 2 else { return fitting.first }
    guard let axis = scope.conventions[SampleAxis.self] ?? shown() else {
      throw Diagnostic(.biasFitsTwice(batch.own), at: span)
    }
    return axis
  }
}

extension Evaluator {
  /// Along which axis the samples of batches stand: as declared, else as a bias shows.
  var sampleAxis: SampleAxis {
    if let declared = scope.conventions[SampleAxis.self] { return declared }
    let shown = scope.declarations.values.flatMap(\.bodies).compactMap(shownAxis)
    return shown.contains(.columns) && !shown.contains(.rows) ? .columns : .rows
  }

  private func shownAxis(in body: Syntax.Expression) -> SampleAxis? {
    if case .binary(.add, let left, let right) = body.kind {
      for (bias, samples) in [(right, left), (left, right)]
      where bias.nameOfBias != nil && scope.writtenExtents(of: bias)?.count == 1 {
        if let axis = writtenAxis(of: bias, in: samples) { return axis }
      }
    }
    return body.children.firstResult { self.shownAxis(in: $0) }
  }
}

extension Scope {
  /// The axis along which a definition adds a name to the entries of a matrix: `nil` where none does so,
  /// and nothing within where it is added as a whole, so that the sizes must say it.
  fileprivate func axisOfBias(_ name: String) -> SampleAxis?? {
    for declaration in declarations.values.sorted(by: { $0.name < $1.name }) {
      switch declaration.kind {
      case .definition(_, let indices, let body):
        if let axis = body.axisOfBias(name, indices) { return axis }
      case .family(let family):
        for body in family.lines.compactMap(\.body) {
          if let axis = body.axisOfBias(name, []) { return axis }
        }
      case .number, .tensor, .loss: break
      }
    }
    return nil
  }
}

extension Syntax.Expression {
  /// The name of what could be a bias: `b`, or `b^\top`.
  fileprivate var nameOfBias: String? {
    switch kind {
    case .name(let name): name
    case .transposed(let inner): inner.nameOfBias
    default: nil
    }
  }

  fileprivate func axisOfBias(_ name: String, _ indices: [String]) -> SampleAxis?? {
    if case .binary(let sign, let left, let right) = kind, sign == .add || sign == .subtract {
      for part in [left, right] {
        if part.nameOfBias == name { return .some(nil) }
        guard case .indexed(let base, let list) = part.kind, base.nameOfBias == name,
          indices.count == 2, list.count == 1, case .name(let index) = list[0].kind
        else { continue }
        if index == indices[1] { return .rows }
        if index == indices[0] { return .columns }
      }
    }
    for child in children {
      if let axis = child.axisOfBias(name, indices) { return axis }
    }
    return nil
  }
}

extension Diagnostic.Message {
  static func biasFitsTwice(_ shape: Shape) -> Self {
    Self(
      "ambiguous",
      "is this vector added to each row, or to each column of \(shape.shapeDescription)?",
      hint: "declare 'samples: rows' or 'samples: columns' under 'checkmark:' in the front matter")
  }
}
