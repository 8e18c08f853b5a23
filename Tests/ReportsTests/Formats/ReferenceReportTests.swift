import Foundation
import Homework
import Markup
import Notation
import Testing

@testable import Reports

/// Numbers, captions, references and footnotes on a page and on a forge.
@Suite("References in reports")
struct ReferenceReportTests {
  private func report(_ text: String, typesetter: Typesetter? = nil) throws -> Report {
    let homework = check(SourceFile(name: "a.md", text: text))
    var tables: [Span: ShownTable] = [:]
    for (span, table) in homework.results(of: TableDescription.self) {
      tables[span] = try table.content.map { try table.shown(of: $0) }
    }
    return try Report(homework, contents: tables, typesetter: typesetter)
  }

  private func page(_ text: String) throws -> String {
    let page = try OutputFormat.html.render(report(text), Pages.templates(style: ""))
    return page.components(separatedBy: "<main").last ?? ""
  }

  private func markdown(_ text: String) throws -> String {
    let text = try OutputFormat.markdown.render(report(text), Pages.templates(style: ""))
    return text.components(separatedBy: " of 0 |\n\n").last ?? ""
  }

  private static let formula = "$$\na = b\n$$ {#eq}\n\n"

  @Test(
    "On the page",
    arguments: [
      (formula + "[](#eq)", "<a class=\"reference\" href=\"#eq\">equation (1)</a>"),
      (formula + "[*the* rule](#eq)", "href=\"#eq\"><em>the</em> rule</a>"),
      (formula, "<div class=\"equation\" id=\"eq\">"),
      (formula, "<span class=\"number\">(1)</span></div>"),
      ("Text $$a$$ {#eq}", "<span class=\"equation\" id=\"eq\">"),
      ("# A\n\n## B", "<h2 id=\"b\"><span class=\"section-number\">1</span> B</h2>"),
      ("# 1 A {#x}", "<h2 id=\"x\">1 A</h2>"),
      ("![A *b*](c.png){#x}", "<figure id=\"x\"><span class=\"missing-picture\">A b</span>"),
      (
        "![A *b*](c.png){#x}",
        "<figcaption><span class=\"label\">Figure 1.</span> A <em>b</em></fig"
      ),
      (
        "| a |\n|---|\n| 1 |\n\n: C {#x}",
        "<table id=\"x\"><caption><span class=\"label\">Table 1.</span> C<"
      ),
      (
        "```table #x\na\n1\n```",
        "<table id=\"x\"><caption><span class=\"label\">Table 1.</span></caption>"
      ),
      ("```table\na\n<b>\n```", "<td>&lt;b&gt;</td>"),
      ("```check #x\n1 = 1\n```", "<div class=\"answer\" id=\"x\"><div class=\"equation\"><"),
      ("[](#nix)", "<span class=\"unset\">#nix</span>"),
      ("[it](#nix)", "<span class=\"unset\">it</span>"),
      (
        "A[^n].\n\n[^n]: B",
        "<sup id=\"fnref:1\"><a href=\"#fn:1\" role=\"doc-noteref\">1</a></sup>"
      ),
      ("A[^n], [^n].\n\n[^n]: B", "<a href=\"#fnref:1:2\" role=\"doc-backlink\""),
      ("A[^n].\n\n[^n]: B\n\n    ```c\n    x\n    ```", "<li id=\"fn:1\"><p>B</p><pre"),
      ("A[^n].", "<span class=\"unset\">[^n]</span>"),
      ("# [](#a)\n\n# A", "href=\"#a\">section 2</a>"),
    ])
  func html(_ text: String, _ expected: String) throws {
    let page = try page(text)
    #expect(page.contains(expected), "\(page)")
  }

  @Test("No two things on a page have one id, and every link within it finds one")
  func ids() throws {
    let page = try page(
      """
      # A

      # A {#b}

      # B

      A[^1], [^1], [](#a), [](#b), [](#b-1), [](#c), [](#e).[^2]

      ```check #c
      1 = 1
      ```

      $$x$$ {#e}

      [^1]: One[^2].
      [^2]: Two.
      """)
    let ids = page.values(of: "id")
    #expect(Set(ids).count == ids.count)
    let links = page.values(of: "href").filter { $0.hasPrefix("#") }.map { String($0.dropFirst()) }
    #expect(links.count > 10)
    for link in links { #expect(ids.contains(link), "\(link)") }
  }

  @Test("An id cannot leave its attribute")
  func hostile() throws {
    let page = try page(
      "```check #\"><script>\n1 = 1\n```\n\n# A {#x\"onclick=y}\n\nA[^<b>].\n\n[^<b>]: note\n\n: [](#\"><i>)\n"
    )
    for harm in ["<script", "<b>", "<i>", "\"onclick"] { #expect(!page.contains(harm), "\(harm)") }
  }

  @Test("KaTeX shows no second number")
  func numbers() throws {
    for latex in ["a = b \\tag{7}", "\\begin{align} a &= b \\end{align}"] {
      let report = try report("$$\(latex)$$", typesetter: Pages.typesetter())
      let html = try #require(report.maths.values.first)
      #expect(!html.contains("class=\"tag\"") && !html.contains("eqn-num"), "\(html)")
      #expect(report.diagnostics.isEmpty)
    }
  }

  @Test("KaTeX sets the number that a forge is given")
  func tags() throws {
    for latex in ["a = b\n\\tag{3}", "a \\\\ b\n\\tag{3}", "\\begin{cases}a\\end{cases}\\tag{3}"] {
      let html = try Pages.typesetter().html(for: latex, isDisplay: true)
      #expect(html.contains("class=\"tag\""))
    }
  }

  @Test(
    "On a forge",
    arguments: [
      (formula + "See [](#eq).", "$$\na = b\n\\tag{1}$$\n", "\nSee equation (1)."),
      (formula + "Text.", "$$\na = b\n$$\n", "\nText."),
      ("# A\n\n" + formula + "[it](#eq)", "# A\n", "[it](#a)"),
      ("# A B {#x}\n\n[](#x), [it](#x)", "# A B\n\n", "[section “A B”](#a-b), [it](#a-b)"),
      ("# 2 A {#x} #\n\n[](#x)", "# 2 A #\n", "[section 2](#2-a)"),
      ("A {#x}\n===\n\n[](#x)", "A\n===\n", "[section “A”](#a)"),
      ("# Problem 3\n\n[](#problem-3)", "", "[problem 3](#problem-3)"),
      ("```math #x\na\n```\n\n[](#x)", "```math\na\n\\tag{1}\n```", "equation (1)"),
      ("```check #x\n1 = 1\n```\n\n[](#x)", "```math\n1 = 1\n\\tag{1}\n```", "equation (1)"),
      ("![A *b*](c.png){#x}\n\n[](#x)", "![A b](c.png)\\\n**Figure 1.** A *b*\n", "figure 1"),
      ("- ![A](c.png)", "- ![A](c.png)\\\n  **Figure 1.** A\n", ""),
      ("| a |\n|---|\n| 1 |\n: C {#x}\n\n[](#x)", "| 1 |\n\n**Table 1.** C\n", "table 1"),
      (
        "A[^n].\n\n[^n]: ![B](c.png)", "[^n]: ![B](c.png)\\\n    **Figure 1.** B\n", ""
      ),
      ("> | a |\n> |---|\n>\n> : C [](#x) {#x}", ">\n> **Table 1.** C table 1\n", ""),
      ("```table #x\na\n1\n```\n\n[](#x)", "| a |\n| --: |\n| 1 |\n\n**Table 1.**\n", "table 1"),
      ("[](#nix) and [it](#nix)", "", "`#nix` and [it](#nix)"),
      ("A[^n].\n\n[^n]: See [](#x).\n\n# A {#x}", "", "[^n]: See [section “A”](#a)."),
      ("<b>A</b> [](#x)\n\n# A {#x}", "", " [section “A”](#a)\n"),
    ])
  func forge(_ text: String, _ first: String, _ second: String) throws {
    let markdown = try markdown(text)
    for part in [first, second] where !part.isEmpty {
      #expect(markdown.contains(part), "\(markdown)")
    }
    #expect(!markdown.contains("{#"))
  }

  private func withoutVerdicts(_ text: String) -> [Substring] {
    text.split(separator: "\n").filter { !$0.hasPrefix(">") && !$0.hasPrefix("<!--") }
  }

  @Test("What was built changes no more when it is built again")
  func again() throws {
    let text = """
      # Losses {#l}

      See [](#eq), [](#l), [it](#eq), [](#t), [](#f)[^n] and [](#t2).

      $$
      1 + 1 = 2
      $$ {#eq}

      ![Caption](a.png){#f}

      Text
      | a |
      |---|
      | 1 |
      : Caption *here* {#t}

      ```table #t2
      a, b
      1, x|y
      ```

      : Second with $1 + 1 = 2$

      [^n]: Note.

          More.
      """
    let once = try markdown(text)
    let again = try markdown(once)
    #expect(withoutVerdicts(again) == withoutVerdicts(once), "\(again)")
  }
}
