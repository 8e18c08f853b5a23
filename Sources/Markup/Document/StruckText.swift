/// Running text in the making, in which `~…~` and `~~…~~` are struck through as soon as they close.
///
/// - Source: the extension of GitHub Flavored Markdown; marks close those of the same length.
struct StruckText {
  private struct Level {
    /// How many tildes opened it; none at the bottom.
    let tildes: Int
    var content: [Inline] = []
  }

  private var levels = [Level(tildes: 0)]
  /// More marks than this inside one another are text.
  private static let depth = 8

  var last: Inline? { levels[levels.count - 1].content.last }

  mutating func append(_ inline: Inline) { levels[levels.count - 1].content.append(inline) }

  mutating func removeLast() { levels[levels.count - 1].content.removeLast() }

  /// Takes a run of tildes between two scalars of the text, which decide whether it can open or close.
  mutating func takeTildes(_ count: Int, after before: Unicode.Scalar, before after: Unicode.Scalar)
  {
    let opens = !after.isSpace && (!after.isPunctuation || before.isSpace || before.isPunctuation)
    let closes = !before.isSpace && (!before.isPunctuation || after.isSpace || after.isPunctuation)
    if count <= 2, closes, let opening = levels.lastIndex(where: { $0.tildes == count }) {
      let inner = flattened(from: opening)
      levels.removeSubrange(opening...)
      append(.strikethrough(inner))
    } else if count <= 2, opens, levels.count <= Self.depth {
      levels.append(Level(tildes: count))
    } else {
      append(.text(String(repeating: "~", count: count)))
    }
  }

  /// All of it; marks that nothing closed are text.
  var inlines: [Inline] { flattened(from: 0) }

  private func flattened(from first: Int) -> [Inline] {
    var result = levels[first].content
    for level in levels[(first + 1)...] {
      result.append(.text(String(repeating: "~", count: level.tildes)))
      result += level.content
    }
    return result
  }
}

extension Unicode.Scalar {
  fileprivate var isSpace: Bool { properties.isWhitespace }

  /// A stand-in stands for something that begins and ends with a sign.
  fileprivate var isPunctuation: Bool {
    switch properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol,
      .modifierSymbol, .otherSymbol, .privateUse:
      true
    default: false
    }
  }
}
