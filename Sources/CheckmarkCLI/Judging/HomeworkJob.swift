import Foundation

/// A homework that is to be judged.
struct HomeworkJob: Sendable {
  /// Where it stands among those that are judged.
  let place: Int
  /// Whether Checkmark failed on it; then nothing else is said of it.
  var hasFailed = false
}

/// What a command says of one homework.
struct Answer: Sendable {
  /// For standard output, without the last line end.
  var output = ""
  /// For standard error, likewise.
  var errors = ""
  var code: Int32 = 0

  /// Tells what was not done, besides what is told already.
  mutating func fail(_ text: String, code: Int32) {
    errors += (errors.isEmpty ? "" : "\n") + "checkmark: \(text)"
    self.code = code
  }
}

// There is one of each for every file, so that they are written byte by byte and not as JSON.

extension HomeworkJob: ChannelMessage {
  var bytes: Data { Data([hasFailed ? 1 : 0]) + withUnsafeBytes(of: place) { Data($0) } }

  init?(_ bytes: Data) {
    guard let flag = bytes.first, let place = bytes.dropFirst().number else { return nil }
    self.init(place: place, hasFailed: flag == 1)
  }
}

extension Answer: ChannelMessage {
  var bytes: Data {
    var bytes = withUnsafeBytes(of: Int(code)) { Data($0) }
    withUnsafeBytes(of: errors.utf8.count) { bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: errors.utf8)
    bytes.append(contentsOf: output.utf8)
    return bytes
  }

  init?(_ bytes: Data) {
    let width = MemoryLayout<Int>.size
    guard let code = bytes.prefix(width).number.flatMap(Int32.init(exactly:)),
      let length = bytes.dropFirst(width).prefix(width).number
    else { return nil }
    let texts = bytes.dropFirst(2 * width)
    self.init(
      output: String(decoding: texts.dropFirst(length), as: UTF8.self),
      errors: String(decoding: texts.prefix(length), as: UTF8.self), code: code)
  }
}

extension Data {
  /// The number of this process that the bytes are.
  fileprivate var number: Int? {
    guard count == MemoryLayout<Int>.size else { return nil }
    return withUnsafeBytes { $0.loadUnaligned(as: Int.self) }
  }
}
