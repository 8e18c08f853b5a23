/// A page on which something stands that no template brought and no report writes: a fault of ours,
/// since authors can write nothing but text.
public struct PageFault: Error, CustomStringConvertible {
  let line: Int
  let column: Int
  let words: String

  public var description: String {
    "\(line):\(column): \(words)\n"
      + "  help: the page was not written: an author's text would change it; if a template of yours "
      + "makes this, write it out there, else tell the makers of Checkmark"
  }
}

/// Reads a page again before anybody gets to see it.
///
/// Elements that only structure text may stand in it with the attributes that reports write. All
/// others, such as `script` or `meta`, stand in it as the templates have them: by count, and with
/// what runs or loads word for word.
struct PageCheck: Sendable {
  private struct Element {
    /// Those that may hold any value, but for links and styles.
    var attributes: Set<String>
    /// How often it may stand in a page.
    var limit = Int.max
  }

  private var elements: [Element] = []
  private var numbers: [String: Int] = [:]
  /// The attributes that a template has word for word, as `element name=value`.
  private var literals: Set<String> = []
  /// How often a class that tells results may stand in a page.
  private var classLimits: [String: Int]

  /// What a reader takes the results from: words of six to eight letters.
  private static let tellingClasses: Set<String> = ["summary", "counts", "coverage", "answers"]

  /// - Parameters:
  ///   - page: the template of the page.
  ///   - parts: those of what stands in it any number of times.
  init(page: TemplateOutline, parts: [TemplateOutline]) throws(TemplateError) {
    classLimits = Dictionary(uniqueKeysWithValues: Self.tellingClasses.map { ($0, 0) })
    for (name, attributes) in HTMLVocabulary.elements {
      self[name] = Element(attributes: attributes.union(HTMLVocabulary.attributes))
    }
    try learn(page.text, of: page.name)
    for text in [page.repeated] + parts.map(\.text) {
      try learn(text, of: page.name, isRepeated: true)
    }
  }

  private subscript(name: String) -> Element? {
    get { numbers[name].map { elements[$0] } }
    set {
      guard let newValue else { return }
      if let number = numbers[name] {
        elements[number] = newValue
      } else {
        numbers[name] = elements.count
        elements.append(newValue)
      }
    }
  }

  // MARK: - Templates

  /// Takes over what stands in a text that is no author's.
  private mutating func learn(
    _ text: String, of template: String, isRepeated: Bool = false
  ) throws(TemplateError) {
    do {
      try Self.scan(text) { (tag, attributes, bytes) throws(HTMLScanner.Fault) in
        if !tag.isEnd { learn(tag, attributes, bytes, isRepeated: isRepeated) }
      }
    } catch {
      let line = text.utf8.prefix(error.place).count { $0 == UInt8(ascii: "\n") } + 1
      throw .malformed(template, "line \(line): \(error.words)")
    }
  }

  private mutating func learn(
    _ tag: HTMLScanner.Tag, _ attributes: [HTMLScanner.Attribute],
    _ bytes: UnsafeBufferPointer<UInt8>, isRepeated: Bool
  ) {
    let name = Self.name(tag)
    var element = self[name] ?? Element(attributes: HTMLVocabulary.attributes, limit: 0)
    element.attributes.formUnion(attributes.map(\.name).filter { !Self.isDangerous($0) })
    if isRepeated { element.limit = .max }
    if element.limit < .max { element.limit += 1 }
    self[name] = element
    for attribute in attributes {
      literals.insert(Self.literal(name, attribute, bytes))
      guard attribute.name == "class" else { continue }
      for word in Self.words(attribute, bytes) {
        if let limit = classLimits[word], limit < .max {
          classLimits[word] = isRepeated ? .max : limit + 1
        }
      }
    }
  }

  // MARK: - Pages

  /// - Parameter script: markup that is ours and stands in the page once.
  func run(_ page: String, script: String = "") throws {
    var check = self
    if !script.isEmpty { try check.learn(script, of: "preview.js") }
    var counts = Counts(of: check)
    do {
      try Self.scan(page) { (tag, attributes, bytes) throws(HTMLScanner.Fault) in
        let number = try check.number(of: tag, counting: &counts)
        if tag.isEnd { return }
        for attribute in attributes {
          try check.run(attribute, of: tag, number, bytes)
          if attribute.name == "class" {
            try check.run(Self.words(attribute, bytes), of: tag, counting: &counts)
          }
        }
      }
    } catch {
      throw PageFault(error, in: page)
    }
  }

  /// What stood in a page so far, by the numbers of the elements.
  private struct Counts {
    var elements: [Int]
    var open: [Int]
    var classes: [String: Int] = [:]

    init(of check: PageCheck) {
      elements = Array(repeating: 0, count: check.elements.count)
      open = elements
    }
  }

  private func number(
    of tag: HTMLScanner.Tag, counting counts: inout Counts
  ) throws(HTMLScanner.Fault) -> Int {
    guard let number = numbers[Self.name(tag)] else {
      throw .init(place: tag.place, words: "the element <\(tag.name)> is in no template")
    }
    counts.open[number] += tag.isEnd ? -1 : 1
    counts.elements[number] += tag.isEnd ? 0 : 1
    guard counts.open[number] >= 0 else {
      throw .init(place: tag.place, words: "</\(tag.name)> closes what is not open")
    }
    guard counts.elements[number] <= elements[number].limit else {
      throw .init(
        place: tag.place,
        words: "the element <\(tag.name)> stands here more often than in the templates")
    }
    return number
  }

  private func run(
    _ classes: [String], of tag: HTMLScanner.Tag, counting counts: inout Counts
  ) throws(HTMLScanner.Fault) {
    for name in classes {
      guard let limit = classLimits[name] else { continue }
      counts.classes[name, default: 0] += 1
      guard counts.classes[name, default: 0] <= limit else {
        throw .init(
          place: tag.place,
          words: "the class '\(name)' stands here more often than in the templates")
      }
    }
  }

  private func run(
    _ attribute: HTMLScanner.Attribute, of tag: HTMLScanner.Tag, _ number: Int,
    _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(HTMLScanner.Fault) {
    let name = attribute.name
    let isKnown = elements[number].attributes.contains(name) || name.hasPrefix("aria-")
    if isKnown, Self.isHarmless(attribute, bytes) { return }
    guard literals.contains(Self.literal(Self.name(tag), attribute, bytes)) else {
      throw .init(
        place: tag.place,
        words: "the attribute '\(name)' of <\(tag.name)> is in no template like this")
    }
  }

  // MARK: - Values

  /// Attributes that load, lead elsewhere or run something, of whatever element.
  private static let dangerous: Set<String> = [
    "action", "background", "cite", "data", "formaction", "href", "http-equiv", "imagesrcset",
    "longdesc", "manifest", "ping", "poster", "src", "srcdoc", "srcset", "xlink:href",
  ]

  private static func isDangerous(_ name: String) -> Bool {
    dangerous.contains(name) || name.hasPrefix("on")
  }

  private static func isHarmless(
    _ attribute: HTMLScanner.Attribute, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    switch attribute.name {
    case "href": isSafeLink(bytes[attribute.value])
    case "src": bytes[attribute.value].starts(with: "data:image/".utf8)
    case "style": isSafeStyle(bytes[attribute.value])
    default: true
    }
  }

  /// A link as ``HTML/escape(_:)`` writes it.
  private static func isSafeLink(_ value: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    var link: [UInt8] = []
    var rest = value
    while let byte = rest.first {
      guard byte == UInt8(ascii: "&") else {
        link.append(byte)
        rest = rest.dropFirst()
        continue
      }
      guard let (entity, sign) = entities.first(where: { rest.starts(with: $0.entity.utf8) }) else {
        return false
      }
      link.append(sign)
      rest = rest.dropFirst(entity.utf8.count)
    }
    return HTML.isSafe(link: String(decoding: link, as: UTF8.self))
  }

  private static let entities: [(entity: String, sign: UInt8)] = [
    ("&amp;", UInt8(ascii: "&")), ("&lt;", UInt8(ascii: "<")), ("&gt;", UInt8(ascii: ">")),
    ("&quot;", UInt8(ascii: "\"")), ("&#39;", UInt8(ascii: "'")),
  ]

  /// Lengths, colours and our own variables: nothing that loads or reaches out of its value.
  private static func isSafeStyle(_ value: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    var place = value.startIndex
    while place < value.endIndex {
      switch value[place] {
      case 48...57, 65...90, 97...122, UInt8(ascii: " "), UInt8(ascii: "#"), UInt8(ascii: "%"),
        UInt8(ascii: ","), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"),
        UInt8(ascii: ";"), UInt8(ascii: ")"):
        break
      case UInt8(ascii: "("):
        // KaTeX computes the widths of accents.
        let name = value[..<place]
        guard name.suffix(3).elementsEqual("var".utf8) || name.suffix(4).elementsEqual("calc".utf8)
        else { return false }
      default: return false
      }
      place += 1
    }
    return true
  }

  // MARK: - Reading

  private static func scan(
    _ text: String,
    _ visit: (
      HTMLScanner.Tag, [HTMLScanner.Attribute], UnsafeBufferPointer<UInt8>
    ) throws(HTMLScanner.Fault) -> Void
  ) throws(HTMLScanner.Fault) {
    var text = text
    let result = text.withUTF8 { bytes -> Result<Void, HTMLScanner.Fault> in
      var scanner = HTMLScanner(bytes)
      do throws(HTMLScanner.Fault) {
        while let tag = try scanner.next() { try visit(tag, scanner.attributes, bytes) }
        return .success(())
      } catch { return .failure(error) }
    }
    try result.get()
  }

  private static func name(_ tag: HTMLScanner.Tag) -> String {
    tag.isForeign && tag.name == "title" ? "svg:title" : tag.name
  }

  private static func literal(
    _ element: String, _ attribute: HTMLScanner.Attribute, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> String {
    "\(element) \(attribute.name)=" + String(decoding: bytes[attribute.value], as: UTF8.self)
  }

  /// The words of an attribute that may be telling classes.
  private static func words(
    _ attribute: HTMLScanner.Attribute, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> [String] {
    var words: [String] = []
    var start = attribute.value.lowerBound
    for place in attribute.value.lowerBound...attribute.value.upperBound
    where place == attribute.value.upperBound || bytes[place] <= 32 {
      if (6...8).contains(place - start) {
        words.append(String(decoding: bytes[start..<place], as: UTF8.self))
      }
      start = place + 1
    }
    return words
  }
}

extension PageFault {
  fileprivate init(_ fault: HTMLScanner.Fault, in page: String) {
    let before = page.utf8.prefix(fault.place)
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map(before.index(after:))
    line = before.count { $0 == UInt8(ascii: "\n") } + 1
    column =
      page.unicodeScalars[(start ?? page.startIndex)..<before.endIndex].count + 1
    words = fault.words
  }
}
