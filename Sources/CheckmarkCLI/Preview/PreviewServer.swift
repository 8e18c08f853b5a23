import Dispatch
import FlyingFox
import Foundation
import Synchronization

/// Answers a browser on this machine. Nothing but the board's pages can be had from it, and who does
/// not know the token learns nothing.
final class PreviewServer: HTTPHandler {
  private let board: PreviewBoard
  private let script: PreviewScript
  /// In every address; nobody guesses 128 bits.
  private let token = RandomText.bits128()
  /// 0 until it listens.
  private let port = Mutex<UInt16>(0)

  init(_ board: PreviewBoard, _ script: PreviewScript) {
    self.board = board
    self.script = script
  }

  /// - Parameter port: 0 for any that is free.
  /// - Returns: the address of the first page.
  /// - Errors: exit code 74 where nobody can listen there.
  func start(on port: UInt16) throws -> String {
    let server = try server(on: port)
    let isSettled = DispatchSemaphore(value: 0)
    Task {
      try? await server.run()
      isSettled.signal()
      // It ends where descriptors run out, say; who still looks at a page is answered again soon.
      while true {
        try await Task.sleep(for: .seconds(1))
        try? await self.server(on: self.port.withLock { $0 }).run()
      }
    }
    Task {
      if (try? await server.waitUntilListening()) != nil,
        case .ip4(_, let port)? = await server.listeningAddress
      {
        self.port.withLock { $0 = port }
      }
      isSettled.signal()
    }
    isSettled.wait()
    let found = self.port.withLock { $0 }
    guard found != 0 else {
      throw Files.failure(
        "127.0.0.1:\(port): the port is taken, or not allowed; choose another --port")
    }
    return "http://127.0.0.1:\(found)/\(token)/"
  }

  private func server(on port: UInt16) throws -> HTTPServer {
    HTTPServer(
      address: try sockaddr_in.inet(ip4: "127.0.0.1", port: port), timeout: 120,
      logger: .disabled, handler: self)
  }

  // MARK: - Answers

  private static let patience = Duration.seconds(25)

  func handleRequest(_ request: HTTPRequest) async -> HTTPResponse {
    guard isFromHere(request), let path = path(of: request) else { return Self.refusal(.notFound) }
    guard request.method == .GET || request.method == .HEAD else {
      return Self.refusal(.methodNotAllowed)
    }
    let isQuestion = path == "changes" || path.hasSuffix("/changes")
    let folder = isQuestion ? String(path.dropLast("changes".count)) : path
    guard let name = name(of: folder), board.has(name) else { return Self.refusal(.notFound) }
    let known = request.query.first { $0.name == "after" }.flatMap { Int($0.value) } ?? 0
    guard
      let page = await board.page(
        name, otherThan: isQuestion ? known : 0, within: Self.patience)
    else { return Self.refusal(.serviceUnavailable) }
    let body = Data(isQuestion ? news(page).utf8 : page.html.utf8)
    let headers: [HTTPHeader: String] = [
      .contentType: "\(isQuestion ? "application/json" : "text/html"); charset=utf-8",
      .contentLength: "\(body.count)", HTTPHeader("X-Version"): "\(page.version)",
      HTTPHeader("Content-Security-Policy"): script.policy,
    ]
    return HTTPResponse(
      statusCode: .ok, headers: HTTPHeaders(headers.merging(Self.caution) { own, _ in own }),
      body: request.method == .HEAD ? Data() : body)
  }

  /// What every answer says, so that nobody else can read it, and nothing remembers it.
  private static let caution: [HTTPHeader: String] = [
    HTTPHeader("X-Content-Type-Options"): "nosniff", .cacheControl: "no-store",
    HTTPHeader("Referrer-Policy"): "no-referrer",
    HTTPHeader("Cross-Origin-Resource-Policy"): "same-origin",
    HTTPHeader("Cross-Origin-Opener-Policy"): "same-origin",
  ]

  /// Says no more than that there is nothing.
  private static func refusal(_ status: HTTPStatusCode) -> HTTPResponse {
    HTTPResponse(statusCode: status, headers: HTTPHeaders(caution))
  }

  /// A page from elsewhere may let its own name point to this machine, and is then told from ours by
  /// the name that the browser asks for.
  private func isFromHere(_ request: HTTPRequest) -> Bool {
    let port = port.withLock { $0 }
    let hosts = request.headers.values(for: .host)
    return hosts == ["127.0.0.1:\(port)"] || hosts == ["localhost:\(port)"]
  }

  /// What stands behind the token, as it was asked for; `nil` without the token.
  private func path(of request: HTTPRequest) -> String? {
    let given = Array(request.target.path().utf8)
    let prefix = Array("/\(token)/".utf8)
    guard given.count >= prefix.count else { return nil }
    // All bytes are compared, so that the time tells nothing of how many are right.
    let difference = zip(given, prefix).reduce(0) { $0 | ($1.0 ^ $1.1) }
    return difference == 0 ? String(decoding: given.dropFirst(prefix.count), as: UTF8.self) : nil
  }

  /// The name of a page; it is only looked up among the names that there are, and is no path.
  private func name(of folder: String) -> String? {
    guard !folder.isEmpty else { return "" }
    guard folder.hasSuffix("/") else { return nil }
    return folder.dropLast().removingPercentEncoding
  }

  private func news(_ page: PreviewBoard.Page) -> String {
    struct News: Encodable {
      let version: Int
      let notice: String?
    }
    let data = try? JSONEncoder().encode(News(version: page.version, notice: page.notice))
    return data.map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}

/// Texts that nobody guesses.
enum RandomText {
  /// 32 hexadecimal digits.
  static func bits128() -> String {
    var random = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
      let digits = String(random.next(), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
