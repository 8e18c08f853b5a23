/// What makes text safe in XML 1.0, which has no way at all to write most control characters.
enum XML {
  static func escape(_ text: String) -> String {
    HTML.escape(String(String.UnicodeScalarView(text.unicodeScalars.filter(isAllowed))))
  }

  /// In the value of an attribute, where a reader would make spaces of line ends.
  static func attribute(_ name: String, _ value: String) -> String {
    let text = escape(value).unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "\n": result += "&#10;"
      case "\r": result += "&#13;"
      case "\t": result += "&#9;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return " \(name)=\"\(text)\""
  }

  /// - Source: *Extensible Markup Language (XML) 1.0*, production 2, `Char`.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }
}
