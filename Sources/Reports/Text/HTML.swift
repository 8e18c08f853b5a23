/// What makes text safe in a page.
///
/// Everything here goes by scalars or bytes: a sign that joins with its neighbour to one `Character` is
/// still that sign to a browser.
enum HTML {
  static func escape(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  static func title(_ text: String) -> String {
    text.isEmpty ? "" : " title=\"\(escape(text))\""
  }

  /// What may be too wide for a page scrolls by itself, by keys too.
  static func scroller(_ content: String, _ label: String, of name: String = "") -> String {
    "<div class=\"scroll\(name.isEmpty ? "" : " \(name)")\" tabindex=\"0\" role=\"group\""
      + " aria-label=\"\(label)\">\(content)</div>"
  }

  /// Only http, https, mailto and relative links keep their target.
  static func isSafe(link: String) -> Bool {
    if isRelative(link: link) { return true }
    return ["http:", "https:", "mailto:"].contains { link.begins(with: $0) }
      && link.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
  }

  /// Whether a link stays with the page: no scheme, no host, and no sign that browsers drop.
  static func isRelative(link: String) -> Bool {
    let bytes = link.utf8
    guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }), bytes.first != 0x20,
      !["//", "\\", "/\\"].contains(where: link.begins)
    else { return false }
    return !bytes.prefix { !"/?#".utf8.contains($0) }.contains(UInt8(ascii: ":"))
  }

  /// Whether a link leads to a page of the web.
  static func isWeb(link: String) -> Bool {
    isSafe(link: link) && ["https://", "http://"].contains { link.begins(with: $0) }
  }
}

extension String {
  /// Whether it begins with these bytes, in letters of either case.
  func begins(with start: String) -> Bool {
    utf8.count >= start.utf8.count
      && zip(utf8, start.utf8).allSatisfy { $0 == $1 || $0 | 0x20 == $1 && (97...122).contains($1) }
  }
}
