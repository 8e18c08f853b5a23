import Testing

@testable import NumericCore

/// Counts how often each piece of a piece runs.
private struct Outer: PiecewiseWork {
  let runs: UnsafeMutablePointer<Int>

  func run(_ piece: Int) { Workers.shared.run(3, Inner(runs: runs + 3 * piece)) }
}

private struct Inner: PiecewiseWork {
  let runs: UnsafeMutablePointer<Int>

  func run(_ piece: Int) { runs[piece] += 1 }
}

/// Recurses so deeply that half a megabyte would not do.
@Sendable private func depth(_ levels: Int) -> Int { levels == 0 ? 0 : 1 + depth(levels - 1) }

@Suite("Workers")
struct WorkersTests {
  @Test("Every piece runs once, also within a piece", arguments: [0, 1, 2, 7, 100])
  func pieces(_ count: Int) {
    for _ in 0..<50 {
      var runs = [Int](repeating: 0, count: count * 3)
      runs.withUnsafeMutableBufferPointer { runs in
        guard let base = runs.baseAddress else { return }
        Workers.shared.run(count, Outer(runs: base))
      }
      #expect(runs.allSatisfy { $0 == 1 })
    }
  }

  @Test("Results come in the order of the inputs", arguments: [0, 1, 2, 100])
  func map(_ count: Int) {
    let words = Workers.shared.map(Array(0..<count)) { number in
      Workers.shared.map([number, number + 1]) { "\($0)" }.joined(separator: " ")
    }
    #expect(words == (0..<count).map { "\($0) \($0 + 1)" })
  }

  @Test("A thread has the stack that a deep tree needs")
  func stack() {
    let depths = Workers.shared.map(Array(repeating: 100_000, count: 8), depth)
    #expect(depths.allSatisfy { $0 == 100_000 })
  }

  @Test("Pieces cover an extent without overlap", arguments: [(10, 3, 1), (5, 8, 1), (33, 2, 16)])
  func partition(_ extent: Int, _ count: Int, _ unit: Int) {
    let pieces = (0..<count).map { Workers.piece($0, of: count, in: extent, multipleOf: unit) }
    #expect(pieces.flatMap { Array($0) } == Array(0..<extent))
    #expect(pieces.dropLast().allSatisfy { $0.upperBound % unit == 0 || $0.upperBound == extent })
  }
}
