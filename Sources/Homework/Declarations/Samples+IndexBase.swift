import Judging
import Notation

extension Samples {
  /// Whether every definition of a section that leaves its index base open can be computed with these.
  ///
  /// - Parameter all: whether those are looked at as well that have a base from what they are made of.
  /// - Parameter seen: the definitions that need not be looked at, by name and place.
  func definitionsHaveMeaning(
    in section: Int, _ bases: [Int: Int], all: Bool = false, seen: inout Set<[String]>
  ) -> Bool {
    for declaration in scope.declarations.values where declaration.section == section {
      guard case .definition(_, let indices, let body) = declaration.kind,
        !indices.isEmpty || body.countsByNumbers(in: scope),
        all || declaration.indexBase == nil,
        seen.insert([declaration.name, "\(declaration.span)"]).inserted
      else { continue }
      let letters = letters(among: scope.closure(of: [declaration.name]))
      guard let assignments = try? distinctAssignments(of: letters), !assignments.isEmpty else {
        continue
      }
      // At some sizes a kernel may be larger than its input.
      let hasMeaning = assignments.contains { assignment in
        let evaluator = Evaluator(
          scope, reading: Reading(indexBases: bases), sample: double(0, letters: assignment))
        return (try? evaluator.tensor(named: declaration.name)) != nil
      }
      if !hasMeaning { return false }
    }
    return true
  }
}
