import Foundation
import Testing

@testable import CheckmarkCLI

/// Reports of hostile homework, as a browser understands them.
@Suite("Hostile texts in a browser")
struct HostileTextTests {
  private let page: BrowserPage

  init() throws { page = try BrowserPage(BrowserConfinement.browser(isOffline: false)) }

  /// What stands in the page that no report writes.
  private static let intruders = """
    [...document.querySelectorAll('*')].flatMap(e => {
      const found = [];
      if (e.hasAttribute('zq')) found.push('element');
      if (/^(script|iframe|frame|object|embed|form|base|link|video|audio|button|textarea)$/.test(e.localName))
        found.push('kind');
      if (e.localName === 'meta' && /refresh/i.test(e.httpEquiv)) found.push('refresh');
      for (const a of e.attributes) {
        if (a.name.startsWith('on')) found.push(a.name);
        if (/^(href|src|action|formaction|xlink:href)$/.test(a.name)
          && !/^(#|https?:|mailto:|data:image\\/)/i.test(a.value)
          && /^[\\s\\x00-\\x20]*(\\/\\/|\\\\|[a-z][a-z0-9+.-]*:)/i.test(a.value.replace(/[\\t\\n\\r]/g, '')))
          found.push(a.name + '=' + a.value.slice(0, 40));
      }
      return found.map(f => f + ': ' + e.outerHTML.slice(0, 120));
    }).concat(window.zq ? ['it ran'] : []).join('\\n')
    """

  private static let summaries =
    "['.summary', '.counts', 'main', 'h1', '.points', 'style'].map(s => document.querySelectorAll(s).length).join(' ')"

  /// What the page has asked for, or opened.
  private var signs: [String] {
    page.events.filter { event in
      switch event.method {
      case "Page.javascriptDialogOpening": return true
      case "Network.requestWillBeSent":
        let url = (event.parameters["request"] as? [String: Any])?["url"] as? String ?? ""
        return !url.hasPrefix("data:") && !url.hasPrefix("file:")
      default: return false
      }
    }.map { "\($0.method) \($0.parameters)" }
  }

  private func intruders() throws -> String? { try page.evaluate(Self.intruders) as? String }

  @Test("A page holds nothing but its report, and Markdown becomes nothing else")
  func reports() throws {
    let homework = try HostileHomework(Payload.all)
    defer { homework.remove() }
    let (code, output) = try homework.build(["html", "md"])
    #expect(code == 2, "\(output.suffix(2000))")
    for (number, payload) in Payload.all.enumerated() {
      try page.open(homework.report(number, "html").absoluteString)
      #expect(try intruders() == "", "\(number): \(payload)")
      let counts = try page.evaluate(Self.summaries) as? String
      #expect(counts?.hasPrefix("1 1 1 1 ") == true && counts?.hasSuffix(" 1") == true, "\(number)")
      let markdown = homework.report(number, "md")
      let html = homework.report(number, "md.html")
      try Data("<!doctype html><meta charset=utf-8>\(Self.rendered(markdown))".utf8).write(to: html)
      try page.open(html.absoluteString)
      #expect(try intruders() == "", "\(number): \(payload)")
    }
    #expect(signs.filter { !$0.contains("square.png") } == [])
  }

  /// As a forge renders it that takes nothing out.
  private static func rendered(_ markdown: URL) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/cmark")
    process.arguments = ["--unsafe", markdown.path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: text, as: UTF8.self)
  }

  @Test(
    "What gets into a page is found",
    arguments: [
      "<b zq>", "<script>1</script>", "<img src=x onerror=1>", "<a href=javascript:1>x</a>",
      "<a href='java\nscript:1'>x</a>", "<iframe></iframe>", "<form></form>",
      "<a href=//x.example>x</a>",
      "<svg onload=window.zq=1>", "<body onload=window.zq=1>",
    ])
  func found(_ markup: String) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).html")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data("<!doctype html>\(markup)".utf8).write(to: file)
    try page.open(file.absoluteString)
    #expect(try intruders()?.isEmpty == false)
  }
}
