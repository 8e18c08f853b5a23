import RealModule
import Testing

@testable import NumericCore

@Suite("Random numbers")
struct RandomTests {
  @Test("The generator's published numbers")
  func vectors() {
    // Of the author's splitmix64.c with the seed 1234567.
    var random = SplitMix64(seed: 1_234_567)
    #expect(
      (0..<5).map { _ in random.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
  }

  @Test("Normal numbers have the moments of the normal distribution")
  func normal() {
    var random = SplitMix64(seed: 8)
    let count = 100_000
    let numbers = (0..<count).map { _ in random.normal() }
    func moment(_ power: Int) -> Double {
      numbers.reduce(0) { $0 + .pow($1, power) } / Double(count)
    }
    // Five standard errors each.
    #expect(moment(1).magnitude < 0.016)
    #expect((moment(2) - 1).magnitude < 0.023)
    #expect(moment(3).magnitude < 0.062)
    #expect((moment(4) - 3).magnitude < 0.16)
  }

  @Test("Whole numbers and uniform ones stay inside and reach everything")
  func ranges() {
    var random = SplitMix64(seed: 3)
    var counts = [Int](repeating: 0, count: 6)
    for _ in 0..<60_000 { counts[random.index(below: 6)] += 1 }
    #expect(counts.allSatisfy { (9500...10500).contains($0) })
    let uniform = (0..<10_000).map { _ in random.uniform(in: -2..<3) }
    #expect(uniform.allSatisfy { (-2..<3).contains($0) })
    #expect(uniform.min()! < -1.99 && uniform.max()! > 2.99)
  }

  @Test("A shuffle keeps the elements, and every order is as likely")
  func permutations() {
    var random = SplitMix64(seed: 6)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<24_000 { counts[random.permutation(of: 4), default: 0] += 1 }
    #expect(counts.count == 24)
    #expect(counts.values.allSatisfy { (850...1150).contains($0) })
  }

  @Test("Streams of different names differ, of one name agree")
  func streams() {
    var (a, b, c) = (
      SplitMix64(seed: 1, stream: "data"), SplitMix64(seed: 1, stream: "weights"),
      SplitMix64(seed: 1, stream: "data")
    )
    let first = a.next()
    #expect(first != b.next() && first == c.next())
  }
}
