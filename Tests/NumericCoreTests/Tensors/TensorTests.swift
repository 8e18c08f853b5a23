import Testing

@testable import NumericCore

@Suite("Tensors")
struct TensorTests {
  private let matrix = Tensor<Double>(shape: [2, 3], scalars: [1, 2, 3, 4, 5, 6])

  @Test(
    "Broadcasting follows the usual rules",
    arguments: [
      ([2, 3], [3], [2, 3]), ([2, 1], [3], [2, 3]), ([], [4], [4]),
      ([5, 1, 2], [3, 1], [5, 3, 2]),
      ([0, 3], [1], [0, 3]),
    ])
  func broadcasting(_ left: Shape, _ right: Shape, _ result: Shape) throws {
    #expect(try left.broadcast(with: right) == result)
    #expect(try right.broadcast(with: left) == result)
  }

  @Test("What does not fit says so")
  func misfits() throws {
    #expect(throws: ShapeError.self) { try [2, 3].broadcast(with: [2]) }
    #expect(throws: ShapeError.self) { try matrix.reshaped([4]) }
    #expect(throws: ShapeError.self) { try matrix.transposed([0, 0]) }
    #expect(throws: ShapeError.self) { try matrix.sum(along: 2) }
    #expect(throws: ShapeError.self) { try matrix.view.sliced(1..<4, of: 1) }
    #expect(throws: ShapeError.self) { try matrix.view.broadcast(to: [2, 1]) }
    #expect(throws: ShapeError.self) { try matrix.multiplied(by: matrix) }
    #expect(throws: ShapeError.negative([2, -1])) { try Tensor<Float>(zeros: [2, -1]) }
    #expect(throws: ShapeError.beyondMemory([1 << 40, 1 << 40])) {
      try Tensor<Float>(zeros: [1 << 40, 1 << 40])
    }
  }

  @Test("Elementwise operations, reductions, products")
  func operations() throws {
    let row = Tensor<Double>(shape: [3], scalars: [10, 20, 30])
    let column = Tensor<Double>(shape: [2, 1], scalars: [1, 2])
    #expect(try (matrix + row).scalars == [11, 22, 33, 14, 25, 36])
    #expect(try (column * row).scalars == [10, 20, 30, 20, 40, 60])
    #expect(try (matrix / column).scalars == [1, 2, 3, 2, 2.5, 3])
    #expect(try matrix.sum(along: 0).scalars == [5, 7, 9])
    #expect(try matrix.mean(along: 1).scalars == [2, 5])
    #expect(try matrix.maximum(along: 0).scalars == [4, 5, 6])
    #expect(try matrix.multiplied(by: matrix.transposed()).scalars == [14, 32, 32, 77])
  }

  @Test("Views move no scalars until asked")
  func views() throws {
    let view = try matrix.view.sliced(0..<3, of: 1, step: 2).transposed()
    #expect(view.tensor == Tensor(shape: [2, 2], scalars: [1, 4, 3, 6]))
    let tensor = Tensor<Double>(shape: [2, 3, 4], scalars: (0..<24).map(Double.init))
    let moved = try tensor.transposed([2, 0, 1])
    #expect(moved.shape == [4, 2, 3] && moved[3, 1, 2] == tensor[1, 2, 3])
  }

  @Test("A copy keeps its scalars when the original changes")
  func copies() {
    var changed = matrix
    changed[1, 2] = 0
    #expect(matrix[1, 2] == 6 && changed[1, 2] == 0)
  }

  @Test("Printing aligns rows and leaves out the middle of long axes")
  func printing() throws {
    let small = Tensor<Float>(shape: [2, 3], scalars: [1, 2.5, 3, -4, 0.1, 1234.5678])
    #expect(
      small.description == """
        Float, 2 × 3
        [[      1,     2.5,       3],
         [     -4,     0.1, 1234.57]]
        """)
    #expect(
      Tensor<Double>(shape: [100], scalars: (0..<100).map(Double.init)).description == """
        Double, 100
        [ 0,  1,  2, …, 97, 98, 99]
        """)
    #expect(try Tensor<Double>(zeros: [0, 2]).description == "Double, 0 × 2, empty")
    #expect(Tensor<Double>(0.25).description == "Double, a scalar\n0.25")
  }
}
