/// Which of the features `[h[t−1], 1, x[t]]` a parameter multiplies.
enum RecurrentPart: Hashable, Sendable {
  case hidden
  case bias
  case input
}

/// The rows of a parameter that are added to the matrix of a gate.
struct GateSource: Hashable, Sendable {
  let parameter: Int
  /// Which `hidden` rows of the parameter.
  var block = 0
  let gate: Int
  let part: RecurrentPart
}

/// Neighbouring gates that see the same features, computed by one product.
struct GateProduct: Hashable, Sendable {
  /// Of the gates' rows.
  var rows: Range<Int>
  /// Of the features.
  let columns: Range<Int>
}

/// How the parameters make one matrix of all gates, `[gates · hidden, hidden + 1 + inputs]`, with
/// the columns of `[h[t−1], 1, x[t]]`: a step needs one product where every gate sees all of them.
struct GateMatrix: Hashable, Sendable {
  let inputs: Int
  let hidden: Int
  let gates: Int
  let sources: [GateSource]
  let products: [GateProduct]

  /// OpenBLAS multiplies matrices below some size as they are and copies larger ones first, in
  /// every step anew: many rows are cheaper in several products.
  private static let largestProduct = 128

  init(inputs: Int, hidden: Int, gates: Int, sources: [GateSource]) {
    self.inputs = inputs
    self.hidden = hidden
    self.gates = gates
    self.sources = sources
    var products: [GateProduct] = []
    for gate in 0..<gates {
      let parts = sources.filter { $0.gate == gate }.map {
        Self.columns(of: $0.part, inputs, hidden)
      }
      let first = parts.map { $0.lowerBound }.min() ?? 0
      let columns = first..<(parts.map { $0.upperBound }.max() ?? first)
      let rows = gate * hidden..<(gate + 1) * hidden
      if let last = products.last, last.columns == columns,
        rows.upperBound - last.rows.lowerBound <= Self.largestProduct
      {
        products[products.count - 1].rows = last.rows.lowerBound..<rows.upperBound
      } else {
        products.append(GateProduct(rows: rows, columns: columns))
      }
    }
    self.products = products
  }

  /// The number of features.
  var depth: Int { hidden + 1 + inputs }
  var count: Int { gates * hidden * depth }

  private static func columns(of part: RecurrentPart, _ inputs: Int, _ hidden: Int) -> Range<Int> {
    switch part {
    case .hidden: 0..<hidden
    case .bias: hidden..<hidden + 1
    case .input: hidden + 1..<hidden + 1 + inputs
    }
  }

  /// Adds up what the parameters say.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  func collect<S: TrainingScalar>(_ weights: [Parameter<S>], into matrix: inout [S]) {
    Elementwise.clear(&matrix, count: count)
    for source in sources {
      add(
        weights[source.parameter].value.scalars, to: &matrix, source: source, fromMatrix: false)
    }
  }

  /// Adds the gradients of the matrix to those of the parameters, in the order of the pieces.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  func distribute<S: TrainingScalar>(
    _ gradients: UnsafePointer<S>, pieces: Int, to weights: inout [Parameter<S>]
  ) {
    for piece in 0..<pieces {
      for source in sources {
        add(
          gradients + piece * count, to: &weights[source.parameter].gradient.scalars,
          source: source, fromMatrix: true)
      }
    }
  }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  private func add<S: TrainingScalar>(
    _ x: UnsafePointer<S>, to y: UnsafeMutablePointer<S>, source: GateSource, fromMatrix: Bool
  ) {
    let columns = Self.columns(of: source.part, inputs, hidden)
    let inMatrix = source.gate * hidden * depth + columns.lowerBound
    let inParameter = source.block * hidden * columns.count
    for row in 0..<hidden {
      let place = inMatrix + row * depth
      let own = inParameter + row * columns.count
      let (x, y) = fromMatrix ? (x + place, y + own) : (x + own, y + place)
      for column in 0..<columns.count { y[column] += x[column] }
    }
  }
}
