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

  /// The one layout in which the answers about the names of a section are read: the one in which
  /// they are true, and where they disagree the one in which more of them are.
  func sectionLayouts(
    _ choice: ConventionChoice, _ known: inout Knowledge
  ) -> [Int: Layout] {
    guard choice.layout == nil else { return [:] }
    var places: [Int: [Int]] = [:]
    var found: [Int: Set<Layout>] = [:]
    for (place, item) in items.enumerated() where item.hasWholeDerivatives {
      let layouts = rulings(place, choice, &known).compactMap(\.layout)
      guard !layouts.isEmpty else { continue }
      places[item.sectionOfNames, default: []].append(place)
      found[item.sectionOfNames, default: []].formUnion(layouts)
    }
    // What is judged first is remembered for the others: the order is that of the sections.
    return found.sorted { $0.key < $1.key }.map { section, layouts in
      guard layouts.count > 1 else { return (section, layouts.first ?? .shape) }
      // What is true in shape layout was found so first; what was not is false in it.
      let inShape = (places[section] ?? []).filter { place in
        rulings(place, choice, &known).contains { $0.layout == .shape }
      }
      var numerator = choice
      numerator.sectionLayout = .numerator
      let lost = inShape.count { place in
        rulings(place, numerator, &known).contains { $0.verdict.outcome != .verified }
      }
      let gained = (places[section] ?? []).count - inShape.count
      return (section, gained > lost ? .numerator : .shape)
    }.reduce(into: [:]) { $0[$1.0] = $1.1 }
  }

  /// The index base of each section that declares none: the one with which its definitions have a
  /// meaning, and then the one with which more of its answers are true.
  func indexBases(
    _ choice: ConventionChoice, _ known: inout Knowledge
  ) -> [Int: Int] {
    var choice = choice
    let declared = document.frontMatter.conventions["index-base"].flatMap { Int($0) }
    var places: [Int: [Int]] = [:]
    for (place, item) in items.enumerated() {
      for section in item.sectionsOfIndices { places[section, default: []].append(place) }
    }
    for (section, relevant) in places.sorted(by: { $0.key < $1.key }) {
      if let declared {
        choice.indexBases[section] = declared
        continue
      }
      let candidates = [0, 1].filter { base in
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
    for base in [0, 1] {
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

  func conventions(_ choice: ConventionChoice, _ result: Results) -> [Convention] {
    var conventions: [Convention] = []
    let declared = items.flatMap { $0.scope.declarations.values.compactMap { $0.indexBase } }
    let bases = Set(declared + choice.indexBases.values).sorted()
    if !bases.isEmpty {
      conventions.append(
        Convention(key: "index-base", value: bases.map(String.init).joined(separator: ", ")))
    }
    let layouts = Layout.allCases.filter(result.layouts.contains).map(\.rawValue)
    if !layouts.isEmpty {
      conventions.append(Convention(key: "layout", value: layouts.joined(separator: ", ")))
    }
    return conventions
      + FrontMatter.neverGuessed.compactMap { key in
        document.frontMatter.conventions[key].map { Convention(key: key, value: $0) }
      }
  }
}

extension FrontMatter {
  /// What is declared of layers and products.
  var declared: DeclaredConventions {
    var declared = DeclaredConventions()
    declared.channelsAreLast = conventions["axes"] == "channels-last"
    declared.denseDilation = conventions["dilation"].flatMap { Int($0) } ?? 1
    declared.productsAscend = conventions["product"] == "ascending"
    return declared
  }
}

extension ConventionChoice {
  init(_ matter: FrontMatter) {
    self.init()
    layout = matter.conventions["layout"].flatMap(Layout.init)
    outsideReadsZero = matter.conventions["outside"].map { $0 != "error" }
    followsTime = matter.conventions["partial"].map { $0 == "total" }
    sigmaIsSoftmax = matter.conventions["sigma"].map { $0 == "softmax" }
  }
}
