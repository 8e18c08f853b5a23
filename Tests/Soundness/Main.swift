import Foundation
import Homework

/// Draws claims and judges them, in batches: `make soundness`.
@main
struct Main {
  static func main() async {
    let environment = ProcessInfo.processInfo.environment
    let count = environment["CLAIMS"].flatMap { Int($0) } ?? 200_000
    let seed = environment["SEED"].flatMap { UInt64($0) } ?? 1
    let batch = 2000
    var tally = Tally()
    for start in stride(from: 0, to: count, by: batch) {
      let numbers = start..<min(start + batch, count)
      tally.add(await Tally(claims: numbers, seed: seed))
      FileHandle.standardError.write(Data("\(numbers.upperBound) of \(count)\n".utf8))
    }
    print(tally)
    for text in tally.examples { print(text) }
    exit(tally.falseVerdicts == 0 ? 0 : 1)
  }
}
