import Notation

/// Turns LaTeX and listings into HTML, from a cache where it can, and refuses what could do harm.
public final class Typesetter {
  /// A formula that cannot be set.
  public struct Failure: Error {
    public let message: Diagnostic.Message
  }

  /// What was set, now or before, by its text.
  public private(set) var cache: TypesetCache
  private var macros = standardMacros
  private let script: () throws -> String
  private let highlighterScript: () -> String?
  private lazy var katex = Result { try KaTeX(source: script()) }
  /// Listings stay plain where the library is not installed.
  private lazy var highlighter = highlighterScript().flatMap { try? Highlighter(source: $0) }

  /// - Parameters:
  ///   - script: asked for KaTeX's source when the first formula is not in the cache.
  ///   - highlighter: asked for that of highlight.js when the first listing is not.
  public init(
    cache: TypesetCache, script: @escaping () throws -> String,
    highlighter: @escaping () -> String? = { nil }
  ) {
    self.cache = cache
    self.script = script
    highlighterScript = highlighter
  }

  /// Takes over the macros of a homework and no others, beside those that every course expects.
  public func setMacros(_ macros: [String: String]) {
    self.macros = Self.standardMacros.merging(macros) { _, own in own }
  }

  /// Leaves no formula in the cache.
  public func forgetFormulas() { cache = TypesetCache() }

  public func html(for latex: String, isDisplay: Bool) throws -> String {
    let safe = try prepared(latex)
    let key = TypesetCache.Key.formula(safe, isDisplay: isDisplay)
    if let known = cache.html(for: key) { return known }
    do {
      let html = try katex.get().html(for: safe, isDisplay: isDisplay)
      cache.store(html, for: key)
      return html
    } catch let failure as JavaScript.Failure {
      throw Failure(message: .texError(failure.message))
    }
  }

  /// A listing with its words marked; `nil` where it is to be shown as it is.
  func html(forListing code: String, language: String) -> String? {
    let key = TypesetCache.Key.listing(code, language: language)
    if let known = cache.html(for: key) { return known }
    guard let html = highlighter?.html(for: code, language: language) else { return nil }
    cache.store(html, for: key)
    return html
  }

  // MARK: - Guards

  private static let lengthLimit = 10_000
  private static let depthLimit = 100

  /// The macros that courses expect and KaTeX does not have.
  private static let standardMacros = [
    "argmax": "\\operatorname*{argmax}", "argmin": "\\operatorname*{argmin}",
    "softmax": "\\operatorname{softmax}", "diag": "\\operatorname{diag}",
  ]

  /// Commands that define, load or link: none of them draws.
  private static let forbidden: Set<String> = [
    "def", "edef", "gdef", "xdef", "let", "futurelet", "global", "long", "newcommand",
    "renewcommand", "providecommand", "includegraphics", "href", "url", "htmlClass", "htmlId",
    "htmlStyle", "htmlData", "char", "expandafter", "noexpand", "csname", "endcsname", "catcode",
  ]

  /// The formula with macros expanded and nothing in it that KaTeX must not see.
  private func prepared(_ latex: String) throws(Failure) -> String {
    guard latex.utf8.count <= Self.lengthLimit else {
      throw Failure(message: .formulaTooLongToSet)
    }
    let expanded = try expanded(latex)
    var depth = 0
    for byte in expanded.utf8 {
      if byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "}") { depth -= 1 }
      guard depth <= Self.depthLimit else { throw Failure(message: .bracesTooDeep) }
    }
    return expanded
  }

  /// Replaces macros once — what they expand to is not expanded again — and Unicode scripts by
  /// `_{…}` and `^{…}`, which KaTeX would otherwise expand without its own limit.
  private func expanded(_ latex: String) throws(Failure) -> String {
    var result = ""
    let scalars = Array(latex.unicodeScalars)
    var place = 0
    while place < scalars.count {
      let scalar = scalars[place]
      place += 1
      if let script = Self.scripts[scalar] {
        result += script
        continue
      }
      guard scalar == "\\" else {
        result.unicodeScalars.append(scalar)
        continue
      }
      var name = ""
      while place < scalars.count, scalars[place].isASCIILetter {
        name.unicodeScalars.append(scalars[place])
        place += 1
      }
      guard !Self.forbidden.contains(name), !name.hasPrefix("html") else {
        throw Failure(message: .forbiddenCommand(name))
      }
      if let expansion = macros[name], !expansion.contains("\\\(name)") {
        try refuseForbidden(in: expansion)
        result += "{\(expansion)}"
      } else {
        result += "\\\(name)"
        if name.isEmpty, place < scalars.count {
          result.unicodeScalars.append(scalars[place])
          place += 1
        }
      }
      guard result.utf8.count <= 4 * Self.lengthLimit else {
        throw Failure(message: .expansionTooLongToSet)
      }
    }
    return result
  }

  private func refuseForbidden(in expansion: String) throws(Failure) {
    for part in expansion.split(separator: "\\", omittingEmptySubsequences: false).dropFirst() {
      let name = String(part.prefix { $0.isASCII && $0.isLetter })
      guard !Self.forbidden.contains(name), !name.hasPrefix("html") else {
        throw Failure(message: .forbiddenCommand(name))
      }
    }
  }

  private static let scripts: [Unicode.Scalar: String] = {
    var table: [Unicode.Scalar: String] = [:]
    for (sign, plain) in zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁱⁿᵀ".unicodeScalars, "0123456789+-=()inT") {
      table[sign] = "^{\(plain)}"
    }
    for (sign, plain) in zip(
      "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ".unicodeScalars, "0123456789+-=()aehijklmnoprstuvx")
    {
      table[sign] = "_{\(plain)}"
    }
    return table
  }()
}

extension Diagnostic.Message {
  static func texError(_ message: String) -> Self {
    Self("tex-error", "this formula cannot be typeset: \(message)", hint: "correct the LaTeX")
  }

  static func forbiddenCommand(_ name: String) -> Self {
    Self(
      "forbidden-command", "the command \\\(name) is not allowed in a homework",
      hint: "declare macros in the front matter, under 'macros:'")
  }

  static let formulaTooLongToSet = Self(
    "formula-too-long", "the formula is longer than 10,000 bytes", hint: "split it into several")
  static let expansionTooLongToSet = Self(
    "formula-too-long", "with its macros written out the formula is longer than 40,000 bytes",
    hint: "make the macros shorter, or split the formula into several")
  static let bracesTooDeep = Self(
    "nested-too-deeply", "the braces of this formula are nested more than 100 deep",
    hint: "give names to its parts")
}
