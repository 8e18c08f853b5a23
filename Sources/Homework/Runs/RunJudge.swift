import Experiments
import Judging
import Notation
import NumericCore

/// Judges claims about runs: numbers that were measured, over the seeds that an experiment names.
struct RunJudge {
  let logs: [String: ExperimentLog]
  /// All experiments of the homework, those that were not run among them.
  let names: Set<String>
  /// What `≈` allows, where the claim does not say it itself.
  var tolerance: Rational?
  /// Whether the claim is about the whole runs only, where there is a short form.
  var isAboutWholeRuns = false

  func judgment(on claim: RunClaim) -> Judgment {
    do {
      return Judgment(verdict: try verdict(on: claim))
    } catch {
      return Judgment(error)
    }
  }

  /// Whether running text asks for something that was measured.
  func isAbout(_ text: Fragment) -> Bool {
    names.contains { text.text.contains("\($0).") } || Self.asksOfColumn(text)
  }

  /// `last(clippd.loss)`, where the name is misspelt: nothing but a column is written so.
  private static func asksOfColumn(_ text: Fragment) -> Bool {
    guard
      let expression = try? Syntax.Expression(
        parsing: RunClaim.quantifier(of: text).1, surface: .plainText,
        vocabulary: RunFunction.vocabulary)
    else { return false }
    return !expression.experimentNames.isEmpty
  }

  /// What running text shows of `median over seeds: max(clip.loss)`, or of `max(clip.loss)`, a
  /// number for each seed.
  func value(of text: Fragment) throws(Diagnostic) -> String {
    let (quantifier, rest) = try RunClaim.quantifier(of: text)
    let expression = try Syntax.Expression(
      parsing: rest, surface: .plainText, vocabulary: RunFunction.vocabulary)
    let seeds = try self.seeds(of: expression.experimentNames, at: expression.span)
    return try values(of: expression, quantifier, seeds).map { $0.value.significant(3) }
      .joined(separator: ", ")
  }

  private func verdict(on claim: RunClaim) throws(Diagnostic) -> Verdict {
    let experiments = claim.chain.expressions.reduce(into: [String]()) { names, expression in
      names += expression.experimentNames.filter { !names.contains($0) }
    }
    let short = experiments.filter { logs[$0]?.isShort ?? false }
    if isAboutWholeRuns, !short.isEmpty {
      return Verdict(
        .unchecked, method: .measured,
        message: "is about the whole runs of \(short.joined(separator: ", "))",
        notes: [.waitsForWholeRuns])
    }
    let seeds = try self.seeds(of: experiments, at: claim.span)
    guard seeds.count == 1 || claim.quantifier != nil else {
      throw Diagnostic(.seedsUnsaid(seeds.count), at: claim.span)
    }
    var verdict = try compare(claim, seeds)
    if !short.isEmpty {
      verdict.reading = "the short form of \(short.joined(separator: ", "))"
    }
    return verdict
  }

  /// The seeds that all these experiments share.
  private func seeds(of experiments: [String], at span: Span) throws(Diagnostic) -> [UInt64] {
    guard !experiments.isEmpty else { throw Diagnostic(.namesNoRuns, at: span) }
    let known = experiments.compactMap { name in logs[name].map { (name, $0.runs.map(\.seed)) } }
    // An experiment that nobody knows is told by whoever evaluates the claim.
    guard let first = known.first else { return [0] }
    if let other = known.first(where: { $0.1 != first.1 }) {
      throw Diagnostic(.otherSeeds(first, other), at: span)
    }
    guard !first.1.isEmpty else { throw Diagnostic(.noRuns(first.0), at: span) }
    return first.1
  }

  // MARK: - Comparing

  private func compare(_ claim: RunClaim, _ seeds: [UInt64]) throws(Diagnostic) -> Verdict {
    let sides = try values(of: claim, seeds)
    let names = claim.quantifier == .medianOverSeeds ? [] : seeds
    var doubt: Span?
    for (number, step) in claim.chain.steps.enumerated() {
      let (left, right) = (sides[number], sides[number + 1])
      let allowance = try allowance(step, after: expression(claim, number))
      for place in left.indices {
        guard let holds = holds(left[place], step.relation, right[place], allowance) else {
          doubt = doubt ?? step.expression.span
          continue
        }
        if holds { continue }
        let indices =
          names.isEmpty
          ? [] : [Counterexample.Index(name: "seed", value: Int(clamping: names[place]))]
        let example = Counterexample(
          indices: indices, left: left[place].value.significant(4),
          right: right[place].value.significant(4))
        let runs =
          names.isEmpty ? "in " + words(claim, seeds) : "in the run with seed \(names[place])"
        return Verdict(
          .refuted, method: .measured,
          message: "\(runs) the left side is \(example.left), the right side \(example.right)",
          counterexample: example,
          step: claim.chain.steps.count > 1 ? number + 1 : nil)
      }
    }
    if let doubt { throw Diagnostic(.tooClose, at: doubt) }
    let measured = zip([claim.chain.first] + claim.chain.steps.map(\.expression), sides)
      .filter { !$0.0.experimentNames.isEmpty }
      .map { Note.measured($0.text, Self.words($1.map(\.value))) }
    return Verdict(
      .verified, method: .measured, message: words(claim, seeds), notes: measured)
  }

  private func expression(_ claim: RunClaim, _ number: Int) -> Syntax.Expression {
    number == 0 ? claim.chain.first : claim.chain.steps[number - 1].expression
  }

  private func values(of claim: RunClaim, _ seeds: [UInt64]) throws(Diagnostic) -> [[Measured]] {
    var sides: [[Measured]] = []
    for expression in [claim.chain.first] + claim.chain.steps.map(\.expression) {
      sides.append(try values(of: expression, claim.quantifier, seeds))
    }
    return sides
  }

  /// What it comes to: in every run, or as the median over them.
  private func values(
    of expression: Syntax.Expression, _ quantifier: RunClaim.Quantifier?, _ seeds: [UInt64]
  ) throws(Diagnostic) -> [Measured] {
    var values: [Measured] = []
    for run in seeds.indices {
      values.append(try RunEvaluator(logs: logs, names: names, run: run).number(expression))
    }
    guard quantifier == .medianOverSeeds else { return values }
    do { return [try .median(values)] } catch {
      throw Diagnostic(.tooClose, at: expression.span)
    }
  }

  /// - Returns: `nil` where rounding could turn the answer round.
  private func holds(
    _ left: Measured, _ relation: Syntax.Relation, _ right: Measured, _ allowance: Measured
  ) -> Bool? {
    do {
      if relation == .approximatelyEqual { return try left.lies(within: allowance, of: right) }
      let (isLess, isMore) = (try left.isLess(than: right), try right.isLess(than: left))
      return switch relation {
      case .equal, .approximatelyEqual: !isLess && !isMore
      case .unequal: isLess || isMore
      case .less: isLess
      case .lessOrEqual: !isMore
      case .greater: isMore
      case .greaterOrEqual: !isLess
      }
    } catch {
      return nil
    }
  }

  /// How far the sides may lie apart; only what is counted can be equal.
  private func allowance(
    _ step: Syntax.Chain.Step, after left: Syntax.Expression
  ) throws(Diagnostic) -> Measured {
    switch step.relation {
    case .equal, .unequal:
      guard left.isCounted, step.expression.isCounted else {
        throw Diagnostic(.measuredIsNotEqual, at: step.expression.span)
      }
      return Measured(0)
    case .approximatelyEqual:
      if let stated = step.tolerance {
        let allowance = try RunEvaluator(logs: [:], names: [], run: 0).number(stated)
        guard allowance.value >= 0 else { throw Diagnostic(.negativeTolerance, at: stated.span) }
        return allowance
      }
      guard let tolerance = tolerance ?? step.roundingTolerance else {
        throw Diagnostic(.runsNeedTolerance, at: step.expression.span)
      }
      return Measured(asWritten: tolerance.double)
    case .less, .lessOrEqual, .greater, .greaterOrEqual: return Measured(0)
    }
  }

  /// Every value, or what they lie between where there are many.
  private static func words(_ values: [Double]) -> String {
    guard values.count > 8, let least = values.min(), let most = values.max() else {
      return values.map { $0.significant(4) }.joined(separator: ", ")
    }
    return "\(least.significant(4)) to \(most.significant(4))"
  }

  private func words(_ claim: RunClaim, _ seeds: [UInt64]) -> String {
    let list = seeds.words
    switch claim.quantifier {
    case .medianOverSeeds: return "the median over the seeds \(list)"
    case .everySeed, nil: return seeds.count == 1 ? "seed \(list)" : "each of the seeds \(list)"
    }
  }
}

extension Diagnostic.Message {
  fileprivate static let namesNoRuns = Self(
    "not-a-statement", "this names no column of an experiment",
    hint: "write one as clip.loss; what is about no run belongs into a check without 'runs'")

  fileprivate static let negativeTolerance = Self(
    "bad-value", "no two numbers lie so close", hint: "write a number above 0 behind ±")

  fileprivate static let measuredIsNotEqual = Self(
    "measured", "measured numbers are never exactly equal",
    hint: "write ≈ and a tolerance: ≈ 0.25 ± 0.05")

  fileprivate static let runsNeedTolerance = Self(
    "expected", "an approximation needs a number, or a tolerance", hint: "write ≈ 0.25 ± 0.05")

  fileprivate static func noRuns(_ name: String) -> Self {
    Self("not-run", "the experiment '\(name)' has no runs")
  }

  fileprivate static func seedsUnsaid(_ count: Int) -> Self {
    Self(
      "seeds-unsaid", "is this about each of the \(count) seeds, or about their median?",
      hint: "write 'every seed:' or 'median over seeds:' before it")
  }

  fileprivate static func otherSeeds(
    _ one: (name: String, seeds: [UInt64]), _ other: (name: String, seeds: [UInt64])
  ) -> Self {
    Self(
      "other-seeds",
      "'\(one.name)' was run with the seeds \(one.seeds.words), '\(other.name)' with "
        + other.seeds.words,
      hint: "give both the same seeds")
  }
}
