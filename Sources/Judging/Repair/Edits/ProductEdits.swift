import Notation

extension Edit {
  static let products: [Edit] = [
    factorOrder, missingTranspose, surplusTranspose, wrongProduct, missingSign, missingDiagonal,
    narrowTranspose, outerProduct, exchangedTensor,
  ]

  /// `v W` for `W v`.
  static let factorOrder = Edit(
    "factor-order", "two factors stand in the wrong order", size: 2
  ) { place in
    guard place.role == .value, case .binary(let sign, let left, let right) = place.node.kind,
      sign.multiplies
    else { return [] }
    var neighbour = left
    if case .binary(let inner, _, let last) = left.kind, inner.multiplies,
      place.text.operandRange(of: left) == place.text.range(of: left)
    {
      neighbour = last
    }
    return place.swapped(
      place.text.operandRange(of: neighbour), place.text.operandRange(of: right))
  }

  /// `W v` for `W^\top v`; of a whole gradient, numerator layout.
  static let missingTranspose = Edit(
    "missing-transpose", "a transposition is missing", size: 2
  ) { place in
    guard place.role == .value, place.mayBeMatrix else { return [] }
    return [place.transposed]
  }

  static let surplusTranspose = Edit(
    "surplus-transpose", "there is a transposition too many", size: 2
  ) { place in
    guard case .transposed(let inner) = place.node.kind else { return [] }
    return [place.replaced(by: place.text.operandText(of: inner))]
  }

  /// `a \odot b` for `a b`.
  static let wrongProduct = Edit(
    "wrong-product", "a matrix product and an elementwise one are exchanged", size: 2
  ) { place in
    let isLatex = place.text.surface == .latex
    switch place.node.kind {
    case .binary(.hadamard, let left, let right):
      return place.signReplaced(
        between: left, and: right, ["\\odot", "\\circ", "⊙", "∘"], by: isLatex ? "\\cdot" : "·")
    case .binary(.dot, let left, let right):
      return place.signReplaced(
        between: left, and: right, ["\\cdot", "·", "⋅"], by: isLatex ? "\\odot" : "⊙")
    default: return []
    }
  }

  /// `a \odot b` for `a b`, where two vectors have no product without a sign.
  static let missingSign = Edit(
    "missing-sign", "the product of two vectors needs a sign", size: 2
  ) { place in
    guard place.role == .value, !place.answer.hasValues,
      case .binary(.juxtaposition, let left, let right) = place.node.kind
    else { return [] }
    let start = place.text.operandRange(of: left).upperBound
    let end = place.text.operandRange(of: right).lowerBound
    // Braces may hold both, as in `\mathbf{Xy}`.
    guard start <= end else { return [] }
    return [Place.Replacement(range: start..<end, text: place.odot)]
  }

  /// `\operatorname{diag}(c) M` for `c \odot M`, and `\operatorname{diag}(c)` for `c`, which is what a
  /// Jacobian is.
  static let missingDiagonal = Edit(
    "missing-diagonal", "a vector stands where its diagonal matrix belongs", size: 2
  ) { place in
    guard place.role == .value, !place.answer.hasValues else { return [] }
    guard case .binary(let sign, let left, let right) = place.node.kind,
      sign == .hadamard || sign.multiplies
    else { return place.isWhole ? [place.replaced(by: place.diagonal(of: place.node))] : [] }
    let matrix = place.text.operandText(of: right)
    return [place.replaced(by: "\(place.diagonal(of: left)) \(matrix)")]
      + (place.isWhole ? [place.replaced(by: place.diagonal(of: place.node))] : [])
  }

  /// `(Q h)^\top` for `Q h^\top`.
  static let narrowTranspose = Edit(
    "narrow-transpose", "the transposition reaches over the whole product", size: 2
  ) { place in
    guard place.role == .value, !place.answer.hasValues,
      case .binary(.juxtaposition, let left, let right) = place.node.kind,
      case .transposed(let vector) = right.kind
    else { return [] }
    let (a, b) = (place.text.operandText(of: left), place.text.operandText(of: vector))
    return [place.replaced(by: "(\(a) \(b))\(place.transposition)")]
  }

  /// `u \odot v` for `u v^\top`, where `u` and `v` are of different sizes.
  static let outerProduct = Edit(
    "outer-product", "the product is an outer product, a column times a row", size: 2
  ) { place in
    guard place.role == .value, !place.answer.hasValues,
      case .binary(.hadamard, let left, let right) = place.node.kind
    else { return [] }
    let sign = place.transposition
    let pairs = place.factors(left).flatMap { a in place.factors(right).map { (a, $0) } }
    return pairs.flatMap { a, b in
      ["\(a) \(b)\(sign)", "\(b) \(a)\(sign)", "\(b) \(a)", "\(a) \(b)"]
    }.map { place.replaced(by: $0) }
  }

  /// `W_x h` for `W_h h`.
  static let exchangedTensor = Edit(
    "exchanged-tensor", "another tensor belongs here", size: 2
  ) { place in
    guard place.role == .value, !place.isVariable, case .name(let name) = place.node.kind,
      place.answer.isTensor(name)
    else { return [] }
    let others = place.answer.tensors.filter { other in
      other != name && place.answer.lies(other, as: name)
        && (!place.isWhole || place.answer.isGiven(other))
    }
    return others.map { other in
      let range = place.text.range(of: place.node)
      guard let parent = place.parent, case .indexed(_, let indices) = parent.kind,
        place.text.range(of: parent) == range
      else { return place.replaced(by: place.answer.written(other)) }
      // The name in `x_{ij}` ends where its indices do.
      let name = Syntax.Expression(.name(other), at: parent.span)
      let entry = Syntax.Expression(.indexed(name, indices), at: parent.span)
      return place.replaced(by: place.answer.written(entry))
    }
  }
}

extension Place {
  /// Whether something is differentiated by it.
  fileprivate var isVariable: Bool {
    switch parent?.kind {
    case .derivative(_, let input, _), .gradient(_, let input): input == node
    default: false
    }
  }

  fileprivate var transposition: String { text.surface == .latex ? "^\\top" : "ᵀ" }

  /// The sign between two vectors that are multiplied element by element.
  var odot: String { text.surface == .latex ? " \\odot " : " ⊙ " }

  /// The diagonal matrix of a vector.
  func diagonal(of vector: Syntax.Expression) -> String {
    "\(text.surface == .latex ? "\\operatorname{diag}" : "diag")(\(text.text(of: vector)))"
  }

  /// The node with its last transposition taken away, or with one more.
  var transposed: Replacement {
    let sign = transposition
    switch node.kind {
    case .transposed(let inner) where isWhole: return replaced(by: text.operandText(of: inner))
    case .name, .indexed: return replaced(by: text.operandText(of: node) + sign)
    default: return operandReplaced(by: "(\(text.text(of: node)))\(sign)")
    }
  }

  /// A side of a product as a factor of another; a product of two vectors is meant elementwise.
  fileprivate func factors(_ side: Syntax.Expression) -> [String] {
    switch side.kind {
    case .name, .indexed, .number: return [text.operandText(of: side)]
    case .binary(let sign, let left, let right) where sign.multiplies:
      let (a, b) = (text.operandText(of: left), text.operandText(of: right))
      return ["(\(a)\(odot)\(b))", "(\(text.text(of: side)))"]
    default:
      return [
        text.operandRange(of: side) == text.range(of: side)
          ? "(\(text.text(of: side)))" : text.operandText(of: side)
      ]
    }
  }

  /// Whether a transposition could mean something: not under an index list, not on a number.
  fileprivate var mayBeMatrix: Bool {
    switch parent?.kind {
    case .indexed, .derivative, .gradient, .transposed: return false
    default: break
    }
    switch node.kind {
    case .name(let name):
      guard let declaration = answer.scope[name] else { return false }
      if case .number = declaration.kind { return false }
      return declaration.rank.map { $0 <= 2 } ?? true
    case .derivative, .gradient: return true
    case .indexed, .transposed: return false
    default: return isWhole && answer.indices.isEmpty && !node.isSum
    }
  }
}

extension Answer {
  /// Whether a name has axes, and so has others beside it with which it may be exchanged.
  fileprivate func isTensor(_ name: String) -> Bool {
    scope[name]?.rank != nil || shapes[name]?.isEmpty == false
  }

  /// Whether one tensor may stand in the place of another: as many axes, of one size where it is known.
  fileprivate func lies(_ other: String, as name: String) -> Bool {
    if let shape = shapes[name], let extents = shapes[other] { return shape == extents }
    return scope[name]?.rank != nil && scope[name]?.rank == scope[other]?.rank
  }

  /// Whether a name has any values: what is defined may be defined by the question.
  fileprivate func isGiven(_ name: String) -> Bool {
    if case .tensor = scope[name]?.kind { true } else { false }
  }
}

extension Declaration {
  /// How many axes a tensor is declared with.
  fileprivate var rank: Int? {
    switch kind {
    case .tensor(let extents): extents.count
    case .definition(_, let indices, _): indices.isEmpty ? nil : indices.count
    case .family(let family): family.rank
    case .number, .loss: nil
    }
  }
}
