import Foundation
import Judging

/// The claims that do not get their verdict yet, with the one that they get.
///
/// The list only ever becomes shorter: a test fails when a claim that is not listed gets a wrong
/// verdict, and when one that is listed gets another than is written there.
actor KnownFailures {
  struct Entry: Codable, Hashable {
    let suite: String
    let claim: String
    let verdict: Outcome
    /// How many of the drawn claims of a topic get it.
    var count: Int?
  }

  static let shared = KnownFailures()

  /// Whether claims that got better are written down: `make known-failures`.
  static let isRecording = ProcessInfo.processInfo.environment["CHECKMARK_RECORD"] != nil

  private static let path = "known-failures.jsonl"

  private var entries: [Entry]

  private init() {
    do {
      entries = try Fixtures.lines(Self.path)
    } catch {
      fatalError("\(Self.path) cannot be read: \(error)")
    }
  }

  /// What is otherwise than the list says, a line each.
  func complaints(about claims: [JudgedClaim], in suite: String) throws -> [String] {
    let listed = Dictionary(
      uniqueKeysWithValues: entries.lazy.filter { $0.suite == suite }
        .map { ($0.claim, $0.verdict) })
    var complaints: [String] = []
    var better: [String: Outcome?] = [:]
    for claim in claims {
      let known = listed[claim.id]
      guard known != (claim.mistake == nil ? nil : claim.outcome) else { continue }
      let before = known.flatMap { Mistake($0, wanting: claim.wanted) }
      if let mistake = claim.mistake, before.map({ mistake > $0 }) ?? true {
        complaints.append(claim.text + (known.map { ", was \($0.rawValue)" } ?? ""))
      } else {
        better[claim.id] = .some(claim.mistake == nil ? nil : claim.outcome)
      }
    }
    let judged = Set(claims.map(\.id))
    for claim in listed.keys where !judged.contains(claim) { better[claim] = .some(nil) }
    if Self.isRecording {
      try record(better, in: suite)
      return complaints
    }
    return complaints
      + better.sorted { $0.key < $1.key }.map { claim, outcome in
        "\(claim) is \(outcome?.rawValue ?? "no failure") now: `make known-failures` writes it down"
      }
  }

  /// The same of claims that are drawn, which are counted.
  func complaints(about counts: [DrawnCount]) throws -> [String] {
    var complaints: [String] = []
    for count in counts {
      let place = entries.firstIndex { entry in
        entry.suite == DrawnCount.suite && entry.claim == count.claim
          && entry.verdict == count.verdict
      }
      let listed = place.flatMap { entries[$0].count } ?? 0
      if count.count > max(listed, count.tolerated) {
        complaints.append(
          "\(count.count) of \(count.claim) are \(count.verdict.rawValue), \(listed) are listed")
      } else if let place, count.count < listed || count.count <= count.tolerated {
        guard Self.isRecording else {
          complaints.append("\(count.claim) got better: `make known-failures` writes it down")
          continue
        }
        entries[place].count = count.count
        if count.count <= count.tolerated { entries.remove(at: place) }
      }
    }
    if Self.isRecording { try write() }
    return complaints
  }

  private func record(_ better: [String: Outcome?], in suite: String) throws {
    entries = entries.compactMap { entry in
      guard entry.suite == suite, let outcome = better[entry.claim] else { return entry }
      return outcome.map { Entry(suite: suite, claim: entry.claim, verdict: $0) }
    }
    try write()
  }

  private func write() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let lines = try entries.sorted { ($0.suite, $0.claim) < ($1.suite, $1.claim) }
      .map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }
    try lines.joined().write(
      to: Fixtures.folder.appending(path: Self.path), atomically: true, encoding: .utf8)
  }
}

extension JudgedClaim {
  fileprivate var text: String {
    let wanted = wanted.map(\.rawValue).sorted().joined(separator: " or ")
    return "\(id) (\(topic)) must be \(wanted), is \(outcome.rawValue)"
  }
}
