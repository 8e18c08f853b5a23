import Foundation
import Markup
import Notation

/// A text that is no UTF-8, and where it first is none.
struct InvalidText: Error, CustomStringConvertible {
  let line: Int
  let column: Int

  var description: String { "\(line):\(column): error: the text is no UTF-8" }
}

extension Files {
  static let standardInputName = "<stdin>"

  /// The text that bytes hold, without a byte order mark.
  static func text(_ bytes: [UInt8], named name: String) throws(InvalidText) -> SourceFile {
    let text = TextEncoding.withoutMark(bytes)
    if let offset = firstInvalidByte(text) {
      let line = text[..<offset].count { $0 == UInt8(ascii: "\n") } + 1
      let column = offset - (text[..<offset].lastIndex(of: UInt8(ascii: "\n")) ?? -1)
      throw InvalidText(line: line, column: column)
    }
    return SourceFile(name: name, utf8: text)
  }

  private static func firstInvalidByte(_ bytes: [UInt8]) -> Int? {
    guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
    var offset = 0
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar): offset += Unicode.UTF8.width(scalar)
      case .emptyInput, .error: return offset
      }
    }
  }

  /// The texts in the folder of a homework: links are followed as long as they stay in it.
  static func companions(of source: SourceFile) -> Folder {
    guard source.name != standardInputName else { return .none }
    let folder = folder(of: source.name)
    return Folder { (path, limit) throws(Folder.Refusal) in
      try companion(source.name.contains("/") ? "\(folder)/\(path)" : path, in: folder, limit)
    }
  }

  private static func companion(
    _ path: String, in folder: String, _ limit: Int
  ) throws(Folder.Refusal) -> SourceFile {
    guard isInside(path, folder) else { throw .outside }
    let bytes = try contents(of: path, upTo: limit)
    do throws(InvalidText) {
      return try text(bytes, named: path)
    } catch {
      throw .notText(line: error.line, column: error.column)
    }
  }
}
