import Notation

extension BibTeXEntry {
  /// The entry as words.
  var work: BibliographyEntry {
    var work = BibliographyEntry(key: key.text)
    let names = BibTeXNames(fields["author"] ?? fields["editor"] ?? "")
    work.authors = names.names
    work.hasMoreAuthors = names.hasMore
    work.title = words("title")
    work.venue = words("journal", "journaltitle", "booktitle", "series")
    work.volume = words("volume")
    work.number = words("number", "issue")
    work.pages = words("pages")?.replacing(/(\d)\s*-\s*(\d)/) { "\($0.1)–\($0.2)" }
    work.publisher = words("publisher", "school", "institution", "organization", "howpublished")
    work.year = words("year") ?? words("date").map { String($0.prefix(4)) }
    // An identifier is no prose: its dashes and tildes stay.
    work.doi = identifier("doi").map { String($0.trimmingPrefix(/https?:\/\/(dx\.)?doi\.org\//)) }
    work.url = identifier("url")
    if let number = identifier("eprint"), isOnArXiv {
      work.venue = work.venue ?? "arXiv:\(number)"
      work.url = work.url ?? "https://arxiv.org/abs/\(number)"
    }
    return work
  }

  private var isOnArXiv: Bool {
    (fields["archiveprefix"] ?? fields["eprinttype"])?.lowercased() == "arxiv"
  }

  /// The first of some fields that is there and not empty.
  private func words(_ names: String...) -> String? {
    for name in names {
      if let text = fields[name].map({ BibTeXText($0).words }), !text.isEmpty { return text }
    }
    return nil
  }

  private func identifier(_ name: String) -> String? {
    let marks: Set<Character> = ["{", "}", "\\"]
    guard let text = fields[name]?.filter({ !marks.contains($0) && !$0.isWhitespace }) else {
      return nil
    }
    return text.isEmpty ? nil : text
  }
}

/// The names of authors, joined by `and`, in any of BibTeX's three orders: `Jürgen Schmidhuber`,
/// `van den Oord, Aaron`, `King, Jr., Martin Luther`.
private struct BibTeXNames {
  private(set) var names: [BibliographyEntry.Name] = []
  private(set) var hasMore = false

  init(_ text: String) {
    var words: [Substring] = []
    for word in Self.split(text, at: { $0.isWhitespace || $0 == "~" }) + ["and"] {
      guard word.lowercased() == "and" else {
        words.append(word)
        continue
      }
      if words.count == 1, words[0].lowercased() == "others" {
        hasMore = true
      } else if !words.isEmpty {
        let name = Self.name(words)
        if !name.words.isEmpty { names.append(name) }
      }
      words = []
    }
  }

  private static func name(_ words: [Substring]) -> BibliographyEntry.Name {
    let parts = split(words.joined(separator: " "), at: { $0 == "," }, keepsEmpty: true)
      .map { BibTeXText(String($0)).words }
    if parts.count > 1 {
      // What stands between family and given name is a `Jr.`
      let family = ([parts[0]] + parts[1..<(parts.count - 1)]).joined(separator: " ")
      let given = parts[parts.count - 1]
      return BibliographyEntry.Name(given: given.isEmpty ? nil : given, family: family)
    }
    let particle = words.dropLast().firstIndex { $0.first?.isLowercase == true }
    let start = particle ?? words.count - 1
    func text(_ words: ArraySlice<Substring>) -> String {
      BibTeXText(words.joined(separator: " ")).words
    }
    let given = text(words[..<start])
    return BibliographyEntry.Name(given: given.isEmpty ? nil : given, family: text(words[start...]))
  }

  /// Splits outside of braces.
  private static func split(
    _ text: String, at isSeparator: (Character) -> Bool, keepsEmpty: Bool = false
  ) -> [Substring] {
    var depth = 0
    return text.split(omittingEmptySubsequences: !keepsEmpty) { character in
      if character == "{" { depth += 1 }
      if character == "}" { depth -= 1 }
      return depth == 0 && isSeparator(character)
    }
  }
}
