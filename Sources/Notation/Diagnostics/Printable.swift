/// Says, scalar by scalar, what of somebody's text must not be put on a line of a terminal as it is.
///
/// A terminal obeys control characters; marks of direction, and what takes no place, make a line look like another
/// one. The log of a CI job obeys lines that begin with `::`, and lines that hold `##[` or `##vso[`.
package struct PrintableLine {
  private enum Start { case blank, colon, past }

  private var start = Start.blank
  private var previous: Unicode.Scalar?
  /// Whether `##` and perhaps letters were read, so that a bracket would make a command of them.
  private var isCommand = false
  /// Whether a joiner behind the last scalar is part of how its script is written.
  private var takesJoiner = false

  package init() {}

  /// Whether the next scalar of the line needs an escape.
  package mutating func escapes(_ scalar: Unicode.Scalar) -> Bool {
    defer { previous = scalar }
    let command = completesCommand(scalar)
    guard scalar.isJoiner else {
      let isShown = scalar.isShown
      takesJoiner = isShown && scalar.isWrittenWithJoiners
      return command || !isShown
    }
    let isKept = takesJoiner
    // A selector may have a joiner behind it.
    takesJoiner = isKept && scalar.properties.isVariationSelector
    return !isKept
  }

  private mutating func completesCommand(_ scalar: Unicode.Scalar) -> Bool {
    let isComplete = scalar == ":" && start == .colon || scalar == "[" && isCommand
    switch scalar {
    case "#": isCommand = previous == "#"
    case "a"..."z", "A"..."Z": break
    default: isCommand = false
    }
    if scalar == ":", start == .blank {
      start = .colon
    } else if !scalar.isBlank || start == .colon {
      start = .past
    }
    return isComplete
  }
}

/// The properties of a scalar are looked up in tables, which most text, being ASCII, need not wait for.
extension Unicode.Scalar {
  fileprivate var isBlank: Bool {
    isASCII ? self == " " || (0x9...0xD).contains(value) : properties.isWhitespace
  }

  fileprivate var isJoiner: Bool {
    !isASCII && (self == "\u{200C}" || self == "\u{200D}" || properties.isVariationSelector)
  }

  /// Emoji, ideographs, and the scripts from Arabic to Mongolian.
  fileprivate var isWrittenWithJoiners: Bool {
    !isASCII && (properties.isEmoji || properties.isIdeographic || (0x600...0x18AF).contains(value))
  }

  /// Whether a terminal shows it and does nothing else.
  fileprivate var isShown: Bool {
    if isASCII { return self == "\t" || (0x20..<0x7F).contains(value) }
    return switch properties.generalCategory {
    case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator: false
    default: !properties.isDefaultIgnorableCodePoint
    }
  }

  /// `\u{1B}`
  fileprivate var escape: String { "\\u{\(String(value, radix: 16, uppercase: true))}" }
}

extension StringProtocol {
  /// The text for one line of a terminal, with escapes such as `\u{1B}` for what would do anything else there
  /// than be seen.
  package var printable: String {
    var line = PrintableLine()
    var text = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if line.escapes(scalar) {
        text.append(contentsOf: scalar.escape.unicodeScalars)
      } else {
        text.append(scalar)
      }
    }
    return String(text)
  }
}

extension Collection<Character> {
  /// What ``Swift/StringProtocol/printable`` shows for each of them.
  package var printableCharacters: [String] {
    var line = PrintableLine()
    return map { character in
      character.unicodeScalars.reduce(into: "") { text, scalar in
        text += line.escapes(scalar) ? scalar.escape : String(scalar)
      }
    }
  }
}
