import Notation

/// Puts the files that a homework includes into its text.
///
/// `<!-- include notation.md -->` on a line of its own stays in the text as the comment that it is. Behind it stand
/// the lines of the file without their front matter, closed off by another comment, so that no list, quote
/// or paragraph reaches from one file into the next.
struct Inclusion {
  private let dialect: Dialect
  private var folder: CachedFolder
  private var text = Composition()
  private var count = 0
  private var bytesRead = 0
  private(set) var diagnostics: [Diagnostic] = []

  static let countLimit = 100
  static let depthLimit = 8
  private static let end = "<!-- /include -->"

  /// The text of a homework with its includes, or the homework itself where it has none.
  static func expand(
    _ source: SourceFile, _ dialect: Dialect, from folder: inout CachedFolder
  ) -> (SourceFile, [Diagnostic]) {
    guard IncludeLine.mayStand(in: source), InputLimits.refusal(of: source) == nil else {
      return (source, [])
    }
    var inclusion = Inclusion(dialect: dialect, folder: folder)
    let name = source.name.split(separator: "/").last.map(String.init) ?? ""
    inclusion.append(source, 0..<source.utf8.count, within: [name])
    folder = inclusion.folder
    return (inclusion.text.source(named: source.name), inclusion.diagnostics)
  }

  private init(dialect: Dialect, folder: CachedFolder) {
    (self.dialect, self.folder) = (dialect, folder)
  }

  /// - Parameter chain: the files that lead here, the homework first, by their paths in the folder.
  private mutating func append(
    _ file: SourceFile, _ range: Range<Int>, within chain: [String]
  ) {
    var place = range.lowerBound
    for line in IncludeLine.all(in: file) where line.range.upperBound <= range.upperBound {
      text.append(place..<line.range.upperBound, of: file)
      place = line.range.upperBound
      let span = Span((text.utf8.count - line.range.count)..<text.utf8.count)
      do throws(Diagnostic) {
        try append(line, at: span, within: chain)
      } catch {
        diagnostics.append(error)
      }
    }
    text.append(place..<range.upperBound, of: file)
  }

  private mutating func append(
    _ line: IncludeLine, at span: Span, within chain: [String]
  ) throws(Diagnostic) {
    if let problem = problem(of: line, within: chain) {
      let isPlainComment = dialect == .submission || !line.isAtMargin
      throw Diagnostic(problem, at: span, severity: isPlainComment ? .warning : .error)
    }
    let path: String
    let file: SourceFile
    do throws(Folder.Refusal) {
      path = try Folder.path(line.path, from: chain[chain.count - 1])
      file = try folder.read(path, limit: InputLimits.sizeLimit - max(bytesRead, text.utf8.count))
    } catch {
      // The limit is one for all files together.
      throw Diagnostic(
        error == .tooLarge ? .includesTooMuch(line.path) : error.message(on: line.path), at: span)
    }
    if let first = chain.firstIndex(of: path) {
      throw Diagnostic(.includesItself(chain[first...] + [path]), at: span)
    }
    count += 1
    // Each reading counts, of what is left out of the text, too.
    bytesRead += file.utf8.count
    let matter = FrontMatter.text(in: file)
    if let matter { warn(of: matter.0, in: line.path, at: span) }
    text.append(filler: "\n")
    append(
      file, lines: matter?.bodyLine ?? 1, within: chain + [path], named: line.path)
  }

  private func problem(of line: IncludeLine, within chain: [String]) -> Diagnostic.Message? {
    if dialect == .submission { return .includeInSubmission }
    if !line.isAtMargin { return .includeInBlock }
    if !line.path.hasSuffix(".md") { return .includesNoMarkdown(line.path) }
    if chain.count > Self.depthLimit { return .includesTooDeep }
    return count < Self.countLimit ? nil : .tooManyIncludes
  }

  /// The lines of a file, as far as its blocks end in it.
  private mutating func append(
    _ file: SourceFile, lines first: Int, within chain: [String], named name: String
  ) {
    let openBlock = Self.openBlock(in: file)
    let start = file.start(ofLine: first)
    append(file, start..<max(start, openBlock ?? file.utf8.count), within: chain)
    if openBlock != nil {
      let place = Span(text.utf8.count..<text.utf8.count)
      diagnostics.append(Diagnostic(.openAtEnd, at: place))
    }
    text.append(filler: "\n\n\(Self.end)\n\n")
  }

  /// Front matter is that of the homework only; what somebody may rely on is spoken of.
  private mutating func warn(of matter: Fragment, in path: String, at span: Span) {
    guard case .mapping(let pairs, _) = try? YAMLValue(parsing: matter) else { return }
    for (key, _) in pairs where ["checkmark", "macros", "bibliography"].contains(key.text) {
      diagnostics.append(Diagnostic(.settingNotTaken(key.text, path), at: span, severity: .warning))
    }
  }

  /// Where a block begins that the file does not end: a fence or a comment without its closing marks.
  private static func openBlock(in file: SourceFile) -> Int? {
    guard InputLimits.refusal(of: file) == nil else { return nil }
    let text = FrontMatter.blanked(in: file) + Array("\n\n\(end)\n".utf8)
    guard let last = CommonMark.parse(text).children.last, last.literal.trimmingSpaces != end else {
      return nil
    }
    return file.start(ofLine: last.firstLine)
  }
}

/// A line that includes a file, or looks as if it did.
private struct IncludeLine {
  let path: String
  /// With its line end.
  let range: Range<Int>
  let isAtMargin: Bool

  /// Whether there is any reason to parse the text.
  static func mayStand(in source: SourceFile) -> Bool {
    source.utf8.withUnsafeBufferPointer { bytes in
      bytes.indices.contains { place in
        bytes[place] == UInt8(ascii: "<") && bytes[place...].starts(with: "<!--".utf8)
      }
    }
  }

  /// In the order of the text; a listing holds none, nor does a paragraph.
  static func all(in file: SourceFile) -> [IncludeLine] {
    guard mayStand(in: file), InputLimits.refusal(of: file) == nil else { return [] }
    var lines: [IncludeLine] = []
    func visit(_ node: MarkdownNode, isAtMargin: Bool) {
      if node.kind == .htmlBlock, let path = path(in: node.literal) {
        let range = file.start(ofLine: node.firstLine)..<file.start(ofLine: node.firstLine + 1)
        lines.append(IncludeLine(path: path, range: range, isAtMargin: isAtMargin))
      }
      for child in node.children { visit(child, isAtMargin: node.kind == .document) }
    }
    visit(CommonMark.parse(FrontMatter.blanked(in: file)), isAtMargin: false)
    return lines
  }

  /// What a comment includes: a single word, or words that end as the name of a Markdown file does.
  private static func path(in literal: String) -> String? {
    let text = literal.trimmingSpaces
    guard text.hasPrefix("<!--"), text.hasSuffix("-->"), !text.contains(where: \.isNewline) else {
      return nil
    }
    let words = String(text.dropFirst(4).dropLast(3)).trimmingSpaces
    guard words.hasPrefix("include ") else { return nil }
    let path = String(words.dropFirst("include ".count)).trimmingSpaces
    return path.hasSuffix(".md") || !path.contains(" ") ? path : nil
  }
}

extension SourceFile {
  /// Where a line begins; behind the last one, the end of the text.
  package func start(ofLine line: Int) -> Int {
    line <= lineCount ? lineRange(line).lowerBound : utf8.count
  }
}

extension FrontMatter {
  /// The text with empty lines in the place of its front matter.
  fileprivate static func blanked(in source: SourceFile) -> [UInt8] {
    guard let bodyLine = text(in: source)?.bodyLine else { return source.utf8 }
    return Array(repeating: UInt8(ascii: "\n"), count: bodyLine - 1)
      + source.utf8[source.start(ofLine: bodyLine)...]
  }
}

extension Diagnostic.Message {
  fileprivate static let includeInBlock = Self(
    "include-unread", "nothing is included inside a list or a quote",
    hint: "put the line at the margin, between empty lines")

  fileprivate static let includeInSubmission = Self(
    "include-unread", "a submission includes no file, and this one is not read",
    hint: "put its text here")

  fileprivate static func includesNoMarkdown(_ path: String) -> Self {
    Self(
      "include-unread", "'\(path)' is no Markdown file",
      hint: "include a file whose name ends in .md")
  }

  fileprivate static func includesItself(_ chain: [String]) -> Self {
    let way = chain.map { "'\($0)'" }.joined(separator: " includes ")
    return Self("include-cycle", way, hint: "take one of these lines out")
  }

  fileprivate static let includesTooDeep = Self(
    "include-depth", "includes are nested more than \(Inclusion.depthLimit) deep here",
    hint: "include the file from the homework itself")

  fileprivate static func includesTooMuch(_ path: String) -> Self {
    Self(
      "document-too-large", "with '\(path)' the document has more than 4 MiB",
      hint: "split it into several")
  }

  fileprivate static let tooManyIncludes = Self(
    "too-many-includes", "a homework includes at most \(Inclusion.countLimit) files",
    hint: "put some of them into one")

  fileprivate static let openAtEnd = Self(
    "unclosed-fence", "this block is never closed in its file, and is left out",
    hint: "close it with the same marks on a line of their own")

  fileprivate static func settingNotTaken(_ key: String, _ path: String) -> Self {
    Self(
      "include-setting", "'\(key)' in the front matter of '\(path)' is not taken from there",
      hint: "set it in the front matter of the homework")
  }
}
