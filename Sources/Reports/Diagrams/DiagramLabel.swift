import Homework

/// A symbol as it is set: letters in italics, indices smaller and lower.
struct DiagramLabel {
  struct Run: Equatable {
    enum Level: Double {
      case line = 0
      /// How far it is moved down, in parts of the font size.
      case lower = 0.28
      case upper = -0.36
    }

    let text: String
    let isItalic: Bool
    let level: Level
  }

  private(set) var runs: [Run] = []

  static let fontSize = 15.0
  private static let scriptSize = 10.5

  init(_ symbol: Symbol, isOperation: Bool) {
    let (base, lower, upper) = Self.parts(of: symbol.name)
    append(base == "·" ? "×" : base, isItalic: !isOperation || base.count == 1, .line)
    if !upper.isEmpty { append(upper, isItalic: true, .upper) }
    let below = ([lower] + symbol.below).filter { !$0.isEmpty }
    if !below.isEmpty { append(below.joined(separator: ", "), isItalic: true, .lower) }
    if symbol.isTransposed { append("⊤", isItalic: false, .upper) }
    if !symbol.behind.isEmpty {
      append("[\(symbol.behind.joined(separator: ", "))]", isItalic: true, .line)
    }
  }

  /// `t = 2`
  init(time letter: String, _ step: Int) { append("\(letter) = \(step)", isItalic: true, .line) }

  /// Digits and signs stand upright, and long words are cut.
  private mutating func append(_ text: String, isItalic: Bool, _ level: Run.Level) {
    let shown = level == .line ? text : text.filter { $0 != " " }
    for character in shown.shortened(to: 18) {
      let isItalic = isItalic && character.isLetter
      if let last = runs.last, last.isItalic == isItalic, last.level == level {
        runs[runs.count - 1] = Run(
          text: last.text + String(character), isItalic: isItalic, level: level)
      } else {
        runs.append(Run(text: String(character), isItalic: isItalic, level: level))
      }
    }
  }

  // MARK: - Names

  private static let accents = [
    "\\hat": "\u{302}", "\\widehat": "\u{302}", "\\tilde": "\u{303}", "\\widetilde": "\u{303}",
    "\\bar": "\u{304}", "\\overline": "\u{304}", "\\vec": "\u{20D7}", "\\dot": "\u{307}",
    "\\ddot": "\u{308}",
  ]

  /// `W_c'`, `W^ix` and `\hat{y}` in their parts, as Unicode.
  private static func parts(of name: String) -> (base: String, lower: String, upper: String) {
    var rest = name.filter { $0 != "'" }
    let primes = String(repeating: "′", count: name.count - rest.count)
    var (lower, upper) = ("", "")
    func cut(at mark: Character) -> String? {
      // A sign with a number in it has no parts.
      guard !rest.contains(" "), let place = rest.firstIndex(of: mark), place != rest.startIndex
      else { return nil }
      let script = String(rest[rest.index(after: place)...])
      rest = String(rest[..<place])
      return script
    }
    lower = cut(at: "_") ?? ""
    upper = cut(at: "^") ?? ""
    return (plain(rest) + primes, plain(lower), plain(upper))
  }

  /// A name without commands: an accent goes onto its letter, any other command leaves its word.
  private static func plain(_ name: String) -> String {
    guard name.hasPrefix("\\") else { return name.filter { !"{}\\".contains($0) } }
    let command = String(name.prefix { $0 != "{" })
    let inner = name.dropFirst(command.count).filter { !"{}\\".contains($0) }
    guard !inner.isEmpty else { return String(command.dropFirst()) }
    return inner + (accents[command] ?? "")
  }

  // MARK: - Measures

  /// The room that it takes, guessed generously, for nothing measures text here.
  var width: Double {
    runs.map { run in
      let size = run.level == .line ? Self.fontSize : Self.scriptSize
      return run.text.reduce(0) { $0 + Self.width(of: $1) } * size
    }.reduce(0, +)
  }

  /// In parts of the font size.
  static func width(of character: Character) -> Double {
    switch character {
    case "i", "j", "l", "t", "f", "I", "[", "]", "(", ")", ",", ".", "′", " ", "|": 0.36
    case "m", "w", "M", "W", "…": 0.88
    case _ where character.isUppercase: 0.74
    case "+", "−", "⊙", "×", "∑", "∏", "/": 0.7
    case _ where character.isASCII || character.isLetter: 0.55
    default: 0.75
    }
  }

  // MARK: - As text

  var text: String {
    var text = ""
    var rest = runs[...]
    while let level = rest.first?.level {
      let part = rest.prefix { $0.level == level }.map(\.text).joined()
      rest = rest.drop { $0.level == level }
      switch level {
      case .line: text += part
      case .lower: text += "_" + (part.count > 1 ? "{\(part)}" : part)
      case .upper: text += "^" + (part.count > 1 ? "{\(part)}" : part)
      }
    }
    return text
  }

  /// With its middle at a place.
  func drawing(x: Double, y: Double) -> SVG {
    var level = Run.Level.line
    let spans = runs.map { run in
      let change = (run.level.rawValue - level.rawValue) * Self.fontSize
      level = run.level
      let style = run.isItalic ? "italic" : "normal"
      let size = run.level == .line ? Self.fontSize : Self.scriptSize
      return SVG(
        "tspan",
        ["dy": change.pixels, "font-style": style, "font-size": size.pixels], text: run.text)
    }
    return SVG(
      "text", ["x": x.pixels, "y": (y + 5).pixels, "text-anchor": "middle"], spans)
  }

  /// For a page.
  var html: String {
    runs.map { run in
      let text = HTML.escape(run.text)
      let set = run.isItalic ? "<i>\(text)</i>" : text
      switch run.level {
      case .line: return set
      case .lower: return "<sub>\(set)</sub>"
      case .upper: return "<sup>\(set)</sup>"
      }
    }.joined()
  }
}
