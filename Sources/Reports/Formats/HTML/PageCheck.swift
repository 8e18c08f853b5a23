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

  /// What a reader takes the results from.
  private static let tellingClasses: Set<String> = ["summary", "counts", "coverage", "answers"]

  /// - Parameters:
  ///   - page: the template of the page.
  ///   - parts: those of what stands in it any number of times.
  init(page: TemplateOutline, parts: [TemplateOutline]) throws(TemplateError) {
    classLimits = Dictionary(uniqueKeysWithValues: Self.tellingClasses.map { ($0, 0) })
    for (name, attributes) in HTMLVocabulary.elements {
      self[name] = Element(attributes: attributes)
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
    var element = self[name] ?? Element(attributes: [], limit: 0)
    element.attributes.formUnion(attributes.map(\.name))
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
    var (open, counts) = (
      Array(repeating: 0, count: check.elements.count),
      Array(repeating: 0, count: check.elements.count)
    )
    var classes: [String: Int] = [:]
    do {
      try Self.scan(page) { (tag, attributes, bytes) throws(HTMLScanner.Fault) in
        func fault(_ words: String) -> HTMLScanner.Fault { .init(place: tag.place, words: words) }
        guard let number = check.numbers[Self.name(tag)] else {
          throw fault("the element <\(tag.name)> is in no template")
        }
        open[number] += tag.isEnd ? -1 : 1
        if tag.isEnd {
          guard open[number] >= 0 else { throw fault("</\(tag.name)> closes what is not open") }
          return
        }
        counts[number] += 1
        guard counts[number] <= check.elements[number].limit else {
          throw fault("the element <\(tag.name)> stands here more often than in the templates")
        }
        for attribute in attributes {
          try check.run(attribute, of: tag, number, bytes)
          guard attribute.name == "class" else { continue }
          for word in Self.words(attribute, bytes) {
            guard let limit = check.classLimits[word] else { continue }
            classes[word, default: 0] += 1
            guard classes[word, default: 0] <= limit else {
              throw fault("the class '\(word)' stands here more often than in the templates")
            }
          }
        }
      }
    } catch {
      throw PageFault(error, in: page)
    }
  }

  private func run(
    _ attribute: HTMLScanner.Attribute, of tag: HTMLScanner.Tag, _ number: Int,
    _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(HTMLScanner.Fault) {
    let name = attribute.name
    let isKnown =
      HTMLVocabulary.attributes.contains(name) || name.hasPrefix("aria-")
      || elements[number].attributes.contains(name)
    if isKnown, Self.isHarmless(attribute, of: tag, bytes) { return }
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

  private static func isHarmless(
    _ attribute: HTMLScanner.Attribute, of tag: HTMLScanner.Tag,
    _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    switch (tag.name, attribute.name) {
    case ("a", "href"): isSafeLink(bytes[attribute.value])
    case ("img", "src"): bytes[attribute.value].starts(with: "data:image/".utf8)
    case (_, "style"): isSafeStyle(bytes[attribute.value])
    case (_, let name): !dangerous.contains(name) && !name.hasPrefix("on")
    }
  }

  /// A link as ``HTML/escape(_:)`` writes it.
  private static func isSafeLink(_ value: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    var link: [UInt8] = []
    var rest = value
    while let byte = rest.first {
      let entity = byte == UInt8(ascii: "&") ? "&amp;" : ""
      guard rest.starts(with: entity.utf8) else { return false }
      link.append(byte)
      rest = rest.dropFirst(max(entity.utf8.count, 1))
    }
    return HTML.isSafe(link: String(decoding: link, as: UTF8.self))
  }

  /// Lengths, colours and our own variables: nothing that loads or reaches out of its value.
  private static func isSafeStyle(_ value: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    var place = value.startIndex
    while place < value.endIndex {
      switch value[place] {
      case 48...57, 65...90, 97...122: break
      case let byte where " #%,-.:;)".utf8.contains(byte): break
      case UInt8(ascii: "("):
        guard value[..<place].suffix(3).elementsEqual("var".utf8) else { return false }
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

  private static func words(
    _ attribute: HTMLScanner.Attribute, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> [String] {
    bytes[attribute.value].split { [9, 10, 12, 13, 32].contains($0) }
      .map { String(decoding: $0, as: UTF8.self) }
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
