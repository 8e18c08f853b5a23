import Testing

@testable import NumericCore

@Suite("Matrix products")
struct MatrixProductTests {

  /// Odd sizes on either side of the tiles, in every layout, some with rows apart.
  static let products = [
    (1, 1, 1), (3, 5, 2), (4, 16, 7), (5, 17, 33), (9, 31, 16), (1, 40, 20), (37, 1, 19), (2, 3, 0),
    (130, 130, 130), (33, 300, 260),
  ].flatMap { rows, columns, depth in
    [false, true].flatMap { left in
      [false, true].map { right in
        let isWide = rows % 2 == 1
        return MatrixProduct(
          rows: rows, columns: columns, depth: depth, transposesLeft: left, transposesRight: right,
          leftStride: isWide ? (left ? rows : depth) + 3 : nil,
          rightStride: isWide ? (right ? depth : columns) + 1 : nil,
          resultStride: isWide ? columns + 2 : nil, accumulates: depth % 2 == 0)
      }
    }
  }

  @Test("Every way to multiply gives the textbook's sum", arguments: products)
  func sums(_ product: MatrixProduct) {
    check(product, Float.self, within: 1e-5)
    check(product, Double.self, within: 1e-13)
  }

  private func check<S: TrainingScalar>(
    _ product: MatrixProduct, _ type: S.Type, within error: Double
  ) {
    let a: [S] = draw(product.leftStride * (product.transposesLeft ? product.depth : product.rows))
    let b: [S] = draw(
      product.rightStride * (product.transposesRight ? product.columns : product.depth))
    let start: [S] = draw(product.resultStride * product.rows)
    let expected = naive(product, a, b, start)
    var (chosen, plain, blas) = (start, start, start)
    product(a, b, &chosen)
    product.multiplyPlainly(a, b, &plain)
    let hasBLAS = S.multiplyByBLAS(product, a, b, &blas)
    for place in start.indices {
      let bound = error * Double(product.depth + 1)
      #expect((Double(chosen[place]) - expected[place]).magnitude <= bound)
      #expect((Double(plain[place]) - expected[place]).magnitude <= bound)
      if hasBLAS { #expect((Double(blas[place]) - expected[place]).magnitude <= bound) }
    }
  }

  private func draw<S: TrainingScalar>(_ count: Int) -> [S] {
    var random = SplitMix64(seed: UInt64(count))
    return (0..<count).map { _ in S(random.uniform(in: -1..<1)) }
  }

  /// Between the rows nothing is written.
  private func naive<S: TrainingScalar>(
    _ product: MatrixProduct, _ a: [S], _ b: [S], _ start: [S]
  ) -> [Double] {
    var result = start.map { Double($0) }
    for row in 0..<product.rows {
      for column in 0..<product.columns {
        var sum = 0.0
        for k in 0..<product.depth {
          let left =
            product.transposesLeft
            ? a[k * product.leftStride + row] : a[row * product.leftStride + k]
          let right =
            product.transposesRight
            ? b[column * product.rightStride + k] : b[k * product.rightStride + column]
          sum += Double(left) * Double(right)
        }
        let place = row * product.resultStride + column
        result[place] = product.accumulates ? result[place] + sum : sum
      }
    }
    return result
  }

  @Test("The number of threads changes no bit", arguments: [(200, 190, 180), (40, 700, 600)])
  func threads(_ rows: Int, _ columns: Int, _ depth: Int) {
    let product = MatrixProduct(rows: rows, columns: columns, depth: depth)
    let (a, b): ([Float], [Float]) = (draw(rows * depth), draw(depth * columns))
    let results = [1, 2, 8].map { count in
      Workers.shared.count = count
      var c = [Float](repeating: 0, count: rows * columns)
      product(a, b, &c)
      return c
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }
}
