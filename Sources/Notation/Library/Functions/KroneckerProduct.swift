import NumericCore

/// `A ⊗ B` of matrices: B at the place of each entry of A, times that entry (Petersen and Pedersen, The Matrix
/// Cookbook, 10.2).
struct KroneckerProduct: LibraryFunction {
  static let name = "kron"
  let name: String = Self.name

  var traits: FunctionTraits { [] }
  var arity: ClosedRange<Int> { 2...2 }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    let (a, b) = (try call.tensor(0), try call.tensor(1))
    guard a.own.count == 2, b.own.count == 2 else {
      throw Diagnostic(.kroneckerOfMatrices, at: call.span)
    }
    let products = try call.context.contracted(a, b, axes: 0, at: call.span)
    let blocks = call.context.permuted(products, [0, 2, 1, 3])
    return .tensor(
      try call.context.reshaped(blocks, to: [a.own[0] * b.own[0], a.own[1] * b.own[1]]))
  }
}

/// `vec(A)`: the columns of a matrix one below another (Petersen and Pedersen, The Matrix Cookbook, 10.2.2).
struct Vectorisation: LibraryFunction {
  let name = "vec"

  var traits: FunctionTraits { [] }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    let matrix = try call.tensor(0)
    guard matrix.own.count == 2 else {
      throw Diagnostic(.vectorisationOfMatrix(matrix.own), at: call.span)
    }
    let columns = call.context.permuted(matrix, [1, 0])
    return .tensor(try call.context.reshaped(columns, to: [matrix.own[0] * matrix.own[1]]))
  }
}

extension Diagnostic.Message {
  static let kroneckerOfMatrices = Self(
    .shapesDoNotFit, "the Kronecker product is of two matrices",
    hint: "write x y^\\top for the matrix of all products of two vectors")

  static func vectorisationOfMatrix(_ shape: Shape) -> Self {
    Self(.shapesDoNotFit, "vec takes a matrix, not \(shape.shapeDescription)")
  }
}
