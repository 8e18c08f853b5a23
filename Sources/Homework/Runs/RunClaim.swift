import Notation

/// What a line of a `check runs` block says: of which runs, and what holds of them.
///
///     every seed: spikes(original.test_loss, rise: 0.3) >= 1
///     median over seeds: last(clip.test_accuracy) >= 0.95
struct RunClaim {
  enum Quantifier: String, CaseIterable {
    case everySeed = "every seed"
    case medianOverSeeds = "median over seeds"
  }

  /// Where an experiment has one run, nothing need be said of seeds.
  let quantifier: Quantifier?
  let chain: Syntax.Chain
  let span: Span

  /// The claims of a block, a line each.
  ///
  /// - Errors: the first line that cannot be read.
  static func claims(in content: Fragment) throws(Diagnostic) -> [RunClaim] {
    var claims: [RunClaim] = []
    var start = 0
    for line in content.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    {
      let part = content.part(start..<start + line.count)
      start += line.count + 1
      let text = part.text.trimmingPrefix { $0.isWhitespace }
      if !text.isEmpty, !text.hasPrefix("#") { claims.append(try RunClaim(part)) }
    }
    return claims
  }

  private init(_ line: Fragment) throws(Diagnostic) {
    let (quantifier, rest) = try Self.quantifier(of: line)
    let statements = try Syntax.Statement.statements(
      in: rest, surface: .plainText, vocabulary: RunFunction.vocabulary)
    guard statements.count == 1, let statement = statements.first,
      case .chain(let chain) = statement.kind, statement.conditions.isEmpty
    else {
      throw Diagnostic(.notARunClaim, at: rest.span)
    }
    self.quantifier = quantifier
    self.chain = chain
    span = statement.span
  }

  /// What stands before the colon that is in no bracket.
  static func quantifier(
    of line: Fragment
  ) throws(Diagnostic) -> (Quantifier?, Fragment) {
    let prefix = line.utf8.prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "(") }
    guard prefix.count < line.utf8.count, line.utf8[prefix.count] == UInt8(ascii: ":") else {
      return (nil, line)
    }
    let words = String(decoding: prefix, as: UTF8.self).foldedWords
    guard let quantifier = Quantifier(rawValue: words) else {
      throw Diagnostic(.unknownQuantifier(words), at: line.part(0..<prefix.count).span)
    }
    return (quantifier, line.part(prefix.count + 1..<line.utf8.count))
  }

}

extension [RunClaim] {
  /// The claims as the report typesets them, a line each.
  var latex: String {
    let lines = map { claim in
      (claim.quantifier.map { "\\text{\($0.rawValue): }" } ?? "") + claim.chain.latex
    }
    return lines.count == 1
      ? lines[0] : "\\begin{gathered} \(lines.joined(separator: " \\\\ ")) \\end{gathered}"
  }
}

extension Diagnostic.Message {
  fileprivate static let notARunClaim = Self(
    "not-a-statement", "this says nothing about runs that could be true or false",
    hint: "write a comparison, such as last(clip.loss) < 0.1")

  fileprivate static func unknownQuantifier(_ words: String) -> Self {
    let known = RunClaim.Quantifier.allCases.map(\.rawValue)
    return Self(
      "unknown-word", "'\(words):' says of no runs which",
      hint: nearest(to: words, in: known).map { "did you mean '\($0):'?" }
        ?? "write \(known.map { "'\($0):'" }.joined(separator: " or "))")
  }
}
