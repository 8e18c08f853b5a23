/// What makes text safe in a page.
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

  /// Only http, https, mailto and relative links keep their target.
  static func isSafe(link: String) -> Bool {
    if isRelative(link: link) { return true }
    let scheme = link.prefix { $0 != ":" }.lowercased()
    return ["http", "https", "mailto"].contains(scheme)
      && link.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
  }

  /// Whether a link stays with the page: no scheme, no host, and no sign that browsers drop.
  static func isRelative(link: String) -> Bool {
    guard !link.hasPrefix("//"), !link.hasPrefix("\\"), !link.hasPrefix("/\\"),
      link.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }),
      link.first?.isWhitespace != true
    else { return false }
    let path = link.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    return !path.contains(":")
  }
}
