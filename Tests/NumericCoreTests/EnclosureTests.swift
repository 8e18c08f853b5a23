import Testing

@testable import NumericCore

/// Nothing that a formula comes to lies outside of what encloses it.
@Suite("Enclosures")
struct EnclosureTests {
  static let ends: [(Double, Double)] = [
    (-.infinity, .infinity), (0, .infinity), (0, 1), (-2, 3), (0.5, 0.75),
  ]

  @Test("Values of drawn formulas lie in their enclosures", arguments: 0..<400)
  func formulas(_ seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    let ends = (0..<3).map { _ in Self.ends[Int(random.next() % UInt64(Self.ends.count))] }
    let enclosures = ends.enumerated().map { place, ends in
      Enclosure(Interval(from: .init(ends.0), to: .init(ends.1)), named: "x", place: place)
    }
    guard let all = try? Self.formula(of: enclosures, seed: seed) else { return }
    for _ in 0..<60 {
      let point = ends.map { ends -> Double in
        let (low, high) = (max(ends.0, -8), min(ends.1, 8))
        return low + (high - low) * (0.001 + 0.998 * random.unit())
      }
      guard let value = try? Self.formula(of: point, seed: seed), value.isFinite else { continue }
      let slack = 1e-9 * max(1, value.magnitude)
      #expect(all.interval.lower.value - slack <= value)
      #expect(value <= all.interval.upper.value + slack)
    }
  }

  /// The same formula over any scalar.
  private static func formula<S: Scalar>(of leaves: [S], seed: Int) throws -> S {
    var random = SplitMix64(seed: UInt64(seed) &+ 77)
    var parts = leaves + [S(1), S(2)]
    for _ in 0..<6 {
      let x = parts[Int(random.next() % UInt64(parts.count))]
      let y = parts[Int(random.next() % UInt64(parts.count))]
      let functions = ElementaryFunction.all
      switch random.next() % 6 {
      case 0: parts.append(x + y)
      case 1: parts.append(x - y)
      case 2: parts.append(x * y)
      case 3: parts.append(x * x)
      case 4: parts.append(try x.divided(by: y))
      default:
        parts.append(try S.apply(functions[Int(random.next() % UInt64(functions.count))], x))
      }
    }
    return parts[parts.count - 1]
  }

  @Test("A polynomial of the second degree is bounded by its vertex")
  func vertex() throws {
    let x = Enclosure(.everything, named: "x", place: 0)
    let sigmoid = try Enclosure.apply(.sigmoid, x)
    let slope = sigmoid * (Enclosure(1) - sigmoid)
    let quarter = try #require(Enclosure(Rational(1, over: 4)))
    #expect(try quarter.isLess(than: slope) == false)
    #expect(try Enclosure(0).isLess(than: slope))
    #expect(throws: DomainError.self) { try slope.isLess(than: quarter) }
  }

  @Test("A part of a sum of positive numbers is at most 1; what is added twice is no such part")
  func parts() throws {
    let powers = try (0..<3).map {
      try Enclosure.apply(.exp, Enclosure(.everything, named: "x", place: $0))
    }
    let sum = powers[0] + powers[1] + powers[2]
    #expect(try powers[1].divided(by: sum).isLess(than: Enclosure(1)))
    let twice = powers[1] + powers[1]
    #expect(throws: DomainError.self) {
      try twice.divided(by: sum).isLess(than: Enclosure(1))
    }
  }

  @Test("Only what is computed alike is one and the same")
  func identity() throws {
    let (x, y) = (
      Enclosure(.unit, named: "x", place: 0), Enclosure(.unit, named: "x", place: 1)
    )
    #expect(try (x - x).isEqual(to: Enclosure(0)))
    #expect(throws: DomainError.self) { try (x - y).isEqual(to: Enclosure(0)) }
    #expect(throws: DomainError.self) { try x.isLess(than: y) }
  }
}
