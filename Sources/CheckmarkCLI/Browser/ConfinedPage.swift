import Foundation
import Reports

/// Pages that come from nowhere, run no script, and load nothing beside themselves.
extension BrowserPage {
  /// Nothing in the world has a name that ends so.
  private static let address = "https://checkmark.invalid/"
  /// Chromium ends itself at messages of 100 MB, in which a byte of the page takes 4/3.
  private static let sizeLimit = 64 << 20

  /// Shows a page.
  ///
  /// The browser asks here before each request, and gets one answer: the page itself.
  ///
  /// - Errors: ``BrowserFailure``; whether the page has asked for more is told by ``failure``.
  func show(_ html: String) throws {
    guard html.utf8.count <= Self.sizeLimit else { throw BrowserFailure.tooLarge }
    try call("Emulation.setScriptExecutionDisabled", ["value": true])
    try call("Fetch.enable", ["patterns": [["urlPattern": "*"]]])
    var page: [String: Any]? = [
      "responseCode": 200, "body": Data(html.utf8).base64EncodedString(),
      "responseHeaders": [
        ["name": "Content-Type", "value": "text/html; charset=utf-8"],
        ["name": "Content-Security-Policy", "value": "\(Templates.ownPolicy); sandbox"],
      ],
    ]
    tools.reaction = { event in
      guard event.method == "Fetch.requestPaused" else { return nil }
      let request = ["requestId": event.parameters["requestId"] ?? ""]
      defer { page = nil }
      return page.map { ("Fetch.fulfillRequest", request.merging($0) { own, _ in own }) }
        ?? ("Fetch.failRequest", request.merging(["errorReason": "Aborted"]) { own, _ in own })
    }
    try open(Self.address)
  }

  /// What went wrong with a page that was shown, or what it tried.
  var failure: BrowserFailure? {
    var requests = 0
    for event in events {
      switch event.method {
      case "Inspector.targetCrashed": return .stopped
      case "Log.entryAdded":
        guard let entry = event.parameters["entry"] as? [String: Any],
          entry["level"] as? String == "error"
        else { continue }
        return .reachesOut(entry["text"] as? String ?? "it is not said what")
      case "Fetch.requestPaused":
        requests += 1
        guard requests > 1 else { continue }
        let request = event.parameters["request"] as? [String: Any]
        return .reachesOut("request \(request?["url"] as? String ?? "something")")
      case "Page.frameRequestedNavigation":
        return .reachesOut("go to \(event.parameters["url"] as? String ?? "another page")")
      case "Network.loadingFailed":
        return .refused("the page", event.parameters["errorText"] as? String ?? "not loaded")
      default: break
      }
    }
    return nil
  }
}
