import Foundation
import TestSupport
import Testing

/// The user's own templates.
@Suite("Templates")
struct TemplateTests {
  private func page(
    with templates: [String: String], title: String = "Mine"
  ) throws -> (code: Int32, text: String) {
    let files = templates.map { ("templates/\($0.key)", Data($0.value.utf8)) }
    return try withTemporaryFolder(Dictionary(uniqueKeysWithValues: files)) { folder in
      let homework = "---\ntitle: \(title)\n---\n```check\n1 = 1\n```\n"
      let (code, output) = try Program.run(
        ["build", "-", "--format", "html"], input: homework, in: folder)
      let page = try? String(
        contentsOf: folder.appending(path: "output/stdin.html"), encoding: .utf8)
      return (code, page ?? output)
    }
  }

  @Test("One of them takes the place of ours, and the others stay")
  func override() throws {
    let own = try page(with: ["claim.mustache": "<p class=mine>{{outcome}}</p>"])
    #expect(own.code == 0)
    #expect(own.text.contains("<p class=mine>verified</p>"))
    #expect(own.text.contains("<h1>Mine</h1>"))
    let style = try page(with: ["checkmark.css": "body { color: rebeccapurple }"])
    #expect(style.text.contains("rebeccapurple"))
    #expect(!style.text.contains("--ink"))
  }

  @Test("A template that lets an author's markup through gets no page of it")
  func unescaped() throws {
    let template = ["page.mustache": "<!doctype html>\n<p>{{{title}}}</p>\n{{{body}}}"]
    #expect(try page(with: template).code == 0)
    for title in ["<script>1</script>", "<b onclick=1>x</b>", "</p></p>", "<ul class=counts></ul>"]
    {
      let (code, text) = try page(with: template, title: title)
      #expect(code == 70, "\(text)")
      #expect(text.contains("output/stdin.html:2:") && text.contains("\n  help: the page was not"))
    }
  }

  @Test("A key that no page gives is an error with its place")
  func unknownKey() throws {
    let (code, text) = try page(with: ["claim.mustache": "<p>\n{{outcom}}</p>"])
    #expect(code == 74)
    #expect(text.contains("templates/claim.mustache:2: there is no key 'outcom' here"))
    #expect(text.contains("did you mean 'outcome'?"))
  }
}
