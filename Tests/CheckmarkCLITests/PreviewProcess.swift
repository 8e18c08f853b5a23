import Foundation

/// `checkmark preview` while it runs, and a client that says to it exactly what a test wants said.
final class PreviewProcess {
  struct Answer {
    let status: Int
    /// By their names in lower case.
    let headers: [String: String]
    let body: String
  }

  let folder: URL
  let port: UInt16
  let token: String
  private let process = Process()

  /// Starts it on a path in a folder of its own, with these files.
  init(_ path: String, _ files: [String: String]) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    for (name, text) in files {
      let file = folder.appending(path: name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    process.executableURL = Program.url
    process.arguments = ["preview", path]
    process.currentDirectoryURL = folder
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let words = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    let parts = words.prefix { $0 != "\n" }.split(separator: "/")
    guard parts.count == 3, let port = UInt16(parts[1].split(separator: ":")[1]) else {
      throw CocoaError(.fileReadUnknown)
    }
    (self.port, token) = (port, String(parts[2]))
  }

  deinit {
    kill(process.processIdentifier, SIGKILL)
    try? FileManager.default.removeItem(at: folder)
  }

  /// Ends it as Ctrl-C does.
  func interrupt() -> Int32 {
    process.interrupt()
    process.waitUntilExit()
    return process.terminationStatus
  }

  // MARK: - Files

  func save(_ text: String, to name: String) throws { try save(Data(text.utf8), to: name) }

  func save(_ bytes: Data, to name: String) throws {
    try bytes.write(to: folder.appending(path: name), options: .atomic)
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(at: folder.appending(path: name))
  }

  // MARK: - Requests

  func get(
    _ path: String, method: String = "GET", host: String? = nil
  ) throws -> Answer {
    try send(
      "\(method) \(path) HTTP/1.1\r\nHost: \(host ?? "127.0.0.1:\(port)")\r\n"
        + "Connection: close\r\n\r\n")
  }

  /// The news behind a version, and the page as it is then.
  func news(
    after version: Int, of page: String = ""
  ) throws -> (version: Int, notice: String?, page: String) {
    let answer = try get("/\(token)/\(page)changes?after=\(version)")
    let news = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any]
    return (
      news?["version"] as? Int ?? 0, news?["notice"] as? String,
      try get("/\(token)/\(page)").body
    )
  }

  private func send(_ request: String) throws -> Answer {
    let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(client) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let isConnected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected else { throw CocoaError(.fileReadUnknown) }
    let bytes = Array(request.utf8)
    _ = Foundation.send(client, bytes, bytes.count, 0)
    var received: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = recv(client, &buffer, buffer.count, 0), count > 0 {
      received += buffer[..<count]
    }
    return answer(String(decoding: received, as: UTF8.self))
  }

  private func answer(_ text: String) -> Answer {
    let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
    let lines = parts[0].split(separator: "\r\n")
    let headers = lines.dropFirst().map { $0.split(separator: ":", maxSplits: 1) }
    return Answer(
      status: lines.first.flatMap { Int($0.split(separator: " ")[1]) } ?? 0,
      headers: Dictionary(
        headers.map { ($0[0].lowercased(), $0[1].trimmingCharacters(in: .whitespaces)) },
        uniquingKeysWith: { first, _ in first }),
      body: parts.count > 1 ? String(parts[1]) : "")
  }
}
