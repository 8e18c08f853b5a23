/// The elements and attributes that reports write; whatever else stands in a page is from a template.
enum HTMLVocabulary {
  /// Those of every element, besides `aria-…`.
  static let attributes: Set<String> = ["id", "class", "title", "role", "tabindex", "style"]

  /// The attributes of each element.
  static let elements: [String: Set<String>] = {
    var all = text
    for name in formulaElements { all[name] = formulaAttributes }
    for name in pictureElements { all[name] = pictureAttributes }
    return all
  }()

  private static let text: [String: Set<String>] = {
    var all: [String: Set<String>] = [
      "a": ["href"], "details": ["open"], "img": ["src", "alt"],
      "input": ["type", "disabled", "checked"], "ol": ["start"], "th": ["scope"],
    ]
    let others = """
      abbr article aside b blockquote br caption cite code col colgroup dd del dfn div dl dt em \
      figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i ins kbd li main mark nav output p pre q s \
      samp section small span strong sub summary sup table tbody td tfoot thead time tr u ul var wbr
      """
    for name in words(others) { all[name] = [] }
    return all
  }()

  /// What KaTeX writes, except for what it was told to refuse.
  private static let formulaElements = words(
    """
    annotation math menclose mfrac mi mn mo mover mpadded mphantom mroot mrow mspace msqrt mstyle \
    msub msubsup msup mtable mtd mtext mtr munder munderover semantics mlabeledtr
    """)

  private static let formulaAttributes = Set(
    words(
      """
      xmlns display encoding mathvariant mathcolor mathbackground mathsize fence stretchy separator \
      lspace rspace minsize maxsize largeop movablelimits symmetric form width height depth voffset \
      linebreak notation linethickness accent accentunder displaystyle scriptlevel columnalign \
      columnspacing columnlines rowspacing rowlines rowalign side valign
      """))

  private static let pictureElements = words("svg g path line rect text tspan desc svg:title")

  private static let pictureAttributes = Set(
    words(
      """
      xmlns viewbox preserveaspectratio width height x y x1 x2 y1 y2 dy d rx transform fill \
      fill-opacity stroke stroke-width stroke-opacity stroke-dasharray stroke-linecap \
      stroke-linejoin shape-rendering text-anchor font-family font-size font-style font-weight
      """))

  private static func words(_ text: String) -> [String] {
    text.split(whereSeparator: \.isWhitespace).map(String.init)
  }
}
