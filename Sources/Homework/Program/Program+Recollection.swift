import Judging
import Markup
import Notation

/// What is not computed again: in this version of a homework, and in those after it.
extension Program {
  /// What has been found out so far: in this version, by place, and in those before it, by text.
  struct Knowledge {
    fileprivate var rulings: [RulingKey: [Judge.Ruling]] = [:]
    private(set) var recollection: Recollection

    init(recollection: Recollection) { self.recollection = recollection }

    fileprivate subscript(question: Recollection.Question?) -> Recollection.Answer? {
      mutating get { question.flatMap { recollection[$0] } }
      set { if let question { recollection[question] = newValue } }
    }
  }

  /// What a ruling depends on, besides its document.
  fileprivate struct RulingKey: Hashable {
    let place: Int
    let conventions: ConventionChoice
  }

  /// The rulings on the statements of an item, each judged once.
  func rulings(
    _ place: Int, _ choice: ConventionChoice, _ known: inout Knowledge
  ) -> [Judge.Ruling] {
    let item = items[place]
    let key = RulingKey(place: place, conventions: choice.limited(to: item.scope))
    if let rulings = known.rulings[key] { return rulings }
    let question = question(item, key.conventions)
    if let rulings = recalled(item, question, &known) {
      known.rulings[key] = rulings
      return rulings
    }
    let rulings = rulings(on: item, choice)
    known.rulings[key] = rulings
    remember(rulings, of: item, question, &known)
    return rulings
  }

  /// The rulings on an item that were found before, at the places where they hold now.
  private func recalled(
    _ item: Item, _ question: Recollection.Question?, _ known: inout Knowledge
  ) -> [Judge.Ruling]? {
    guard let places = item.origin?.places, case .rulings(let rulings)? = known[question] else {
      return nil
    }
    return rulings.compactMap { $0.moved(places.absolute) }
  }

  private func remember(
    _ rulings: [Judge.Ruling], of item: Item, _ question: Recollection.Question?,
    _ known: inout Knowledge
  ) {
    guard let places = item.origin?.places else { return }
    let relative = rulings.compactMap { $0.moved(places.relative) }
    if relative.count == rulings.count { known[question] = .rulings(relative) }
  }

  /// The ruling on an item as a whole, with the edit that repairs it.
  func recalledRepair(_ judged: JudgedItem, _ known: inout Knowledge) -> Judge.Ruling? {
    recalled(judged.item, repairQuestion(judged), &known)?.first
  }

  func remember(_ repair: Judge.Ruling, of judged: JudgedItem, _ known: inout Knowledge) {
    remember([repair], of: judged.item, repairQuestion(judged), &known)
  }

  private func repairQuestion(_ judged: JudgedItem) -> Recollection.Question? {
    question(judged.item, judged.choice.limited(to: judged.item.scope), isRepair: true)
  }

  /// What is asked about an item; `nil` where the answer depends on more than its text and the names
  /// above it.
  private func question(
    _ item: Item, _ conventions: ConventionChoice, isRepair: Bool = false
  ) -> Recollection.Question? {
    guard let origin = item.origin else { return nil }
    return Recollection.Question(
      kind: isRepair ? .repair(isAnswer: origin.kind == .answer) : origin.kind,
      scope: origin.scope, text: origin.text, tolerance: item.tolerance,
      conventions: conventions, seed: document.frontMatter.seed)
  }

  func gradients(
    _ fence: Fence, _ item: Item, _ choice: ConventionChoice, _ known: inout Knowledge
  ) throws -> GradientTable {
    let question = question(item, choice.limited(to: item.scope))
    if case .gradients(let table)? = known[question] { return table }
    let table = try GradientTable.run(
      fence, in: item.scope, choice, seed: document.frontMatter.seed)
    known[question] = .gradients(table)
    return table
  }

  func value(
    of expression: Fragment, _ item: Item, _ choice: ConventionChoice, _ known: inout Knowledge
  ) throws -> String {
    let question = question(item, choice.limited(to: item.scope))
    if case .value(let value)? = known[question] { return value }
    let value = try value(of: expression, item.scope, choice)
    known[question] = .value(value)
    return value
  }

  private func value(
    of expression: Fragment, _ scope: Scope, _ choice: ConventionChoice
  ) throws -> String {
    let parsed = try Syntax.Expression(
      parsing: expression, surface: .plainText, vocabulary: scope.vocabulary)
    let names = scope.closure(of: parsed.namesOfValues)
    let open = names.filter { name in
      switch scope[name]?.kind {
      case .tensor, .loss, .number(value: nil): true
      default: false
      }
    }
    guard open.isEmpty else { throw Diagnostic(.valueDependsOn(open.sorted()), at: parsed.span) }
    let samples = Samples(scope: scope, seed: document.frontMatter.seed, memory: memory)
    let evaluator = Evaluator(
      scope, reading: Reading(indexBases: choice.indexBases),
      sample: samples.double(0, letters: [:]))
    return try evaluator.display(parsed) { $0.significant(6) }
  }
}

extension ConventionChoice {
  /// With the index bases only that names of a scope count from.
  fileprivate func limited(to scope: Scope) -> Self {
    let sections = Set(scope.declarations.values.map(\.section))
    var choice = self
    // What is declared of index bases stands in them.
    choice.declared[IndexBase.self] = nil
    choice.indexBases = indexBases.filter { sections.contains($0.key) }
    return choice
  }
}

extension Program.Item.Kind {
  /// All that it depends on but the conventions: the names above it, and what it says itself.
  func origin(
    in scope: WrittenScope, of source: SourceFile
  ) -> Program.Item.Origin? {
    let (kind, text, surface): (Recollection.Question.Kind, Fragment, Surface)
    switch self {
    case .answer(let fence, let own): (kind, text, surface) = (.answer, fence.content, own)
    case .formula(let fragment): (kind, text, surface) = (.formula, fragment, .latex)
    case .gradcheck(let fence): (kind, text, surface) = (.gradients, fence.content, .plainText)
    case .value(let fragment, _): (kind, text, surface) = (.value, fragment, .plainText)
    // These are quick, and depend on more: the logs of experiments, what a definition looks like.
    case .measured, .diagram: return nil
    }
    var places = scope.places
    places.append(text.span)
    return Program.Item.Origin(
      kind: kind, scope: scope.number, text: WrittenText(text, surface, in: source),
      places: places)
  }
}
