extension RecurrentLayer {
  /// What the layer did at each step of the last forward pass: its gates and states by their names in
  /// its formula, of the first sequence of the batch. Empty before the first pass.
  ///
  /// - Shapes: `[time, hidden]`.
  public var trace: [(state: String, values: Tensor<S>)] { recurrence.trace }
}

extension Recurrence {
  fileprivate var trace: [(state: String, values: Tensor<S>)] {
    guard !buffer.isEmpty else { return [] }
    let names = cell.keptNames.enumerated().compactMap { place, name in name.map { ($0, place) } }
    return buffer.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return [] }
      let piece = RecurrentPiece(layout, 0, UnsafeMutablePointer(mutating: start))
      return names.map { name, place in
        (name, values { piece.step($0).kept + place * piece.run })
      } + [("h", values { piece.step($0).hidden })]
    }
  }

  /// The first sequence of what stands at these addresses, step by step.
  private func values(_ address: (Int) -> UnsafeMutablePointer<S>) -> Tensor<S> {
    let width = layout.sequences(0).count
    var scalars: [S] = []
    for step in 0..<layout.time {
      let place = address(step)
      for unit in 0..<hidden { scalars.append(place[unit * width]) }
    }
    return Tensor(shape: [layout.time, hidden], scalars: scalars)
  }
}
