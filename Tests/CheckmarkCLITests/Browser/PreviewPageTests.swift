import Foundation
import Testing

@testable import CheckmarkCLI

/// The preview in a real browser, while its homework is edited.
@Suite("Preview in a browser")
struct PreviewPageTests {
  private let page: BrowserPage
  private let preview: PreviewProcess

  private static func homework(_ first: String, answer: String = "3") -> String {
    let filler = (1...40).map { "Paragraph \($0) of text that stands between.\n\n" }.joined()
    return """
      # Live

      \(first)

      \(filler)
      ## Answers

      ```check #right
      1 + 1 = 2
      ```

      ```check #asked
      1 + 2 = \(answer)
      ```

      \(filler)
      """
  }

  init() throws {
    page = try BrowserPage(BrowserConfinement.browser(isOffline: false))
    preview = try PreviewProcess("live.md", ["live.md": Self.homework("Before.")])
    try page.open("http://127.0.0.1:\(preview.port)/\(preview.token)/")
  }

  /// Waits until something is true on the page.
  private func wait(until condition: String) throws {
    try page.evaluate(
      """
      new Promise((done, late) => {
        const start = Date.now();
        const look = () => (\(condition)) ? done()
          : Date.now() - start > 20000 ? late(new Error(document.body.innerText.slice(0, 500)))
          : setTimeout(look, 10);
        look();
      })
      """)
  }

  private var messages: [String] {
    page.events.filter {
      ["Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown"].contains($0.method)
    }.map { "\($0)" }
  }

  @Test("A save renews the page, and the place on it and what is unfolded stay")
  func save() throws {
    try page.evaluate(
      """
      window.right = document.getElementById('right');
      right.querySelector('details').open = true;
      right.scrollIntoView();
      window.place = right.getBoundingClientRect().top;
      """)
    try preview.save(
      Self.homework("After.\n\n" + String(repeating: "And much more above.\n\n", count: 30)),
      to: "live.md")
    try wait(until: "document.body.innerText.includes('After.')")
    #expect(
      try page.evaluate("right.isConnected && right.querySelector('details').open") as? Bool == true
    )
    #expect(
      try page.evaluate("scrollY > 0 && Math.abs(right.getBoundingClientRect().top - place) < 2")
        as? Bool == true)
    #expect(try page.evaluate("document.body.innerText.includes('Before.')") as? Bool == false)
    #expect(messages.isEmpty)
  }

  @Test("A verdict changes with its answer, and a mistake is told at its place")
  func mistake() throws {
    let verdict = "document.querySelector('#asked .outcome').textContent"
    #expect(try page.evaluate(verdict) as? String == "verified")
    try preview.save(Self.homework("Before.", answer: "4"), to: "live.md")
    try wait(until: "\(verdict) === 'refuted'")
    try preview.save(Self.homework("Before.", answer: "q"), to: "live.md")
    try wait(until: "\(verdict) === 'error'")
    try preview.save(Self.homework("Before.", answer: "3"), to: "live.md")
    try wait(until: "\(verdict) === 'verified'")
    #expect(messages.isEmpty)
  }

  @Test("A homework that is gone for a while is told of, and comes back")
  func gone() throws {
    let file = preview.folder.appending(path: "live.md")
    try FileManager.default.removeItem(at: file)
    try wait(until: "document.querySelector('[role=status]').textContent.includes('live.md')")
    #expect(try page.evaluate("document.body.innerText.includes('Before.')") as? Bool == true)
    try preview.save(Self.homework("Again."), to: "live.md")
    try wait(
      until:
        "document.body.innerText.includes('Again.') && document.querySelector('[role=status]').hidden"
    )
  }

  @Test("A hostile homework does nothing in a page that has a script")
  func hostile() throws {
    try preview.save(
      """
      # </title><script>window.harm = 1</script>

      <script>window.harm = 1</script> <img src=x onerror="window.harm = 1">

      [x](javascript:window.harm=1)

      ```python
      </code></pre><script>window.harm = 1</script>
      ```
      """, to: "live.md")
    try wait(until: "document.body.innerText.includes('window.harm')")
    #expect(try page.evaluate("window.harm === undefined") as? Bool == true)
    #expect(try page.evaluate("document.querySelectorAll('main script, img').length") as? Int == 0)
    #expect(messages.isEmpty)
  }
}
