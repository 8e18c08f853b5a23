import Notation

/// The works that a homework can cite, by their keys.
struct Bibliography {
  private(set) var entries: [String: BibliographyEntry] = [:]
  private(set) var diagnostics: [Diagnostic] = []

  /// After so many mistakes the rest of a file is not read.
  static let mistakeLimit = 20

  /// Reads a file: CSL-JSON where its name ends in `.json`, BibTeX otherwise. The spans of the
  /// diagnostics are places in that file.
  init(parsing source: SourceFile) {
    if source.name.hasSuffix(".json") {
      var reader = CSLReader(source)
      for entry in reader.entries() { add(entry.entry, at: entry.place) }
      diagnostics += reader.diagnostics
    } else {
      var reader = BibTeXReader(source)
      for entry in reader.entries() { add(entry.work, at: entry.key.span) }
      diagnostics += reader.diagnostics
    }
  }

  init() {}

  private mutating func add(_ entry: BibliographyEntry, at place: Span) {
    guard entries[entry.key] == nil else {
      if diagnostics.count < Self.mistakeLimit {
        diagnostics.append(Diagnostic(.workTwice(entry.key), at: place))
      }
      return
    }
    entries[entry.key] = entry
  }

  /// Reads the files that the front matter names; what is wrong in one is told at its place there.
  ///
  /// - Returns: `nil` where none is named, or one cannot be read: then nothing can be said of a key.
  static func read(
    _ names: [Located], _ dialect: Dialect, from folder: inout CachedFolder,
    for source: inout SourceFile,
    _ diagnostics: inout [Diagnostic]
  ) -> Bibliography? {
    guard let first = names.first else { return nil }
    guard dialect == .homework else {
      diagnostics.append(Diagnostic(.bibliographyUnread, at: first.span, severity: .warning))
      return nil
    }
    var hasAll = true
    var whole = Bibliography()
    for name in names {
      do throws(Folder.Refusal) {
        let path = try Folder.path(name.text, from: "")
        let file = try folder.read(path, limit: InputLimits.sizeLimit)
        let part = Bibliography(parsing: file)
        whole.entries.merge(part.entries) { first, _ in first }
        guard !part.diagnostics.isEmpty else { continue }
        let offset = source.attach(file)
        diagnostics += part.diagnostics.map { $0.moved(by: offset) }
      } catch {
        hasAll = false
        diagnostics.append(Diagnostic(error.message(on: name.text), at: name.span))
      }
    }
    return hasAll ? whole : nil
  }
}

extension Diagnostic {
  fileprivate func moved(by offset: Int) -> Diagnostic {
    Diagnostic(
      message, at: Span(span.lower + offset..<span.upper + offset), severity: severity)
  }
}

extension Diagnostic.Message {
  static func workTwice(_ key: String) -> Self {
    Self(
      "repeated-id", "another entry has the key '\(key)'", hint: "leave one of them out")
  }

  fileprivate static let bibliographyUnread = Self(
    "include-unread", "a submission names no bibliography, and this one is not read",
    hint: "write the references out")

  static let tooManyMistakes = Self(
    "bibliography", "the rest of the file is not read, after so many mistakes",
    hint: "is this a BibTeX file (.bib), or CSL-JSON (.json)?")
}
