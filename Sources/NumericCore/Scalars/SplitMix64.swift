/// A small seeded generator of random bits: the same seed gives the same numbers everywhere.
///
/// - Source: Steele, Lea, Flood, *Fast Splittable Pseudorandom Number Generators* (2014).
public struct SplitMix64: RandomNumberGenerator, Sendable {
  /// A generator of this seed continues where this one is.
  private(set) var state: UInt64

  public init(seed: UInt64) { state = seed }

  /// An independent stream for a name, by its FNV-1a hash.
  public init(seed: UInt64, stream name: String) {
    self.init(seed: seed ^ UInt64(hashing: name.utf8))
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
  }

  /// A number from 0 up to 1.
  public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}

extension UInt64 {
  /// - Source: Fowler, Noll, Vo, *The FNV Non-Cryptographic Hash Algorithm* (1991), 1a of 64 bits.
  package init(hashing bytes: some Sequence<UInt8>) {
    self = 0xcbf2_9ce4_8422_2325
    for byte in bytes { self = (self ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }
}
