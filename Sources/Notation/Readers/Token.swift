/// The smallest piece of a formula that means something, the same for both surfaces.
struct Token: Hashable, Sendable {
  let kind: Kind
  let span: Span
  /// Whether it is a letter in bold.
  var isBold = false

  enum Kind: Hashable, Sendable {
    case number(String)
    /// One letter of LaTeX, or one whole name of plain text; Greek as in Unicode.
    case letters(String)
    /// A name that was written as one word: `\text{diag}`, `\tanh`.
    case word(String)
    case keyword(Keyword)
    case relation(Syntax.Relation)
    case sign(Sign)
    case open(Bracket)
    case close(Bracket)
    case subscriptMark
    case superscriptMark
    case prime
    case fraction
    case reduction(Syntax.Reduction)
    case partial
    case nabla
    case expectation
    case transpose
    case reals
    case naturals
    case iverson
    /// `\underbrace`, `\overbrace`: on which side its label stands.
    case brace(BraceSide)
    case begin(String)
    case end(String)
    case ampersand
    /// `\\`, a line end of plain text, `;` between statements.
    case lineBreak
    /// `\quad`
    case gap
    /// What the lexer could not cut; the statement that it stands in cannot be read.
    case unreadable(Diagnostic.Message)
    case endOfFormula
  }

  enum Sign: Hashable, Sendable {
    case plus, minus, star, dot, times, slash, hadamard
    /// `⋆` is what the homework defines, or a decoration.
    case modulo, bullet, correlation
    case kronecker, percent, factorial
    case comma, semicolon, colon, element, ellipsis, range, plusMinus, implies, arrow, distributed,
      forAll, bar,
      doubleBar
  }

  enum BraceSide: Hashable, Sendable { case below, above }

  enum Bracket: Hashable, Sendable {
    case round, square, curly, group, floor, ceiling, angle
  }

  /// The words of a statement.
  enum Keyword: Hashable, Sendable {
    /// where, for, if, when, with
    case condition
    /// otherwise, else
    case otherwise
    case and
    case indexBase
    /// one-hot
    case oneHot
    /// "Thus", "Dimension of": said to the reader only.
    case filler
    /// "output dimension": behind a tensor, its shape.
    case shape
  }
}

extension Token {
  /// Whether nothing stands between it and the next, but for the space that ends a command.
  func touches(_ next: Token) -> Bool {
    let gap = next.span.lower - span.upper
    guard gap == 1, case .letters(let letter) = kind else { return gap == 0 }
    return !letter.hasPrefix("\\") && span.upper - span.lower > letter.utf8.count
  }
}

extension Token.Keyword {
  /// The keyword that a phrase is, if it is one.
  init?(phrase: String) {
    if phrase == "one-hot" {
      self = .oneHot
      return
    }
    guard phrase.allSatisfy({ $0.isLetter || $0.isWhitespace || ".,:;".contains($0) }) else {
      return nil
    }
    let words = phrase.lowercased().split { !$0.isLetter }.joined(separator: " ")
    guard let keyword = Self.phrases[words] else { return nil }
    self = keyword
  }

  private static let connectives = [
    "thus", "hence", "so", "therefore", "then", "now", "we know",
  ]

  /// What follows the connective and the comma that a phrase begins with: "Thus, Kernel Size".
  static func withoutConnective(_ phrase: String) -> String? {
    guard let comma = phrase.firstIndex(of: ","),
      connectives.contains(phrase[..<comma].lowercased())
    else { return nil }
    return String(phrase[phrase.index(after: comma)...]).trimmed
  }

  private static let phrases: [String: Self] = {
    let groups: [(Self, [String])] = [
      (.condition, ["where", "for", "for all", "if", "when", "with", "here", "whenever"]),
      (.otherwise, ["otherwise", "else"]),
      (.and, ["and"]),
      (.indexBase, ["index base"]),
      (
        .filler,
        connectives + [
          "", "dimension of", "dimensions of", "the dimension of", "shape of", "the shape of",
        ]
      ),
      (.shape, ["output dimension", "output dimensions", "output shape"]),
    ]
    return Dictionary(
      uniqueKeysWithValues: groups.flatMap { keyword, phrases in phrases.map { ($0, keyword) } })
  }()
}
