import Testing

@testable import NumericCore

@Suite("Scalars")
struct ScalarTests {
  @Test("The published sequence of SplitMix64 from seed 1234567")
  func splitMix() {
    var random = SplitMix64(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect((0..<5).map { _ in random.next() } == expected)
  }

  @Test("The prime field is a field", arguments: 0..<50)
  func field(_ draw: Int) throws {
    var random = SplitMix64(seed: UInt64(draw))
    let (a, b, c) = (
      PrimeField(bits: random.next()), PrimeField(bits: random.next()),
      PrimeField(bits: random.next())
    )
    #expect(a * (b + c) == a * b + a * c)
    #expect(a + -a == .zero)
    #expect(try (a * b).divided(by: b) == a)
    #expect(a - b == -(b - a))
  }

  @Test("Products in the field agree with long division")
  func fieldProducts() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<200 {
      let (a, b) = (PrimeField(bits: random.next()), PrimeField(bits: random.next()))
      let wide = a.residue.multipliedFullWidth(by: b.residue)
      let prime: UInt64 = (1 << 61) - 1
      #expect((a * b).residue == prime.dividingFullWidth(wide).remainder)
    }
  }

  @Test("Rationals stay in lowest terms, and say when they cannot")
  func rationals() throws {
    #expect(try Rational(6, over: -4) == Rational(-3, over: 2))
    #expect(try Rational(-7, over: 2).floor == Rational(-4))
    #expect(try Rational(-7, over: 2).ceiling == Rational(-3))
    #expect(try Rational(9, over: 2).floor == Rational(4))
    #expect(Rational(decimal: "0.25").map { [$0.numerator, $0.denominator] } == [1, 4])
    #expect(Rational(decimal: "1.2.3") == nil)
    #expect(throws: DomainError.divisionByZero) { try Rational(1, over: 0) }
    #expect(throws: DomainError.overflow) { try Rational(.max).adding(Rational(1)) }
    #expect(try Rational(1, over: 3) < Rational(1, over: 2))
    #expect(try Rational(1, over: 3).description == "1/3")
  }

  @Test(
    "Dual numbers differentiate as the elementary functions say", arguments: ElementaryFunction.all)
  func duals(_ function: ElementaryFunction) throws {
    for x in [0.3, 0.9, 1.7] {
      let dual = try Dual<Double>.apply(function, Dual(x, tangent: 1)).tangent
      let step = 1e-5
      let above = try Double.apply(function, x + step)
      let below = try Double.apply(function, x - step)
      #expect(abs(dual - (above - below) / (2 * step)) < 1e-8)
      let nested = try Dual<Dual<Double>>.apply(
        function, Dual(Dual(x, tangent: 1), tangent: Dual(1, tangent: 0)))
      #expect(nested.tangent.value == dual)
    }
  }

  @Test("What underflowed or overflowed is unknown, and what has no value has none")
  func lostNumbers() throws {
    let one = Bounded<Double>(1)
    let lost = try Bounded<Double>.apply(.exp, Bounded(-1e6, bound: 0))
    let infinite = try Bounded<Double>.apply(.exp, Bounded(1e6, bound: 0))
    #expect(throws: DomainError.divisionByZero) { try one.divided(by: Bounded(0)) }
    #expect(throws: DomainError.notExact("a divisor so close to 0")) { try one.divided(by: lost) }
    #expect(throws: DomainError.notExact("numbers so large")) {
      try Bounded<Double>.apply(.log, infinite.divided(by: infinite))
    }
    #expect(throws: DomainError.notExact("numbers so large")) {
      try Bounded<Double>.apply(.log, lost)
    }
    let negative = #expect(throws: DomainError.self) {
      try Bounded<Double>.apply(.log, Bounded(-1))
    }
    if case .notExact = negative { Issue.record("log(-1) has no value") }
  }

  @Test("A bounded number's bound covers the rounding, and no more than is needed")
  func bounds() throws {
    let parts = (1...200).map { Bounded<Double>(1 / Double($0), bound: 1 / Double($0)) }
    let forwards = parts.reduce(.zero, +)
    let backwards = parts.reversed().reduce(.zero, +)
    #expect(try forwards.isIndistinguishable(from: backwards))
    #expect(try !forwards.isIndistinguishable(from: backwards + Bounded(1e-9, bound: 0)))
    let huge = Bounded<Double>(1e20, bound: 1e20)
    #expect(throws: DomainError.self) {
      try (huge + Bounded(1, bound: 1)).isIndistinguishable(from: huge)
    }
  }

  @Test(
    "By a kink, rounding may have moved the argument to the other side", arguments: ["relu", "abs"])
  func kinks(_ name: String) throws {
    let function = try #require(ElementaryFunction(named: name))
    let sum = Bounded<Double>(0.1, bound: 0.1) + Bounded(0.2, bound: 0.2)
    let above = sum - Bounded(0.3, bound: 0.3)
    let below = Bounded(0.3, bound: 0.3) - sum
    #expect(above.value > 0)
    for difference in [above, below, above + below] {
      #expect(try Bounded.apply(function, difference).isIndistinguishable(from: .zero))
    }
    let far = Bounded<Double>(1e-9, bound: 0)
    #expect(try !Bounded.apply(function, above + far).isIndistinguishable(from: .zero))
  }

  @Test("Exact scalars refuse what they cannot do")
  func refusals() throws {
    let relu = try #require(ElementaryFunction(named: "relu"))
    #expect(throws: DomainError.self) { try PrimeField.apply(relu, PrimeField(2)) }
    #expect(throws: DomainError.self) { try PrimeField(1).isLess(than: PrimeField(2)) }
    #expect(throws: DomainError.divisionByZero) { try 1.0.divided(by: 0) }
    #expect(throws: DomainError.divisionByZero) { try PrimeField(1).divided(by: .zero) }
  }
}
