import Foundation
import Synchronization

/// A server on this machine that closes what is opened, and counts.
final class Listener {
  private final class Counter: Sendable { let value = Mutex(0) }

  let address: String
  private let server: Int32
  private let counter = Counter()

  /// How often somebody came.
  var count: Int { counter.value.withLock { $0 } }

  init() throws {
    server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let server = server
    let isListening = withUnsafeMutablePointer(to: &place) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(server, $0, size) == 0 && listen(server, 50) == 0
          && getsockname(server, $0, &size) == 0
      }
    }
    guard isListening else { throw CocoaError(.fileReadUnknown) }
    address = "http://127.0.0.1:\(UInt16(bigEndian: place.sin_port))"
    Thread.detachNewThread { [counter] in
      while case let connection = accept(server, nil, nil), connection >= 0 {
        counter.value.withLock { $0 += 1 }
        close(connection)
      }
    }
  }

  deinit {
    shutdown(server, Int32(SHUT_RDWR))
    close(server)
  }
}
