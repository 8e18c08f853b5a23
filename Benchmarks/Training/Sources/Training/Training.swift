import AllocationCount

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads lines `work seconds`, and answers each with `median least allocations`: seconds of a step,
/// and how often a step asks for memory once it is warm.
///
/// `work steps count` only takes so many steps, for whoever counts instructions. With the arguments
/// `temporal-order-run seed` it makes that run once, and says its seconds, loss and accuracy.
@main
struct Training {
  /// The work that was asked for before, warm.
  private var prepared: [String: Step] = [:]

  static func main() throws {
    let arguments = CommandLine.arguments
    if arguments.count == 3, arguments[1] == "temporal-order-run" {
      return try run(seed: UInt64(arguments[2]) ?? 1)
    }
    var training = Training()
    while let words = readLine()?.split(separator: " ").map(String.init), words.count > 1 {
      let step = try training.step(of: words[0])
      if words[1] == "steps" {
        for _ in 0..<(Int(words[2]) ?? 0) { try step() }
      } else {
        let (median, least) = try measure(step, for: Double(words[1]) ?? 0)
        print(median, least, try allocationsPerStep(step))
        fflush(nil)
      }
    }
  }

  private static func run(seed: UInt64) throws {
    var result = (loss: Double.nan, accuracy: Double.nan)
    let elapsed = try seconds { result = try temporalOrderRun(seed: seed) }
    print(elapsed, result.loss, result.accuracy)
  }

  private mutating func step(of name: String) throws -> Step {
    if let step = prepared[name] { return step }
    guard let work = allWork[name] else { fatalError("there is no work '\(name)'") }
    let step = try work()
    for _ in 0..<3 { try step() }
    prepared[name] = step
    return step
  }

  /// Samples of at least 50 microseconds: reading the clock is then nothing.
  private static func measure(
    _ step: Step, for total: Double
  ) throws -> (median: Double, least: Double) {
    let steps = try max(1, Int((5e-5 / seconds(of: step)).rounded(.up)))
    var samples: [Double] = []
    var elapsed = 0.0
    while elapsed < total || samples.count < 3 {
      let sample = try seconds { for _ in 0..<steps { try step() } }
      samples.append(sample / Double(steps))
      elapsed += sample
    }
    samples.sort()
    return (samples[samples.count / 2], samples[0])
  }

  private static func seconds(of body: () throws -> Void) rethrows -> Double {
    let (whole, parts) = try ContinuousClock().measure(body).components
    return Double(whole) + Double(parts) * 1e-18
  }

  private static func allocationsPerStep(_ step: Step) throws -> Double {
    let before = allocationCount()
    for _ in 0..<10 { try step() }
    return Double(allocationCount() - before) / 10
  }
}
