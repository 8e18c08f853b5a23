import Foundation
import Homework
import Notation
import TestSupport
import Testing

@testable import Reports

/// A page is one file: nothing is loaded, from the network or from beside it.
@Suite("One file")
struct OneFileTests {
  private static let pixel =
    Data(
      base64Encoded:
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    ).map { [UInt8]($0) } ?? []

  /// Whatever a browser could ask for is in the page, besides links that a reader follows.
  private func isWhole(_ page: String) -> Bool {
    let sources = ["src", "srcset", "data", "poster", "background", "action", "xlink:href"]
      .flatMap { page.values(of: $0) }
    let urls = page.matches(of: /url\(([^)]*)\)/).map { String($0.output.1) }
    return (sources + urls).allSatisfy { $0.hasPrefix("data:") } && !page.contains("<link")
      && !page.contains("<script") && !page.contains("@import") && !page.contains("<base")
      && !page.contains("<iframe") && !page.contains("<object")
  }

  @Test("Every homework is a page that needs nothing else", arguments: Repository.homework)
  func whole(_ name: String) throws {
    let text = try Repository.text(name)
    let page = try Pages.page(text)
    #expect(isWhole(page))
    let ids = page.values(of: "id")
    #expect(Set(ids).count == ids.count, "no name stands for two places")
    for link in page.values(of: "href") where link.hasPrefix("#") {
      #expect(ids.contains(String(link.dropFirst())), "\(link)")
    }
  }

  @Test("The check of pages finds what is loaded")
  func wholeness() {
    for harm in [
      "<img src=\"a.png\">", "<link rel=\"stylesheet\">", "a{background:url(b.png)}", "<script>",
      "<image xlink:href=\"http://a\">", "@import 'a'",
    ] { #expect(!isWhole(harm), "\(harm)") }
  }

  @Test("Only the fonts that a page uses are in it")
  func fonts() throws {
    func families(_ homework: String) throws -> Set<String> {
      let page = try Pages.page(homework)
      return Set(
        page.matches(of: /@font-face{font-family:(\w+);font-weight:(\d+);font-style:(\w+)/).map {
          "\($0.output.1) \($0.output.2) \($0.output.3)"
        })
    }
    #expect(try families("No formula.").isEmpty)
    #expect(
      try families("$x + 1$") == ["KaTeX_Main 400 normal", "KaTeX_Math 400 italic"])
    #expect(
      try families("$\\mathbb{R} \\mathcal{L} \\mathbf{x}$") == [
        "KaTeX_Main 400 normal", "KaTeX_Main 700 normal", "KaTeX_AMS 400 normal",
        "KaTeX_Caligraphic 400 normal",
      ])
    #expect(try families("$\\text{\\textbf{b}}$").contains("KaTeX_Main 700 normal"))
    #expect(
      try families("$$\\Biggl( \\sum_i x$$").isSuperset(of: [
        "KaTeX_Size4 400 normal", "KaTeX_Size2 400 normal",
      ]))
  }

  @Test("A page of 100 formulas is smaller than 1.5 MB, fonts included")
  func size() throws {
    let formulas = (1...100).map { number in
      """
      ```math check
      \\frac{\\partial \\ell}{\\partial W_{\(number)}}[a, c] = \\sum_{t=1}^{T} \\left(\\mathbf{h}_{t-1}[c] \
      \\sum_{k=0}^{K} \\mathbb{1}(k = \(number)) \\mathcal{L}_k\\right) \\sqrt{\\frac{x_t}{\(number)}}
      ```
      """
    }
    let page = try Pages.page(formulas.joined(separator: "\n\n"))
    #expect(page.matches(of: /class="katex-html"/).count >= 100)
    #expect(page.utf8.count < 1_500_000, "\(page.utf8.count) bytes")
    #expect(page.utf8.count > 300_000)
  }

  @Test("A picture is in the page; what is missing is said")
  func pictures() throws {
    let picture = try #require(Picture(Self.pixel, named: "dot.png"))
    let page = try Pages.page(
      "![a dot](dot.png) ![gone](gone.png) ![far](https://a.example/b.png)",
      pictures: ["dot.png": picture])
    #expect(page.contains("<img src=\"data:image/png;base64,iVBORw0KGgo"))
    #expect(page.contains("alt=\"a dot\""))
    #expect(page.contains("<span class=\"missing-picture\">gone</span>"))
    #expect(page.contains("<a href=\"https://a.example/b.png\">far</a>"))
    #expect(isWhole(page))
  }

  @Test(
    "What a picture is, its bytes say",
    arguments: [
      (pixel, "image/png"), ([0xFF, 0xD8, 0xFF, 0xE0], "image/jpeg"),
      (Array("GIF89a".utf8), "image/gif"), (Array("RIFF....WEBP".utf8), "image/webp"),
      (Array("\u{FEFF}<?xml version=\"1.0\"?>\n<!-- a --><svg/>".utf8), "image/svg+xml"),
      (Array("<svg xmlns=\"http://www.w3.org/2000/svg\"/>".utf8), "image/svg+xml"),
      ([], ""), (Array("<html><body>".utf8), ""), (Array("text <svg".utf8), ""),
      (Array("RIFF....WAVE".utf8), ""), ([0x89, 0x50], ""),
    ])
  func signatures(_ bytes: [UInt8], _ type: String) {
    let ending = type.split(separator: "/").last?.split(separator: "+").first ?? "png"
    let picture = Picture(bytes, named: "a.\(ending)")
    #expect((picture == nil) == type.isEmpty)
    for other in ["a.html", "a.md", "a", "svg/a", ".typeset"] {
      #expect(Picture(bytes, named: other) == nil)
    }
    if let picture {
      #expect(picture.address == "data:\(type);base64,\(Data(bytes).base64EncodedString())")
    }
  }

  @Test("A picture that is too large is none")
  func largePicture() {
    let bytes = Self.pixel + Array(repeating: 0, count: Picture.largest)
    #expect(Picture(bytes, named: "a.png") == nil)
    #expect(Picture(Array(bytes.prefix(Picture.largest)), named: "a.PNG") != nil)
  }

  @Test("Base64 is what others read", arguments: 0...7)
  func base64(_ count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 89 + 200) }
    #expect(Base64.text(of: bytes) == Data(bytes).base64EncodedString())
  }
}
