import Experiments
import Notation
import NumericCore

/// Computes what a claim says of one run of each experiment that it names.
struct RunEvaluator {
  let logs: [String: ExperimentLog]
  /// All experiments of the homework, those that were not run among them.
  let names: Set<String>
  /// Which of its runs is looked at, in each experiment.
  let run: Int

  /// - Errors: a diagnostic at what has no value.
  func number(_ expression: Syntax.Expression) throws(Diagnostic) -> Measured {
    let number = try value(of: expression)
    guard number.value.isFinite else { throw Diagnostic(.noNumber, at: expression.span) }
    return number
  }

  private func value(of expression: Syntax.Expression) throws(Diagnostic) -> Measured {
    switch expression.kind {
    case .number(let number): return Measured(asWritten: number.double)
    case .negated(let inner): return -(try number(inner))
    case .binary(let sign, let left, let right):
      let (left, right) = (try number(left), try number(right))
      switch sign {
      case .add: return left.adding(right)
      case .subtract: return left.above(right)
      case .divide:
        return try located(expression) { () throws(DomainError) in try left.over(right) }
      case .juxtaposition, .dot, .times, .hadamard, .star: return left.multiplied(by: right)
      }
    case .power(let base, let exponent):
      let (base, count) = (try number(base), try number(exponent).value)
      guard count.rounded() == count, abs(count) <= 300 else {
        throw Diagnostic(.notOfRuns(expression.text), at: expression.span)
      }
      return try located(expression) { () throws(DomainError) in try base.raised(to: Int(count)) }
    case .call(let name, let arguments, let options):
      return try call(name, arguments, options, expression)
    case .name(let name) where name.contains("."):
      throw Diagnostic(.seriesIsNoNumber(name), at: expression.span)
    case .name(let name): throw Diagnostic(.unknownInRuns(name, names), at: expression.span)
    default: throw Diagnostic(.notOfRuns(expression.text), at: expression.span)
    }
  }

  private func call(
    _ name: String, _ arguments: [Syntax.Expression], _ options: [Syntax.Option],
    _ expression: Syntax.Expression
  ) throws(Diagnostic) -> Measured {
    let span = expression.span
    guard arguments.count == 1 else {
      throw Diagnostic(.oneArgument(name), at: span)
    }
    if let function = ElementaryFunction(named: name), options.isEmpty {
      let argument = try number(arguments[0])
      return try located(expression) { () throws(DomainError) in try argument.applying(function) }
    }
    guard let function = RunFunction.named(name) else {
      throw Diagnostic(.unknownRunFunction(name), at: span)
    }
    let series = try series(arguments[0])
    var given: (name: String, value: Measured)?
    if !function.options.isEmpty || !options.isEmpty {
      guard options.count == 1, let option = options.first, function.options.contains(option.name)
      else { throw Diagnostic(.optionOfRuns(function), at: options.first?.span ?? span) }
      given = (option.name, try number(option.value))
    }
    return try located(expression) { () throws(DomainError) in try function.value(series, given) }
  }

  private func located(
    _ expression: Syntax.Expression, _ body: () throws(DomainError) -> Measured
  ) throws(Diagnostic) -> Measured {
    do { return try body() } catch {
      if case .notExact = error { throw Diagnostic(.tooClose, at: expression.span) }
      throw Diagnostic(.noNumber, at: expression.span)
    }
  }

  // MARK: - Series

  /// `clip.loss`
  private func series(_ expression: Syntax.Expression) throws(Diagnostic) -> Series {
    let span = expression.span
    guard case .name(let text) = expression.kind, let dot = text.firstIndex(of: ".") else {
      throw Diagnostic(.notASeries(expression.text), at: span)
    }
    let (name, column) = (String(text[..<dot]), String(text[text.index(after: dot)...]))
    guard let log = logs[name] else {
      throw Diagnostic(names.contains(name) ? .notRun(name) : .unknownInRuns(name, names), at: span)
    }
    let run = log.runs[run]
    if let failure = run.failure {
      throw Diagnostic(.runFailed(name, run.seed, failure), at: span)
    }
    guard let place = log.columns.firstIndex(of: column) else {
      throw Diagnostic(.unknownColumn(column, of: name, log.columns), at: span)
    }
    let rows = run.rows.filter { !$0[place].isNaN }
    guard !rows.isEmpty else { throw Diagnostic(.emptyColumn(column, name, run.seed), at: span) }
    let clock = log.columns.indices.first { clock in
      zip(run.rows, run.rows.dropFirst()).allSatisfy { $0[clock] < $1[clock] }
    }
    return Series(values: rows.map { $0[place] }, places: rows.map { $0[clock ?? 0] })
  }
}

extension Syntax.Expression {
  /// The experiments that are spoken of, in order.
  var experimentNames: [String] {
    var names: [String] = []
    if case .name(let name) = kind, let dot = name.firstIndex(of: ".") {
      names = [String(name[..<dot])]
    }
    return children.reduce(names) { known, child in
      known + child.experimentNames.filter { !known.contains($0) }
    }
  }

  /// Whether it can only be a whole number: what counts, and what is computed from such.
  var isCounted: Bool {
    switch kind {
    case .number(let number): number.isInteger
    case .negated(let inner): inner.isCounted
    case .binary(let sign, let left, let right):
      sign != .divide && left.isCounted && right.isCounted
    case .call(let name, _, _): RunFunction.named(name)?.isWhole ?? false
    default: false
    }
  }
}

extension Diagnostic.Message {
  static let tooClose = Self(
    "undecidable", "rounding could decide this", hint: "leave more room, as with ≈ and ±")

  fileprivate static let noNumber = Self(
    "undefined", "this is no finite number", hint: "look at the values that go into it")

  fileprivate static func seriesIsNoNumber(_ name: String) -> Self {
    Self(
      "not-a-number", "'\(name)' is a whole column of the log",
      hint: "ask for one number of it, such as last(\(name)) or max(\(name))")
  }

  fileprivate static func notOfRuns(_ text: String) -> Self {
    Self(
      "unsupported", "'\(text)' means nothing in a claim about runs",
      hint: "compare numbers, and what \(functions) say of a column")
  }

  fileprivate static func oneArgument(_ name: String) -> Self {
    Self("arguments", "\(name) takes one column", hint: "write \(name)(clip.loss)")
  }

  fileprivate static func unknownRunFunction(_ name: String) -> Self {
    let known = RunFunction.names
    return Self(
      "unknown-name", "'\(name)' is nothing that can be asked about a column",
      hint: nearest(to: name, in: known).map { "did you mean '\($0)'?" }
        ?? "there are \(known.joined(separator: ", "))")
  }

  fileprivate static func optionOfRuns(_ function: RunFunction) -> Self {
    guard !function.options.isEmpty else {
      return Self("unknown-key", "\(function.name) takes no options", hint: "leave it out")
    }
    let options = function.options.joined(separator: " or ")
    return Self(
      "unknown-key", "\(function.name) takes \(options)",
      hint: "write \(function.name)(clip.loss, \(function.options[0]): 0.3)")
  }

  fileprivate static func notASeries(_ text: String) -> Self {
    Self(
      "not-a-series", "'\(text)' is no column of a log",
      hint: "write the name of an experiment, a point, and a column: clip.loss")
  }

  fileprivate static func unknownInRuns(_ name: String, _ names: Set<String>) -> Self {
    let known = names.sorted()
    let hint =
      name.first == "e" && name.dropFirst().allSatisfy(\.isNumber)
      ? "write 10^(-6) for a millionth"
      : nearest(to: name, in: known).map { "did you mean '\($0)'?" }
        ?? (known.isEmpty
          ? "an experiment is a train or flow block with a name, ```train #\(name)"
          : "the experiments are \(known.joined(separator: ", "))")
    return Self("unknown-name", "no experiment is called '\(name)'", hint: hint)
  }

  fileprivate static func notRun(_ name: String) -> Self {
    Self("not-run", "the experiment '\(name)' was not run", hint: "see what is said at its block")
  }

  fileprivate static func runFailed(_ name: String, _ seed: UInt64, _ reason: String) -> Self {
    Self("run-failed", "the run of '\(name)' with seed \(seed) stopped: \(reason)")
  }

  fileprivate static func unknownColumn(
    _ column: String, of name: String, _ columns: [String]
  ) -> Self {
    Self(
      "unknown-column", "the log of '\(name)' has no column '\(column)'",
      hint: nearest(to: column, in: columns).map { "did you mean '\($0)'?" }
        ?? "its columns are \(columns.joined(separator: ", "))")
  }

  fileprivate static func emptyColumn(_ column: String, _ name: String, _ seed: UInt64) -> Self {
    Self(
      "no-values", "'\(name).\(column)' has no value in the run with seed \(seed)",
      hint: "let the experiment measure it")
  }

  private static var functions: String { RunFunction.all.map(\.name).joined(separator: ", ") }
}
