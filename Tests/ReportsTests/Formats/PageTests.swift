import Foundation
import Homework
import Markup
import Notation
import Testing

@testable import Reports

/// What a reader finds on a page.
@Suite("Page")
struct PageTests {
  private static let homework = """
    ### Deep

    In passing, $2 + 2 = 5$ is false.

    # A [link](b.md) in *it*

    ```check #good points=2
    1 = 1
    ```

    ## Below

    - one, with $1 + 1 = 3$

    ```math check #bad points=3
    2 \\cdot 3 = 5 + 2
    ```

    ```check
    1 = q
    ```

    ```chek
    1 = 1
    ```
    """

  private func part(_ page: String, from start: String, to end: String) throws -> String {
    let lower = try #require(page.range(of: start), "\(start)").lowerBound
    let upper = try #require(page.range(of: end, range: lower..<page.endIndex), "\(end)").lowerBound
    return String(page[lower..<upper])
  }

  @Test("Behind an included file, a mistake is shown with its own line")
  func included() throws {
    let folder = Folder(["_n.md": SourceFile(name: "_n.md", text: "one\n\ntwo\n\nthree\n")])
    let text = "---\ntitle: A\n---\n\n<!-- include _n.md -->\n\n```check\n1 = nowhere\n```\n"
    let document = Document(parsing: SourceFile(name: "a.md", text: text), beside: folder)
    let report = try Report(check(document), typesetter: nil)
    let page = try OutputFormat.html.render(report, Pages.templates())
    #expect(page.contains("line 8"))
    #expect(page.contains("  1 = nowhere\n      ^~~~~~~"))
    #expect(!page.contains("  three\n"))
  }

  @Test("Contents are a list of lists, marked where something is wrong")
  func contents() throws {
    let page = try Pages.page(Self.homework)
    let contents = try part(page, from: "<ol><li><a href=\"#deep\"", to: "</details>\n</nav>")
    func number(_ text: String) -> String { "<span class=\"section-number\">\(text)</span>" }
    let sign = " <span class=\"sign bad\" role=\"img\" aria-label=\"not as expected\">✗</span>"
    #expect(
      contents.trimmingCharacters(in: .whitespacesAndNewlines)
        == "<ol><li><a href=\"#deep\">\(number("1")) Deep\(sign)</a></li><li>"
        + "<a href=\"#a-link-in-it\">\(number("2")) A link in <em>it</em></a>"
        + "<ol><li><a href=\"#below\">\(number("2.1")) Below\(sign)</a></li></ol></li></ol>")
    #expect(try !Pages.page("# One\n\n# Two\n").contains("<nav"))
  }

  @Test("No level of headings is skipped")
  func headings() throws {
    let page = try Pages.page(Self.homework)
    let levels = page.matches(of: /<h([1-6])/).compactMap { Int($0.output.1) }
    #expect(levels == [1, 2, 2, 3, 2])
    for (last, next) in zip(levels, levels.dropFirst()) { #expect(next <= last + 1) }
    let flat = try Pages.page("## A\n\n### B\n\n## C\n\n#### D\n")
    #expect(flat.matches(of: /<h([1-6]) id="(.)"/).map { $0.output.1 } == ["2", "3", "2", "3"])
  }

  @Test("A heading that is the title of the whole stands there once, marked where it is false")
  func title() throws {
    let page = try Pages.page("# Mine, where $1 = 2$\n\nSee [](#mine-where).\n\n## Below\n")
    #expect(page.components(separatedBy: "<h1").count == 2)
    #expect(page.contains("Mine, where") && page.contains("<h2 id=\"below\">"))
    #expect(page.components(separatedBy: "Mine, where").count == 3, "in <title> and <h1>")
    #expect(page.contains("<details class=\"verdict bad refuted\""))
    let two = try Pages.page("# One\n\n# Two\n")
    #expect(two.contains("<h2 id=\"one\">") && two.contains("<h2 id=\"two\">"))
    #expect(try Pages.page("---\ntitle: T\n---\n# One\n").contains("<h2 id=\"one\">"))
  }

  @Test("The summary leads to what is not as it should be, and lists all answers")
  func summary() throws {
    let page = try Pages.page(Self.homework)
    let wrong = try part(page, from: "<p>Not as it should be:", to: "</ul>")
    let links = wrong.values(of: "href")
    #expect(links.count == 4 && links.contains("#bad") && !links.contains("#good"))
    let all = try part(page, from: "<details class=\"answers\">", to: "</details>")
    #expect(all.contains("<a href=\"#good\"><code>good</code></a>"))
    #expect(all.contains("<td class=\"right\">2 of 2</td>"))
    #expect(all.contains("<td class=\"right\">0 of 3</td>"))
  }

  @Test("A refuted answer shows the line, the edit, and the suggestion typeset")
  func refuted() throws {
    let page = try Pages.page(
      """
      ```given
      x : R[2, 5]; W : R[1, 2, 3]
      ```

      ```define
      f[i, j] = sum(k in 0..2, l in 0..1) x[l, 2j + k] W[i, l, k]
      ```

      ```math check #bad points=3
      \\frac{\\partial f}{\\partial x}[a, b, c, d] = \\sum_{k=0}^{2} W[a, c, k] \\delta_{k = d - b}
      ```
      """)
    let answer = try part(page, from: "<div class=\"answer\" id=\"bad\">", to: "</details>")
    #expect(answer.contains("<details class=\"verdict bad refuted\" open>"))
    #expect(answer.contains("\\delta_{k = d - <del>b</del><ins>2b</ins>}</code>"))
    #expect(answer.contains("<th scope=\"col\">a</th>"))
    #expect(answer.contains("0 of 3 points"))
    #expect(answer.contains("the stride is missing"))
    let suggestion = try part(answer, from: "aria-label=\"suggestion\">", to: "</p>")
    #expect(suggestion.contains("<span class=\"katex\">"))
    #expect(suggestion.contains("<code>\\delta_{k = d - 2b}</code>"))
  }

  @Test("A verdict never stands inside a paragraph, where it could not be unfolded")
  func paragraphs() throws {
    let page = try Pages.page(Self.homework)
    for paragraph in page.components(separatedBy: "<p>").dropFirst() {
      let text = paragraph.components(separatedBy: "</p>")[0]
      #expect(!text.contains("<details") && !text.contains("<div"))
    }
    let mark = try part(page, from: "<a class=\"mark bad\"", to: "</a>")
    #expect(mark.contains("aria-label=\"refuted\""))
    #expect(page.contains("id=\"\(mark.values(of: "href")[0].dropFirst())\""))
  }

  @Test("A problem is told at its place and in the list, once")
  func problems() throws {
    let page = try Pages.page(Self.homework)
    #expect(page.components(separatedBy: "id=\"problem.").count == 2)
    let placed = try part(page, from: "<div class=\"problem error\" id=", to: "</div>")
    #expect(placed.contains("&#39;chek&#39; is no kind of block"))
    #expect(placed.contains("  ```chek\n     ^~~~</pre>"))
    let list = try part(page, from: "id=\"page.problems\"", to: "</section>")
    #expect(list.values(of: "href").count == 2)
    #expect(list.contains("line 20</a>: nothing says what"))
  }

  @Test("Everything that scrolls can be reached and has a name; headers have scopes")
  func access() throws {
    let page = try Pages.page(Self.homework + "\n\n| a | |\n|---|---|\n| 1 | 2 |\n\n- [ ] open\n")
    for tag in page.matches(of: /<[a-z]+ [^>]*tabindex="0"[^>]*>/) {
      #expect(tag.output.contains("role=\"group\" aria-label=\""), "\(tag.output)")
    }
    #expect(!page.contains("<th>"))
    #expect(page.contains("<input type=\"checkbox\" disabled aria-label=\"to do\">"))
    #expect(page.contains("<main id=\"page.text\"") && page.contains("href=\"#page.text\""))
    #expect(page.contains("<annotation encoding=\"application/x-tex\">"))
  }

  @Test("A hostile homework does no harm when it is typeset")
  func hostile() throws {
    let bomb =
      String(repeating: "\\frac{1}{", count: 60) + "x" + String(repeating: "}", count: 60)
    let page = try Pages.page(
      """
      $\\text{<script>alert(1)</script>}$ $\\htmlStyle{position:fixed}{x}$ $\\href{javascript:a}{b}$

      ```python
      </code></pre><script>alert("1")</script><img src=x onerror=alert(1)>
      ```

      ```"><script>
      x
      ```

      ![x](data:text/html,<script>) ![" onerror="alert(1)](a.png) <style>*{display:none}</style>

      [a](data:text/html;base64,PHNjcmlwdD4=) [b](vbscript:a)

      ```math
      \\rule{1000000em}{1000000em} \(bomb)
      ```
      """)
    expectHarmless(page)
    #expect(page.values(of: "href").allSatisfy { $0.hasPrefix("#") })
    #expect(page.values(of: "style").allSatisfy { !$0.contains("position") })
  }
}

/// The colours of listings.
@Suite("Listings")
struct ListingTests {
  private func listing(_ code: String, _ language: String) -> String? {
    Pages.typesetter().html(forListing: code, language: language)
  }

  @Test(
    "Known languages have their words marked",
    arguments: [
      ("python", "def"), ("swift", "func"), ("c", "return"), ("c++", "return"), ("cuda", "return"),
      ("bash", "for"), ("json", "true"), ("yaml", "a:"), ("js", "const"), ("julia", "function"),
      ("matlab", "function"), ("latex", "\\begin"), ("sql", "SELECT"),
    ])
  func known(_ language: String, _ word: String) {
    let html = listing("\(word) x = 1", language)
    #expect(html?.contains("<span class=\"hljs-") == true, "\(html ?? "none")")
  }

  @Test(
    "Marks change nothing of the text", arguments: ["python", "html", "cpp", "xml", "markdown"])
  func faithful(_ language: String) throws {
    let code = "<b class=\"a\">&amp; 'x' && \"y\" </code></pre><script>1</script>\n\té €"
    let html = try #require(listing(code, language))
    let text = html.replacing(/<[^>]*>/, with: "").replacing("&lt;", with: "<")
      .replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    #expect(text == code)
  }

  @Test("What is unknown, too long, or without the library stays plain")
  func plain() throws {
    #expect(listing("x", "nonsense") == nil)
    #expect(listing("x", "constructor") == nil)
    #expect(listing(String(repeating: "x = 1\n", count: 10_000), "python") == nil)
    let bare = Typesetter(cache: TypesetCache(), script: { "" })
    #expect(bare.html(forListing: "x = 1", language: "python") == nil)
    let broken = Typesetter(
      cache: TypesetCache(), script: { "" }, highlighter: { "throw 1" })
    #expect(broken.html(forListing: "x = 1", language: "python") == nil)
    let lying = Typesetter(
      cache: TypesetCache(), script: { "" },
      highlighter: {
        "self.hljs = {getLanguage: () => 1, highlight: () => ({value: '<img src=x>'})};"
      })
    #expect(lying.html(forListing: "x = 1", language: "python") == nil)
  }

  @Test("A listing is set once")
  func cache() throws {
    let first = Pages.typesetter()
    let html = try #require(first.html(forListing: "x = 1", language: "python"))
    let second = Typesetter(
      cache: TypesetCache(parsing: first.cache.bytes),
      script: {
        Issue.record("KaTeX was asked for")
        return ""
      },
      highlighter: {
        Issue.record("the library was asked for")
        return nil
      })
    #expect(second.html(forListing: "x = 1", language: "python") == html)
  }
}
