import Judging
import Notation
import NumericCore

/// The shapes of names as a reader writes them, `m × n`.
///
/// What is defined is computed at a few assignments of sizes, all different from one another; an
/// extent is the letter that it equals at each of them.
struct TensorShapes {
  private let scope: Scope
  private let reading: Reading
  private let samples: Samples
  private var known: [String: [String]] = [:]

  init(scope: Scope, reading: Reading, seed: UInt64) {
    (self.scope, self.reading) = (scope, reading)
    samples = Samples(scope: scope, seed: seed)
  }

  /// The extents of a name behind its first axes; none where they are not known.
  mutating func extents(of name: String, behind axes: Int) -> [String] {
    let all = known[name] ?? find(name)
    known[name] = all
    return axes <= all.count ? Array(all.dropFirst(axes)) : []
  }

  private func find(_ name: String) -> [String] {
    switch scope[name]?.kind {
    case .tensor(let extents): extents.map(\.plain)
    case .family(let family) where family.extents != nil:
      // The axes before them are those of its indices, which nobody asks for.
      Array(repeating: "", count: family.rank) + (family.extents ?? []).map(\.plain)
    case .definition, .family: computed(name) ?? []
    case .number, .loss, nil: []
    }
  }

  private func computed(_ name: String) -> [String]? {
    let closure = scope.closure(of: [name])
    let letters = samples.letters(among: closure)
    guard
      let all = try? samples.distinctAssignments(
        of: letters, ofSequences: closure.contains { scope.family($0) != nil }),
      letters.isEmpty || all.count > 1
    else { return nil }
    let assignments = all.prefix(3)
    let shapes = assignments.compactMap { shape(of: name, letters: $0) }
    guard shapes.count == assignments.count, let rank = shapes.first?.count,
      shapes.allSatisfy({ $0.count == rank })
    else { return nil }
    let extents = (0..<rank).map { axis in
      extent(shapes.map { $0[axis] }, letters, assignments.map { $0.compactMapValues(\.first) })
    }
    // The length of a sequence is known to nobody, and not asked for.
    return extents.map { $0 ?? "?" }
  }

  private func shape(of name: String, letters: [String: [Int]]) -> Shape? {
    let memo = RangeMemo()
    memo.mostWork = Self.mostWork
    let evaluator = Evaluator(
      scope, reading: reading, sample: samples.double(0, letters: letters), memo: memo)
    return try? evaluator.tensor(named: name).value.shape
  }

  private static let mostWork = 4_000_000

  /// A letter, one more or less than it, or a number that is the same at all sizes.
  private func extent(
    _ sizes: [Int], _ letters: [String], _ assignments: [[String: Int]]
  ) -> String? {
    if let letter = letters.first(where: { letter in assignments.map { $0[letter] } == sizes }) {
      return letter
    }
    if let size = sizes.first, sizes.allSatisfy({ $0 == size }) { return "\(size)" }
    for (change, text) in [(1, " + 1"), (-1, " − 1")] {
      let near = letters.filter { letter in
        assignments.map { $0[letter].map { $0 + change } } == sizes
      }
      if near.count == 1 { return near[0] + text }
    }
    return nil
  }
}

extension Syntax.Expression {
  /// In plain text, with names as they are shown.
  var plain: String {
    replacing { part in
      guard case .name(let name) = part.kind else { return nil }
      return Syntax.Expression(.name(Symbol.visible(name)), at: part.span)
    }.text
  }
}
