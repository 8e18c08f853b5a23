import Notation

/// What was found out about a text, for whoever asks again: in this version of it, and in the next.
///
/// Something is taken over only where all that it depends on is the same: the piece of text, the front
/// matter, and every declaration above it that is in force, in order. Places are kept as they are seen
/// from these pieces, so that text between them may come and go.
public struct JudgmentCache: Sendable {
  private struct Entry {
    let judgments: [Judgment]
    var version: Int
  }

  /// A block that declares names, behind others.
  private struct Step: Hashable {
    let before: Int
    let conventions: DeclaredConventions
    let text: WrittenText?
    let isGiven: Bool
    let section: Int
  }

  private struct ScopeEntry {
    let number: Int
    var version: Int
  }

  private var entries: [Question.Identity: Entry] = [:]
  private var scopes: [Step: ScopeEntry] = [:]
  private var scopeCount = 0
  private var version = 0

  /// For how many versions something is kept that they do not need: a formula that is being typed is
  /// wrong for a while, and may be right again.
  private static let patience = 50

  public init() {}

  /// How many questions are answered.
  package var count: Int { entries.count }

  /// Begins with the next version.
  package mutating func turnPage() {
    version += 1
    let oldest = version - Self.patience
    entries = entries.filter { $0.value.version >= oldest }
    scopes = scopes.filter { $0.value.version >= oldest }
  }

  /// The judgments on what is asked, seen from these places.
  package mutating func judgments(
    on question: Question.Identity, at places: PlacesOfTexts
  ) -> [Judgment]? {
    guard let entry = entries[question] else { return nil }
    entries[question]?.version = version
    return entry.judgments.compactMap { $0.moved(places.absolute) }
  }

  /// Nothing is kept of what points somewhere else.
  package mutating func keep(
    _ judgments: [Judgment], on question: Question.Identity, at places: PlacesOfTexts
  ) {
    let relative = judgments.compactMap { $0.moved(places.relative) }
    guard relative.count == judgments.count else { return }
    entries[question] = Entry(judgments: relative, version: version)
  }

  /// A number for what names mean behind a block: equal numbers, equal blocks from the beginning on.
  ///
  /// - Parameter before: The number of the scope before it; 0 at the beginning.
  package mutating func number(
    after before: Int = 0, _ conventions: DeclaredConventions, text: WrittenText? = nil,
    isGiven: Bool = false, section: Int = 0
  ) -> Int {
    let step = Step(
      before: before, conventions: conventions, text: text, isGiven: isGiven, section: section)
    if let entry = scopes[step] {
      scopes[step]?.version = version
      return entry.number
    }
    // A number is never given twice, so that nothing is found by a scope that was forgotten.
    scopeCount += 1
    scopes[step] = ScopeEntry(number: scopeCount, version: version)
    return scopeCount
  }
}

/// Where the texts are that something depends on, in order.
package struct PlacesOfTexts: Sendable {
  private var spans: [Span] = []

  package init() {}

  package mutating func append(_ span: Span) { spans.append(span) }

  /// More than any text has bytes.
  private static let stride = 1 << 40

  /// A span as it is seen from the text that it stands in; `nil` if that is not one of these alone.
  fileprivate func relative(_ span: Span) -> Span? {
    // What has no place has none in any version.
    if span == Span(0..<0) { return spans.contains { $0.lower == 0 } ? nil : span }
    let around = spans.indices.filter {
      spans[$0].lower <= span.lower && span.upper <= spans[$0].upper
    }
    guard around.count == 1, let place = around.first else { return nil }
    let shift = (place + 1) * Self.stride - spans[place].lower
    return Span((span.lower + shift)..<(span.upper + shift))
  }

  /// The span of which this is the relative one.
  fileprivate func absolute(_ span: Span) -> Span {
    guard span.lower >= Self.stride else { return span }
    let place = span.lower / Self.stride - 1
    let shift = spans[place].lower - (place + 1) * Self.stride
    return Span((span.lower + shift)..<(span.upper + shift))
  }
}

extension Judgment {
  /// The same, with every place in it moved; `nil` where one cannot be.
  fileprivate func moved(_ move: (Span) -> Span?) -> Judgment? {
    var judgment = self
    if let diagnostic {
      guard let span = move(diagnostic.span) else { return nil }
      judgment.diagnostic = Diagnostic(
        diagnostic.message, at: span, severity: diagnostic.severity)
    }
    if let suggestion = verdict.suggestion {
      guard let span = move(suggestion.span) else { return nil }
      judgment.verdict.suggestion?.span = span
    }
    return judgment
  }
}
