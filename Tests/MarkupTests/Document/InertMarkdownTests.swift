import Testing

@testable import Markup

/// Text for a forge in which nothing of an author's is HTML.
@Suite("Inert Markdown")
struct InertMarkdownTests {
  private func inert(_ text: String) -> String {
    InertMarkdown.text(text) { link, _ in !link.contains("script:") }
  }

  @Test(
    "What holds no HTML stays as it is",
    arguments: [
      "", "a < b and `<b>` and [x](y)\n", "    <b>\n", "```\n<b>\n```\n", "<https://example.org>\n",
      "<!-- a comment -->\n", "text <!-- in between --> text\n", "$a<b$ and $c > d$\n",
      "| a | `<b>` |\n|---|---|\n", "a\r\nb `<i>`\r\n",
    ])
  func unchanged(_ text: String) { #expect(inert(text) == text) }

  @Test(
    "HTML becomes text, and bad links become words",
    arguments: [
      "<b>x</b>", "text <b>x</b>", "<!-- a --> <img src=x> <!-- b -->", "<!--> <img src=x> -->",
      "<!---> <img src=x> -->", "<!-- a --!> <img src=x> -->", "<!-- a --> `<b>`", "$a<b and c>d$",
      "[x](javascript:1)", "[x][r]\n\n[r]: javascript:1", "<javascript:1>", "![x](javascript:1)",
      "> - <b>x", "# <b>", "a <b>\n=====", "| a |\n|---|\n| `x | <b>y</b> | z` |", "`a\nb` <b> `",
      "<div>\n```\n<b>\n```\n", "\u{600}<b>", "<b\u{301}>x</b> <i>", "a\rb <b>\r\r<i>\n", "<?x?>",
      "<!X>", "https://a.b/`<img src=x>`", "www.a.b/`<script>`", " [^a]: foo\n\n    <img src=x>",
      "- [^r]: foo\n\n      <img src=x>",
      "<a\nhref='x'>", "\\\\<b>", "- ```\n<b>\n", "a ``\n<i\nx=](<b>\">``\n|---|\nb", "[<b>](x)",
    ])
  func inertMarkup(_ text: String) {
    let result = inert(text)
    #expect(result != text)
    #expect(inert(result) == result)
    var waiting = [CommonMark.parse(Array(result.utf8))]
    while let node = waiting.popLast() {
      #expect(node.kind != .rawHTML && node.kind != .htmlBlock, "\(result)")
      #expect(!node.destination.contains("script:"), "\(result)")
      waiting += node.children
    }
  }

  @Test("However deep one thing hides in another, it ends")
  func nested() {
    let text = String(repeating: "<div>\n```\n\n", count: 200)
    let result = inert(text)
    #expect(!result.contains("<div>"))
  }
}
