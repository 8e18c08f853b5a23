import NumericCore

/// Matrices that are written cell by cell, or block by block.
extension Evaluator {
  /// Numbers, vectors and matrices beside and below one another; a list of vectors is one vector.
  func matrix(_ rows: [[Syntax.Expression]]) throws -> Batch<S> {
    let cells = try rows.map { row in
      try row.map { cell in
        let value = try value(cell)
        return Cell(
          batch: settled(try batch(value, at: cell.span)), isZero: value.isZero, span: cell.span)
      }
    }
    let span = rows[0][0].span
    guard let width = cells.first?.count, cells.allSatisfy({ $0.count == width }) else {
      throw Diagnostic(.blocksDoNotFit, at: span)
    }
    let heights = try cells.map { try Self.extent(of: $0, \.height) }
    let widths = try (0..<width).map { column in
      try Self.extent(of: cells.map { $0[column] }, \.width)
    }
    let all = cells.flatMap { $0 }
    let (height, total) = (heights.reduce(0, +), widths.reduce(0, +))
    let hasMatrix = all.contains { $0.batch.own.count == 2 }
    let shape = hasMatrix ? [height, total] : [height, total].filter { $0 > 1 }
    let lanes = all.reduce(Lanes.single) { $0.union($1.batch.lanes) }
    try charge(lanes.extents + [height, total], at: span)
    var sum: Batch<S>?
    var top = 0
    for (row, height) in zip(cells, heights) {
      var left = 0
      for (cell, width) in zip(row, widths) {
        let block = try spread(cell, over: lanes, shape, [total, top, left])
        sum =
          try sum.map { try elementwise(.add, $0, block, mayBroadcast: false, at: span) } ?? block
        left += width
      }
      top += height
    }
    guard var sum else { throw Diagnostic(.blocksDoNotFit, at: span) }
    if rows.count == 1, shape.count == 1 { sum.orientation = .row }
    return sum
  }

  private struct Cell {
    let batch: Batch<S>
    /// Whether it is the number 0, which stands for a block of any size.
    let isZero: Bool
    let span: Span

    private var isRow: Bool { batch.orientation == .row }

    var height: Int { batch.own.isEmpty || (batch.own.count == 1 && isRow) ? 1 : batch.own[0] }

    var width: Int {
      switch batch.own.count {
      case 0: 1
      case 1: isRow ? batch.own[0] : 1
      default: batch.own[1]
      }
    }
  }

  /// The extent that the blocks beside one another share.
  private static func extent(of cells: [Cell], _ extent: KeyPath<Cell, Int>) throws -> Int {
    let telling = cells.first { !$0.isZero } ?? cells[0]
    for cell in cells
    where cell.batch.own.count > 2
      || (!cell.isZero && cell[keyPath: extent] != telling[keyPath: extent])
    {
      throw Diagnostic(.blocksDoNotFit, at: cell.span)
    }
    return telling[keyPath: extent]
  }

  /// A block at its place, and 0 around it.
  private func spread(
    _ cell: Cell, over lanes: Lanes, _ shape: Shape, _ place: [Int]
  ) throws -> Batch<S> {
    let (total, top, left) = (place[0], place[1], place[2])
    let size = shape.reduce(1, *)
    let positions = lanes.positions(in: cell.batch.lanes)
    let places = positions.flatMap { position in
      (0..<size).map { place in
        let (row, column) = (place / total - top, place % total - left)
        guard (0..<cell.height).contains(row), (0..<cell.width).contains(column) else { return -1 }
        return (position * cell.height + row) * cell.width + column
      }
    }
    return Batch(
      lanes,
      try .apply(.gather(places, shape: lanes.extents + shape), to: cell.batch.variable),
      faults: cell.batch.faults.spread(over: positions))
  }
}

extension Diagnostic.Message {
  static let blocksDoNotFit = Self(
    .shapesDoNotFit, "the blocks of this matrix do not fit together",
    hint: "give blocks beside one another one height, and blocks below one another one width")
}
