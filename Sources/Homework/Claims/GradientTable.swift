import Judging
import Markup
import Notation
import NumericCore

/// The outcome of a `gradcheck` block: for each input, the element at which three ways of computing
/// the gradient differ most.
public struct GradientTable: BlockResult {
  public struct Row: Sendable {
    public let input: String
    public let elements: Int
    /// As the author counts, `[0, 1, 2]`.
    public let index: String
    public let reverse: String
    public let forward: String
    public let difference: String
    public let relativeError: String
    public let step: String
    public let passed: Bool
    public let note: String?
  }

  public let title: String
  public let rows: [Row]
  public var passed: Bool { rows.allSatisfy(\.passed) }
}

/// A quantity of the homework as a function of its inputs, for any scalar.
private struct Quantity: DifferentiableFunction {
  let name: String
  let inputs: [String]
  let scope: Scope
  let reading: Reading
  let letters: [String: [Int]]
  let samples: Samples
  private let memo = RangeMemo()

  func callAsFunction<S: Scalar>(_ values: [Variable<S>]) throws -> Variable<S> {
    let constants = samples.double(0, letters: letters)
    let sample = Sample<S>(letters: letters) { name, shape in
      let tensor = constants.tensor(name, shape)
      if let same = tensor as? Tensor<S> { return same }
      return Tensor(shape: shape, scalars: tensor.scalars.map(S.init(approximating:)))
    }
    let overrides = Dictionary(uniqueKeysWithValues: zip(inputs, values))
    let evaluator = Evaluator(
      scope, reading: reading, sample: sample, overrides: overrides, memo: memo)
    return try evaluator.tensor(named: name)
  }
}

extension Scalar {
  /// The nearest ratio with a denominator of 2^40.
  fileprivate init(approximating value: Double) {
    let scaled = Int((value * 0x1p40).rounded())
    let ratio = (try? Rational(scaled, over: 1 << 40)) ?? Rational(0)
    self = Self(ratio) ?? .zero
  }
}

extension GradientTable {
  /// Every element is varied, and each time everything is computed anew.
  private static let mostWork = 4_000_000

  /// `f by x, W`, or `f` by all that it depends on.
  static func run(
    _ fence: Fence, in scope: Scope, _ conventions: ConventionChoice, seed: UInt64
  ) throws -> GradientTable {
    // Names may be written as in LaTeX, `W^{cx}`.
    let words = fence.content.text.split { " ,\n\t".contains($0) }.map { word in
      word.filter { !"{}".contains($0) }
    }
    guard let name = words.first, let declaration = scope[name] else {
      throw Diagnostic(.gradcheckNeedsName, at: fence.content.span)
    }
    guard words.count == 1 || (words[1] == "by" && words.count > 2) else {
      throw Diagnostic(.gradcheckNeedsName, at: fence.content.span)
    }
    let closure = scope.closure(of: [declaration.name])
    let tensors = closure.filter { if case .tensor = scope[$0]?.kind { true } else { false } }
      .sorted()
    let inputs = words.count > 1 ? Array(words.dropFirst(2)) : tensors
    for input in inputs where scope[input] == nil || !closure.contains(input) || input == name {
      throw Diagnostic(.gradcheckInput(input, of: name, tensors), at: fence.content.span)
    }
    guard Set(inputs).count == inputs.count else {
      throw Diagnostic(.gradcheckNeedsName, at: fence.content.span)
    }
    guard !inputs.isEmpty else { throw Diagnostic(.gradcheckNeedsName, at: fence.content.span) }
    let samples = Samples(scope: scope, seed: seed)
    let reading = Reading(indexBases: conventions.indexBases)
    guard
      let letters = try samples.distinctAssignments(
        of: samples.letters(among: closure),
        ofSequences: closure.contains { scope.family($0) != nil }
      ).first
    else { throw Diagnostic(.gradcheckNeedsName, at: fence.content.span) }
    let evaluator = Evaluator(scope, reading: reading, sample: samples.double(0, letters: letters))
    let points = try inputs.map { try evaluator.tensor(named: $0).value }
    let elements = points.map(\.scalars.count).reduce(0, +)
    let outputs = try evaluator.tensor(named: name).value.scalars.count
    guard elements * (elements + outputs) <= Self.mostWork else {
      throw Diagnostic(.gradcheckTooLarge(elements), at: fence.content.span)
    }
    let quantity = Quantity(
      name: name, inputs: inputs, scope: scope, reading: reading, letters: letters, samples: samples
    )
    let tolerance = fence["tolerance"].flatMap { Rational(decimal: $0.text)?.double } ?? 1e-6
    let rows = try inputs.indices.map { place in
      let check = try GradientCheck.run(quantity, at: points, by: place, tolerance: tolerance)
      let base = scope[inputs[place]].map(evaluator.firstIndex(of:)) ?? 0
      return Row(inputs[place], check, indexBase: base)
    }
    return GradientTable(title: name, rows: rows)
  }
}

extension GradientTable.Row {
  fileprivate init(_ input: String, _ check: GradientCheck, indexBase: Int) {
    let worst = check.worst
    self.init(
      input: input, elements: check.elements,
      index: "[" + worst.index.map { String($0 + indexBase) }.joined(separator: ", ") + "]",
      reverse: worst.reverse.significant(8), forward: worst.forward?.significant(8) ?? "",
      difference: worst.difference.significant(8),
      relativeError: worst.relativeError.significant(2), step: worst.step.significant(2),
      passed: check.passed,
      note: check.kinks.isEmpty
        ? nil : "\(check.kinks.count) elements lie at a kink and are judged by their slopes")
  }
}

extension Diagnostic.Message {
  static let gradcheckNeedsName = Self(
    "gradcheck-unclear", "a gradcheck block names what to check, and by what",
    hint: "write one line such as 'f by x, W'")

  static func gradcheckTooLarge(_ elements: Int) -> Self {
    Self(
      "gradcheck-too-large", "a gradient check of \(elements) elements takes too long",
      hint: "check the layer at smaller sizes: its formula is the same")
  }

  static func gradientsDiffer(_ table: GradientTable) -> Self {
    let inputs = table.rows.filter { !$0.passed }.map(\.input).joined(separator: ", ")
    return Self(
      "gradcheck-failed", "the gradients of '\(table.title)' by \(inputs) differ",
      hint: "allow more with tolerance=…, or look for a kink or a jump near the point")
  }

  static func gradcheckInput(_ input: String, of name: String, _ tensors: [String]) -> Self {
    Self(
      "gradcheck-unclear", "'\(name)' does not depend on '\(input)'",
      hint: "it depends on " + tensors.joined(separator: ", "))
  }
}
