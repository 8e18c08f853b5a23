import Markup
import Notation

/// The seeds of an experiment: `1`, `[1, 2, 3]` or `{from: 1, to: 50}`.
enum Seeds {
  static func read(_ value: YAMLValue?, atMost limit: Int) throws(Diagnostic) -> [UInt64] {
    guard let value else { return [1] }
    let seeds = try list(value, limit)
    guard !seeds.isEmpty, seeds.count <= limit else {
      throw Diagnostic(.seedCount(seeds.count, limit), at: value.span)
    }
    guard Set(seeds).count == seeds.count else { throw Diagnostic(.seedTwice, at: value.span) }
    return seeds
  }

  private static let seed = Option.Form.integer(0...Int.max)

  private static func list(_ value: YAMLValue, _ limit: Int) throws(Diagnostic) -> [UInt64] {
    if case .mapping(let pairs, let span) = value {
      let options = try Options(
        reading: pairs, as: [.required("from", seed), .required("to", seed)], of: "seeds", at: span)
      let (from, to) = (options.integer("from") ?? 0, options.integer("to") ?? 0)
      guard from <= to, to - from < limit else {
        throw Diagnostic(.seedCount(max(0, to - from), limit), at: span)
      }
      return (from...to).map { UInt64($0) }
    }
    let words = value.scalars ?? []
    let seeds = words.compactMap { UInt64($0.text) }
    guard seeds.count == words.count, value.scalars != nil else {
      throw Diagnostic(
        .badSettingShape("seeds", "1, [1, 2, 3] or {from: 1, to: 50}"), at: value.span)
    }
    return seeds
  }
}

extension [UInt64] {
  /// `1, 2, 5`, or `1 to 50` where they follow one another.
  package var words: String {
    guard count > 3, let first, let last, zip(self, dropFirst()).allSatisfy({ $0 < $1 }),
      last - first == count - 1
    else { return map { "\($0)" }.joined(separator: ", ") }
    return "\(first) to \(last)"
  }
}

extension Diagnostic.Message {
  static func seedCount(_ count: Int, _ limit: Int) -> Self {
    Self(
      "bad-value", "an experiment has 1 to \(limit) seeds", hint: "take fewer, or split it in two")
  }

  static let seedTwice = Self("bad-value", "a seed is given twice", hint: "leave one of them out")
}
