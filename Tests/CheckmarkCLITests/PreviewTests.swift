import Foundation
import Testing

/// The preview as a browser and as a stranger see it.
@Suite("Preview")
struct PreviewTests {
  private static let text = "# One\n\n```check\n1 + 1 = 2\n```\n"

  @Test("Its page is the report, with one script that it knows by a nonce")
  func page() throws {
    let preview = try PreviewProcess("one.md", ["one.md": Self.text])
    let answer = try preview.get("/\(preview.token)/")
    #expect(answer.status == 200)
    #expect(answer.body.contains("<title>One</title>"))
    #expect(!answer.body.contains("http-equiv=\"Content-Security-Policy\""))
    let policy = try #require(answer.headers["content-security-policy"])
    #expect(policy.hasPrefix("default-src 'none'"))
    let nonce = try #require(policy.firstMatch(of: /script-src 'nonce-([0-9a-f]{32})'/))
    #expect(answer.body.split(separator: "<script").count == 2)
    #expect(answer.body.contains("<script nonce=\"\(nonce.output.1)\""))
    #expect(policy.contains("connect-src 'self'"))
    #expect(answer.headers["x-content-type-options"] == "nosniff")
    #expect(answer.headers["cache-control"] == "no-store")
    #expect(answer.headers["referrer-policy"] == "no-referrer")
    #expect(answer.headers["cross-origin-resource-policy"] == "same-origin")
    #expect(try preview.get("/\(preview.token)/", host: "localhost:\(preview.port)").status == 200)
    let head = try preview.get("/\(preview.token)/", method: "HEAD")
    #expect(head.status == 200 && head.body.isEmpty)
    #expect(head.headers["content-length"] == "\(answer.body.utf8.count)")
    #expect(preview.interrupt() == 0)
  }

  @Test("Nobody without the token, under another name, or with another wish learns anything")
  func strangers() throws {
    let preview = try PreviewProcess("one.md", ["one.md": Self.text, "secret.md": "# Secret\n"])
    let token = preview.token
    #expect(token.wholeMatch(of: /[0-9a-f]{32}/) != nil)
    let other = String(token.dropLast()) + (token.hasSuffix("0") ? "1" : "0")
    for path in [
      "/", "/one.md", "/\(other)/", "/\(token.dropLast())/", "/\(token)", "//\(token)/",
      "/x/../\(token)/", "/\(token.uppercased())x/", "/\(other)/changes?after=0", "*",
      "http://127.0.0.1:\(preview.port)/\(other)/",
      "/\(token)/secret.md", "/\(token)/secret.md/", "/\(token)/../secret.md", "/\(token)/one.md/",
      "/\(token)/..%2Fsecret.md/", "/\(token)/%2Fetc%2Fpasswd/", "/\(token)//etc/passwd",
      "/\(token)/%00/", "/\(token)/%FF/", "/\(token)/assets/katex/katex.min.css",
    ] {
      let answer = try preview.get(path)
      #expect(answer.status == 404, "\(path)")
      #expect(answer.body.isEmpty, "\(path)")
      #expect(answer.headers["content-security-policy"] == nil)
    }
    for host in ["evil.example", "evil.example:\(preview.port)", "127.0.0.1", "127.0.0.1:1", ""] {
      #expect(try preview.get("/\(token)/", host: host).status == 404, "\(host)")
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
      #expect(try preview.get("/\(token)/", method: method).status == 405, "\(method)")
      #expect(try preview.get("/", method: method).status == 404, "\(method)")
    }
  }

  @Test("A save shows, also one that keeps the size, and a mistake does not end it")
  func saves() throws {
    let preview = try PreviewProcess("one.md", ["one.md": Self.text])
    var news = try preview.news(after: 0)
    #expect(news.page.contains("1</strong> verified"))
    for (text, shows) in [
      (Self.text.replacing("= 2", with: "= 3"), "Did you mean"),
      (Self.text.replacing("# One", with: "# Two"), "<title>Two</title>"),
      ("---\ntitle: [\n", "problems"), ("```check\n\\frac{1}{\n", "problems"), (Self.text, "One"),
    ] {
      try preview.save(text, to: "one.md")
      let next = try preview.news(after: news.version)
      #expect(next.version != news.version)
      #expect(next.notice == nil)
      #expect(next.page.contains(shows), "\(shows)")
      news = next
    }
  }

  @Test("A file that is gone, or no text, is said above the page until it is back")
  func goneAndBack() throws {
    let preview = try PreviewProcess("one.md", ["one.md": Self.text])
    var news = try preview.news(after: 0)
    for bytes in [nil, Data([0x23, 0x20, 0xFF])] {
      if let bytes { try preview.save(bytes, to: "one.md") } else { try preview.remove("one.md") }
      news = try preview.news(after: news.version)
      #expect(news.notice?.contains(bytes == nil ? "no such file" : "1:3") == true)
      #expect(news.page.contains("<title>One</title>"))
      try preview.save(Self.text, to: "one.md")
      news = try preview.news(after: news.version)
      #expect(news.notice == nil)
    }
  }

  @Test("A file that is no text from the beginning is a page that says so")
  func neverRead() throws {
    let preview = try PreviewProcess("one.md", ["one.md": "x"])
    try preview.save(Data([0xFF]), to: "one.md")
    let news = try preview.news(after: 0)
    #expect(news.page.contains("no UTF-8"))
    try preview.save(Self.text, to: "one.md")
    #expect(try preview.news(after: news.version).page.contains("<title>One</title>"))
  }

  @Test("It follows the tables, pictures and templates of the homework")
  func dependencies() throws {
    let text =
      "```plot\ndata: data/loss.csv\nx: step\ny: loss\n```\n\n![a](data/dot.svg)\n"
    let preview = try PreviewProcess(
      "one.md",
      [
        "one.md": text, "data/loss.csv": "step,loss\n1,2\n2,1\n",
        "data/dot.svg": "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
      ])
    var news = try preview.news(after: 0)
    #expect(news.page.contains("<svg"))
    try preview.save("step,loss\n1,2\n2,9\n", to: "data/loss.csv")
    let second = try preview.news(after: news.version)
    #expect(second.page != news.page)
    news = second
    try preview.save("<svg xmlns=\"http://www.w3.org/2000/svg\"> </svg>", to: "data/dot.svg")
    news = try preview.news(after: news.version)
    try preview.save(text + "\n<!-- include data/_more.md -->\n", to: "one.md")
    news = try preview.news(after: news.version)
    for word in ["here", "there"] {
      try preview.save("It is *\(word)*.\n", to: "data/_more.md")
      news = try preview.news(after: news.version)
      #expect(news.page.contains("<em>\(word)</em>"))
    }
    try FileManager.default.createDirectory(
      at: preview.folder.appending(path: "templates"), withIntermediateDirectories: true)
    try preview.save("p { color: teal; }", to: "templates/checkmark.css")
    #expect(try preview.news(after: news.version).page.contains("color: teal"))
  }

  @Test("A folder has a page that links to its homework, whatever this is called")
  func folder() throws {
    let preview = try PreviewProcess(
      ".", ["one.md": Self.text, "part/two & <b>.md": "# Two\n", "notes.txt": "# No\n"])
    let index = try preview.news(after: 0)
    #expect(index.page.contains("href=\"./one.md/\""))
    #expect(index.page.contains("href=\"./part/two%20%26%20%3Cb%3E.md/\""))
    #expect(index.page.contains("two &amp; &lt;b&gt;.md"))
    #expect(!index.page.contains("notes.txt"))
    let two = try preview.get("/\(preview.token)/part/two%20%26%20%3Cb%3E.md/")
    #expect(two.body.contains("<title>Two</title>"))
    for path in ["notes.txt/", "part/", "../one.md/", "part/../one.md/", "two.md/"] {
      #expect(try preview.get("/\(preview.token)/\(path)").status == 404, "\(path)")
    }
    try preview.save("# Three\n", to: "three.md")
    #expect(try preview.news(after: index.version).page.contains("three.md"))
    #expect(try preview.news(after: 0, of: "three.md/").page.contains("<title>Three</title>"))
  }

  @Test("Experiments are not run; what was run before shows")
  func experiments() throws {
    let text = """
      ```train #dots
      task: {temporal-order: {difficulty: easy}}
      model: [{lstm: 2}, last-step, {linear: 4}]
      loss: cross-entropy
      optimizer: {adam: 0.01}
      epochs: 1
      seeds: [1]
      ```

      ```check runs
      last(dots.loss) > 0
      ```

      """
    let preview = try PreviewProcess("one.md", ["one.md": text])
    let news = try preview.news(after: 0)
    #expect(news.page.contains("run &#39;checkmark build&#39;"))
    #expect(news.page.contains("1</strong> error") && !news.page.contains("1</strong> verified"))
    let build = try Program.run(["build", "one.md"], in: preview.folder)
    #expect(build.code == 0, "\(build.output)")
    let next = try preview.news(after: news.version)
    #expect(!next.page.contains("checkmark build"))
    #expect(next.page.contains("1</strong> verified"))
  }

  @Test("What cannot be shown, and a port that is taken, end it at once")
  func refusals() throws {
    #expect(try Program.run(["preview", "/nowhere.md"]).code == 74)
    let preview = try PreviewProcess("one.md", ["one.md": Self.text])
    let second = try Program.run(
      ["preview", "one.md", "--port", "\(preview.port)"], in: preview.folder)
    #expect(second.code == 74)
    #expect(second.output.contains("--port"))
  }

  @Test("From a save to the renewed page: the time is told, and judged by nobody")
  func time() throws {
    // A hundred formulas, in five sections of twenty.
    let sections = (1...5).map { section in
      "# Part \(section)\n\n```math given\nx \\in \\R^{8}, \\quad W \\in \\R^{3}\n```\n\n"
        + "```math define\nf[i] = \\sum_{k=0}^{2} W[k]\\, x[2i + k]\n```\n\n"
        + (1...9).map { number in
          "The answer to $x_{\(number)}$ is\n\n```math check\n"
            + "\\frac{\\partial f[a]}{\\partial x[b]} = \\sum_{k=0}^{2} W[k]\\, "
            + "\\delta_{b = 2a + k} + \(number) - \(number)\n```\n\n"
        }.joined()
    }
    let preview = try PreviewProcess("one.md", ["one.md": sections.joined()])
    var news = try preview.news(after: 0)
    #expect(news.page.contains("45</strong> verified"))
    var times: [Double] = []
    for edit in 1...9 {
      var edited = sections
      edited[edit % 5] = edited[edit % 5].replacing("+ 9 - 9", with: "+ \(edit + 9) - \(edit + 9)")
      let start = ContinuousClock.now
      try preview.save(edited.joined(), to: "one.md")
      news = try preview.news(after: news.version)
      times.append((ContinuousClock.now - start) / .milliseconds(1))
      #expect(news.page.contains("45</strong> verified"))
    }
    times.sort()
    print(
      "from a save to the renewed page, 100 formulas: median \(Int(times[4])) ms,",
      "\(Int(times[0])) to \(Int(times[8])) ms")
  }
}
