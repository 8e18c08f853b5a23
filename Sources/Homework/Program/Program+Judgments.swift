import Judging
import Markup
import Notation

/// Each question is judged once: in this version of a homework, and in those after it.
extension Program {
  /// A judgment for each statement; none where an item states nothing.
  mutating func judgments(on item: Item, _ conventions: ConventionChoice) -> [Judgment] {
    if case .measured(let fence) = item.kind { return measuredJudgments(on: fence) }
    guard let claim = item.claim else { return [] }
    let identity = identity(of: claim, in: item.scope, conventions)
    if let known = cache.judgments(on: identity, at: claim.places) { return known }
    let judgments = judgments(on: claim, in: item.scope, conventions)
    cache.keep(judgments, on: identity, at: claim.places)
    return judgments
  }

  private func judgments(
    on claim: Item.Claim, in scope: Scope, _ conventions: ConventionChoice
  ) -> [Judgment] {
    do {
      let questions = try claim.questions(
        Samples(scope: scope, seed: seed, memory: memory), conventions)
      let judgments =
        (try questions.map { question in
          try restsOnFault(question) ?? Judge(question).judgment()
        }).withOneSigma(at: claim.span) + claim.holes.map { Judgment($0) }
      return judgments.isEmpty && claim.kind == .answer
        ? [Judgment(Diagnostic(.emptyCheck, at: claim.span))] : judgments
    } catch {
      return claim.judgments(onFailure: Diagnostic(error, at: Span(0..<0)))
    }
  }

  /// That a name has no meaning of which a question speaks; it points at the fault.
  private func restsOnFault(_ question: Question) -> Judgment? {
    let names = question.statement.expressions.names { $0.freeNames() }
    return question.samples.scope.fault(of: names).map {
      Judgment(Diagnostic(.restsOnFault, at: $0))
    }
  }

  func identity(
    of claim: Item.Claim, in scope: Scope, _ conventions: ConventionChoice, isRepair: Bool = false
  ) -> Question.Identity {
    Question.Identity(
      claim.kind, isRepair: isRepair, scope: claim.scope, text: claim.written,
      conventions: conventions.limited(to: scope), tolerance: claim.tolerance, seed: seed)
  }

  // MARK: - Runs

  var runJudge: RunJudge { RunJudge(logs: experiments, names: text.experimentNames) }

  private func measuredJudgments(on fence: Fence) -> [Judgment] {
    var judge = runJudge
    judge.tolerance = fence.tolerance
    judge.isAboutWholeRuns = fence["form"] != nil
    do throws(Diagnostic) {
      let judgments = try RunClaim.claims(in: fence.content).map(judge.judgment)
      return judgments.isEmpty ? [Judgment(Diagnostic(.emptyCheck, at: fence.span))] : judgments
    } catch {
      return [Judgment(error)]
    }
  }
}

extension Item.Claim {
  func questions(
    _ samples: Samples, _ conventions: ConventionChoice
  ) throws(Diagnostic) -> [Question] {
    try judgedStatements(in: samples.scope).map {
      Question($0, samples: samples, conventions: conventions, tolerance: tolerance)
    }
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

extension Diagnostic.Message {
  fileprivate static let restsOnFault = Self(.restsOnFault, "this has no meaning")

  fileprivate static let emptyCheck = Self(
    "empty-check", "this check says nothing", hint: "write the answer between the marks")
}
