import Foundation
import Testing

@testable import Reports

/// Which places of a page hold a text of the author's: the hostile homework reaches all of them.
@Suite("Positions of authors' texts")
struct PositionTests {
  /// The keys in which nothing stands but numbers, words and markup of ours, and single letters of
  /// formulas.
  private static let ours: [String: String] = [
    "claim":
      "anchor hasCounterexample hasLine isOpen laterSteps left line method notes outcome points reading right sign state step words",
    "claim.indices": "name value",
    "data.tables.rows.cells": "text",
    "claim.suggestions": "method words",
    "experiment": "caption hasLayers hasSamples isShort parameters",
    "experiment.columns": "name",
    "experiment.failures": "reason seed",
    "experiment.layers": "name output parameters",
    "experiment.rows": "isSum name",
    "experiment.rows.values": "value",
    "experiment.samples": "seed temperature",
    "experiment.settings": "name",
    "gradients": "outcome state",
    "gradients.rows": "difference elements error forward index note reverse sign state step words",
    "page":
      "allExpected coverage hasAnswers hasConventions hasPoints hasProblems hasQuestionPoints hasQuestions hasUnexpected mathsStyle points policy problemCount script style titleAnchor waiting",
    "page.answers": "earned line outcome sign state step",
    "page.conventions": "key value",
    "page.counts": "count name sign state",
    "page.problems": "content",
    // Labels are made of the numbers and letters of headings.
    "page.questions": "anchor earned label sign state words",
    "page.unexpected": "earned line outcome sign state step",
    "problem": "anchor line severity",
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
    // No author has a page of a folder or of a class.
    let templates = Template.all.filter { !["index", "class"].contains($0.name) }
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
      // Fonts hold any letters.
      if pieces.count == 2, pieces[0] != "page.mathsStyle", pieces[1].contains("zq") {
        reached.insert(String(pieces[0]))
      }
    }
    let all = Set(templates.flatMap { Self.paths($0.keys, in: $0.name) })
    let ours = Self.ours.flatMap { path, names in
      names.split(separator: " ").map { "\(path).\($0)" }
    }
    #expect(all.subtracting(reached).subtracting(ours).sorted() == [], "no position covers these")
    #expect(reached.intersection(ours).sorted() == [], "an author reaches these after all")
    #expect(Set(ours).subtracting(all).sorted() == [], "no template has these")
  }
}
