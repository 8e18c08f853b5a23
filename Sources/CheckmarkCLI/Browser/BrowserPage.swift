import Foundation

/// A page in a browser.
final class BrowserPage {
  let tools: DevTools
  private let session: String

  init(_ tools: DevTools) throws {
    self.tools = tools
    let target = try tools.call("Target.createTarget", ["url": "about:blank"])
    let attached = try tools.call(
      "Target.attachToTarget", ["targetId": target["targetId"] ?? "", "flatten": true])
    session = attached["sessionId"] as? String ?? ""
    for domain in ["Page", "Runtime", "Log", "Network", "Inspector"] {
      try call("\(domain).enable")
    }
  }

  /// What happened in this page so far.
  var events: [DevTools.Event] { tools.events.filter { $0.session == session } }

  @discardableResult
  func call(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
    try tools.call(method, parameters, session: session)
  }

  /// Loads an address, and waits until the page and its fonts are there.
  ///
  /// - Errors: ``BrowserFailure`` where it cannot be loaded.
  func open(_ address: String) throws {
    let answer = try call("Page.navigate", ["url": address])
    if let reason = answer["errorText"] as? String {
      throw BrowserFailure.refused("the page", reason)
    }
    try tools.wait(for: "Page.loadEventFired", in: session)
    try evaluate("document.fonts.ready.then(() => true)")
  }

  /// The value of a JavaScript expression in the page, a promise's when it is kept.
  @discardableResult
  func evaluate(_ expression: String) throws -> Any? {
    let answer = try call(
      "Runtime.evaluate",
      ["expression": expression, "awaitPromise": true, "returnByValue": true])
    if let exception = answer["exceptionDetails"] as? [String: Any] {
      let thrown = (exception["exception"] as? [String: Any])?["description"] as? String
      throw BrowserFailure.refused("a script", thrown ?? exception["text"] as? String ?? "")
    }
    return (answer["result"] as? [String: Any])?["value"]
  }
}
