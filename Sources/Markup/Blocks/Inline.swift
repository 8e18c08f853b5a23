import Notation

/// A piece of running text.
public indirect enum Inline: Sendable {
  case text(String)
  case emphasis([Inline])
  case strong([Inline])
  case strikethrough([Inline])
  case code(String)
  /// `` `= expr` ``, with the place of the whole.
  case computed(Fragment, Span)
  case formula(Formula)
  case link(destination: String, title: String, [Inline])
  /// `[text](#id)`, with the place of `#id`; `[](#id)`, with the place of the whole, says what stands there.
  case reference(Located, [Inline])
  case image(source: String, title: String, alternative: [Inline])
  case rawHTML(String)
  case softBreak
  case lineBreak
  /// `[^id]`
  case footnoteReference(Located)
  case citation(Citation)
}

extension [Inline] {
  /// The text without its marks, for headings and alternatives.
  package var plainText: String {
    map { inline in
      switch inline {
      case .text(let text), .code(let text), .rawHTML(let text): text
      case .emphasis(let inner), .strong(let inner), .strikethrough(let inner): inner.plainText
      case .link(_, _, let inner), .reference(_, let inner), .image(_, _, let inner):
        inner.plainText
      case .formula(let formula): formula.latex.text
      case .computed(let fragment, _): fragment.text
      case .softBreak, .lineBreak: " "
      case .citation(let citation): citation.text
      case .footnoteReference: ""
      }
    }.joined()
  }
}

extension Inline {
  /// The formulas in it, in order.
  package var formulas: [Formula] {
    switch self {
    case .formula(let formula): [formula]
    case .emphasis(let inner), .strong(let inner), .strikethrough(let inner),
      .link(_, _, let inner), .reference(_, let inner):
      inner.flatMap(\.formulas)
    default: []
    }
  }
}
