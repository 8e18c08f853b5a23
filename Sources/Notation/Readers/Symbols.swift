/// What each LaTeX command and each Unicode sign means: the readers' table.
enum Symbols {
  /// The token of a LaTeX command without arguments, by its name without the backslash.
  static func token(command: String) -> Token.Kind? { commands[command] }

  /// The token of a character that is not a letter or digit.
  static func token(character: Unicode.Scalar) -> Token.Kind? { characters[character] }

  /// Commands that change how a formula looks and not what it says.
  static let ignored: Set<String> = [
    "left", "right", "middle", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr",
    "biggl",
    "biggr", "limits", "nolimits", "displaystyle", "textstyle", "scriptstyle", ",", ";", ":", "!",
    " ", "thinspace", "boxed", "bf", "rm", "notag", "nonumber", "substack",
  ]

  /// Commands that set a name in another font, and mean the same name.
  static let fonts: Set<String> = [
    "mathbf", "boldsymbol", "bm", "pmb", "mathit", "mathsf", "mathcal", "mathscr", "mathnormal",
  ]

  /// Those of them that make another name of a letter, where the plain letter is a name, too.
  static let scripts: Set<String> = ["mathcal", "mathscr"]

  /// Those of them that make another name of a letter, where the plain letter is a size.
  static let bold: Set<String> = ["mathbf", "boldsymbol", "bm", "pmb"]

  /// Commands whose argument is words or one name in words.
  static let textual: Set<String> = [
    "text", "textrm", "textit", "textbf", "mathrm", "operatorname", "mbox", "textnormal",
  ]

  /// Commands that decorate the one letter that follows.
  static let accents: Set<String> = [
    "hat", "bar", "tilde", "vec", "widehat", "widetilde", "dot", "ddot", "overline", "check",
    "breve", "overrightarrow", "overleftarrow", "mathring",
  ]

  /// A decorated name in canonical form: wide and narrow accents look alike, and fonts are not told
  /// apart.
  static func accented(_ letters: String, by accent: String) -> String {
    let narrow = ["widehat": "hat", "widetilde": "tilde", "overline": "bar"][accent] ?? accent
    var plain = letters.filter { !$0.isWhitespace || letters.contains("\\") }.trimmed
    // Nobody decorates more, and it is looked through for each font.
    guard plain.utf8.count <= 100 else { return "\\\(narrow){\(plain)}" }
    for font in fonts.union(["mathrm", "text"]) where !scripts.contains(font) {
      plain = plain.withoutFont("\\\(font){")
    }
    return "\\\(narrow){\(plain)}"
  }

  private static let commands: [String: Token.Kind] = {
    var table: [String: Token.Kind] = [
      "frac": .fraction, "dfrac": .fraction, "tfrac": .fraction, "cfrac": .fraction,
      "partial": .partial, "nabla": .nabla, "triangledown": .nabla,
      "sum": .reduction(.sum), "prod": .reduction(.product), "top": .transpose,
      "intercal": .transpose, "underbrace": .brace(.below), "overbrace": .brace(.above),
      "R": .reals, "reals": .reals,
      "N": .naturals,
      "times": .sign(.times), "cdot": .sign(.dot), "odot": .sign(.hadamard),
      "circ": .sign(.hadamard), "ast": .sign(.star), "in": .sign(.element), "to": .sign(.arrow),
      "sim": .sign(.distributed),
      "rightarrow": .sign(.arrow), "pm": .sign(.plusMinus),
      "dots": .sign(.ellipsis), "ldots": .sign(.ellipsis), "cdots": .sign(.ellipsis),
      "vdots": .sign(.ellipsis),
      "|": .sign(.doubleBar), "Vert": .sign(.doubleBar), "lVert": .sign(.doubleBar),
      "rVert": .sign(.doubleBar), "parallel": .sign(.doubleBar), "vert": .sign(.bar),
      "lvert": .sign(.bar), "rvert": .sign(.bar),
      "Rightarrow": .sign(.implies), "implies": .sign(.implies), "therefore": .keyword(.filler),
      "forall": .sign(.forAll), "land": .keyword(.and), "wedge": .keyword(.and),
      "le": .relation(.lessOrEqual), "leq": .relation(.lessOrEqual), "lt": .relation(.less),
      "ge": .relation(.greaterOrEqual), "geq": .relation(.greaterOrEqual),
      "gt": .relation(.greater),
      "ne": .relation(.unequal), "neq": .relation(.unequal), "doteq": .relation(.equal),
      "coloneqq": .relation(.equal), "triangleq": .relation(.equal), "equiv": .relation(.equal),
      "approx": .relation(.approximatelyEqual), "lfloor": .open(.floor), "rfloor": .close(.floor),
      "lceil": .open(.ceiling), "rceil": .close(.ceiling), "{": .open(.curly), "}": .close(.curly),
      "langle": .open(.angle), "rangle": .close(.angle), "lbrace": .open(.curly),
      "rbrace": .close(.curly), "lbrack": .open(.square),
      "rbrack": .close(.square), "prime": .prime, "quad": .gap, "qquad": .gap, "\\": .lineBreak,
      "newline": .lineBreak, "bmod": .sign(.modulo), "mod": .sign(.modulo),
      "star": .sign(.correlation),
      "bullet": .sign(.bullet), "otimes": .sign(.kronecker), "%": .sign(.percent),
      "infty": .word("∞"),
    ]
    for name in [
      "tanh", "exp", "log", "ln", "max", "min", "sin", "cos", "tan", "sinh", "cosh", "dim", "sqrt",
      "arctan", "det",
    ] {
      table[name] = .word(name)
    }
    for (name, letter) in greek { table[name] = .letters(letter) }
    return table
  }()

  /// Whether what stands on both sides of a command is a statement.
  static func relates(command: String) -> Bool {
    switch commands[command] {
    case .relation, .sign(.element): true
    default: false
    }
  }

  private static let greek: [String: String] = [
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ϵ",
    "zeta": "ζ", "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ",
    "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ",
    "phi": "φ", "varphi": "ϕ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ",
    "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ",
    "Omega": "Ω", "ell": "ℓ",
  ]

  /// A text with Greek letters as the commands that one types.
  static func typed(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 >= 0x80 }) else { return text }
    var typed = ""
    var endsInCommand = false
    for character in text {
      if endsInCommand, character.isLetter { typed += " " }
      let command = commandsOfGreek[String(character)]
      typed += command.map { "\\\($0)" } ?? String(character)
      endsInCommand = command != nil
    }
    return typed
  }

  private static let commandsOfGreek = Dictionary(
    greek.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })

  private static let characters: [Unicode.Scalar: Token.Kind] = [
    "+": .sign(.plus), "-": .sign(.minus), "−": .sign(.minus), "*": .sign(.star), "·": .sign(.dot),
    "⋅": .sign(.dot), "×": .sign(.times), "/": .sign(.slash), "⊙": .sign(.hadamard),
    "∘": .sign(.hadamard), "∙": .sign(.bullet), "•": .sign(.bullet), "⋆": .sign(.correlation),
    ",": .sign(.comma), ";": .sign(.semicolon), ":": .sign(.colon),
    "∈": .sign(.element), "→": .sign(.arrow), "…": .sign(.ellipsis), "±": .sign(.plusMinus),
    "⇒": .sign(.implies),
    "∀": .sign(.forAll), "|": .sign(.bar), "‖": .sign(.doubleBar), "=": .relation(.equal),
    "≠": .relation(.unequal), "<": .relation(.less),
    ">": .relation(.greater), "≤": .relation(.lessOrEqual), "≥": .relation(.greaterOrEqual),
    "≈": .relation(.approximatelyEqual), "(": .open(.round), ")": .close(.round),
    "[": .open(.square), "]": .close(.square), "⌊": .open(.floor), "⌋": .close(.floor),
    "⌈": .open(.ceiling), "⌉": .close(.ceiling), "⟨": .open(.angle), "⟩": .close(.angle),
    "⊗": .sign(.kronecker), "!": .sign(.factorial), "∞": .word("∞"),
    "_": .subscriptMark, "^": .superscriptMark,
    "'": .prime, "′": .prime, "∂": .partial, "∇": .nabla,
    "∑": .reduction(.sum), "∏": .reduction(.product),
    "⊤": .transpose, "ᵀ": .transpose, "ℝ": .reals, "ℕ": .naturals, "𝟙": .iverson, "&": .ampersand,
  ]
}

extension String {
  /// Without the command and the braces of a font, where these hold no others.
  fileprivate func withoutFont(_ command: String) -> String {
    var text = self
    while let start = text.firstRange(of: command),
      let end = text[start.upperBound...].firstIndex(where: { $0 == "}" || $0 == "{" }),
      text[end] == "}"
    {
      text.replaceSubrange(start.lowerBound...end, with: text[start.upperBound..<end])
    }
    return text
  }
}

extension Syntax.Expression {
  /// The expression in LaTeX for an author to type, without letters that are on no keyboard.
  package var typedLatex: String { Symbols.typed(latex) }
}
