import Foundation
import Markup

/// Which of a student's files is the answer.
enum Choice {
  /// Nothing was handed in.
  case nothing(String)
  case file(Inbox.Item, notes: [String])
  /// Files of which none can be chosen, or read.
  case person(String)

  /// So much later is later, and no accident of copying.
  private static let minute = 60

  /// - Parameter assignment: the stem of the assignment's name.
  init(among items: [Inbox.Item], of assignment: String) {
    let readable = items.filter { $0.refusal == nil && SubmissionFormat.knows($0.name) }
    guard !readable.isEmpty else {
      self = Self.none(of: items)
      return
    }
    var best = Self.best(of: readable) { SubmissionFormat(ofFile: $0.name).rank }
    let named = best.filter {
      Self.part(of: $0).lowercased().contains(assignment.lowercased())
    }
    if !named.isEmpty { best = named }
    best = Self.best(of: best) { -Self.version(of: $0) }
    let last = best.map(\.modified).max() ?? 0
    best = best.filter { last - $0.modified < Self.minute }
    let contents = Set(best.map { Files.readData($0.path, upTo: Document.sizeLimit) })
    // The same bytes are the same answer.
    guard contents.count == 1, let chosen = best.min(by: { $0.name < $1.name }) else {
      let names = best.map(\.name).sorted().joined(separator: ", ")
      self = .person("which of these is the answer? \(names)")
      return
    }
    let others = items.filter { $0.name != chosen.name }.map(\.name).sorted()
    self = .file(
      chosen, notes: others.isEmpty ? [] : ["not read: \(others.joined(separator: ", "))"])
  }

  private static func none(of items: [Inbox.Item]) -> Choice {
    guard !items.isEmpty else { return .nothing("nothing was handed in") }
    let reasons = items.sorted { $0.name < $1.name }.map { item in
      "\(item.name): \(item.refusal ?? "its ending is none of a text's")"
    }
    return .person(reasons.joined(separator: "; "))
  }

  private static func best(
    of items: [Inbox.Item], by rank: (Inbox.Item) -> Int
  ) -> [Inbox.Item] {
    let first = items.map(rank).min()
    return items.filter { rank($0) == first }
  }

  private static func part(of item: Inbox.Item) -> String {
    item.name.split(separator: "/").last.map(String.init) ?? item.name
  }

  /// The number that a course system, or a student, puts behind a name: `hw-2.md`, `hw (2).md`, `hw_v2.md`.
  private static func version(of item: Inbox.Item) -> Int {
    let name = part(of: item)
    let stem = name[..<(name.lastIndex(of: ".") ?? name.endIndex)].lowercased()
    guard let match = stem.firstMatch(of: /(?:[-_ ]v|-| \()([0-9]{1,2})\)?$/) else { return 0 }
    return Int(match.1) ?? 0
  }
}

extension SubmissionFormat {
  /// What is read best comes first.
  fileprivate var rank: Int {
    switch self {
    case .markdown, .notebook, .latex, .word: 0
    case .pdf: 1
    case .picture: 2
    }
  }
}
