import Experiments
import Judging
import Markup
import Notation

/// What is found out about a homework, item by item.
struct Results {
  private let program: Program
  private var claims: [Claim] = []
  private var diagnostics: [Diagnostic]
  private var blocks: [Span: any BlockResult]
  private var readings: [Span: ClaimReading] = [:]

  init(of program: Program) {
    self.program = program
    diagnostics = program.text.diagnostics
    blocks = program.text.blocks
  }

  func checkedHomework(_ conventions: [TakenConvention]) -> CheckedHomework {
    CheckedHomework(
      document: program.document, claims: claims,
      diagnostics: diagnostics.sorted {
        ($0.span.lower, $0.span.upper) < ($1.span.lower, $1.span.upper)
      },
      conventions: conventions, results: blocks, experiments: program.experiments,
      readings: readings)
  }

  /// - Parameter judgment: The one on the item as a whole, where it claims something.
  mutating func add(_ judged: Program.JudgedItem, _ judgment: Judgment?) {
    let (scope, conventions) = (judged.item.scope, judged.conventions)
    if let claim = judged.item.claim, let block = try? claim.block.get() {
      readings[claim.text.span] = ClaimReading(statements: block.statements, scope: scope)
    }
    switch judged.item.kind {
    case .answer(let fence, _), .measured(let fence):
      guard let judgment else { return }
      let elsewhere = fault(of: judgment, outside: fence.span)
      let claim = Claim(
        fence, resting(judgment, on: elsewhere, at: fence.content.span), number: claims.count + 1)
      claims.append(claim)
      guard !claim.isAsExpected else { return }
      if let elsewhere, elsewhere.message.cause != .restsOnFault { tell(elsewhere) }
      if let diagnostic = claim.diagnostic { tell(diagnostic) }
      for hole in judged.item.claim?.holes ?? [] { tell(hole) }
    case .formula(let formula):
      guard let judgment else { return }
      let elsewhere = fault(of: judgment, outside: formula.span)
      claims.append(
        Claim(
          formula, resting(judgment, on: elsewhere, at: formula.span), number: claims.count + 1))
    case .gradcheck(let fence):
      attempt(at: fence.content.span) {
        let table = try GradientTable.run(fence, in: scope, conventions, seed: $0.program.seed)
        $0.blocks[fence.span] = table
        if !table.passed { throw Diagnostic(.gradientsDiffer(table), at: fence.content.span) }
      }
    case .diagram(let fence):
      attempt(at: fence.span) {
        $0.blocks[fence.span] = try Diagram.read(
          fence, in: scope, of: $0.program.document.source, conventions, seed: $0.program.seed)
      }
    case .value(let expression, let span):
      attempt(at: span) {
        $0.blocks[span] = ComputedValue(
          text: try $0.program.value(of: expression, scope, conventions))
      }
    }
  }

  /// Why something has no meaning, where that is a fault of what is said above it.
  private func fault(of judgment: Judgment, outside place: Span) -> Diagnostic? {
    judgment.diagnostic.flatMap { $0.span.range.isEmpty || place.contains($0.span) ? nil : $0 }
  }

  private func resting(_ judgment: Judgment, on fault: Diagnostic?, at place: Span) -> Judgment {
    guard let fault else { return judgment }
    let line = program.document.source.position(at: fault.span.lower).line
    return Judgment(Diagnostic(.rests(onLine: line), at: place))
  }

  private mutating func tell(_ diagnostic: Diagnostic) {
    if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
  }

  /// Does something, or says why it cannot be done.
  private mutating func attempt(at span: Span, _ action: (inout Self) throws -> Void) {
    do {
      try action(&self)
    } catch {
      diagnostics.append(Diagnostic(error, at: span))
    }
  }
}

extension Program {
  /// What running text shows of an expression.
  fileprivate func value(
    of expression: Fragment, _ scope: Scope, _ conventions: ConventionChoice
  ) throws -> String {
    if runJudge.isAbout(expression) { return try runJudge.value(of: expression) }
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
    let evaluator = Evaluator(
      scope, reading: Reading(indexBases: conventions.indexBases),
      sample: Samples(scope: scope, seed: seed, memory: memory).double(0, letters: [:]))
    return try evaluator.display(parsed) { $0.significant(6) }
  }
}

extension Diagnostic.Message {
  fileprivate static func rests(onLine line: Int) -> Self {
    Self(.restsOnFault, "rests on line \(line)")
  }

  fileprivate static func valueDependsOn(_ names: [String]) -> Self {
    Self(
      "value-unknown", "this has no single value: it depends on " + names.joined(separator: ", "))
  }
}
