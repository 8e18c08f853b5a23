/// KaTeX's style sheet with its fonts in it, of which each page takes those that it uses.
public struct KaTeXStyle: Sendable {
  /// The sheet without what loads fonts.
  private let rules: String
  private let fonts: [Face: String]
  /// What each rule asks of the fonts.
  private let demands: [Demand]

  /// One font file: a family in one weight and style.
  private struct Face: Hashable, Comparable, Sendable {
    let family: String
    let weight: String
    let style: String

    static func < (left: Self, right: Self) -> Bool {
      (left.family, left.weight, left.style) < (right.family, right.weight, right.style)
    }
  }

  /// What a rule sets on elements that have all of its classes.
  private struct Demand: Sendable {
    let classes: Set<String>
    let family: String?
    let weight: String?
    let style: String?
  }

  /// - Parameters:
  ///   - sheet: `katex.min.css`.
  ///   - font: the bytes of a font, by the address that the sheet gives (`fonts/KaTeX_….woff2`).
  public init(sheet: String, font: (String) throws -> [UInt8]) rethrows {
    var (rules, demands) = ("", [Demand]())
    var fonts: [Face: String] = [:]
    for rule in sheet.split(separator: "}") {
      let parts = rule.split(separator: "{", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let (selectors, values) = (parts[0], Self.declarations(in: parts[1]))
      guard selectors == "@font-face" else {
        rules += rule + "}"
        demands += Self.demands(of: selectors, values)
        continue
      }
      guard let file = values["src"]?.firstMatch(of: /url\(([^)]*\.woff2)\)/)?.output.1 else {
        continue
      }
      let face = Face(
        family: values["font-family"] ?? "", weight: values["font-weight"] ?? "400",
        style: values["font-style"] ?? "normal")
      fonts[face] = Base64.text(of: try font(String(file)))
    }
    (self.rules, self.demands, self.fonts) = (rules, demands, fonts)
  }

  private static func declarations(in body: Substring) -> [String: String] {
    let pairs = body.split(separator: ";").compactMap { declaration -> (String, String)? in
      let parts = declaration.split(separator: ":", maxSplits: 1)
      return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
    }
    return Dictionary(pairs) { _, last in last }
  }

  private static func demands(of selectors: Substring, _ values: [String: String]) -> [Demand] {
    let family =
      values["font-family"]
      ?? values["font"]?.firstMatch(of: /KaTeX_\w+/)?.output
      .description
    let (weight, style) = (values["font-weight"], values["font-style"])
    guard family != nil || weight != nil || style != nil else { return [] }
    return selectors.split(separator: ",").map { selector in
      let classes = selector.matches(of: /\.([A-Za-z][\w-]*)/).map { String($0.output.1) }
      return Demand(
        classes: Set(classes), family: family.flatMap { $0.hasPrefix("KaTeX") ? $0 : nil },
        weight: weight, style: style)
    }
  }

  // MARK: - A page

  /// What a page with these formulas needs; nothing where there are none.
  func sheet(for formulas: some Sequence<String>) -> String {
    var classes: Set<String> = []
    for html in formulas { Self.collectClasses(in: html, into: &classes) }
    guard !classes.isEmpty else { return "" }
    let faces = faces(for: classes).sorted().compactMap { face in
      fonts[face].map { font in
        "@font-face{font-family:\(face.family);font-weight:\(face.weight);"
          + "font-style:\(face.style);src:url(data:font/woff2;base64,\(font)) format('woff2')}"
      }
    }
    return faces.joined(separator: "\n") + "\n" + rules
  }

  /// A rule without a family, as that of `\textbf`, may stand around any family that is used.
  private func faces(for classes: Set<String>) -> Set<Face> {
    let used = demands.filter { $0.classes.isSubset(of: classes) }
    let families = Set(used.compactMap(\.family))
    let loose = used.filter { $0.family == nil }
    let weights = Set(loose.compactMap(\.weight))
    let styles = Set(loose.compactMap(\.style))
    var faces: Set<Face> = []
    for demand in used {
      guard let family = demand.family else { continue }
      faces.insert(
        Face(family: family, weight: demand.weight ?? "400", style: demand.style ?? "normal"))
    }
    for family in families {
      for weight in weights.union(["400"]) {
        for style in styles.union(["normal"]) where weight != "400" || style != "normal" {
          faces.insert(Face(family: family, weight: weight, style: style))
        }
      }
    }
    return faces
  }

  private static func collectClasses(in html: String, into classes: inout Set<String>) {
    let mark = Array("class=\"".utf8)
    var html = html
    html.withUTF8 { bytes in
      var place = 0
      while place + mark.count < bytes.count {
        guard bytes[place] == mark[0], bytes[place..<(place + mark.count)].elementsEqual(mark)
        else {
          place += 1
          continue
        }
        place += mark.count
        let end = bytes[place...].firstIndex(of: UInt8(ascii: "\"")) ?? bytes.count
        for name in bytes[place..<end].split(separator: UInt8(ascii: " ")) {
          classes.insert(String(decoding: name, as: UTF8.self))
        }
        place = end
      }
    }
  }
}
