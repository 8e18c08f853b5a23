/// Determinants and inverses of the matrices that the last two axes make.
extension Primitive {
  /// `det A`; its slope is the matrix of cofactors.
  public static var determinant: Self {
    Self(name: "determinant") { (x) throws(DomainError) in
      let size = x[0].sizeOfMatrices
      var values: [S] = []
      for matrix in x[0].matrices {
        values.append(try Adjugate(of: matrix, size: size).determinant)
      }
      return Tensor(shape: Array(x[0].shape.dropLast(2)), scalars: values)
    } pullback: { (x, _, dy) throws(DomainError) in
      let size = x[0].sizeOfMatrices
      var cotangent: [S] = []
      for (matrix, slope) in zip(x[0].matrices, dy.scalars) {
        let adjugate = try Adjugate(of: matrix, size: size).matrix
        cotangent += (0..<(size * size)).map { adjugate[$0 % size * size + $0 / size] * slope }
      }
      return [Tensor(shape: x[0].shape, scalars: cotangent)]
    }
  }

  /// `A^{-1}`.
  ///
  /// - Errors: ``DomainError/divisionByZero`` where there is none.
  public static var inverse: Self {
    Self(name: "inverse") { (x) throws(DomainError) in
      let size = x[0].sizeOfMatrices
      var values: [S] = []
      for matrix in x[0].matrices {
        let adjugate = try Adjugate(of: matrix, size: size)
        for scalar in adjugate.matrix {
          values.append(try scalar.divided(by: adjugate.determinant))
        }
      }
      return Tensor(shape: x[0].shape, scalars: values)
    } pullback: { (x, y, dy) throws(DomainError) in
      let size = x[0].sizeOfMatrices
      var cotangent: [S] = []
      for (inverse, slope) in zip(y.matrices, dy.matrices) {
        let turned = (0..<(size * size)).map { inverse[$0 % size * size + $0 / size] }
        let product = multiplied(multiplied(turned, Array(slope), size), turned, size)
        cotangent += product.map { -$0 }
      }
      return [Tensor(shape: x[0].shape, scalars: cotangent)]
    }
  }

  private static func multiplied(_ a: [S], _ b: [S], _ size: Int) -> [S] {
    Adjugate.multiplied(a, b, size)
  }
}

extension Tensor {
  fileprivate var sizeOfMatrices: Int { shape.last ?? 1 }

  fileprivate var matrices: [[S]] {
    let count = sizeOfMatrices * sizeOfMatrices
    return stride(from: 0, to: scalars.count, by: max(count, 1)).map {
      Array(scalars[$0..<($0 + count)])
    }
  }
}

/// The adjugate of a square matrix and its determinant, by divisions through whole numbers only, so
/// that every scalar can do it.
///
/// - Source: Faddeev, Faddeeva, *Computational Methods of Linear Algebra* (1963), section 47.
private struct Adjugate<S: Scalar> {
  let matrix: [S]
  let determinant: S

  init(of a: [S], size: Int) throws(DomainError) {
    var adjugate = (0..<(size * size)).map { $0 % (size + 1) == 0 ? S.one : .zero }
    var coefficient = S.one
    for step in 1...max(size, 1) {
      let product = Self.multiplied(a, adjugate, size)
      let trace = (0..<size).reduce(S.zero) { $0 + product[$1 * (size + 1)] }
      coefficient = try (-trace).divided(by: S(step))
      guard step < size else { break }
      adjugate = product
      for place in 0..<size {
        adjugate[place * (size + 1)] = adjugate[place * (size + 1)] + coefficient
      }
    }
    let isOdd = size % 2 == 1
    determinant = isOdd ? -coefficient : coefficient
    matrix = isOdd ? adjugate : adjugate.map { -$0 }
  }

  static func multiplied(_ a: [S], _ b: [S], _ size: Int) -> [S] {
    (0..<(size * size)).map { place in
      (0..<size).reduce(S.zero) { $0 + a[place / size * size + $1] * b[$1 * size + place % size] }
    }
  }
}
