import Testing

@testable import Reports

/// What the reader of our own pages refuses.
@Suite("Pages read again")
struct PageCheckTests {
  private static let template = """
    <!doctype html>
    <html lang=en><head><meta charset="utf-8">
    {{#policy}}<meta http-equiv="Content-Security-Policy" content="{{{policy}}}">{{/policy}}
    <title>{{title}}</title><style>{{{style}}}</style></head>
    <body><ul class="counts">{{#counts}}<li><button onclick="show()">{{name}}</button></li>{{/counts}}</ul>
    <!-- ours --><main style="background: url(logo.png)">{{{body}}}</main></body></html>
    """

  private static func check() throws -> PageCheck {
    var template = TemplateCheck(Self.template, of: .page)
    try template.run()
    return try PageCheck(page: template.outline, parts: [])
  }

  /// The page with a body.
  private static func page(_ body: String) -> String {
    """
    <!doctype html>
    <html lang=en><head><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'">
    <title>A < B <b></title><style>a > b { c: "</b>" }</style></head>
    <body><ul class="counts"><li><button onclick="show()">a</button></li><li><button onclick="show()">b</button></li></ul>
    <!-- ours --><main style="background: url(logo.png)">\(body)</main></body></html>
    """
  }

  @Test(
    "What reports write passes",
    arguments: [
      "", "<p>text &lt;b&gt;</p>", "<p class=\"counts-not\" id='x'>a<br>b</p>",
      "<a href=\"https://example.org/?a&amp;b\">x</a><a href=\"#a\">y</a><a href=\"up/x.md\">z</a>",
      "<a href=\"https://example.org/&quot;&gt;&lt;&#39;\">x</a>",
      "<img src=\"data:image/png;base64,AA==\" alt=\"\">",
      "<details open><summary>s</summary></details>",
      "<svg viewBox=\"0 0 1 1\"><title>a &lt; b</title><path d=\"M0 0\" style=\"fill: var(--a, red)\"/></svg>",
      "<math><mi>x</mi></math>", "<span style=\"height:1.5em;top:-2em\"></span>",
      "<span style=\"width:calc(100% - 0.1em)\"></span>",
    ])
  func passes(_ body: String) throws { try Self.check().run(Self.page(body)) }

  @Test("What KaTeX writes passes")
  func typeset() throws {
    let typesetter = Pages.typesetter()
    let formulas = [
      #"\widehat{y} + \overline{h_1} + \vec{x} + \tilde{c} + \overrightarrow{ab} + \overbrace{a + b}^{2}"#,
      #"\sqrt[3]{\frac{a}{b}} \left( \begin{bmatrix} 1 & 2 \\ 3 & 4 \\ 5 & 6 \end{bmatrix} \right) \Bigg|_0^1"#,
      #"\begin{cases} x & x > 0 \\ 0 & \text{otherwise} \end{cases} \quad \begin{array}{c|c} a & b \\ \hline c & d \end{array}"#,
      #"\color{red} x \textcolor{#0a0}{y} \colorbox{yellow}{z} \boxed{w} \cancel{v} \sout{u} \rule{1em}{2pt} \phantom{x}"#,
      #"\xrightarrow[a]{b} \underset{x}{\arg\max} \sum_{\substack{i \\ j}} \oint \raisebox{1em}{x} \kern-1em \mathbb{1} \not= \Huge x"#,
    ]
    for formula in formulas {
      let html = try typesetter.html(for: formula, isDisplay: true)
      try Self.check().run(Self.page(html))
    }
  }

  @Test(
    "What an author could only have smuggled in does not",
    arguments: [
      "<script>1</script>", "<SCRIPT>1</SCRIPT>", "<img src=x>",
      "<img src=\"https://x.example/a.png\">",
      "<img src=\"data:image/png;base64,AA\" onerror=\"1\">", "<svg onload=\"1\"></svg>",
      "<p onclick=\"show()\">x</p>", "<style>a{}</style>", "<title>x</title>", "<meta name=\"a\">",
      "<meta http-equiv=\"refresh\" content=\"0\">", "<link rel=\"stylesheet\" href=\"x\">",
      "<base href=\"//x\">", "<iframe></iframe>", "<form></form>", "<object></object>",
      "<a href=\"javascript:1\">x</a>", "<a href=\"java&#9;script:1\">x</a>",
      "<a href=\"javascript&colon;1\">x</a>", "<a href=\"//x.example\">x</a>",
      "<a href=\"javascript:\u{FF9E}=1\">x</a>", "<a href=\"data:text/html,x\">x</a>",
      "<p style=\"background: url(x)\">x</p>", "<p style=\"width: expression(1)\">x</p>",
      "<p style=\"a\\75rl\">x</p>", "<ul class=\"x counts\"></ul>", "</main>", "</div>",
      "<!-- x -->",
      "<!-->", "<!x>", "<?x>", "</ x>", "<![CDATA[x]]>", "<plaintext>", "<p", "<p class=\"",
      "<p class=\"a\"b>x</p>", "<p class=a\"b>x</p>", "<p \"x\">x</p>", "<p\u{301}>x</p>", "a < b",
      "<svg><title><img src=x onerror=1></title></svg>", "<svg><style>a</style></svg>",
      "<svg></math>",
      "<x-y>x</x-y>", "<p hidden>x</p>", "\u{600}<b onmouseover\u{301}=1>x</b>", "<p x>", "</p>",
      "<svg><a xlink:href=\"javascript:1\"></a></svg>", "<input type=image src=x>", "<body>",
      "<html>",
    ])
  func refused(_ body: String) throws {
    let check = try Self.check()
    let fault = #expect(throws: PageFault.self) { try check.run(Self.page(body)) }
    #expect(fault.map { $0.line == 6 || $0.line == 7 } == true, "\(String(describing: fault))")
  }

  @Test("A fault has a place, the tag and what to do")
  func place() throws {
    let check = try Self.check()
    let fault = #expect(throws: PageFault.self) {
      try check.run(Self.page("é\n<p>\u{600}<script>"))
    }
    let words = try #require(fault).description
    #expect(words.hasPrefix("7:5: the element <script> is in no template\n  help: "))
  }

  @Test("The script of a preview stands in its page once")
  func script() throws {
    let check = try Self.check()
    let script = "<script nonce=\"1\">if (a < b) f('<p>')</script>"
    try check.run(Self.page(script), script: script)
    #expect(throws: PageFault.self) { try check.run(Self.page(script + script), script: script) }
    #expect(throws: PageFault.self) {
      try check.run(Self.page("<script src=\"x\"></script>"), script: script)
    }
  }

  @Test("A template that no browser would read as it stands is told with its line")
  func template() throws {
    var template = TemplateCheck("<p>\n<p class=\"{{title}}\"x>", of: .page)
    try template.run()
    let outline = template.outline
    let error = #expect(throws: TemplateError.self) { try PageCheck(page: outline, parts: []) }
    #expect(try #require(error).description.hasPrefix("page.mustache: line 2: something stands"))
  }
}
