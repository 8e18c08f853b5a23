import Notation
import NumericCore

/// What a claim and all that it speaks of are made of.
struct ClaimTraits {
  /// The sizes at which it must be looked at.
  let demand: SizeDemand
  /// The numbers that stand there.
  let numbers: Set<Rational>
  /// Whether it has no value on kinks, since something is derived there.
  let takesDerivatives: Bool
  /// The claim, and the right sides of all that it speaks of.
  let bodies: [Syntax.Expression]
  let appliesFunctions: Bool
  /// Whether a root is drawn, which has two branches: `√(x²)` is x for half of all x.
  let appliesRoots: Bool
  /// Whether the numbers that stand there are too short for what is false to vanish in the field.
  let hasShortNumbers: Bool

  init(_ statement: Syntax.Statement, beside context: [Syntax.Expression] = [], in scope: Scope) {
    let sides = statement.expressions + context
    bodies = sides + scope.bodies(of: sides)
    let conditions = statement.conditions.flatMap(\.expressions)
    let counted = bodies + conditions + scope.bodies(of: conditions)
    demand = SizeDemand(of: counted, under: statement.conditions, in: scope)
    numbers = counted.reduce(into: []) { $0.formUnion($1.numbers) }
    takesDerivatives = counted.contains { $0.containsDerivative || $0.takesSlopesOfKinks }
    let raises = bodies.contains { $0.raisesToReal(in: scope) }
    appliesFunctions = raises || bodies.contains(where: \.appliesFunction)
    let bits = bodies.map(\.literalBits)
    hasShortNumbers =
      !bits.contains(nil) && bits.reduce(0) { $0 + ($1 ?? 0) } <= 40
      && !scope.closure(of: sides.names { $0.freeNames() }).contains { scope.family($0) != nil }
    appliesRoots = raises || bodies.contains(where: \.appliesBranches)
  }
}
