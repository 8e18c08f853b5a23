extension RecurrentLayout {
  /// The outputs of all steps, from the inputs `[batch, time, inputs]` and the initial state.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  func forward<S: TrainingScalar>(
    _ cell: any RecurrentCell, _ matrix: GateMatrix, _ weights: UnsafePointer<S>,
    _ x: UnsafePointer<S>, _ y: UnsafeMutablePointer<S>, _ buffer: UnsafeMutablePointer<S>
  ) {
    Workers.shared.run(
      pieces,
      RecurrentForward(
        layout: self, cell: cell, matrix: matrix, weights: weights, x: x, y: y, buffer: buffer))
  }

  /// The gradients of the matrix, one for each piece, and the cotangent of the inputs if it is asked for.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  func backward<S: TrainingScalar>(
    _ cell: any RecurrentCell, _ matrix: GateMatrix, _ weights: UnsafePointer<S>,
    _ gradients: UnsafeMutablePointer<S>, _ dy: UnsafePointer<S>, _ dx: UnsafeMutablePointer<S>?,
    _ buffer: UnsafeMutablePointer<S>
  ) {
    Workers.shared.run(
      pieces,
      RecurrentBackward(
        layout: self, cell: cell, matrix: matrix, weights: weights, gradients: gradients, dy: dy,
        dx: dx, buffer: buffer))
  }
}

private struct RecurrentForward<S: TrainingScalar>: PiecewiseWork {
  let layout: RecurrentLayout
  let cell: any RecurrentCell
  let matrix: GateMatrix
  let weights: UnsafePointer<S>
  let x: UnsafePointer<S>
  let y: UnsafeMutablePointer<S>
  let buffer: UnsafeMutablePointer<S>

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  func run(_ number: Int) {
    let piece = RecurrentPiece(layout, number, buffer)
    let (hidden, inputs, width) = (layout.hidden, layout.inputs, piece.width)
    let reading = Transposition(
      rows: inputs, columns: width, leap: layout.time * inputs, stride: width)
    let writing = Transposition(
      rows: hidden, columns: width, leap: layout.time * hidden, stride: width)
    let first = piece.sequences.lowerBound * layout.time
    for time in 0..<layout.time {
      let (features, step) = (piece.features(time), piece.step(time))
      (features + hidden * width).update(repeating: 1, count: width)
      reading.gather(x + (first + time) * inputs, features + (hidden + 1) * width)
      for product in matrix.products {
        let (row, column) = (product.rows.lowerBound, product.columns.lowerBound)
        MatrixProduct(
          rows: product.rows.count, columns: width, depth: product.columns.count,
          leftStride: layout.depth
        ).multiplyInPlace(
          weights + row * layout.depth + column, features + column * width,
          step.kept + row * width)
      }
      cell.forward(step)
      writing.scatter(step.hidden, y + (first + time) * hidden)
    }
  }
}

private struct RecurrentBackward<S: TrainingScalar>: PiecewiseWork {
  let layout: RecurrentLayout
  let cell: any RecurrentCell
  let matrix: GateMatrix
  let weights: UnsafePointer<S>
  let gradients: UnsafeMutablePointer<S>
  let dy: UnsafePointer<S>
  let dx: UnsafeMutablePointer<S>?
  let buffer: UnsafeMutablePointer<S>

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  func run(_ number: Int) {
    let piece = RecurrentPiece(layout, number, buffer)
    let (hidden, inputs, width) = (layout.hidden, layout.inputs, piece.width)
    let cotangents = piece.cotangents
    let reading = Transposition(
      rows: hidden, columns: width, leap: layout.time * hidden, stride: width)
    let writing = Transposition(
      rows: inputs, columns: width, leap: layout.time * inputs, stride: width)
    let first = piece.sequences.lowerBound * layout.time
    cotangents.hidden.update(repeating: 0, count: piece.run)
    cotangents.memory.update(repeating: 0, count: piece.run)
    for time in stride(from: layout.time - 1, through: 0, by: -1) {
      reading.gatherSum(dy + (first + time) * hidden, cotangents.hidden)
      cell.backward(piece.step(time), cotangents)
      (cotangents.hidden + piece.run).update(repeating: 0, count: (1 + inputs) * width)
      for product in matrix.products {
        pullBack(
          product, cotangents, features: piece.features(time), width,
          gradient: gradients + number * matrix.count)
      }
      if let dx {
        writing.scatter(
          cotangents.hidden + (hidden + 1) * width, dx + (first + time) * inputs)
      }
    }
  }

  /// The cotangents of the features, and the gradient of the matrix.
  @inline(__always)
  private func pullBack(
    _ product: GateProduct, _ cotangents: CellCotangents<S>, features: UnsafePointer<S>,
    _ width: Int, gradient: UnsafeMutablePointer<S>
  ) {
    let (row, column) = (product.rows.lowerBound, product.columns.lowerBound)
    let dGates = cotangents.gates + row * width
    let place = row * layout.depth + column
    MatrixProduct(
      rows: product.rows.count, columns: product.columns.count, depth: width,
      transposesRight: true, resultStride: layout.depth, accumulates: true
    ).multiplyInPlace(dGates, features + column * width, gradient + place)
    let wanted = dx == nil ? product.columns.clamped(to: 0..<layout.hidden) : product.columns
    guard !wanted.isEmpty else { return }
    MatrixProduct(
      rows: wanted.count, columns: width, depth: product.rows.count, transposesLeft: true,
      leftStride: layout.depth, accumulates: true
    ).multiplyInPlace(weights + place, dGates, cotangents.hidden + column * width)
  }
}
