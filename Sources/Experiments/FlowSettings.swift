import Markup
import Notation
import NumericCore

/// What a `flow` block says: how much of a gradient arrives, by lag, at several scales of weights.
struct FlowSettings: Sendable {
  let flow: GradientFlow
  let scales: [Double]
  /// The scales as the author wrote them, for the names of columns.
  let scaleNames: [String]
  let seeds: [UInt64]

  static let keys: [Option] = [
    .required("network", .word(GradientFlow.Network.allCases.map(\.rawValue))),
    .optional("inputs", .integer(1...1000), else: .integer(8)),
    .optional("hidden", .integer(1...256), else: .integer(16)),
    .optional("steps", .integer(1...10_000), else: .integer(100)),
    .optional("state", .word(GradientFlow.State.allCases.map(\.rawValue)), else: .text("h")),
    .required("scales", .any), .optional("bias", .any), .optional("seeds", .any),
  ]

  /// Products of two numbers, over all seeds: some hours of a core. Numbers in the matrices of all
  /// steps, and rows in the log.
  private static let (mostWork, mostNumbers, mostRows) = (1e14, 1 << 25, 200_000)

  init(_ pairs: YAMLPairs, at span: Span) throws(Diagnostic) {
    let options = try Options(reading: pairs, as: Self.keys, of: "flow", at: span)
    (scales, scaleNames) = try Self.scales(options.unread("scales"), at: span)
    seeds = try Seeds.read(options.unread("seeds"), atMost: 1000)
    let gate = Option.Form.number(-100...100)
    let bias = try options.nested(
      "bias",
      ["input", "forget", "output"].map { .optional($0, gate, else: .number(0)) })
    do throws(TaskError) {
      flow = try GradientFlow(
        options.text("network").flatMap(GradientFlow.Network.init) ?? .rnn,
        inputs: options.integer("inputs") ?? 8, hidden: options.integer("hidden") ?? 16,
        steps: options.integer("steps") ?? 100,
        state: options.text("state").flatMap(GradientFlow.State.init) ?? .h,
        biases: GradientFlow.Biases(
          input: bias?.number("input") ?? 0, forget: bias?.number("forget") ?? 0,
          output: bias?.number("output") ?? 0))
    } catch {
      throw Diagnostic(.experimentFails("\(error)"), at: span)
    }
    guard weight * Double(seeds.count) <= Self.mostWork,
      4 * flow.steps * flow.hidden * flow.hidden <= Self.mostNumbers,
      (flow.steps + 1) * seeds.count <= Self.mostRows
    else {
      throw Diagnostic(.tooMuchWork("take fewer seeds, steps, scales or hidden units"), at: span)
    }
  }

  private static func scales(
    _ value: YAMLValue?, at span: Span
  ) throws(Diagnostic) -> ([Double], [String]) {
    let words = value?.scalars ?? []
    let scales = words.compactMap { Double(decimal: $0.text) }.filter { (0...1e6).contains($0) }
    guard !words.isEmpty, scales.count == words.count, scales.count <= 20,
      Set(scales).count == scales.count
    else {
      throw Diagnostic(.badSettingShape("scales", "[0, 1, 4]"), at: value?.span ?? span)
    }
    let names = words.map { word in
      "norm_" + word.text.map { $0.isNumber ? String($0) : "_" }.joined()
    }
    for (place, name) in names.enumerated() where names[..<place].contains(name) {
      throw Diagnostic(.scalesShareColumn(words[place].text, name), at: words[place].span)
    }
    return (scales, names)
  }

  /// How many products of two numbers a run takes, about: matrices are multiplied and their norms
  /// found.
  var weight: Double {
    let cube = Double(flow.hidden * flow.hidden * flow.hidden)
    return 30 * cube * Double(flow.steps * scales.count)
  }

  var columns: [String] { ["lag"] + scaleNames }
}

extension Diagnostic.Message {
  static func experimentFails(_ reason: String) -> Self {
    Self("experiment", reason, hint: "change the block")
  }

  fileprivate static func scalesShareColumn(_ scale: String, _ column: String) -> Self {
    Self(
      "bad-value", "the column '\(column)' is that of two scales, \(scale) and one before it",
      hint: "write '\(scale)' otherwise, without an exponent")
  }

  static func tooMuchWork(_ hint: String) -> Self {
    Self("too-much-work", "this experiment takes too long to run", hint: hint)
  }
}
