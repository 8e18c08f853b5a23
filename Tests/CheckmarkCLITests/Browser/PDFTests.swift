import Foundation
import TestSupport
import Testing

@testable import CheckmarkCLI

/// Reports on paper.
@Suite("PDF")
struct PDFTests {
  /// The exit code, what was said, and the PDF, of a homework built in a folder of its own.
  private func build(
    template: String? = nil, environment: [String: String]? = nil
  ) throws -> (code: Int32, output: String, pdf: Data?) {
    let files = template.map { ["templates/page.mustache": Data($0.utf8)] } ?? [:]
    return try withTemporaryFolder(files) { folder in
      let homework =
        "---\ntitle: On paper\n---\n\n## First part\n\n$x + 1$ and\n\n```check\n1 = 1\n```\n"
      let (code, output) = try Program.run(
        ["build", "-", "--format", "pdf"], input: homework, in: folder, environment: environment)
      return (code, output, try? Data(contentsOf: folder.appending(path: "output/stdin.pdf")))
    }
  }

  @Test("A report is printed, and twice the same bytes")
  func print() throws {
    let (code, output, pdf) = try build()
    #expect(code == 0, "\(output)")
    let text = try #require(pdf)
    #expect(text.starts(with: Data("%PDF".utf8)))
    #expect(text.firstRange(of: Data("/Title (On paper)".utf8)) != nil)
    #expect(text.firstRange(of: Data("/StructTreeRoot".utf8)) != nil)
    #expect(try build().pdf == text)
  }

  @Test("A missing browser is told with the line that installs it")
  func missingBrowser() throws {
    let (code, output, pdf) = try build(environment: ["PATH": "/nowhere"])
    #expect(code == 74)
    #expect(output.contains("apt-get install chromium"))
    #expect(pdf == nil)
  }

  @Test(
    "A page that goes anywhere is told, with what to do, and not printed",
    arguments: [
      "<meta http-equiv=refresh content='0;url=URL/a'>", "<script>location = 'URL/a'</script>",
      "<iframe src='file:///etc/passwd'></iframe>", "<link rel=stylesheet href=missing.css>",
    ])
  func told(_ part: String) throws {
    let listener = try Listener()
    let (code, output, pdf) = try build(template: Self.page(part, listener) + "{{{body}}}")
    #expect(code == 74)
    #expect(output.contains("a printed page runs no script and loads nothing"), "\(output)")
    #expect(output.contains("take that out of templates/page.mustache"))
    #expect(pdf == nil)
    #expect(listener.count == 0)
  }

  private static func page(_ part: String, _ listener: Listener) -> String {
    "<!doctype html><head>\(part.replacing("URL", with: listener.address))"
  }

  /// Ways in which a page tries to leave, to run, or to load.
  private static let ways = [
    "<meta http-equiv=refresh content='0;url=URL/a'>",
    "<meta http-equiv=refresh content='0;url=file:///etc/passwd'>",
    "<meta http-equiv=refresh content='0;url=about:blank'>",
    "<meta http-equiv=refresh content='0;url=data:text/html,other'>",
    "<script>location = 'URL/a'</script>", "<script>fetch('URL/a')</script>",
    "<script>window.open('URL/a')</script>", "<script>new WebSocket('ws:URL/a')</script>",
    "<script>new Worker('URL/a')</script>", "<script>throw new Error('no')</script>",
    "<img src='data:,' onerror=\"location = 'URL/a'\">",
    "<script type=speculationrules>{\"prerender\": [{\"urls\": [\"URL/a\"]}]}</script>",
    "<iframe src='URL/a'></iframe>", "<iframe src='file:///etc/passwd'></iframe>",
    "<iframe src='data:text/html,<img src=URL/a>'></iframe>",
    "<iframe srcdoc='<img src=URL/a>'></iframe>", "<frameset><frame src='URL/a'></frameset>",
    "<object data='URL/a'></object>", "<object data='file:///etc/passwd'></object>",
    "<embed src='URL/a'>", "<img src='URL/a'>", "<img src='missing.png'>",
    "<img src='file:///usr/share/pixmaps/debian-logo.png'>", "<img srcset='URL/a 2x'>",
    "<svg><image href='URL/a' width=9 height=9></svg>", "<svg><use href='URL/a#b'></svg>",
    "<video src='URL/a' autoplay></video>", "<audio src='URL/a' preload=auto></audio>",
    "<base href='URL/'><img src=a>", "<link rel=stylesheet href=missing.css>",
    "<link rel=stylesheet href='URL/a'>", "<link rel=icon href='URL/a'>",
    "<link rel=preload as=image href='URL/a'>", "<link rel=prefetch href='URL/a'>",
    "<link rel=modulepreload href='URL/a'>", "<style>@import 'URL/a';</style>",
    "<style>body { background: url(URL/a) }</style>",
    "<style>body { background: url(file:///etc/passwd) }</style>",
    "<style>@media print { body { background: url(URL/a) } }</style>",
    "<style>@font-face { font-family: x; src: url(URL/a) } body { font-family: x }</style>",
  ]

  @Test("A page that runs a script or loads anything is not printed, and nobody hears of it")
  func reachingOut() throws {
    let listener = try Listener()
    let printer = PDFPrinter()
    for way in Self.ways {
      #expect(throws: BrowserFailure.self, "\(way)") {
        try printer.pdf(of: Self.page(way, listener))
      }
      #expect(listener.count == 0, "\(way)")
    }
    #expect(try printer.pdf(of: "<!doctype html><p>Still there").count > 1000)
  }

  /// What a browser does beforehand, or when it is asked to.
  private static let wishes = [
    "<link rel=preconnect href='URL'>", "<link rel=dns-prefetch href='URL'>",
    "<link rel=manifest href='URL/a'>", "<link rel=prerender href='URL/a'>",
    "<a href='URL/a' ping='URL/b'>a</a>", "<form action='URL/a'><input autofocus></form>",
    "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'>"
      + "<image href='URL/a'/></svg>\">",
  ]

  @Test("What a browser would look up beforehand is not looked up")
  func lookups() throws {
    let listener = try Listener()
    let printer = PDFPrinter()
    for wish in Self.wishes {
      _ = try? printer.pdf(of: Self.page(wish, listener))
      #expect(listener.count == 0, "\(wish)")
    }
  }

  @Test(
    "A browser that is offline reaches nobody, and one that is not is heard",
    arguments: [true, false])
  func offline(_ isOffline: Bool) throws {
    let listener = try Listener()
    let page = try BrowserPage(BrowserConfinement.browser(isOffline: isOffline))
    try page.open("data:text/html,<img src='\(listener.address)'>")
    #expect(listener.count == (isOffline ? 0 : 1))
  }

  @Test("A page that is too large for the browser is told as that")
  func tooLarge() throws {
    let page = try BrowserPage(BrowserConfinement.browser(isOffline: true))
    #expect(throws: BrowserFailure.self) {
      try page.show(String(repeating: " ", count: 65 << 20))
    }
    try page.show("<p>" + String(repeating: " ", count: 63 << 20) + "there")
    #expect(page.failure == nil)
    #expect(try page.evaluate("document.body.innerText") as? String == "there")
  }
}
