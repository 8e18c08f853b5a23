import Notation

/// Reads a bibliography in CSL-JSON, as reference managers export it.
///
/// Source: the schema csl-data.json of the Citation Style Language, 1.0.2.
struct CSLReader {
  private let source: SourceFile
  private(set) var diagnostics: [Diagnostic] = []

  init(_ source: SourceFile) { self.source = source }

  mutating func entries() -> [(entry: BibliographyEntry, place: Span)] {
    var entries: [(entry: BibliographyEntry, place: Span)] = []
    do throws(Diagnostic) {
      let value = try JSONReader.value(of: source)
      guard let items = value.items else { throw Diagnostic(.noListOfWorks, at: value.span) }
      for item in items where diagnostics.count < Bibliography.mistakeLimit {
        if let key = item["id"], let text = key.text, !text.isEmpty {
          entries.append((Self.entry(item, key: text), key.span))
        } else {
          diagnostics.append(Diagnostic(.workWithoutID, at: item.span))
        }
      }
    } catch {
      diagnostics.append(error)
    }
    return entries
  }

  private static func entry(_ item: JSONValue, key: String) -> BibliographyEntry {
    func words(_ name: String) -> String? {
      guard let text = item[name]?.text.map(plain), !text.isEmpty else { return nil }
      return text
    }
    var entry = BibliographyEntry(key: key)
    entry.authors = (item["author"]?.items ?? item["editor"]?.items ?? []).compactMap(name)
    entry.title = words("title")
    entry.venue = words("container-title")
    entry.volume = words("volume")
    entry.number = words("issue") ?? words("number")
    entry.pages = words("page")?.replacing("--", with: "–").replacing("-", with: "–")
    entry.publisher = words("publisher")
    entry.year = item["issued"].flatMap(year)
    entry.doi = words("DOI").map { String($0.trimmingPrefix(/https?:\/\/(dx\.)?doi\.org\//)) }
    entry.url = words("URL")
    return entry
  }

  private static func name(_ value: JSONValue) -> BibliographyEntry.Name? {
    func part(_ name: String) -> String? { value[name]?.text.map(plain) }
    func words(_ names: String...) -> String? {
      let parts = names.compactMap(part).filter { !$0.isEmpty }
      return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
    if let literal = words("literal") { return BibliographyEntry.Name(family: literal) }
    guard let family = words("dropping-particle", "non-dropping-particle", "family", "suffix")
    else { return words("given").map { BibliographyEntry.Name(family: $0) } }
    return BibliographyEntry.Name(given: words("given"), family: family)
  }

  private static func year(_ date: JSONValue) -> String? {
    date["date-parts"]?.items?.first?.items?.first?.text
      ?? (date["raw"] ?? date["literal"])?.text.map { String($0.prefix(4)) }
  }

  /// Without the marks that CSL allows in texts, as `<i>` and `</sub>`.
  private static func plain(_ text: String) -> String {
    text.replacing(/<\/?(i|b|sup|sub|sc|span)( [^<>]*)?>/, with: "")
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

extension Diagnostic.Message {
  fileprivate static let noListOfWorks = Self(
    "bibliography", "CSL-JSON is a list of works",
    hint: #"write [{"id": "key", "title": "…", "author": [{"family": "…"}]}]"#)

  fileprivate static let workWithoutID = Self(
    "bibliography", "this work has no id",
    hint: #"give it the key by which it is cited: "id": "key""#)
}
