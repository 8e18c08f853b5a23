import Judging
import Markup
import Notation

/// The conventions that a homework leaves open, as its answers tell them.
extension Program {
  /// Whether an answer about derivatives is false, so that it matters how its reader meant it.
  func isFalseDerivative(
    _ place: Int, _ choice: ConventionChoice, _ known: inout Knowledge
  ) -> Bool {
    guard case .success(let statements) = items[place].statements,
      statements.contains(where: { $0.expressions.contains(where: \.containsDerivative) })
    else { return false }
    return rulings(place, choice, &known).contains { $0.verdict.outcome == .refuted }
  }

  func prefersNumerator(_ section: Int, _ used: [Int: [Layout]]) -> Bool {
    let layouts = used[section] ?? []
    return 2 * layouts.count { $0 == .numerator } > layouts.count
  }

  /// The one layout in which the answers about the names of a section are read.
  func sectionLayouts(
    _ choice: ConventionChoice, _ known: inout Knowledge
  ) -> [Int: Layout] {
    guard choice.declared[Layout.self] == nil else { return [:] }
    let places = Dictionary(grouping: items.indices.filter { items[$0].hasWholeDerivatives }) {
      items[$0].sectionOfNames
    }
    // What is judged first is remembered for the others: the order is that of the sections.
    return places.sorted { $0.key < $1.key }.reduce(into: [:]) { layouts, section in
      layouts[section.key] = Layout.voted(by: section.value) { place, layout in
        var choice = choice
        choice.sectionLayout = layout
        return rulings(place, choice, &known)
      }
    }
  }

  /// The index base of each section that declares none: the one with which its definitions have a
  /// meaning, and then the one with which more of its answers are true.
  func indexBases(
    _ choice: ConventionChoice, _ known: inout Knowledge
  ) -> [Int: Int] {
    var choice = choice
    let declared = choice.declared[IndexBase.self]?.rawValue
    var places: [Int: [Int]] = [:]
    for (place, item) in items.enumerated() {
      for section in item.sectionsOfIndices { places[section, default: []].append(place) }
    }
    for (section, relevant) in places.sorted(by: { $0.key < $1.key }) {
      if let declared {
        choice.indexBases[section] = declared
        continue
      }
      let candidates = IndexBase.allCases.map(\.rawValue).filter { base in
        choice.indexBases[section] = base
        return definitionsHaveMeaning(in: section, relevant, choice.indexBases)
      }
      choice.indexBases[section] =
        candidates.count == 1 ? candidates[0] : likelier(section, relevant, choice, &known)
    }
    return choice.indexBases
  }

  /// Whether every definition of a section can be computed with these index bases.
  private func definitionsHaveMeaning(
    in section: Int, _ places: [Int], _ bases: [Int: Int]
  ) -> Bool {
    /// A network declares several names at one place.
    var seen: Set<[String]> = []
    for item in places.map({ items[$0] }) {
      let samples = Samples(scope: item.scope, seed: document.frontMatter.seed, memory: memory)
      for declaration in item.scope.declarations.values where declaration.section == section {
        guard case .definition(_, let indices, _) = declaration.kind, !indices.isEmpty,
          declaration.indexBase == nil,
          seen.insert([declaration.name, "\(declaration.span)"]).inserted
        else { continue }
        let letters = samples.letters(among: item.scope.closure(of: [declaration.name]))
        guard let assignment = try? samples.distinctAssignments(of: letters).first else { continue }
        let evaluator = Evaluator(
          item.scope, reading: Reading(indexBases: bases),
          sample: samples.double(0, letters: assignment))
        do { _ = try evaluator.tensor(named: declaration.name) } catch { return false }
      }
    }
    return true
  }

  private func likelier(
    _ section: Int, _ places: [Int], _ choice: ConventionChoice,
    _ known: inout Knowledge
  ) -> Int {
    var verified = [0, 0]
    for base in IndexBase.allCases.map(\.rawValue) {
      var choice = choice
      choice.indexBases[section] = base
      for place in places {
        let rulings = rulings(place, choice, &known)
        let isTrue = rulings.allSatisfy { $0.verdict.outcome == .verified && !$0.readsZeroOutside }
        if !rulings.isEmpty, isTrue { verified[base] += 1 }
      }
    }
    return verified[1] > verified[0] ? 1 : 0
  }

  /// What the report says of the document as a whole; what a claim tells stands beside it.
  func conventions(_ choice: ConventionChoice, _ result: Results) -> [TakenConvention] {
    let declared = items.flatMap { $0.scope.declarations.values.compactMap { $0.indexBase } }
    let bases = Set((declared + choice.indexBases.values).compactMap(IndexBase.init))
    let found = [TakenConvention(bases), TakenConvention(Set(result.layouts))]
    return found.compactMap { $0 }
      + Conventions.all.filter { $0.discovery == .never }.compactMap { convention in
        choice.declared.spelling(of: convention).map {
          TakenConvention(key: convention.key, value: $0)
        }
      }
  }
}

extension TakenConvention {
  /// The values that sections were read under; `nil` where there are none.
  fileprivate init?<C: Convention>(_ taken: Set<C>) {
    guard !taken.isEmpty else { return nil }
    self.init(
      key: C.key,
      value: C.allCases.filter(taken.contains).compactMap(\.name).joined(separator: ", "))
  }
}
