import Foundation

/// What one process of this program can tell another.
protocol ChannelMessage {
  var bytes: Data { get }
  init?(_ bytes: Data)
}

extension Data: ChannelMessage {
  var bytes: Data { self }
}

/// Messages over a socket between two processes of this program, each behind its length.
struct Channel {
  let socket: Int32

  /// - Returns: whether the other process could be sent it.
  func send(_ message: some ChannelMessage) -> Bool {
    let body = message.bytes
    guard let length = UInt32(exactly: body.count) else { return false }
    return write(withUnsafeBytes(of: length.bigEndian) { Data($0) } + body)
  }

  /// - Returns: `nil` where the other process is no more, or says nothing more.
  func receive<Message: ChannelMessage>(_ type: Message.Type) -> Message? {
    guard let head = read(4) else { return nil }
    return read(head.reduce(0) { $0 << 8 | Int($1) }).flatMap(Message.init)
  }

  private func write(_ data: Data) -> Bool {
    data.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let part = UnsafeRawBufferPointer(rebasing: rest)
        let count = Foundation.send(socket, part.baseAddress, part.count, Self.withoutSignal)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
      }
      return true
    }
  }

  private func read(_ count: Int) -> Data? {
    var data = Data(count: count)
    let isWhole = data.withUnsafeMutableBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let part = UnsafeMutableRawBufferPointer(rebasing: rest)
        let count = recv(socket, part.baseAddress, part.count, 0)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
      }
      return true
    }
    return isWhole ? data : nil
  }

  /// A process that is no more is told by what `send` returns, not by a signal.
  #if canImport(Darwin)
    private static let withoutSignal: Int32 = 0
  #else
    private static let withoutSignal = Int32(MSG_NOSIGNAL)
  #endif

  /// The two ends of a new channel; in programs that are started, they are closed.
  static func pair() -> (Channel, Channel)? {
    var ends: [Int32] = [0, 0]
    #if canImport(Darwin)
      let kind = SOCK_STREAM
    #else
      let kind = Int32(SOCK_STREAM.rawValue)
    #endif
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return nil }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      #if canImport(Darwin)
        var isOn: Int32 = 1
        setsockopt(end, SOL_SOCKET, SO_NOSIGPIPE, &isOn, socklen_t(MemoryLayout<Int32>.size))
      #endif
    }
    return (Channel(socket: ends[0]), Channel(socket: ends[1]))
  }
}
