import Notation
import NumericCore

/// The blocks that hold statements: in LaTeX behind `math`, else in plain text.
extension BlockKind {
  static let math = BlockKind(
    "math", .latex,
    verbs: [
      Verb(.formula), Verb(.given, word: "given"), Verb(.definition, word: "define"),
      Verb(.answer, word: "check", keys: answerKeys),
      Verb(.asked, word: "asked", keys: [pointsKey]),
      Verb(.words, word: "words"),
    ])
  static let given = BlockKind("given", verbs: [Verb(.given)])
  static let define = BlockKind("define", verbs: [Verb(.definition)])
  static let check = BlockKind(
    "check",
    verbs: [
      Verb(.answer, keys: answerKeys),
      Verb(
        .measuredAnswer, word: "runs", numbering: .name(.answer),
        keys: answerKeys + [Key(name: "form", expects: "full") { $0 == "full" }]),
    ])
  static let asked = BlockKind("asked", verbs: [Verb(.asked, keys: [pointsKey])])

  private static let pointsKey = Key(name: "points", expects: "a number from 0 to 1000000") {
    points(in: $0) != nil
  }

  private static let answerKeys = [
    pointsKey,
    Key(name: "expect", expects: "refuted or error") { ["refuted", "error"].contains($0) },
    .tolerance,
  ]

  /// The points that a key gives; `nil` where it gives none that can be counted.
  package static func points(in text: String) -> Double? {
    guard let points = Rational(decimal: text)?.double, (0...1e6).contains(points) else {
      return nil
    }
    return points
  }
}

extension BlockKind.Key {
  static let tolerance = Self(name: "tolerance", expects: "a positive number") {
    Rational(decimal: $0).map { $0 > Rational(0) } ?? false
  }
}
