import Foundation

/// The protocol in which a browser is driven: JSON messages, each ended by a null.
///
/// - Source: Chrome DevTools Protocol, https://chromedevtools.github.io/devtools-protocol/
final class DevTools {
  /// Something that happened in a page without being asked for.
  struct Event {
    let method: String
    let parameters: [String: Any]
    let session: String?
  }

  private let browser: BrowserProcess
  private var received: [UInt8] = []
  private var lastID = 0
  /// What happened so far, oldest first.
  private(set) var events: [Event] = []
  /// What is asked for as soon as something happens, its answer not waited for.
  var reaction: ((Event) -> (method: String, parameters: [String: Any])?)?
  /// How many seconds an answer may take.
  private static let patience = 60.0

  init(_ browser: BrowserProcess) {
    self.browser = browser
    // A browser that is gone must be an error here, not the end of this program.
    signal(SIGPIPE, SIG_IGN)
  }

  /// Asks for something and waits for the answer.
  func call(
    _ method: String, _ parameters: [String: Any] = [:], session: String? = nil
  ) throws -> [String: Any] {
    let id = try send(method, parameters, session)
    let deadline = Date(timeIntervalSinceNow: Self.patience)
    while true {
      let answer = try next(before: deadline, waitingFor: method)
      guard answer["id"] as? Int == id else {
        try note(answer)
        continue
      }
      if let error = answer["error"] as? [String: Any] {
        throw BrowserFailure.refused(method, error["message"] as? String ?? "no reason given")
      }
      return answer["result"] as? [String: Any] ?? [:]
    }
  }

  /// Waits until something has happened, be it before this call.
  func wait(for method: String, in session: String) throws {
    let deadline = Date(timeIntervalSinceNow: Self.patience)
    while !events.contains(where: { $0.method == method && $0.session == session }) {
      try note(try next(before: deadline, waitingFor: method))
    }
  }

  private func note(_ message: [String: Any]) throws {
    guard let method = message["method"] as? String else { return }
    let event = Event(
      method: method, parameters: message["params"] as? [String: Any] ?? [:],
      session: message["sessionId"] as? String)
    events.append(event)
    if let (method, parameters) = reaction?(event) { try send(method, parameters, event.session) }
  }

  /// - Returns: the number that the answer will have.
  @discardableResult
  private func send(
    _ method: String, _ parameters: [String: Any], _ session: String?
  ) throws -> Int {
    lastID += 1
    var message: [String: Any] = ["id": lastID, "method": method, "params": parameters]
    message["sessionId"] = session
    let data = try JSONSerialization.data(withJSONObject: message) + [0]
    var rest = data[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(browser.input, $0.baseAddress, $0.count) }
      guard count > 0 else { throw BrowserFailure.stopped }
      rest = rest.dropFirst(count)
    }
    return lastID
  }

  private func next(before deadline: Date, waitingFor method: String) throws -> [String: Any] {
    var searched = 0
    while true {
      if let end = received[searched...].firstIndex(of: 0) {
        let data = Data(received[..<end])
        received.removeFirst(end + 1)
        return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
      }
      searched = received.count
      try receive(before: deadline, waitingFor: method)
    }
  }

  private func receive(before deadline: Date, waitingFor method: String) throws {
    let milliseconds = deadline.timeIntervalSinceNow * 1000
    var descriptor = pollfd(fd: browser.output, events: Int16(POLLIN), revents: 0)
    guard milliseconds > 0, poll(&descriptor, 1, Int32(milliseconds)) > 0 else {
      throw BrowserFailure.tookTooLong(method)
    }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(browser.output, &chunk, chunk.count)
    guard count > 0 else { throw BrowserFailure.stopped }
    received += chunk[..<count]
  }
}
