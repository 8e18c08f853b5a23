import Foundation

@testable import Reports

/// A homework with a text of its author's at every place that takes one, built by the program.
struct HostileHomework {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let fixture = root.appending(path: "Tests/Fixtures/everywhere")

  let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

  /// - Parameters:
  ///   - payloads: each for a homework of its own.
  ///   - templates: those that take the place of ours, by name.
  init(_ payloads: [String], templates: [String: String] = [:]) throws {
    for (number, payload) in payloads.enumerated() {
      let place = folder.appending(path: "\(number)")
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      for name in try FileManager.default.contentsOfDirectory(atPath: Self.fixture.path) {
        let file = Self.fixture.appending(path: name)
        let target = place.appending(path: name == "everywhere.md" ? "page\(number).md" : name)
        guard let text = try? String(contentsOf: file, encoding: .utf8) else {
          try FileManager.default.copyItem(at: file, to: target)
          continue
        }
        let words =
          name.hasSuffix(".csv") ? payload.replacingOccurrences(of: "\"", with: "\"\"") : payload
        let hostile = text.replacingOccurrences(of: "PAYLOAD", with: words, options: .literal)
        try Data(hostile.utf8).write(to: target)
      }
    }
    let own = folder.appending(path: "templates")
    try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
    for (name, text) in templates {
      try Data(text.utf8).write(to: own.appending(path: "\(name).mustache"))
    }
  }

  /// Builds all of them.
  func build(_ formats: [String]) throws -> (code: Int32, output: String) {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { Int($0) != nil }.map { "\($0)/page\($0).md" }
    return try Program.run(
      ["build"] + names + ["--full"] + formats.flatMap { ["--format", $0] }, in: folder)
  }

  func report(_ number: Int, _ format: String) -> URL {
    folder.appending(path: "output/page\(number).\(format)")
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }
}

/// What an author would write to take a page over. Whatever becomes an element has the attribute `zq`.
enum Payload {
  private static let tags = """
    zq<script zq>window.zq=1</script><img zq src=http://127.0.0.1:9/ onerror=window.zq=1>\
    <svg zq onload=window.zq=1></svg><style zq>body{display:none}</style>\
    <meta zq http-equiv=refresh content=0;url=http://127.0.0.1:9/><base zq href=//127.0.0.1:9/>\
    <iframe zq src=javascript:1></iframe><a zq href=javascript:1>x</a>
    """
  private static let closing = """
    zq</code></pre></p></td></title></style></svg></math></main><ul zq class=counts>\
    <li zq class=points><strong zq>10 of 10</strong> points</li></ul>--><details zq class=verdict>
    """
  private static let quotes = """
    zq"zq onmouseover=window.zq=1 x="' zq onfocus=window.zq=1 x=' zq autofocus `zq` ><b zq>
    """
  private static let links = "javascript:zq=1//](javascript:zq=1)[x](data:text/html,zq)"
  private static let code = "zq` <img zq src=x onerror=1> ``` <b zq> `` | <i zq> $ <u zq> $$ |"

  private static let plain = [tags, closing, quotes, links, code]
  private static let signs = Set("<>\"'`:&|[]()$/=".unicodeScalars)

  /// Each as it is, and with a scalar before or behind each sign that joins with it to one `Character`.
  static let all: [String] =
    plain
    + ["\u{600}", "\u{70F}"].flatMap { scalar in plain.map { join($0) { "\(scalar)\($0)" } } }
    + ["\u{FE0F}", "\u{301}", "\u{FF9E}"].flatMap { scalar in
      plain.map { join($0) { "\($0)\(scalar)" } }
    }

  private static func join(_ text: String, _ joined: (Unicode.Scalar) -> String) -> String {
    text.unicodeScalars.map { signs.contains($0) ? joined($0) : String($0) }.joined()
  }
}
