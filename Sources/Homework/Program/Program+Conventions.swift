import Judging
import Markup
import Notation

/// The conventions that a homework leaves open, as its answers tell them.
extension Program {
  /// Whether an answer about derivatives is false, so that it matters how its reader meant it.
  mutating func isFalseDerivative(_ item: Item, _ choice: ConventionChoice) -> Bool {
    item.hasDerivatives
      && judgments(on: item, choice).contains { $0.verdict.outcome == .refuted }
  }

  func prefersNumerator(_ layouts: [Layout]) -> Bool {
    2 * layouts.count { $0 == .numerator } > layouts.count
  }

  /// The one layout in which the answers about the names of a section are read.
  mutating func sectionLayouts(_ choice: ConventionChoice) -> [Int: Layout] {
    guard choice.declared[Layout.self] == nil else { return [:] }
    let sections = Dictionary(grouping: items.filter(\.hasWholeDerivatives), by: \.sectionOfNames)
    // What is judged first is remembered for the others: the order is that of the sections.
    return sections.sorted { $0.key < $1.key }.reduce(into: [:]) { layouts, section in
      layouts[section.key] = Vote.layout(by: section.value) { item, layout in
        var choice = choice
        choice.sectionLayout = layout
        return judgments(on: item, choice)
      }
    }
  }

  /// The index base of each section: the one that the front matter declares; else the one with which its definitions have a
  /// meaning, and then the one with which more of its answers are true.
  mutating func indexBases(_ choice: ConventionChoice) -> [Int: Int] {
    if let declared = choice.declared[IndexBase.self] {
      let all = Set(items.flatMap { $0.scope.declarations.values.map(\.section) })
      return all.reduce(into: [:]) { $0[$1] = declared.rawValue }
    }
    var choice = choice
    var sections: [Int: [Item]] = [:]
    // Where only definitions count, they tell the base, and the answers do not.
    var others: [Int: [Item]] = [:]
    for item in items {
      for section in item.sectionsOfIndices { sections[section, default: []].append(item) }
      for section in item.sectionsOfDefinedIndices { others[section, default: []].append(item) }
    }
    let all = others.merging(sections) { $1 }
    for (section, relevant) in all.sorted(by: { $0.key < $1.key }) {
      func having(all: Bool) -> [Int] {
        IndexBase.allCases.map(\.rawValue).filter { base in
          choice.indexBases[section] = base
          return definitionsHaveMeaning(in: section, relevant, choice.indexBases, all: all)
        }
      }
      var bases = having(all: false)
      if bases.count > 1 {
        // What has a base from what it is made of may read something that has none.
        let whole = having(all: true)
        if whole.count == 1 { bases = whole }
      }
      if bases.count > 1 {
        let told = Set(relevant.flatMap { $0.scope.firstValuesOfIndices(in: section) })
        if told.count == 1 { bases = bases.filter(told.contains) }
      }
      if bases.count == 1 {
        choice.indexBases[section] = bases[0]
      } else if sections[section] == nil {
        choice.indexBases[section] = nil
      } else {
        choice.indexBases[section] = likelierBase(of: section, relevant, choice)
        // Indices begin at 0 where nothing is said. A range of what is given is a witness, too: one answer
        // beside it is enough.
        if let base = choice.indexBases[section], base != IndexBase.allCases[0].rawValue,
          givenBases[section] != [base]
        {
          sectionsBasedByAnswers.append(section)
        }
      }
    }
    // What is given from some index on says where the rest of its section begins.
    for (section, bases) in givenBases where all[section] == nil || sections[section] == nil {
      if choice.indexBases[section] == nil, bases.count == 1 {
        choice.indexBases[section] = bases.first
      }
    }
    return choice.indexBases
  }

  /// The index bases that declarations of each section have of themselves.
  private var givenBases: [Int: Set<Int>] {
    var bases: [Int: Set<Int>] = [:]
    for declaration in items.flatMap({ $0.scope.declarations.values }) {
      if let base = declaration.indexBase { bases[declaration.section, default: []].insert(base) }
    }
    return bases
  }

  /// Whether every definition of a section can be computed with these index bases.
  private func definitionsHaveMeaning(
    in section: Int, _ items: [Item], _ bases: [Int: Int], all: Bool
  ) -> Bool {
    /// A network declares several names at one place.
    var seen: Set<[String]> = []
    return items.allSatisfy { item in
      Samples(scope: item.scope, seed: seed, memory: memory)
        .definitionsHaveMeaning(in: section, bases, all: all, seen: &seen)
    }
  }

  private mutating func likelierBase(
    of section: Int, _ items: [Item], _ choice: ConventionChoice
  ) -> Int? {
    Vote.choice(among: IndexBase.allCases.map(\.rawValue), by: items.filter { $0.claim != nil }) {
      var choice = choice
      choice.indexBases[section] = $1
      let judgments = judgments(on: $0, choice)
      return !judgments.isEmpty && judgments.allSatisfy { $0.isVerified && !$0.readsZeroOutside }
    }
  }

  /// Where nothing but one answer tells where the indices of a section begin, that answer is a question.
  mutating func withToldIndexBases(_ judged: [JudgedItem]) -> [JudgedItem] {
    var result = judged
    for section in sectionsBasedByAnswers {
      // What has no meaning elsewhere, as `x_0`, tells more than a value that comes out otherwise.
      var witnesses: [(item: Int, judgment: Int, isByValue: Bool)] = []
      for place in judged.indices where judged[place].item.sectionsOfIndices.contains(section) {
        guard judged[place].judgments.contains(where: \.isVerified),
          let base = judged[place].conventions.indexBases[section]
        else { continue }
        var choice = judged[place].conventions
        choice.indexBases[section] = 1 - base
        let others = judgments(on: judged[place].item, choice)
        witnesses += zip(judged[place].judgments, others).enumerated().compactMap { number, pair in
          pair.0.isVerified && !pair.1.isVerified ? (place, number, pair.1.differsInValues) : nil
        }
      }
      guard witnesses.count == 1, let (place, number, isByValue) = witnesses.first, isByValue else {
        continue
      }
      result[place].judgments[number] = .indexBaseUntold(in: judged[place].item.claim?.span)
    }
    return result
  }

  /// σ is the softmax in a section where two answers are true of that only, and all that speak of σ are
  /// true of it; anywhere else such an answer is a question.
  mutating func withToldSigma(_ judged: [JudgedItem]) -> [JudgedItem] {
    let speaking = judged.indices.filter { judged[$0].judgments.contains { $0.sigma != nil } }
    var result = judged
    for places in Dictionary(grouping: speaking, by: { judged[$0].item.sectionOfNames }).values {
      let witnesses = places.filter { judged[$0].judgments.contains { $0.sigma == .softmax } }
      let others = places.filter { !witnesses.contains($0) }
      let statements = witnesses.flatMap { judged[$0].judgments }.count { $0.sigma == .softmax }
      if statements > 1,
        others.allSatisfy({ isFalse(judged[$0]) || isTrueOfSoftmax(judged[$0]) })
      {
        continue
      }
      for place in witnesses {
        let span = judged[place].item.claim?.span ?? Span(0..<0)
        result[place].judgments = judged[place].judgments.askingForSigma(at: span)
      }
    }
    return result
  }

  /// False of either meaning.
  private func isFalse(_ judged: JudgedItem) -> Bool {
    judged.judgments.contains { $0.verdict.outcome == .refuted }
  }

  private mutating func isTrueOfSoftmax(_ judged: JudgedItem) -> Bool {
    var choice = judged.conventions
    choice.declared[Sigma.self] = .softmax
    return judgments(on: judged.item, choice).allSatisfy(\.isVerified)
  }

  /// What the report says of the document as a whole; what a claim tells stands beside it.
  func conventions(_ choice: ConventionChoice, layouts: Set<Layout>) -> [TakenConvention] {
    let declared = items.flatMap { $0.scope.declarations.values.compactMap { $0.indexBase } }
    let bases = Set((declared + choice.indexBases.values).compactMap(IndexBase.init))
    let found = [TakenConvention(bases), TakenConvention(layouts)]
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

extension Scope {
  /// Where the letters begin that are given, `a \in \{1, \dots, K\}`, and choose entries in the definitions of
  /// a section: 0 or 1.
  fileprivate func firstValuesOfIndices(in section: Int) -> [Int] {
    let bodies = declarations.values.filter { $0.section == section }.flatMap(\.bodies)
    let indices = bodies.names(\.bareIndices)
    return constraints.compactMap { condition in
      guard case .membership(let subject, .range(let first, _)) = condition,
        case .name(let letter) = subject.kind, indices.contains(letter),
        let first = first.wholeNumber, first == 0 || first == 1
      else { return nil }
      return first
    }
  }
}
