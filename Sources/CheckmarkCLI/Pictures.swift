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
    let place = "\(folder)/\(path)"
    return Files.isInside(place, folder) ? Files.readData(place, upTo: Picture.largest) : nil
  }
}

extension Diagnostic.Message {
  fileprivate static func noPicture(_ path: String) -> Self {
    Self(
      "no-such-file", "the picture '\(path)' cannot be shown",
      hint: "put a PNG, JPEG, GIF, WebP or SVG of at most \(Picture.largest >> 20) MB into the "
        + "folder of the homework")
  }
}
