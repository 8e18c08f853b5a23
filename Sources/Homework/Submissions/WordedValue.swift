import Judging
import Markup
import Notation
import NumericCore

/// What a submission says that something is, beside what the assignment knows of it.
struct WordedValue {
  let known: [Syntax.Expression]
  /// The sides of an equation, each of them one value or a list.
  let said: [[Syntax.Expression]]
  let conditions: [Syntax.Condition]
  /// How the words were understood.
  let reading: String
  /// Whether the submission says what its letters are, and does not only call them as the
  /// assignment does.
  let namesLetters: Bool

  /// The equations that make it true, item by item; `nil` where the lists differ in length.
  func statements(at span: Span) -> [Syntax.Statement]? {
    guard said.allSatisfy({ $0.count == known.count }) else { return nil }
    return said.flatMap { side in
      zip(known, side).map { known, value in
        let step = Syntax.Chain.Step(equalTo: value)
        let names = known.freeNames().union(value.freeNames())
        return Syntax.Statement(
          stating: .chain(Syntax.Chain(first: known, steps: [step])),
          under: conditions.filter { $0.isAbout(names) }, at: span)
      }
    }
  }
}

extension FormulaReader {
  /// The name that a sentence gives to a number of the assignment.
  func introduction(of unit: Unit, _ worded: WordedPassage) -> Introduction? {
    guard worded.isName, worded.phrase.letters.isEmpty, worded.phrase.values.count == 1,
      worded.phrase.values[0].freeNames().allSatisfy({ !isTensor($0) }),
      let answers = answers(in: unit.text, unit.surface), answers.count == 1,
      case .expression(let expression) = answers[0], let name = expression.name, !knows(name)
    else { return nil }
    return Introduction(
      name: name, kind: .number(value: worded.phrase.values[0]), span: unit.text.span,
      isWorded: true)
  }

  /// What a sentence in known words claims of a formula, if it names every letter that matters.
  func wordedValue(of unit: Unit, _ worded: WordedPassage) -> WordedValue? {
    guard !worded.isName else { return nil }
    let words = worded.named.map(\.formula.text.trimmingSpaces).filter(\.isIndexWord)
    return knowing(words).namedValue(of: unit, worded)
  }

  private func namedValue(of unit: Unit, _ worded: WordedPassage) -> WordedValue? {
    var letters: [String: NamedLetter] = [:]
    for (letter, formula) in worded.named {
      guard letters[letter] == nil, let range = question.phrases.ranges[letter],
        let named = namedLetter(in: formula, unit.surface, within: range),
        !letters.values.contains(where: { $0.name == named.name })
      else { return nil }
      letters[letter] = named
    }
    guard let said = values(of: unit, besides: letters.values.map(\.name)) else { return nil }
    return wordedValue(of: worded.phrase, [said], calling: letters, namesLetters: true)
  }

  /// What an equation says of a name in words, `\text{Starting Position} = 2m - 1`, with the letters
  /// that the assignment uses.
  func wordedValue(of statement: Syntax.Statement) -> WordedValue? {
    guard case .chain(let chain) = statement.kind, let name = chain.first.name,
      knows(name) == false, statement.conditions.isEmpty, let phrase = question.phrases[name],
      phrase.letter == nil, !phrase.isNoun, chain.steps.allSatisfy({ $0.relation == .equal })
    else { return nil }
    let letters = phrase.letters.compactMap { letter in
      question.phrases.ranges[letter].map { (letter, NamedLetter(name: letter, range: $0)) }
    }
    return wordedValue(
      of: phrase, chain.steps.map(\.expression.items),
      calling: Dictionary(uniqueKeysWithValues: letters), namesLetters: false)
  }

  private func wordedValue(
    of phrase: Phrase, _ said: [[Syntax.Expression]], calling letters: [String: NamedLetter],
    namesLetters: Bool
  ) -> WordedValue? {
    let own = Set(letters.values.map(\.name))
    let used = said.joined().flatMap(\.namesInOrder).filter { !knows($0) }
    guard phrase.letters.isSubset(of: letters.keys), own.isSuperset(of: used),
      !own.contains(where: knows)
    else { return nil }
    let called = letters.sorted { $0.key < $1.key }
    let places = called.compactMap { letter, named in
      question.phrases.all.first { $0.letter == letter }.map { "\($0.text) \(named.text)" }
    }
    let reading =
      "'\(phrase.text)'" + (places.isEmpty ? "" : " for \(places.joined(separator: " and "))")
    return WordedValue(
      known: phrase.values.map { $0.renaming(letters.mapValues(\.name)) }, said: said,
      conditions: called.map { $0.value.condition(at: phrase.values[0].span) }, reading: reading,
      namesLetters: namesLetters)
  }

  /// The letter of `m`, or of `m = 2`.
  private func namedLetter(
    in formula: Fragment, _ surface: Surface, within range: ClosedRange<Int>
  ) -> NamedLetter? {
    guard let answers = answers(in: formula, surface), answers.count == 1 else { return nil }
    switch answers[0] {
    case .expression(let expression):
      return expression.name.map { NamedLetter(name: $0, range: range) }
    case .statement(let statement):
      guard let (name, value) = statement.letterWithNumber, case .number(let number) = value.kind,
        let place = number.integer, range.contains(place)
      else { return nil }
      return NamedLetter(name: name, range: place...place)
    }
  }

  /// The values that a formula shows: `2m - 1`, a list, or the right side of `n = 1`.
  private func values(of unit: Unit, besides letters: [String]) -> [Syntax.Expression]? {
    switch read(unit) {
    case .bare(let expressions):
      return expressions.count == 1 ? expressions[0].items : expressions
    case .statements(let statements):
      guard statements.count == 1, let (name, value) = statements[0].letterWithNumber,
        !knows(name), !letters.contains(name)
      else { return nil }
      return [value]
    case .unreadable, .nothing: return nil
    }
  }
}

/// A letter as a submission calls it, and the numbers that it stands for.
private struct NamedLetter {
  let name: String
  let range: ClosedRange<Int>

  var text: String { range.count == 1 ? "\(range.lowerBound)" : name }

  func condition(at span: Span) -> Syntax.Condition {
    func number(_ value: Int) -> Syntax.Expression {
      Syntax.Expression(.number(Rational(value)), at: span)
    }
    return .membership(
      Syntax.Expression(.name(name), at: span),
      .range(number(range.lowerBound), number(range.upperBound)))
  }
}

extension Grading {
  /// The verdict on what is said in words. What counts positions is refuted only where it is known
  /// from which number the submission counts.
  func finding(
    on worded: WordedValue, in sentence: Sentence, _ view: AxisView, among places: [Int]
  ) -> Finding {
    guard view.indexBase == nil else { return sentence.finding(.formula, Self.countsOtherwise) }
    guard let statements = worded.statements(at: sentence.span) else {
      return sentence.finding(
        .formula, "as many values are not known of \(worded.reading)")
    }
    let verdicts = statements.map { judge.judgment(on: $0, in: sentence, AxisView()).verdict }
    let failure = verdicts.first { $0.outcome != .verified }
    guard var verdict = failure ?? verdicts.first else {
      return sentence.finding(.formula, "nothing is said of \(worded.reading)")
    }
    if verdict.outcome == .refuted {
      guard worded.namesLetters else { return sentence.finding(.formula, Self.lettersUnknown) }
      guard countsFromOwnBase(places, view) else {
        return sentence.finding(.formula, Self.countsOtherwise)
      }
    }
    guard verdict.outcome == .refuted || verdict.outcome == .verified else {
      return sentence.finding(.formula, verdict.message)
    }
    verdict.reading = worded.reading
    return sentence.finding(.answer, verdict)
  }

  private static let countsOtherwise =
    "it is not known from which number positions are counted here"
  private static let lettersUnknown =
    "this differs from what the assignment knows, and nothing says what its letters are"

  /// Whether something that the submission says of these tensors is true only where indices begin as
  /// in the assignment.
  private func countsFromOwnBase(_ places: [Int], _ view: AxisView) -> Bool {
    let question = assignment[places.first.flatMap { sentences[$0].question }]
    let others = AxisView.all(of: assignment[question.tensors]).filter {
      $0.exchanged == view.exchanged && $0.indexBase != nil
    }
    guard !others.isEmpty else { return false }
    return places.contains { place in
      guard let statement = sentences[place].statement else { return false }
      func isTrue(_ view: AxisView) -> Bool {
        judge.judgment(on: statement, in: sentences[place], view).isVerified
      }
      return isTrue(view) && !others.contains(where: isTrue)
    }
  }
}

extension Syntax.Expression {
  fileprivate var name: String? { if case .name(let name) = kind { name } else { nil } }

  /// The parts of a list, or the value itself.
  fileprivate var items: [Syntax.Expression] {
    if case .tuple(let parts) = kind { parts } else { [self] }
  }
}

extension Syntax.Statement {
  /// `m = 2`
  fileprivate var letterWithNumber: (String, Syntax.Expression)? {
    guard case .chain(let chain) = kind, conditions.isEmpty, chain.steps.count == 1,
      chain.steps[0].relation == .equal, let name = chain.first.name,
      case .number = chain.steps[0].expression.kind
    else { return nil }
    return (name, chain.steps[0].expression)
  }
}

extension Syntax.Condition {
  fileprivate func isAbout(_ names: Set<String>) -> Bool {
    expressions.contains { !$0.freeNames().isDisjoint(with: names) }
  }
}

extension String {
  /// Whether it is written as indices of several letters are, such as `idx`.
  fileprivate var isIndexWord: Bool {
    (2...5).contains(count) && allSatisfy { $0.isASCII && $0.isLowercase }
  }
}
