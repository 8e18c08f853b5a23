import Notation

/// Derivatives are laid out alike, but for one at most: an index list says itself in which order it
/// counts the axes.
extension Layout: Leeway {
  static func widened(_ readings: [Reading], for question: Question) -> [Reading] {
    let derivatives = question.statement.expressions.flatMap(\.derivativeTexts)
    let layouts = derivatives.isEmpty ? [.default] : tried(question.conventions)
    return readings.flatMap { reading in
      layouts.map { reading.with(\.layout, $0) }
        + mixed(reading, derivatives, in: question)
    }
  }

  private static func tried(_ conventions: ConventionChoice) -> [Layout] {
    if let layout = conventions.oneLayout { return [layout] }
    return [conventions.likelierLayout, conventions.likelierLayout == .shape ? .numerator : .shape]
  }

  private static func mixed(
    _ reading: Reading, _ derivatives: [String], in question: Question
  ) -> [Reading] {
    let conventions = question.conventions
    let indexed = Set(question.statement.expressions.flatMap(\.indexedDerivativeTexts))
    let base = conventions.oneLayout ?? .default
    guard conventions.declared[Layout.self] == nil, Set(derivatives).count > 1,
      (1...4).contains(indexed.count)
    else { return [] }
    return indexed.sorted().map { derivative in
      reading.with(\.layout, base)
        .with(\.exceptions, [derivative: base == .numerator ? .shape : .numerator])
    }
  }

  static func mayHold(
    _ reading: Reading, after failures: [Failure], _ question: Question
  ) -> Bool {
    reading.exceptions.isEmpty
      || !failures.contains { $0.kind == .values || $0.kind == .outsideInSum }
  }
}
