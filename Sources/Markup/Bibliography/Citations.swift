import Notation

/// The works that a homework cites, numbered in the order in which it does.
struct Citations {
  private let bibliography: Bibliography
  private(set) var cited: [BibliographyEntry] = []
  /// The places, in the order of the text.
  private(set) var places: [Citation] = []
  private(set) var diagnostics: [Diagnostic] = []
  private var numbers: [String: Int] = [:]
  private var unknown: Set<String> = []

  init(_ bibliography: Bibliography) { self.bibliography = bibliography }

  /// The citation that begins at a mark, with its numbers.
  mutating func citation(at place: Int, to end: Int, of source: SourceFile) -> Citation? {
    let scanner = CitationScanner(source: source, end: end)
    var citation: Citation?
    if source.utf8[place] == UInt8(ascii: "[") {
      citation = scanner.bracketed(at: place)
    } else {
      citation = scanner.bare(at: place)
      if let key = citation?.items[0].key.text, !isMeant(key) { return nil }
    }
    guard var citation else { return nil }
    for item in citation.items.indices { number(&citation.items[item]) }
    if citation.isInText {
      let entry = bibliography.entries[citation.items[0].key.text]
      citation.authors = entry?.shortAuthors
    }
    places.append(citation)
    return citation
  }

  /// Whether `@key` in running text can be meant as a citation, and not as somebody's name: it is known, or
  /// ends in a year or the like.
  private func isMeant(_ key: String) -> Bool {
    bibliography.entries[key] != nil || key.contains(/\d\d/)
  }

  private mutating func number(_ item: inout Citation.Item) {
    let key = item.key.text
    if let number = numbers[key] {
      item.number = number
    } else if let entry = bibliography.entries[key] {
      cited.append(entry)
      numbers[key] = cited.count
      item.number = cited.count
    } else if unknown.insert(key).inserted {
      let hint = unknown.count <= 20 && key.utf8.count < 100 ? nearest(to: key) : nil
      diagnostics.append(Diagnostic(.noSuchWork(key, hint), at: item.key.span))
    }
  }

  private func nearest(to key: String) -> String? {
    Diagnostic.Message.nearest(
      to: key, in: bibliography.entries.keys.filter { $0.utf8.count < 100 }.sorted())
  }
}

extension Diagnostic.Message {
  fileprivate static func noSuchWork(_ key: String, _ nearest: String?) -> Self {
    Self(
      "unknown-work", "the bibliography has no '\(key)'",
      hint: nearest.map { "did you mean '@\($0)'?" } ?? "where no work is meant, write \\@\(key)")
  }
}
