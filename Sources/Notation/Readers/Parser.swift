import NumericCore

/// A recursive-descent parser for both surfaces: one method a grammar rule, named after it.
///
///     statements := statement (separator statement)*
///     statement  := (chain | membership) conditions
///     chain      := expression (relation expression)*
///     expression := ["-"] product (("+" | "-") product)*
///     product    := quotient ("⊙" quotient)*
///     quotient   := factors (("·" | "×" | "*" | "/") factors)*
///     factors    := power power*
///     power      := postfix ["^" exponent]
///     postfix    := primary ("[" indices "]" | "_" indices | "^⊤")*
struct Parser {
  private var tokens: [Token]
  var position = 0
  /// Names declared before this formula, and by the statements of it that are read.
  var vocabulary: Vocabulary
  /// Multi-letter names that this formula itself makes known, with their letters: bound, or alone in an
  /// index place.
  private let localNames: [String: [String]]
  private let longestLocalName: Int
  /// What this formula introduces by itself and with an index.
  let introduced: NamesBesideFamilies
  /// Where the operand of the last ∇ begins.
  var operandOfGradient = -1
  /// The letters of labels that nothing counts: the t of `h^{(t-1)}` where that is given, and not a range.
  let labelLetters: Set<String>
  /// The letters that a statement of this formula defines, `o = \sigma(a_o)`: they are no indices.
  let definedLetters: Set<String>
  /// The letters of which this formula says where they run, `1 \le i \le n`.
  let rangedLetters: Set<String>
  /// Whether the letter e stands below a name, as an index does.
  let hasIndexE: Bool
  /// The indices of the sums around the current place, innermost last.
  var bound: [String] = []
  /// The indices of the `∏` whose factors are being read.
  var multiplied: Set<String> = []
  /// The names on the left of the chain that is being read; a sum does not reach for those.
  var leftNames: Set<String> = []
  /// The name that is all of the left side of that chain: `Loss = Loss(y)`.
  var leftWord = ""
  /// Whether the statements introduce names, as those of given and define blocks do.
  let introducesNames: Bool
  private let surface: Surface
  /// Whether `&` and `\\` separate cells here and not the lines of a derivation.
  var isInTable = false
  /// What braces under a term claim beside the statement: `\underbrace{A}_{B}`.
  var asides: [Syntax.Chain] = []
  /// Whether what is read leads a claim in: `For S = 1: …`, `∀ i: …`.
  var readsPremise = false
  private var nesting = 0
  /// The braces that a page does not show, from the one that opens to the one that closes.
  private(set) var invisibleGroups: [ClosedRange<Int>] = []
  /// Where the page leaves two readings.
  private(set) var forks: [Span] = []
  /// Whether the second of them is taken.
  private var prefersSecondReading = false
  /// The bars that are open, `|x|` and `\|v\|`: inside of them, the next one closes.
  var openBars: [Token.Sign] = []

  init(
    _ formula: Fragment, surface: Surface, vocabulary: Vocabulary, introducesNames: Bool = false
  ) throws(Diagnostic) {
    let tokens = Self.tokens(of: formula, surface)
    guard tokens.count <= Self.tokenLimit else {
      throw Diagnostic(.formulaTooLong, at: tokens[Self.tokenLimit].span)
    }
    self.tokens = vocabulary.telling(apart: tokens, introducingNames: introducesNames)
    self.vocabulary = vocabulary
    self.introducesNames = introducesNames
    self.surface = surface
    localNames = Self.namesBesideBrackets(tokens)
    introduced = introducesNames ? NamesBesideFamilies(tokens: tokens) : .none
    labelLetters = vocabulary.labelLetters.union(
      introducesNames ? Self.labelLetters(tokens) : [])
    definedLetters = introducesNames ? Self.definedLetters(tokens) : []
    rangedLetters = introducesNames ? Self.lettersWithRange(tokens) : []
    hasIndexE = zip(tokens.dropFirst(), tokens).contains { letter, before in
      letter.kind == .letters("e")
        && [.subscriptMark, .open(.group), .open(.square), .sign(.comma)].contains(before.kind)
    }
    longestLocalName = localNames.values.map(\.count).max() ?? 0
  }

  static func tokens(of formula: Fragment, _ surface: Surface) -> [Token] {
    switch surface {
    case .latex: LaTeXLexer.tokens(of: formula)
    case .plainText: PlainTextLexer.tokens(of: formula)
    }
  }

  /// More than anybody writes, few enough to be parsed at once.
  private static let tokenLimit = 4000
  /// The height of a tree, and the depth of brackets; each walk over a tree recurses so deep.
  private static let depthLimit = 200
  /// The parts of a tree: a few for each token, and not 8 times as many with each `\tanh^8`.
  private static let partLimit = 20_000
  /// The letters of a name that is no word; a longer run is a product.
  private static let nameLimit = 64

  var current: Token { tokens[position] }

  func peek(_ distance: Int = 1) -> Token {
    tokens[max(0, min(position + distance, tokens.count - 1))]
  }

  /// Goes back to where a statement begins.
  mutating func rewind(to start: Int) {
    position = start
    bound = []
    multiplied = []
    isInTable = false
    openBars = []
    invisibleGroups.removeAll { $0.lowerBound >= start }
    forks.removeAll { $0.lower >= tokens[start].span.lower }
  }

  /// What the lexer could not cut between two positions.
  func unreadable(in positions: Range<Int>) -> Diagnostic? {
    for token in tokens[positions] {
      if case .unreadable(let message) = token.kind { return Diagnostic(message, at: token.span) }
    }
    return nil
  }

  var unreadable: Diagnostic? { unreadable(in: tokens.indices) }

  /// The tokens that were read since some position.
  func tokens(since start: Int) -> ArraySlice<Token> { tokens[start..<position] }

  /// Where braces stand.
  func span(of group: ClosedRange<Int>) -> Span {
    tokens[group.lowerBound].span.joined(with: tokens[group.upperBound].span)
  }

  /// The tokens from the current one on.
  var rest: ArraySlice<Token> { tokens[position...] }

  @discardableResult
  mutating func advance() -> Token {
    let token = tokens[position]
    if position + 1 < tokens.count { position += 1 }
    return token
  }

  mutating func take(_ kind: Token.Kind) -> Bool {
    guard current.kind == kind else { return false }
    advance()
    return true
  }

  @discardableResult
  mutating func expect(_ kind: Token.Kind, _ what: String) throws(Diagnostic) -> Token {
    guard current.kind == kind else {
      throw Diagnostic(.expected(what), at: current.span)
    }
    return advance()
  }

  /// Closes the bracket that `open` opened.
  mutating func close(_ bracket: Token.Bracket, openedBy open: Token) throws(Diagnostic) -> Token {
    guard current.kind == .close(bracket) else {
      throw current.kind == .endOfFormula
        ? Diagnostic(.unclosedBracket, at: open.span)
        : Diagnostic(.expected("the bracket that closes this group"), at: current.span)
    }
    return advance()
  }

  /// The same parser, to which the page's second readings are the first.
  func preferringSecondReading() -> Parser {
    var parser = self
    parser.prefersSecondReading = true
    return parser
  }

  /// The same parser, of a text without these braces.
  func dropping(_ groups: [ClosedRange<Int>]) -> Parser {
    var parser = self
    let braces = Set(groups.flatMap { [$0.lowerBound, $0.upperBound] })
    parser.tokens = tokens.enumerated().filter { !braces.contains($0.offset) }.map(\.element)
    return parser
  }

  /// Notes that the page leaves two readings, and says which of them is to be taken.
  mutating func takesSecondReading(at span: Span) -> Bool {
    forks.append(span)
    return prefersSecondReading
  }

  /// Braces where a value stands.
  mutating func invisibleGroup() throws(Diagnostic) -> Syntax.Expression {
    let start = position
    let inner = try group()
    invisibleGroups.append(start...(position - 1))
    return inner
  }

  /// Puts what stands below in front of what stands above, or the other way round: the page shows the
  /// same, `v^2_1` and `v_1^2`.
  mutating func exchangeScripts() {
    guard let middle = endOfScript(at: 0), let end = endOfScript(at: middle),
      [.subscriptMark, .superscriptMark].contains(peek(middle).kind),
      peek(middle).kind != current.kind
    else { return }
    let first = tokens[position..<(position + middle)]
    let second = tokens[(position + middle)..<(position + end)]
    tokens.replaceSubrange(position..<(position + end), with: second + first)
  }

  /// `\substack{i, j \\ i \ne j}`: what stands one below another, as a list.
  mutating func flattenStack() {
    guard let end = (position..<tokens.count).first(where: { tokens[$0].kind == .close(.group) }),
      end + 1 < tokens.count, tokens[end + 1].kind == .close(.group)
    else { return }
    let lines = tokens[(position + 1)..<end].map { token in
      token.kind == .lineBreak ? Token(kind: .sign(.comma), span: token.span) : token
    }
    tokens.replaceSubrange(position...end, with: lines)
  }

  /// Ends a script in brackets there, so that what follows in it stands above by itself.
  mutating func split(scriptAt place: Int, endingAt end: Int, isNested: Bool) -> Bool {
    let mark = Token(kind: .superscriptMark, span: peek(place).span)
    let (open, close) = (Token.Kind.open(.group), Token.Kind.close(.group))
    let rest = tokens[(position + place)..<(position + end)]
    let span = peek(place).span
    let closing = Token(kind: close, span: span)
    tokens.replaceSubrange(
      (position + place)..<(position + end),
      with: isNested
        ? [closing] + rest.dropLast() : [closing, mark, Token(kind: open, span: span)] + rest)
    return true
  }

  /// Reads something else for the token there.
  mutating func read(_ kind: Token.Kind, at distance: Int) {
    tokens[position + distance] = Token(kind: kind, span: peek(distance).span)
  }

  var isPlainText: Bool { surface == .plainText }

  /// The first of several digits, where LaTeX takes one token.
  mutating func takeDigit() -> Syntax.Expression? {
    guard surface == .latex, case .number(let text) = current.kind, text.count > 1,
      let digit = text.first?.wholeNumberValue, !text.contains(".")
    else { return nil }
    let (lower, upper) = (current.span.lower, current.span.upper)
    tokens[position] = Token(
      kind: .number(String(text.dropFirst())), span: Span((lower + 1)..<upper))
    return Syntax.Expression(.number(Rational(digit)), at: Span(lower..<(lower + 1)))
  }

  /// LaTeX takes one digit where no braces are: `2^10` is 2¹0.
  func refuseSeveralDigits() throws(Diagnostic) {
    guard surface == .latex, case .number(let text) = current.kind, text.count > 1 else { return }
    throw Diagnostic(.severalDigits(text), at: current.span)
  }

  /// Runs a rule one level deeper.
  mutating func nested<Result>(
    _ rule: (inout Parser) throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> Result {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting <= Self.depthLimit else {
      throw Diagnostic(.nestedTooDeeply, at: current.span)
    }
    return try rule(&self)
  }

  /// Builds a node; the one place that bounds the height of trees.
  func make(
    _ kind: Syntax.Expression.Kind, _ start: Span, _ end: Span
  ) throws(Diagnostic) -> Syntax.Expression {
    let expression = Syntax.Expression(kind, at: start.joined(with: end))
    guard expression.depth <= Self.depthLimit else {
      throw Diagnostic(.nestedTooDeeply, at: end)
    }
    guard expression.partCount <= Self.partLimit else {
      throw Diagnostic(.tooManyParts, at: end)
    }
    return expression
  }

  /// The span of the token before the current one.
  var previousSpan: Span { tokens[max(0, position - 1)].span }

  /// How many letters side by side can be one name here.
  var longestName: Int {
    let known = max(vocabulary.longestName, longestLocalName, Library.longestName)
    let here = max(bound.map(\.utf8.count).max() ?? 0, leftWord.utf8.count)
    return min(max(known, here), Self.nameLimit)
  }

  /// The letters from here on, as far as a name can reach and one further.
  var lettersAhead: [String] {
    var run: [String] = []
    while run.count <= Self.nameLimit, case .letters(let letter) = peek(run.count).kind {
      // Converters write `f w` for `fw`; letters that are names themselves are a product.
      let isSpaced = !run.isEmpty && !peek(run.count - 1).touches(peek(run.count))
      if isSpaced, (run + [letter]).contains(where: { vocabulary[$0] != nil }) { break }
      run.append(letter)
    }
    return run
  }

  /// Whether the name is one word here, though it has several letters.
  func knows(_ name: String) -> Bool {
    vocabulary[name] != nil || isLocalName(name) || bound.contains(name) || Library.contains(name)
      || vocabulary.stems.contains(name) || leftWord == name
  }

  /// Beside a stride S, `Sj` is no name but a product.
  private func isLocalName(_ name: String) -> Bool {
    guard let letters = localNames[name] else { return false }
    return letters.count { vocabulary[$0] != .number } > 1
  }

  /// Runs of letters that stand alone between brackets and commas, or before the `=` of a sum. Letters
  /// with a space between them are no run.
  private static func namesBesideBrackets(_ tokens: [Token]) -> [String: [String]] {
    var names: [String: [String]] = [:]
    var run: [String] = []
    var opened = false
    for (position, token) in tokens.enumerated() {
      switch token.kind {
      case .letters(let letter):
        if !run.isEmpty, tokens[position - 1].span.upper < token.span.lower { opened = false }
        run.append(letter)
        continue
      case .close(.square) where opened, .sign(.comma) where opened, .relation(.equal) where opened:
        if run.count > 1 { names[run.joined()] = run }
      default: break
      }
      run = []
      opened = false
      switch token.kind {
      case .open(.square), .sign(.comma): opened = true
      case .open(.group) where position > 0: opened = tokens[position - 1].kind == .subscriptMark
      default: break
      }
    }
    return names
  }
}

extension Diagnostic.Message {
  static let formulaTooLong = Self(
    "formula-too-long", "the formula has more than 4000 signs", hint: "split it into several")

  static let tooManyParts = Self(
    "formula-too-long",
    "with its powers of functions written out, the formula has more than 20,000 parts",
    hint: "give names to its parts")

  static let nestedTooDeeply = Self(
    "nested-too-deeply", "the formula is nested more than 200 deep",
    hint: "give names to its parts")

  static let unclosedBracket = Self(
    "unbalanced", "this bracket is never closed", hint: "add the bracket that closes it")

  static func severalDigits(_ digits: String) -> Self {
    Self(
      "ambiguous", "without braces, LaTeX takes the first digit only",
      hint: "write {\(digits)}")
  }

  static func expected(_ what: String) -> Self {
    Self("expected", "expected \(what) here")
  }
}
