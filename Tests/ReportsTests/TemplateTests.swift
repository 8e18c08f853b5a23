import Foundation
import TestSupport
import Testing

@testable import Reports

@Suite("Templates")
struct TemplateTests {
  /// The page with another template in the place of one of ours.
  private func error(_ text: String, in name: String = "page") -> String? {
    var texts = Dictionary(uniqueKeysWithValues: Templates.names.map { ($0, "") })
    texts[name] = text
    do {
      _ = try Templates(texts: texts, style: "")
      return nil
    } catch { return "\(error)" }
  }

  @Test(
    "A key that no page gives is an error with its place",
    arguments: [
      (
        "\n\n<p>{{titl}}</p>",
        "page.mustache:3: there is no key 'titl' here\n  help: did you mean 'title'?"
      ),
      ("{{{ boddy }}}", "page.mustache:1: there is no key 'boddy' here"),
      ("{{title}}\n{{#count}}x{{/count}}", "page.mustache:2: there is no key 'count' here"),
      ("{{^nothing}}{{/nothing}}", "page.mustache:1: there is no key 'nothing' here"),
      ("{{sign}}", "page.mustache:1: there is no key 'sign' here"),
      ("{{#counts}}{{sign}}{{/counts}}\n{{sign}}", "page.mustache:2: there is no key 'sign' here"),
      ("{{#counts}}{{key}}{{/counts}}", "page.mustache:1: there is no key 'key' here"),
      ("{{>footer}}", "page.mustache:1: there is no key 'footer' here"),
      ("{{=<% %>=}}", "page.mustache: line 1: '{{=<% %>=}}' is no tag that a page can use"),
      ("a\n{{title", "page.mustache: line 2: a tag is never closed"),
    ])
  func unknown(_ text: String, _ expected: String) {
    let message = error(text)
    #expect(message?.hasPrefix(expected) == true, "\(message ?? "no error")")
  }

  @Test(
    "What a page gives can be named where it is given",
    arguments: [
      "{{title}} {{{body}}} {{& body}} {{! any comment {} }}",
      "{{#counts}}{{sign}} {{title}}{{/counts}}{{^byline}}{{title}}{{/byline}}",
      "{{#byline}}{{.}} {{title}}{{/byline}}",
      "{{#hasAnswers}}{{#answers}}{{id}}{{/answers}}{{/hasAnswers}}",
      "{{>problem}}", "plain { text }}",
    ])
  func known(_ text: String) { #expect(error(text) == nil) }

  @Test("A section that is never closed is an error")
  func unclosed() {
    #expect(error("{{#counts}}", in: "page")?.hasPrefix("page.mustache: ") == true)
    #expect(throws: TemplateError.self) { try Templates(texts: [:], style: "") }
  }

  @Test(
    "A section that is not closed, or closed by another name, is told with its line",
    arguments: [
      ("\n{{#id}}\nx\n", "is never closed"), ("\n{{#id}}{{/points}}\n", "closes another section"),
    ])
  func openSection(_ text: String, _ words: String) throws {
    var texts: [String: String] = [:]
    for name in Templates.names { texts[name] = name == "claim" ? text : "" }
    let error = #expect(throws: TemplateError.self) { try Templates(texts: texts, style: "") }
    let description = try #require(error).description
    #expect(description.hasPrefix("claim.mustache: line "))
    #expect(description.contains(words))
  }

  @Test("Every key is told of, and no other", arguments: Template.all.map(\.name))
  func documented(_ name: String) throws {
    let text = try Repository.text("docs/templates.md")
    let template = try #require(Template.all.first { $0.name == name })
    let start = try #require(text.range(of: "- `\(name)`:")).upperBound
    let rest = text[start...]
    let end = ["\n- `", "\n\n"].compactMap { rest.range(of: $0)?.lowerBound }.min()
    let told = rest[..<(end ?? text.endIndex)].matches(of: /`(\w+)`/).map { String($0.output.1) }
    func names(_ keys: [String: Template.Key]) -> [String] {
      keys.flatMap { name, key in
        if case .rows(let inner) = key { [name] + names(inner) } else { [name] }
      }
    }
    #expect(Set(told) == Set(names(template.keys)))
  }
}
