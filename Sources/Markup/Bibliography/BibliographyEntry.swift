import Notation

/// A work that can be cited.
public struct BibliographyEntry: Hashable, Sendable {
  /// Somebody who wrote it; an institution has a family name only.
  public struct Name: Hashable, Sendable {
    public var given: String?
    public var family: String

    var words: String { [given, family].compactMap { $0 }.joined(separator: " ") }
  }

  public let key: String
  public var authors: [Name] = []
  /// Whether there are more of them than are named.
  public var hasMoreAuthors = false
  public var title: String?
  /// The journal, the proceedings or the collection that holds it.
  public var venue: String?
  public var volume: String?
  public var number: String?
  public var pages: String?
  public var publisher: String?
  public var year: String?
  public var doi: String?
  public var url: String?

  init(key: String) { self.key = key }
}

extension BibliographyEntry {
  /// A piece of the line in the list of references.
  public enum Part: Hashable, Sendable {
    case text(String)
    /// The name of a journal or collection, set apart.
    case venue(String)
    /// The words of a link, and where it leads.
    case link(String, destination: String)
  }

  /// Who, what, where and when, and a link, as a line of the list of references.
  public var reference: [Part] {
    var parts: [Part] = [.text([authorWords, title.map { $0 }].sentences)]
    let places = [
      [volume, number.map { "(\($0))" }].compactMap { $0 }.joined(), pages ?? "", publisher ?? "",
      year ?? "",
    ].filter { !$0.isEmpty }
    if let venue { parts += [.text(" "), .venue(venue)] }
    if !places.isEmpty {
      let separator = venue == nil || volume == nil && number == nil ? ", " : " "
      parts.append(.text((venue == nil ? " " : separator) + places.joined(separator: ", ")))
    }
    if venue != nil || !places.isEmpty { parts.append(.text(".")) }
    if let link { parts += [.text(" "), link] }
    return parts
  }

  private var link: Part? {
    if let doi { return .link("doi:\(doi)", destination: "https://doi.org/\(doi.percentEncoded)") }
    return url.map { .link($0, destination: $0) }
  }

  /// At most eight names are given in full.
  private var authorWords: String? {
    let isLong = authors.count > 8
    let names = authors.prefix(isLong ? 7 : 8).map(\.words)
    guard let last = names.last else { return nil }
    if isLong || hasMoreAuthors { return names.joined(separator: ", ") + " et al" }
    return names.count == 1 ? last : names.dropLast().joined(separator: ", ") + " and " + last
  }

  /// Who wrote it, in running text: `Hochreiter and Schmidhuber`, `LeCun et al.`
  var shortAuthors: String {
    guard let first = authors.first?.family else { return title.map { "“\($0)”" } ?? key }
    if authors.count == 1, !hasMoreAuthors { return first }
    return authors.count == 2 && !hasMoreAuthors
      ? "\(first) and \(authors[1].family)" : "\(first) et al."
  }
}

extension [String?] {
  /// Each with the stop that it lacks.
  fileprivate var sentences: String {
    compactMap { text in
      guard let text, let last = text.last else { return nil }
      return ".?!".contains(last) ? text : "\(text)."
    }.joined(separator: " ")
  }
}

extension String {
  /// For the path of a link: what is neither a letter, a digit nor one of `-._~/:;()` is written as bytes.
  fileprivate var percentEncoded: String {
    utf8.map { byte in
      let isPlain =
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "a")...UInt8(ascii: "z"):
          true
        default: "-._~/:;()".utf8.contains(byte)
        }
      guard !isPlain else { return String(UnicodeScalar(byte)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count == 1 ? "0" : "") + digits
    }.joined()
  }
}
