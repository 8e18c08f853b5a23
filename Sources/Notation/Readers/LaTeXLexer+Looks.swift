/// Commands that change nothing but how a formula looks.
extension LaTeXLexer {
  /// - Returns: whether the command is one of these, and was taken.
  mutating func look(_ name: String, from start: Int) throws(Diagnostic) -> Bool {
    switch name {
    case "color", "textcolor", "mathcolor":
      guard try Self.colours.contains(argument(from: start)) else {
        throw Diagnostic(.unknownCommand(name), at: characters.span(from: start))
      }
    case "overset", "stackrel": try annotation(from: start)
    case "boxed" where !isInBox: box()
    default: return false
    }
    return true
  }

  /// Colours in which a formula is seen on any page.
  private static let colours: Set<String> = [
    "red", "blue", "green", "orange", "purple", "teal", "magenta", "violet", "brown",
  ]

  /// `\overset{!}{=}`: a remark above a sign that relates; above anything else it could be part of a name.
  private mutating func annotation(from start: Int) throws(Diagnostic) {
    let remark = try argument(from: start)
    let relation = try argument(from: start)
    let tokens = Self.tokens(of: Fragment(SourceFile(name: "", text: relation))).map(\.kind)
    guard tokens.count == 2, case .relation(let sign) = tokens[0] else {
      throw Diagnostic(.unknownCommand("overset{\(remark)}"), at: characters.span(from: start))
    }
    append(.relation(sign), from: start)
  }

  /// `\boxed{A = B}` is no group: its braces are left out where a relation stands between them.
  private mutating func box() {
    var ahead = characters
    _ = ahead.take { $0.isSpace }
    guard ahead.current == "{" else { return }
    let open = ahead.position
    var (depth, holdsRelation) = (0, false)
    repeat {
      switch ahead.current {
      case "{": depth += 1
      case "}": depth -= 1
      case "\\":
        ahead.position += 1
        let name = ahead.take { $0.isASCIILetter }
        if depth == 1, Symbols.relates(command: name) { holdsRelation = true }
        if !name.isEmpty { continue }
      case "=", "<", ">", "≈", "≤", "≥", "≠": holdsRelation = holdsRelation || depth == 1
      case nil: return
      default: break
      }
      ahead.position += 1
    } while depth > 0
    if holdsRelation { boxBraces = [open, ahead.position - 1] }
  }

  private var isInBox: Bool { boxBraces.contains { $0 > characters.position } }
}
