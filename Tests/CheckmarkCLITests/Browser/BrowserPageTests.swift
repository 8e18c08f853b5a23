import Foundation
import TestSupport
import Testing

@testable import CheckmarkCLI

/// Reports in a real browser.
@Suite("Pages in a browser")
struct BrowserPageTests {
  private let page: BrowserPage

  /// A browser of its own for each test.
  init() throws { page = try BrowserPage(BrowserConfinement.browser(isOffline: false)) }

  private func open(_ homework: String) throws {
    try withTemporaryFolder { folder in
      let source = Repository.root.appending(path: homework).path
      let (_, output) = try Program.run(
        ["build", source, "--format", "html", "--output", folder.path], in: Repository.root)
      let name = URL(fileURLWithPath: homework).deletingPathExtension().lastPathComponent
      let report = folder.appending(path: "\(name).html")
      try #require(FileManager.default.fileExists(atPath: report.path), "\(output)")
      try page.open(report.absoluteString)
    }
  }

  /// What the page has asked for, beside itself and what stands in it.
  private var requests: [String] {
    page.events.filter {
      $0.method == "Network.requestWillBeSent" && $0.parameters["type"] as? String != "Document"
    }
    .compactMap { ($0.parameters["request"] as? [String: Any])?["url"] as? String }
    .filter { !$0.hasPrefix("data:") }
  }

  /// What the page, or the browser about it, has said in the console, and the dialogs it opened.
  private var messages: [String] {
    let methods = [
      "Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown",
      "Page.javascriptDialogOpening",
    ]
    return page.events.filter { methods.contains($0.method) }.map { "\($0)" }
  }

  @Test(
    "A page asks for nothing and says nothing",
    arguments: [
      "homework/mistakes.md", "Tests/ReportsTests/Fixtures/everything/everything.md",
    ])
  func quiet(_ homework: String) throws {
    try open(homework)
    #expect(requests.isEmpty)
    #expect(messages.isEmpty)
    #expect(try page.evaluate("document.querySelectorAll('h1').length") as? Int == 1)
  }

  @Test("What a request and a message look like is known")
  func noisy() throws {
    try page.open("data:text/html,<p>")
    try page.evaluate("console.log('x'), fetch('http://127.0.0.1:9/').catch(() => 0)")
    #expect(requests == ["http://127.0.0.1:9/"])
    #expect(messages.contains { $0.contains("consoleAPICalled") })
  }

  @Test("The keyboard unfolds the details of a verdict")
  func unfolds() throws {
    try open("homework/mistakes.md")
    let closed = "document.querySelector('details.verdict:not([open])')"
    try page.evaluate("window.verdict = \(closed); verdict.querySelector('summary').focus()")
    for type in ["rawKeyDown", "char", "keyUp"] {
      try page.call(
        "Input.dispatchKeyEvent",
        ["type": type, "key": "Enter", "code": "Enter", "text": "\r", "windowsVirtualKeyCode": 13])
    }
    #expect(try page.evaluate("verdict.open") as? Bool == true)
    #expect(try page.evaluate("verdict.querySelector('.why').offsetHeight > 0") as? Bool == true)
  }

  @Test("The page is light or dark as its reader likes")
  func darkMode() throws {
    try open("Tests/ReportsTests/Fixtures/sample.md")
    func brightness(_ scheme: String) throws -> Int {
      try page.call(
        "Emulation.setEmulatedMedia",
        ["features": [["name": "prefers-color-scheme", "value": scheme]]])
      let sum = """
        getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)
          .slice(0, 3).reduce((a, b) => a + b)
        """
      return try #require(try page.evaluate(sum) as? Int)
    }
    #expect(try brightness("light") > 700)
    #expect(try brightness("dark") < 100)
  }

  @Test("A hostile homework does nothing", arguments: ["hostile.md", "hostile-more.md"])
  func hostile(_ name: String) throws {
    try open("Tests/ReportsTests/Fixtures/\(name)")
    #expect(requests.isEmpty)
    #expect(messages.isEmpty)
    let elements = "script, iframe, object, embed, form, base, link, video, audio, img[src^=http]"
    #expect(try page.evaluate("document.querySelectorAll('\(elements)').length") as? Int == 0)
    let handlers = """
      [...document.querySelectorAll('*')].flatMap(e => [...e.attributes])
        .filter(a => a.name.startsWith('on') || /^\\s*(javascript|data|vbscript):/i.test(a.value))
        .map(a => a.name + '=' + a.value.slice(0, 80))
        .filter(a => !a.startsWith('src=data:image/')).join('\\n')
      """
    let found = try page.evaluate(handlers) as? String
    #expect(found == "")
    #expect(try page.evaluate("document.styleSheets.length <= 2") as? Bool == true)
    let covers = """
      [...document.body.querySelectorAll('*')]
        .filter(e => ['fixed', 'absolute'].includes(getComputedStyle(e).position))
        .some(e => e.offsetWidth > 2000 || e.offsetHeight > 4000)
      """
    #expect(try page.evaluate(covers) as? Bool == false)
  }

  @Test("A formula is drawn over nothing that stands beside it")
  func overlay() throws {
    try open("Tests/ReportsTests/Fixtures/overlay.md")
    let isFree = """
      ['.summary .counts', '.summary .points', '.verdict summary'].every(name => {
        const { x, y, width, height } = document.querySelector(name).getBoundingClientRect();
        const seen = document.elementFromPoint(x + width / 2, y + height / 2);
        return seen.closest('.summary, .verdict') !== null;
      })
      """
    #expect(try page.evaluate(isFree) as? Bool == true)
    try page.evaluate(
      "document.styleSheets[0].insertRule('.katex .base { overflow: visible !important }'), 0")
    #expect(try page.evaluate(isFree) as? Bool == false)
  }

  /// What axe-core finds on the page, each with the elements that it speaks of.
  private func barriers() throws -> String? {
    let axe = try String(
      contentsOf: Repository.root.appending(path: ".build/axe.js"), encoding: .utf8)
    try page.evaluate(axe + "; true")
    return try page.evaluate(
      """
      axe.run().then(result => result.violations.map(v => v.id + ': ' + v.help + '\\n  ' +
        v.nodes.slice(0, 3).map(n => n.target + ' ' + n.html.slice(0, 200)).join('\\n  ')).join('\\n'))
      """) as? String
  }

  @Test(
    "axe-core finds no barrier",
    arguments: ["homework/mistakes.md", "Tests/ReportsTests/Fixtures/everything/everything.md"],
    [(1400, "light"), (390, "dark")])
  func noBarriers(_ homework: String, _ look: (width: Int, scheme: String)) throws {
    try page.call(
      "Emulation.setDeviceMetricsOverride",
      ["width": look.width, "height": 900, "deviceScaleFactor": 1, "mobile": false])
    try page.call(
      "Emulation.setEmulatedMedia",
      ["features": [["name": "prefers-color-scheme", "value": look.scheme]]])
    try open(homework)
    try page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    let barriers = try barriers()
    #expect(barriers == "")
  }

  @Test("axe-core finds the barriers that there are")
  func someBarriers() throws {
    try page.open("data:text/html,<img src='data:,'><p style='color: %23ddd'>faint")
    let barriers = try barriers()
    #expect(barriers?.contains("image-alt") == true)
    #expect(barriers?.contains("color-contrast") == true)
  }
}
