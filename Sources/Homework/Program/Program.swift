import Experiments
import Judging
import Markup
import Notation

/// The mathematics of a homework, which is judged as a whole: conventions are found out by many answers.
struct Program {
  let text: ProgramReader
  /// The logs of the experiments that were run, by their names.
  let experiments: [String: ExperimentLog]
  let memory = Memory()
  /// What is known from earlier versions, and from this one.
  var cache: JudgmentCache

  init(
    _ document: Document, experiments: [String: ExperimentLog],
    recalling cache: JudgmentCache
  ) {
    self.experiments = experiments
    var cache = cache
    cache.turnPage()
    text = ProgramReader(document, numberingIn: cache)
    self.cache = text.cache
  }

  /// The sections of which only answers told where indices begin.
  var sectionsBasedByAnswers: [Int] = []

  var document: Document { text.document }
  var items: [Item] { text.items }
  var seed: UInt64 { document.frontMatter.seed }

  /// An item with the judgments on its statements, and the conventions that they hold under.
  struct JudgedItem {
    let item: Item
    var judgments: [Judgment]
    let conventions: ConventionChoice
  }

  mutating func run() -> CheckedHomework {
    var choice = ConventionChoice(document.frontMatter.conventions)
    choice.indexBases = indexBases(choice)
    var used: [Int: [Layout]] = [:]
    for item in items {
      used[item.sectionOfNames, default: []] += judgments(on: item, choice).compactMap(\.layout)
    }
    let layouts = sectionLayouts(choice)
    var judged: [JudgedItem] = []
    for item in items {
      let section = item.sectionOfNames
      var choice = choice
      choice.sectionLayout = item.hasWholeDerivatives ? layouts[section] : nil
      if prefersNumerator(used[section] ?? []), isFalseDerivative(item, choice) {
        choice.likelierLayout = .numerator
      }
      judged.append(
        JudgedItem(item: item, judgments: judgments(on: item, choice), conventions: choice))
    }
    judged = withToldIndexBases(withToldSigma(judged))
    var results = Results(of: self)
    for (judged, judgment) in zip(judged, repaired(judged)) { results.add(judged, judgment) }
    return results.checkedHomework(
      conventions(choice, layouts: Set(used.values.flatMap { $0 })))
  }
}
