import Foundation

/// What the allocator of the C library does with large blocks.
enum Memory {
  /// Tensors come and go by the thousand: memory that goes back to the system each time costs a third of
  /// the time of a large convolution. Where the library has no such setting, nothing happens.
  static func keepWhatIsFreed() {
    typealias Setting = @convention(c) (Int32, Int32) -> Int32
    guard let symbol = dlsym(UnsafeMutableRawPointer(bitPattern: 0), "mallopt") else { return }
    let set = unsafeBitCast(symbol, to: Setting.self)
    let (trimThreshold, mapThreshold): (Int32, Int32) = (-1, -3)
    for parameter in [trimThreshold, mapThreshold] { _ = set(parameter, 1 << 30) }
  }
}
