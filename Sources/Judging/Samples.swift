import Notation
import NumericCore

/// Where claims are looked at: the values of letters and tensors, drawn from fixed seeds.
package struct Samples {
  package let scope: Scope
  let seed: UInt64
  private let memory: ScopedMemory
  let chosen = Chosen()

  package init(scope: Scope, seed: UInt64, memory: Memory = Memory()) {
    self.scope = scope
    self.seed = seed
    self.memory = ScopedMemory(memory, scope)
  }

  /// The assignments that were chosen before.
  final class Chosen {
    struct Key: Hashable {
      let letters: [String]
      let demand: SizeDemand
      let areAll: Bool
      let ofSequences: Bool
    }

    var assignments: [Key: SizeChoice] = [:]
  }

  /// Only few samples are looked at by many claims.
  private func memory(_ draw: Draw, _ letters: [String: [Int]]) -> SampleMemory? {
    guard draw.number == 0, draw.arrangement == .mixed, draw.mixture == nil else { return nil }
    return memory.at(letters: letters, scales: draw.scales)
  }

  /// The letters without a value among the names.
  package func letters(among names: Set<String>) -> [String] {
    names.filter { name in
      if case .number(value: nil) = scope[name]?.kind { true } else { false }
    }.sorted()
  }

  /// Random values of order 1, away from 0, or as the draw says.
  func real<Base: RealScalar>(_ draw: Draw, letters: [String: [Int]]) -> Sample<Bounded<Base>> {
    Sample(letters: letters, memory: memory(draw, letters)) { name, shape in
      let tensor = reals(name, shape, draw, letters)
      return Tensor(
        shape: shape, scalars: tensor.scalars.map { Bounded(Base($0), bound: 0) })
    }
  }

  package func double(_ draw: Int, letters: [String: [Int]]) -> Sample<Double> {
    double(Draw(number: draw), letters: letters)
  }

  func double(_ draw: Draw, letters: [String: [Int]]) -> Sample<Double> {
    Sample(letters: letters) { name, shape in reals(name, shape, draw, letters) }
  }

  private func reals(
    _ name: String, _ shape: Shape, _ draw: Draw, _ letters: [String: [Int]]
  ) -> Tensor<Double> {
    var random = SplitMix64(seed: seed, stream: "\(name)#\(draw.number)")
    let tensor = Tensor(drawing: shape, using: &random)
    let scale = draw.scales[Int(random.next() % UInt64(draw.scales.count))]
    if scope.oneHot.contains(name) { return oneHot(name, shape, draw.number, zero: 0, one: 1) }
    if scope.endsAtSize(entriesOf: name),
      let values = scope.wholeValues(ofEntries: name, at: letters)
    {
      return chosenValues(name, shape, draw.number, values.map(Double.init))
    }
    var free = draw.arranged(tensor.map { $0 * scale }, of: name)
    if let mixture = draw.mixture {
      let other = reals(
        name, shape, Draw(number: mixture.number, scales: mixture.scales), letters)
      free = Tensor(
        shape: shape,
        scalars: zip(free.scalars, other.scalars).map { $0 + ($1 - $0) * mixture.part })
    }
    guard let set = scope.valueSets[name] else { return exact(structured(name, free), name) }
    if let values = set.all, !values.isEmpty {
      return chosenValues(name, shape, draw.number, values.map(\.double))
    }
    return exact(structured(name, free.map(set.nearest(to:))), name)
  }

  /// Uniform in the prime field.
  func field(_ draw: Int, letters: [String: [Int]]) -> Sample<PrimeField> {
    Sample(letters: letters, memory: memory(Draw(number: draw), letters)) { name, shape in
      var random = SplitMix64(seed: seed, stream: "\(name)#field#\(draw)")
      if scope.oneHot.contains(name) { return oneHot(name, shape, draw, zero: .zero, one: .one) }
      if scope.endsAtSize(entriesOf: name),
        let values = scope.wholeValues(ofEntries: name, at: letters)
      {
        return chosenValues(name, shape, draw, values.map { PrimeField($0) })
      }
      // An identity of polynomials that holds between two numbers holds everywhere.
      if let values = scope.valueSets[name]?.all, !values.isEmpty,
        case let numbers = values.compactMap(PrimeField.init), numbers.count == values.count
      {
        return chosenValues(name, shape, draw, numbers)
      }
      let free = (0..<shape.reduce(1, *)).map { _ in PrimeField(bits: random.next()) }
      return structured(name, Tensor(shape: shape, scalars: free))
    }
  }

  /// Every entry with all values that it may have.
  ///
  /// - Parameter premises: what the claim says of entries itself.
  func enclosures(
    letters: [String: [Int]], under premises: [Syntax.Condition]
  ) -> Sample<Enclosure> {
    var sets = scope.valueSets
    for (name, set) in premises.compactMap({ ValueSet.named(in: $0, scope) }) {
      sets[name] = sets[name].map { $0.intersection(set) } ?? set
    }
    return Sample(letters: letters) { [sets] name, shape in
      let values = scope.oneHot.contains(name) ? .unit : sets[name]?.interval ?? .everything
      let entries = (0..<shape.reduce(1, *)).map { Enclosure(values, named: name, place: $0) }
      return Tensor(shape: shape, scalars: entries)
    }
  }

  /// The nearest tensor of which holds what is given of its entries together.
  private func structured<S: Scalar>(_ name: String, _ tensor: Tensor<S>) -> Tensor<S> {
    var scalars = tensor.scalars
    switch scope.structures[name] {
    case nil: return tensor
    case .symmetric:
      guard tensor.shape.count == 2, tensor.shape[0] == tensor.shape[1] else { return tensor }
      let size = tensor.shape[0]
      for row in 0..<size {
        for column in 0..<row { scalars[row * size + column] = scalars[column * size + row] }
      }
    case .orthogonal:
      guard tensor.shape.count == 2, tensor.shape[0] == tensor.shape[1] else { return tensor }
      scalars = Self.reflections(by: scalars, size: tensor.shape[0])
    case .sumOfOne:
      let size = max(1, tensor.shape.last ?? 1)
      for first in stride(from: 0, to: scalars.count, by: size) {
        let row = scalars[first..<(first + size)]
        let sum = row.reduce(S(0), +)
        // What is limited one by one stays positive when it is scaled.
        if scope.valueSets[name] != nil, let parts = try? row.map({ try $0.divided(by: sum) }) {
          scalars.replaceSubrange(row.indices, with: parts)
        } else if let last = row.last {
          scalars[first + size - 1] = S(1) - (sum - last)
        }
      }
    }
    return Tensor(shape: tensor.shape, scalars: scalars)
  }

  /// The product of the reflections at the rows of a matrix, as which every orthogonal one can be written.
  private static func reflections<S: Scalar>(by rows: [S], size: Int) -> [S] {
    var product = (0..<(size * size)).map { S($0 / size == $0 % size ? 1 : 0) }
    for first in stride(from: 0, to: rows.count, by: max(1, size)) {
      let normal = rows[first..<(first + size)].map { $0 }
      let square = normal.reduce(S(0)) { $0 + $1 * $1 }
      guard let parts = try? normal.map({ try (S(2) * $0).divided(by: square) }) else { continue }
      for column in 0..<size {
        let length = (0..<size).reduce(S(0)) { $0 + normal[$1] * product[$1 * size + column] }
        for row in 0..<size {
          product[row * size + column] = product[row * size + column] - parts[row] * length
        }
      }
    }
    return product
  }

  /// With so few digits that what is given of sums holds without rounding.
  private func exact(_ tensor: Tensor<Double>, _ name: String) -> Tensor<Double> {
    guard scope.structures[name] == .sumOfOne, tensor.scalars.allSatisfy({ $0.magnitude < 1024 })
    else { return tensor }
    let unit = 0x1p-40
    return Tensor(
      shape: tensor.shape,
      scalars: stride(from: 0, to: tensor.scalars.count, by: max(1, tensor.shape.last ?? 1)).flatMap
      {
        let row = tensor.scalars[$0..<($0 + max(1, tensor.shape.last ?? 1))]
          .map { max(unit, ($0.magnitude / unit).rounded() * unit) * ($0 < 0 ? -1 : 1) }
        return row.dropLast() + [1 - row.dropLast().reduce(0, +)]
      })
  }

  /// A single 1 along the last axis; from draw to draw it takes each place, and together with the
  /// other names each combination of places.
  private func oneHot<S: Scalar>(
    _ name: String, _ shape: Shape, _ draw: Int, zero: S, one: S
  ) -> Tensor<S> {
    let size = max(1, shape.last ?? 1)
    let slowness = combinations(of: size, count: oneHotNames(before: name))
    var random = SplitMix64(seed: seed, stream: "\(name)#place#\(draw)")
    var scalars = Array(repeating: zero, count: shape.reduce(1, *))
    for (row, first) in stride(from: 0, to: scalars.count, by: size).enumerated() {
      // Rows that are equal in one draw differ in another.
      let counted = draw / slowness + row * (1 + draw / slowness / size)
      scalars[first + (isByChance(draw) ? Int(random.next() >> 1) : counted) % size] = one
    }
    return Tensor(shape: shape, scalars: scalars)
  }

  /// Each entry has one of these values; from draw to draw they take each combination.
  private func chosenValues<S: Scalar>(
    _ name: String, _ shape: Shape, _ draw: Int, _ values: [S]
  ) -> Tensor<S> {
    var random = SplitMix64(seed: seed, stream: "\(name)#values#\(draw)")
    var places = draw
    let scalars = (0..<shape.reduce(1, *)).map { entry -> S in
      defer { places /= values.count }
      // What lies beyond the combinations that are tried is left to chance.
      let isCounted = entry < Self.mostCountedEntries && !isByChance(draw)
      return values[(isCounted ? places : Int(random.next() >> 1)) % values.count]
    }
    return Tensor(shape: shape, scalars: scalars)
  }

  // MARK: - Few values

  private static let mostCombinations = 64
  private static let mostCountedEntries = 6

  /// Whether what has few values takes one of them by chance, whatever others take: before these draws
  /// each takes its values in turn.
  private func isByChance(_ draw: Int) -> Bool { draw >= Self.mostCombinations }

  /// The draws that show each value of those of these names that have only a few, and values of several
  /// beside one another; the first where none has.
  func drawsOfFewValues(of names: Set<String>, letters: [String: [Int]]) -> [Int] {
    let few = names.filter {
      scope.oneHot.contains($0) || scope.valueSets[$0]?.all != nil
        || scope.wholeValues(ofEntries: $0, at: letters) != nil
    }
    guard !few.isEmpty else { return [0] }
    let evaluator = Evaluator<Double>(
      scope, reading: Reading(), sample: double(Draw.single, letters: letters))
    let turns =
      few.compactMap { name -> Int? in
        guard case .tensor(let extents) = scope[name]?.kind else { return nil }
        let shape = extents.map { (try? evaluator.constant($0))?.integer ?? Self.mostCombinations }
        if scope.oneHot.contains(name) {
          return combinations(of: shape.last ?? 1, count: oneHotNames(before: name) + 1)
        }
        let entries = shape.reduce(1) { min($0 * $1, Self.mostCountedEntries) }
        let values =
          scope.valueSets[name]?.all?.count
          ?? scope.wholeValues(ofEntries: name, at: letters)?.count
        return combinations(of: values ?? 1, count: entries)
      }.max() ?? 1
    let byChance = few.count > 1 ? Self.mostCombinations..<(2 * Self.mostCombinations) : 0..<0
    return Array(0..<turns) + byChance
  }

  private func oneHotNames(before name: String) -> Int { scope.oneHot.count { $0 < name } }

  private func combinations(of values: Int, count: Int) -> Int {
    (0..<count).reduce(1) { all, _ in min(all * values, Self.mostCombinations) }
  }
}
