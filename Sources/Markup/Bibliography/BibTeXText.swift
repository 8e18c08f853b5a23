/// The words of a LaTeX text in a bibliography: accents, special letters, dashes and quotes as
/// characters, braces and commands of typesetting gone. Maths stays as it is written.
struct BibTeXText {
  private(set) var words = ""
  private var rest: Substring

  init(_ latex: String) {
    rest = latex[...]
    while let character = rest.popFirst() { take(character) }
    words = words.split(whereSeparator: { $0 == " " || $0.isNewline || $0 == "\t" })
      .joined(separator: " ")
  }

  private mutating func take(_ character: Character) {
    switch character {
    case "{", "}": break
    case "~": words += "\u{A0}"
    case "\\": command()
    case "$": maths()
    case "-" where rest.first == "-":
      let isLong = rest.dropFirst().first == "-"
      rest.removeFirst(isLong ? 2 : 1)
      words += isLong ? "—" : "–"
    case "`", "'": quote(character)
    default: words.append(character)
    }
  }

  private mutating func quote(_ mark: Character) {
    let isDouble = rest.first == mark
    if isDouble { rest.removeFirst() }
    switch (mark, isDouble) {
    case ("`", true): words += "“"
    case ("`", false): words += "‘"
    case (_, true): words += "”"
    case (_, false): words += "’"
    }
  }

  private mutating func maths() {
    guard let end = rest.firstIndex(of: "$") else { return words.append("$") }
    words += "$" + rest[..<end] + "$"
    rest = rest[rest.index(after: end)...]
  }

  // MARK: - Commands

  private mutating func command() {
    guard let first = rest.first else { return }
    guard first.isASCII, first.isLetter else {
      rest.removeFirst()
      if let accent = Accent.all[String(first)] { return put(accent) }
      // `\&` and the like; a line break is a space.
      return words.append(first == "\\" || first.isWhitespace ? " " : first)
    }
    let name = String(rest.prefix { $0.isASCII && $0.isLetter })
    rest.removeFirst(name.count)
    if let letter = Self.letters[name] {
      skipSpace()
      words += letter
    } else if let accent = Accent.all[name] {
      put(accent)
    } else {
      // What else there is sets type: its braces go, its words stay.
      skipSpace()
    }
  }

  private mutating func skipSpace() { rest = rest.drop { $0.isWhitespace } }

  /// Puts an accent on the letter that follows, which may stand in braces or be a command.
  private mutating func put(_ accent: Accent) {
    rest = rest.drop { $0.isWhitespace || $0 == "{" }
    guard let letter = rest.popFirst() else { return }
    if letter != "\\" { return words += accent.on(letter) }
    let name = String(rest.prefix { $0.isASCII && $0.isLetter })
    rest.removeFirst(name.count)
    skipSpace()
    // Under an accent the dotless letters are the common ones.
    let bare = ["i": "i", "j": "j"][name] ?? Self.letters[name] ?? name
    words += bare.first.map(accent.on) ?? ""
  }

  private static let letters: [String: String] = [
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø",
    "O": "Ø", "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ",
    "dj": "đ", "DJ": "Đ", "S": "§", "P": "¶", "ldots": "…", "dots": "…", "textendash": "–",
    "textemdash": "—", "textquoteright": "’", "textquoteleft": "‘", "textquotedblleft": "“",
    "textquotedblright": "”", "textasciitilde": "~", "textbackslash": "\\", "copyright": "©",
    "textregistered": "®", "texttrademark": "™", "slash": "/", "LaTeX": "LaTeX", "TeX": "TeX",
  ]
}

/// A mark above or below a letter.
private struct Accent {
  private let mark: Unicode.Scalar
  private let composed: [Character: Character]

  /// - Parameter letters: those that Unicode has with the accent, and then each of them with it.
  private init(_ mark: Unicode.Scalar, _ letters: String, _ accented: String) {
    self.mark = mark
    composed = Dictionary(uniqueKeysWithValues: zip(letters, accented))
  }

  func on(_ letter: Character) -> String {
    composed[letter].map(String.init) ?? String(letter) + String(Character(mark))
  }

  /// By their commands.
  static let all: [String: Accent] = [
    "\"": Accent("\u{308}", "aeiouyAEIOUY", "äëïöüÿÄËÏÖÜŸ"),
    "'": Accent("\u{301}", "aceilnorsuyzACEILNORSUYZ", "áćéíĺńóŕśúýźÁĆÉÍĹŃÓŔŚÚÝŹ"),
    "`": Accent("\u{300}", "aeinouAEINOU", "àèìǹòùÀÈÌǸÒÙ"),
    "^": Accent("\u{302}", "aceghijosuwyACEGHIJOSUWY", "âĉêĝĥîĵôŝûŵŷÂĈÊĜĤÎĴÔŜÛŴŶ"),
    "~": Accent("\u{303}", "ainouAINOU", "ãĩñõũÃĨÑÕŨ"),
    "=": Accent("\u{304}", "aeiouAEIOU", "āēīōūĀĒĪŌŪ"),
    ".": Accent("\u{307}", "cegzCEGIZ", "ċėġżĊĖĠİŻ"),
    "u": Accent("\u{306}", "aegiouAEGIOU", "ăĕğĭŏŭĂĔĞĬŎŬ"),
    "v": Accent("\u{30C}", "cdegnrstzCDEGNRSTZ", "čďěǧňřšťžČĎĚǦŇŘŠŤŽ"),
    "H": Accent("\u{30B}", "ouOU", "őűŐŰ"),
    "c": Accent("\u{327}", "cegklnrstCEGKLNRST", "çȩģķļņŗşţÇȨĢĶĻŅŖŞŢ"),
    "k": Accent("\u{328}", "aeiouAEIOU", "ąęįǫųĄĘĮǪŲ"),
    "r": Accent("\u{30A}", "auAU", "åůÅŮ"),
    "d": Accent("\u{323}", "adehilnorstuAEHINOSTU", "ạḍẹḥịḷṇọṛṣṭụẠẸḤỊṆỌṢṬỤ"),
    "b": Accent("\u{331}", "dlntDLNT", "ḏḻṉṯḎḺṈṮ"),
  ]
}
