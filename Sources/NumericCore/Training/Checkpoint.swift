/// Where training stands, as bytes: resumed, it goes on as if it had not stopped, bit by bit.
///
/// All numbers are little endian; a text is the number of its UTF-8 bytes in 4 bytes, then these.
///
/// | bytes | what |
/// | --- | --- |
/// | 8 | `CHECKMRK` |
/// | 4 | the version of the format: 1 |
/// | 4 | the size of a scalar: 4 or 8 bytes |
/// | 8 | the number of bytes from here to the checksum |
/// | 8 × 4 | steps taken, epochs over, examples of the next epoch seen, state of the random numbers |
/// | text | the kind of the optimiser |
/// | 4, texts | what the optimiser remembers: how many, and their names |
/// | 4 | the number of parameters; then for each: |
/// | text | · its name |
/// | 4, 8 × … | · the number of its axes, and their extents |
/// | … | · its scalars, then what the optimiser remembers of each, kind by kind |
/// | 4 | the number of tensors that layers keep besides; then for each: |
/// | 4, 8 × …, … | · the number of its axes, their extents, and its scalars |
/// | 8 | a checksum: FNV-1a of everything before |
///
/// The log, the settings and the examples are not part of it: whoever resumes makes the same trainer.
extension Trainer {
  static var magic: [UInt8] { Array("CHECKMRK".utf8) }
  static var version: UInt32 { 1 }

  public func checkpoint() -> [UInt8] {
    var body = ByteWriter()
    for number in [UInt64(step), UInt64(epoch), UInt64(position), random.state] {
      body.write(number)
    }
    body.write(optimizer.name)
    body.write(UInt32(optimizer.memory.count))
    for name in optimizer.memory { body.write(name) }
    let parameters = network.parameters
    body.write(UInt32(parameters.count))
    var place = 0
    for parameter in parameters {
      body.write(parameter.name)
      body.write(parameter.value.shape)
      let size = parameter.value.scalars.count
      body.write(parameter.value.scalars[...])
      for kind in optimizer.memory.indices {
        body.write(memory[(kind * parameterCount + place)...].prefix(size))
      }
      place += size
    }
    let buffers = network.buffers
    body.write(UInt32(buffers.count))
    for buffer in buffers {
      body.write(buffer.shape)
      body.write(buffer.scalars[...])
    }
    var file = ByteWriter(Self.magic)
    file.write(Self.version)
    file.write(UInt32(MemoryLayout<S>.size))
    file.write(UInt64(body.bytes.count))
    file.write(body.bytes[...])
    file.write(UInt64(hashing: file.bytes))
    return file.bytes
  }

  /// Goes on from a checkpoint of such a trainer; the log begins anew.
  ///
  /// - Errors: ``CheckpointError``; nothing has changed then.
  public mutating func resume(from bytes: [UInt8]) throws(CheckpointError) {
    var reader = try Self.body(of: bytes)
    var resumed = self
    resumed.step = try reader.count()
    resumed.epoch = try reader.count()
    resumed.position = try reader.count()
    resumed.random = SplitMix64(seed: try reader.number())
    try requireOptimizer(&reader)
    try resumed.readParameters(&reader)
    try resumed.readBuffers(&reader)
    guard reader.isAtEnd else { throw .damaged }
    resumed.log = TrainingLog()
    self = resumed
  }

  /// What stands between the header and the checksum.
  private static func body(of bytes: [UInt8]) throws(CheckpointError) -> ByteReader {
    guard bytes.starts(with: magic) else { throw .foreign }
    var reader = ByteReader(bytes.dropFirst(magic.count))
    let version: UInt32 = try reader.number()
    guard version == Self.version else { throw .version(Int(version)) }
    let size: UInt32 = try reader.number()
    let length = try reader.count()
    guard reader.remaining >= 8, length <= reader.remaining - 8 else {
      throw .truncated(bytes: bytes.count)
    }
    guard length == reader.remaining - 8 else { throw .damaged }
    var checksum = ByteReader(bytes.suffix(8))
    guard try checksum.number() == UInt64(hashing: bytes.dropLast(8)) else {
      throw .damaged
    }
    guard size == MemoryLayout<S>.size else {
      throw .precision(bits: Int(size) * 8, expected: MemoryLayout<S>.size * 8)
    }
    return try reader.part(length)
  }

  private func requireOptimizer(_ reader: inout ByteReader) throws(CheckpointError) {
    let name = try reader.text()
    var kinds: [String] = []
    let count: UInt32 = try reader.number()
    for _ in 0..<count { kinds.append(try reader.text()) }
    guard name == optimizer.name, kinds == optimizer.memory else {
      throw .optimizer(
        Self.description(name, kinds),
        expected: Self.description(optimizer.name, optimizer.memory))
    }
  }

  private static func description(_ name: String, _ kinds: [String]) -> String {
    kinds.isEmpty ? name : "\(name) with \(kinds.joined(separator: " and "))"
  }

  private mutating func readParameters(_ reader: inout ByteReader) throws(CheckpointError) {
    let count: UInt32 = try reader.number()
    let expected = network.parameters
    guard count == expected.count else {
      throw .parameters("\(count) parameters", expected: "\(expected.count)")
    }
    var values: [[S]] = []
    var place = 0
    for parameter in expected {
      let found = try Self.describe(&reader)
      let own = Self.description(parameter.name, parameter.value.shape)
      guard found == own else { throw .parameters(found, expected: own) }
      let size = parameter.value.scalars.count
      values.append(try reader.scalars(size))
      for kind in optimizer.memory.indices {
        let start = kind * parameterCount + place
        memory.replaceSubrange(start..<(start + size), with: try reader.scalars(size) as [S])
      }
      place += size
    }
    var number = 0
    network.forEachParameter {
      $0.value = Tensor(shape: $0.value.shape, scalars: values[number])
      number += 1
    }
  }

  private mutating func readBuffers(_ reader: inout ByteReader) throws(CheckpointError) {
    let count: UInt32 = try reader.number()
    let expected = network.buffers
    guard count == expected.count else {
      throw .parameters("\(count) tensors besides", expected: "\(expected.count)")
    }
    var values: [Tensor<S>] = []
    for buffer in expected {
      let shape = try reader.shape()
      guard shape == buffer.shape else {
        throw .parameters(shape.shapeDescription, expected: buffer.shape.shapeDescription)
      }
      values.append(Tensor(shape: shape, scalars: try reader.scalars(buffer.scalars.count)))
    }
    var number = 0
    network.forEachBuffer {
      $0 = values[number]
      number += 1
    }
  }

  private static func describe(_ reader: inout ByteReader) throws(CheckpointError) -> String {
    description(try reader.text(), try reader.shape())
  }

  private static func description(_ name: String, _ shape: Shape) -> String {
    "'\(name)' of \(shape.shapeDescription)"
  }
}

/// Why training cannot go on from these bytes.
public enum CheckpointError: Error, Hashable, Sendable {
  /// They do not begin as a checkpoint does.
  case foreign
  case version(Int)
  /// They end too early.
  case truncated(bytes: Int)
  /// Some of them are not those that were written.
  case damaged
  case precision(bits: Int, expected: Int)
  case optimizer(String, expected: String)
  case parameters(String, expected: String)
}

extension CheckpointError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .foreign: "this is no checkpoint"
    case .version(let version):
      "the checkpoint has version \(version); this program reads version 1"
    case .truncated(let bytes):
      "the checkpoint ends after \(bytes) bytes, in the middle: write it again"
    case .damaged: "the checkpoint is damaged: its checksum is another; take an older one"
    case .precision(let bits, let expected):
      "the checkpoint is of \(bits)-bit scalars, and training runs in \(expected)-bit ones"
    case .optimizer(let found, let expected):
      "the checkpoint is of \(found), and training uses \(expected)"
    case .parameters(let found, let expected):
      "the checkpoint has \(found), where the network has \(expected)"
    }
  }
}

extension Layer {
  /// What is kept from step to step and not learnt, in a fixed order.
  fileprivate var buffers: [Tensor<S>] {
    var copy = self
    var buffers: [Tensor<S>] = []
    copy.forEachBuffer { buffers.append($0) }
    return buffers
  }
}
