import Notation

/// What a claim and all that it speaks of are made of.
struct ClaimTraits {
  /// The largest whole number.
  let largestLiteral: Int
  let appliesFunctions: Bool
  /// Whether a root is drawn, which has two branches: `√(x²)` is x for half of all x.
  let appliesRoots: Bool

  init(_ statement: Syntax.Statement, beside context: [Syntax.Expression] = [], in scope: Scope) {
    let sides = statement.expressions + context
    let bodies = sides + scope.bodies(of: sides)
    let conditions = statement.conditions.flatMap(\.expressions)
    let counted = bodies + conditions + scope.bodies(of: conditions)
    largestLiteral = counted.map(\.largestLiteral).max() ?? 0
    appliesFunctions = bodies.contains(where: \.appliesFunction)
    appliesRoots = bodies.contains(where: \.appliesBranches)
  }
}
