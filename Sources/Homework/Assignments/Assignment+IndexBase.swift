import Judging
import Markup
import Notation

extension Assignment {
  /// The questions with the index base of each section that declares none, where its definitions have a meaning
  /// with one base only: `\\sum_{i=1}^{3} W[i]` counts from 1.
  static func withIndexBases(_ questions: [Label: Exercise], seed: UInt64) -> [Label: Exercise] {
    var questions = questions
    let memory = Memory()
    for section in Set(questions.values.map(\.section)) {
      let scopes = questions.sorted { $0.key.text < $1.key.text }.map(\.value.scope)
        .filter { $0.declarations.values.contains { $0.section == section && $0.indexBase == nil } }
      guard !scopes.isEmpty else { continue }
      let bases = IndexBase.allCases.map(\.rawValue).filter { base in
        var seen: Set<[String]> = []
        return scopes.allSatisfy { scope in
          Samples(scope: scope, seed: seed, memory: memory)
            .definitionsHaveMeaning(in: section, [section: base], all: true, seen: &seen)
        }
      }
      guard bases.count == 1 else { continue }
      for label in questions.keys { questions[label]?.scope.setBase(bases[0], in: section) }
    }
    return questions
  }
}

extension Scope {
  fileprivate mutating func setBase(_ base: Int, in section: Int) {
    for declaration in declarations.values
    where declaration.section == section && declaration.indexBase == nil {
      complete(
        Declaration(
          name: declaration.name, kind: declaration.kind, span: declaration.span, indexBase: base,
          section: section))
    }
  }
}
