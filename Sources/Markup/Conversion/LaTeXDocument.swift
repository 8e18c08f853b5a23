import Notation

/// The body of a LaTeX document as Markdown: sections, lists with their labels, emphasis, and what is struck
/// out. Formulas stay as they are, for they are read between their own delimiters.
///
/// What a command means that is not known here is not guessed: its name goes, and what stands in its braces stays.
struct LaTeXDocument {
  private let source: SourceFile
  private let end: Int
  private var position: Int
  private var text: PiecewiseText
  private var lists: [LaTeXList] = []
  /// What is written where each open brace of a known command closes.
  private var braces: [String] = []

  static func markdown(of source: SourceFile) -> SourceFile {
    var document = LaTeXDocument(source)
    while document.position < document.end { document.step() }
    return document.text.source()
  }

  private init(_ source: SourceFile) {
    self.source = source
    text = PiecewiseText(of: source)
    let bytes = source.utf8
    let begin = bytes.firstRange(of: Array("\\begin{document}".utf8))?.upperBound ?? 0
    end = bytes[begin...].firstRange(of: Array("\\end{document}".utf8))?.lowerBound ?? bytes.count
    position = begin
  }

  // MARK: - Reading

  private mutating func step() {
    switch source.utf8[position] {
    case UInt8(ascii: "%"):
      position = lineEnd()
      skipSpaces()
    case UInt8(ascii: "$"): formula()
    case UInt8(ascii: "\\"): command()
    case UInt8(ascii: "{"):
      braces.append("")
      position += 1
    case UInt8(ascii: "}"):
      text.append(filler: braces.popLast() ?? "")
      position += 1
    case UInt8(ascii: "~"): replace(1, by: " ")
    case UInt8(ascii: "\n"):
      // Indentation would make a listing.
      copy(1)
      skipSpaces()
    case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "#"),
      UInt8(ascii: "<"), UInt8(ascii: ">"):
      text.append(filler: "\\")
      copy(1)
    default: copy(1)
    }
  }

  private mutating func formula() {
    let marks = source.utf8[position..<end].starts(with: "$$".utf8) ? "$$" : "$"
    verbatim(to: marks, behind: marks.utf8.count)
  }

  /// Takes a text as it is, up to and with what closes it.
  private mutating func verbatim(to mark: String, behind opening: Int) {
    let mark = Array(mark.utf8)
    var place = position + opening
    while place < end, !source.utf8[place..<end].starts(with: mark) {
      place += source.utf8[place] == UInt8(ascii: "\\") && mark[0] == UInt8(ascii: "$") ? 2 : 1
    }
    let close = min(place + mark.count, end)
    text.append(position..<close)
    position = close
  }

  private mutating func command() {
    guard position + 1 < end else { return position = end }
    let next = source.utf8[position + 1]
    guard next.isASCIILetter else { return symbol(next) }
    let start = position
    position += 1
    while position < end, source.utf8[position].isASCIILetter { position += 1 }
    let name = source.text(of: (start + 1)..<position)
    if position < end, source.utf8[position] == UInt8(ascii: "*") { position += 1 }
    switch name {
    case "begin": environment(from: start)
    case "end": endEnvironment()
    case "part" where position < end && source.utf8[position] == UInt8(ascii: "{"):
      command(named: name)
    case "item", "question", "part", "subpart": item(name)
    case "verb": listing()
    default: command(named: name)
    }
  }

  private mutating func symbol(_ next: UInt8) {
    switch next {
    case UInt8(ascii: "("): verbatim(to: "\\)", behind: 2)
    case UInt8(ascii: "["):
      text.append(filler: "\n")
      verbatim(to: "\\]", behind: 2)
      text.append(filler: "\n")
    case UInt8(ascii: "\\"): replace(2, by: "\n")
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: " "), UInt8(ascii: "!"),
      UInt8(ascii: "/"):
      replace(2, by: " ")
    default: copy(2)
    }
  }

  private mutating func command(named name: String) {
    if let (opening, closing) = Self.marks[name] {
      skipSpaces()
      guard take(UInt8(ascii: "{")) else { return }
      text.append(filler: opening)
      braces.append(closing)
    } else if Self.silent.contains(name) {
      while let _ = argument() {}
    } else if name == "par" {
      text.append(filler: "\n\n")
    } else if Self.equationReferences.contains(name), let id = argument() {
      text.append(filler: "\\\(name){\(source.text(of: id))}")
    } else {
      skipSpaces()
    }
  }

  private static let equationReferences: Set<String> = ["eqref", "ref"]

  /// What stands around the argument of a command in Markdown.
  private static let marks: [String: (String, String)] = [
    "part": ("\n\n# ", "\n\n"), "chapter": ("\n\n# ", "\n\n"), "section": ("\n\n# ", "\n\n"),
    "subsection": ("\n\n## ", "\n\n"), "subsubsection": ("\n\n### ", "\n\n"),
    "paragraph": ("\n\n**", "** "), "subparagraph": ("\n\n**", "** "), "textbf": ("**", "**"),
    "emph": ("*", "*"), "textit": ("*", "*"), "st": ("~~", "~~"), "sout": ("~~", "~~"),
    "xout": ("~~", "~~"), "cancel": ("~~", "~~"), "footnote": (" (", ")"),
    "fbox": ("", ""), "framebox": ("", ""), "mbox": ("", ""), "text": ("", ""),
  ]

  /// What says nothing to a reader, with its arguments.
  private static let silent: Set<String> = [
    "label", "vspace", "hspace", "setlength", "includegraphics", "usepackage", "setcounter",
    "pagestyle", "thispagestyle", "documentclass", "newcommand", "renewcommand", "input", "include",
    "bibliography", "bibliographystyle", "cite", "title", "author", "date", "color", "textcolor",
    "rule", "phantom", "hphantom", "vphantom",
  ]

  // MARK: - Environments

  private mutating func environment(from start: Int) {
    guard let range = argument() else { return }
    let name = source.text(of: range)
    let plain = name.hasSuffix("*") ? String(name.dropLast()) : name
    if MarkupExtractor.environments.contains(plain) {
      position = start
      text.append(filler: "\n")
      verbatim(to: "\\end{\(name)}", behind: 0)
      text.append(filler: "\n")
    } else if Self.listings.contains(plain) {
      text.append(filler: "\n\n```\n")
      let close = source.utf8[position..<end].firstRange(of: Array("\\end{\(name)}".utf8))
      text.append(position..<(close?.lowerBound ?? end))
      position = close?.upperBound ?? end
      text.append(filler: "\n```\n\n")
    } else if LaTeXList.isList(plain) {
      let pattern = options().map { source.text(of: $0) } ?? ""
      lists.append(LaTeXList(environment: plain, depth: lists.count, pattern: pattern))
    } else {
      text.append(filler: Self.answers.contains(plain) ? "\n\nAnswer: " : "\n\n")
    }
  }

  private mutating func endEnvironment() {
    guard let range = argument() else { return }
    if LaTeXList.isList(source.text(of: range)), !lists.isEmpty { lists.removeLast() }
    text.append(filler: "\n\n")
  }

  private static let listings: Set<String> = ["verbatim", "lstlisting", "minted", "comment"]
  private static let answers: Set<String> = ["solution", "answer", "sol"]

  private mutating func item(_ name: String) {
    // Points, as in `\question[5]`, are no label.
    let own = options()
    let depth = name == "question" ? 1 : name == "part" ? 2 : name == "subpart" ? 3 : lists.count
    if name != "item" { while lists.count > max(depth, 1) { lists.removeLast() } }
    text.append(filler: "\n\n")
    if name == "item", let own {
      text.append(own)
      text.append(filler: " ")
    } else if !lists.isEmpty {
      text.append(filler: lists[lists.count - 1].next())
    }
    skipSpaces()
  }

  private mutating func listing() {
    guard position < end else { return }
    let mark = source.utf8[position]
    let close = source.utf8[(position + 1)..<end].firstIndex(of: mark) ?? end
    text.append(filler: "`")
    text.append(min(position + 1, close)..<close)
    text.append(filler: "`")
    position = min(close + 1, end)
  }

  // MARK: - Arguments

  /// What stands in the square brackets here.
  private mutating func options() -> Range<Int>? {
    guard position < end, source.utf8[position] == UInt8(ascii: "[") else { return nil }
    let start = position + 1
    guard let close = source.utf8[start..<end].firstIndex(of: UInt8(ascii: "]")) else { return nil }
    position = close + 1
    return start..<close
  }

  /// What stands in the braces, or in the square brackets, here.
  private mutating func argument() -> Range<Int>? {
    if let range = options() { return range }
    guard position < end, source.utf8[position] == UInt8(ascii: "{") else { return nil }
    let start = position + 1
    let close = source.utf8.closingBrace(of: position, before: end)
    position = close.map { $0 + 1 } ?? end
    return start..<(close ?? max(start, end))
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < end, source.utf8[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func copy(_ count: Int) {
    let upper = min(position + count, end)
    text.append(position..<upper)
    position = upper
  }

  private mutating func replace(_ count: Int, by filler: String) {
    text.append(filler: filler)
    position = min(position + count, end)
  }

  private mutating func skipSpaces() {
    while position < end, source.utf8[position] == 32 || source.utf8[position] == 9 {
      position += 1
    }
  }

  private func lineEnd() -> Int {
    source.utf8[position..<end].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? end
  }
}
