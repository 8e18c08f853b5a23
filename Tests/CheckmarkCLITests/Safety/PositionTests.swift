import Foundation
import Testing

@testable import Reports

/// Which places of a page hold a text of the author's: the hostile homework reaches all of them.
@Suite("Positions of authors' texts")
struct PositionTests {
  /// What no author has a say in: words and numbers of ours.
  private static let ours: Set<String> = [
    "page.style", "page.mathsStyle", "page.policy", "page.script", "page.counts.name",
  ]

  /// The keys of a template, as paths.
  private static func paths(_ keys: [String: Template.Key], in path: String) -> [String] {
    keys.flatMap { name, key in
      if case .rows(let inner) = key {
        paths(inner, in: "\(path).\(name)")
      } else {
        ["\(path).\(name)"]
      }
    }
  }

  /// A template that shows each key with its path.
  private static func showing(_ keys: [String: Template.Key], in path: String) -> String {
    keys.sorted { $0.key < $1.key }.map { name, key in
      guard case .rows(let inner) = key else { return "⟦\(path).\(name)={{\(name)}}⟧" }
      return "{{#\(name)}}\(showing(inner, in: "\(path).\(name)")){{/\(name)}}"
    }.joined()
  }

  @Test("The hostile homework reaches every key that an author has a say in")
  func reached() throws {
    let templates = Template.all.filter { $0.name != "index" }
    var texts = Dictionary(
      uniqueKeysWithValues: templates.map { ($0.name, Self.showing($0.keys, in: $0.name)) })
    texts["page"]? += "{{{body}}}{{{footnotes}}}{{#problems}}{{{content}}}{{/problems}}"
    let homework = try HostileHomework(["zqword"], templates: texts)
    defer { homework.remove() }
    let (_, output) = try homework.build(["html"])
    let page = try #require(
      try? String(contentsOf: homework.report(0, "html"), encoding: .utf8), "\(output)")
    var reached: Set<String> = []
    for part in page.components(separatedBy: "⟦").dropFirst() {
      let pieces = part.components(separatedBy: "⟧")[0].split(separator: "=", maxSplits: 1)
      if pieces.count == 2, pieces[1].contains("zq") { reached.insert(String(pieces[0])) }
    }
    let all = Set(templates.flatMap { Self.paths($0.keys, in: $0.name) })
    #expect(all.subtracting(reached) == Self.ours)
  }
}
