import Foundation
import Homework
import Markup
import Notation
import Reports

/// The pictures beside a homework.
enum Pictures {
  /// Those that it shows, and what is to be said of those that cannot be shown.
  static func all(
    of document: Document
  ) -> (pictures: [String: Picture], problems: [Diagnostic]) {
    var pictures: [String: Picture] = [:]
    var missing = document.picturesElsewhere
    for (path, block) in document.pictures {
      pictures[path] = bytes(path, beside: document).flatMap { Picture($0, named: path) }
      if pictures[path] == nil { missing.append((path, block)) }
    }
    missing.removeAll { path, _ in
      pictures[path] = inline(path)
      return pictures[path] != nil
    }
    let problems = missing.map { path, block in
      Diagnostic(.noPicture(path), at: block.span, severity: .warning)
    }
    return (pictures, problems)
  }

  /// Copies them to the same places beside a report that cannot carry them in itself.
  static func copy(of report: Report, to output: String) throws {
    let document = report.homework.document
    for (path, _) in document.pictures {
      guard let bytes = bytes(path, beside: document), Picture(bytes, named: path) != nil else {
        continue
      }
      try Files.write(bytes, to: "\(output)/\(path)")
    }
  }

  /// - Returns: `nil` for what is not there, is no file, is too large, or lies elsewhere by a link.
  private static func bytes(_ path: String, beside document: Document) -> [UInt8]? {
    let folder = Files.folder(of: document.source.name)
    for path in [path, path.removingPercentEncoding ?? path] {
      let place = existing("\(folder)/\(path)")
      if Files.isInside(place, folder), let bytes = Files.readData(place, upTo: Picture.largest) {
        return bytes
      }
    }
    return nil
  }

  /// The path of a file whose name is written with the same signs, however they are composed: `ü` as one, or as u
  /// with two dots.
  private static func existing(_ path: String) -> String {
    guard !Files.exists(path), path.utf8.contains(where: { $0 >= 0x80 }) else { return path }
    let folder = Files.folder(of: path)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.map { "\(folder)/\($0)" }.first { $0 == path } ?? path
  }

  /// The picture that a `data:` address holds.
  private static func inline(_ address: String) -> Picture? {
    guard address.hasPrefix("data:image/"), let comma = address.firstIndex(of: ","),
      address[..<comma].hasSuffix(";base64"),
      let type = address[..<comma].dropFirst("data:image/".count).split(separator: ";").first,
      let data = Data(base64Encoded: String(address[address.index(after: comma)...]))
    else { return nil }
    return Picture(Array(data), named: "picture.\(type)")
  }
}

extension Diagnostic.Message {
  fileprivate static func noPicture(_ path: String) -> Self {
    let isAttached = path.hasPrefix("attachment:")
    return Self(
      "no-such-file",
      isAttached
        ? "the picture '\(path)' stays in its notebook, and cannot be shown"
        : "the picture '\(path.prefix(80))' cannot be shown",
      hint: "put a PNG, JPEG, GIF, WebP or SVG of at most \(Picture.largest >> 20) MB into the "
        + "folder of the homework")
  }
}
