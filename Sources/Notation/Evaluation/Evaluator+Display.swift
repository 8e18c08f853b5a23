import NumericCore

extension Evaluator {
  /// The value of a declared tensor.
  ///
  /// - Errors: a diagnostic where it is no tensor or cannot be computed.
  @_specialize(where S == Double)
  @_specialize(where S == Dual<Double>)
  package func tensor(named name: String) throws -> Variable<S> {
    let place = scope[name]?.span ?? Span(0..<0)
    let value = settled(try batch(Syntax.Expression(.name(name), at: place)))
    guard value.lanes.loops.isEmpty else { throw Diagnostic(.definitionNeedsSizes, at: place) }
    try refuseFaults(of: value, at: place)
    return value.variable
  }

  /// The values of an expression at all places, each of its indices that nothing binds running.
  package func numbers(_ expression: Syntax.Expression) throws -> [S] {
    let open = expression.namesInOrder.filter { scope[$0] == nil }
    _ = try openFreeIndices(open, of: [expression], conditions: [])
    return try batch(value(expression), at: expression.span).variable.value.scalars
  }

  /// The first index of a declared tensor.
  package func firstIndex(of declaration: Declaration) -> Int { indexBase(of: declaration) }

  /// The value of an expression as a reader sees it: a number, a shape, or rows of numbers.
  package func display(_ expression: Syntax.Expression, number: (Double) -> String) throws -> String
  {
    switch try value(expression) {
    case .exact(let exact):
      guard let constant = exact.constant else {
        throw Diagnostic(.notAWholeNumber, at: expression.span)
      }
      return constant.description
    case .shape(let extents):
      return try extents.map { extent in
        guard let size = extent.constant else {
          throw Diagnostic(.notAWholeNumber, at: expression.span)
        }
        return size.description
      }.joined(separator: " × ")
    case .tensor(let batch):
      let tensor = settled(batch)
      guard tensor.lanes.loops.isEmpty, tensor.own.count <= 2,
        let scalars = tensor.variable.value.scalars as? [Double]
      else { throw Diagnostic(.notAWholeNumber, at: expression.span) }
      guard let width = tensor.own.last else { return number(scalars[0]) }
      let rows = stride(from: 0, to: scalars.count, by: max(width, 1)).map { start in
        scalars[start..<(start + width)].map(number).joined(separator: ", ")
      }
      return tensor.own.count == 1 ? "[\(rows.joined())]" : "[\(rows.joined(separator: "; "))]"
    }
  }
}
