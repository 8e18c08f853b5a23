/// Numbers and texts as bytes, little endian.
struct ByteWriter {
  private(set) var bytes: [UInt8]

  init(_ bytes: [UInt8] = []) { self.bytes = bytes }

  mutating func write(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func write(_ text: String) {
    write(UInt32(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  mutating func write(_ shape: Shape) {
    write(UInt32(shape.count))
    for extent in shape { write(UInt64(extent)) }
  }

  /// Bytes, or scalars as they stand in memory: every processor that we run on is little endian.
  mutating func write<Element: BitwiseCopyable>(_ elements: ArraySlice<Element>) {
    elements.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }
}

/// Reads what a ``ByteWriter`` wrote, and nothing behind its end.
struct ByteReader {
  private let bytes: ArraySlice<UInt8>
  private var place: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  var remaining: Int { bytes.endIndex - place }
  var isAtEnd: Bool { remaining == 0 }

  private mutating func take(_ count: Int) throws(CheckpointError) -> ArraySlice<UInt8> {
    guard count <= remaining else { throw .truncated(bytes: bytes.endIndex) }
    defer { place += count }
    return bytes[place..<(place + count)]
  }

  mutating func part(_ count: Int) throws(CheckpointError) -> ByteReader {
    ByteReader(try take(count))
  }

  mutating func number<Number: FixedWidthInteger>() throws(CheckpointError) -> Number {
    let bytes = try take(Number.bitWidth / 8)
    return bytes.reversed().reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
  }

  /// A number of things, in 8 bytes.
  mutating func count() throws(CheckpointError) -> Int {
    let number: UInt64 = try number()
    guard number < 1 << 53 else { throw .damaged }
    return Int(number)
  }

  mutating func text() throws(CheckpointError) -> String {
    let count: UInt32 = try number()
    return String(decoding: try take(Int(count)), as: UTF8.self)
  }

  mutating func shape() throws(CheckpointError) -> Shape {
    var shape: Shape = []
    let axes: UInt32 = try number()
    for _ in 0..<axes { shape.append(try count()) }
    return shape
  }

  mutating func scalars<S: TrainingScalar>(_ count: Int) throws(CheckpointError) -> [S] {
    let bytes = try take(count * MemoryLayout<S>.size)
    return Array(unsafeUninitializedCapacity: count) { buffer, initialized in
      UnsafeMutableRawBufferPointer(buffer).copyBytes(from: bytes)
      initialized = count
    }
  }
}
