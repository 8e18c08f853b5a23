import Judging
import Notation

/// What was found out about a homework when it was checked before, for its next version.
///
/// Something is taken over only where all that it depends on is the same: the piece of text, the front
/// matter, and every declaration above it that is in force, in order. They are compared in full,
/// never by a hash alone. Places are kept as they are seen from these pieces, so that text between them
/// may come and go.
public struct Recollection: Sendable {
  private struct Entry {
    let answer: Answer
    var version: Int
  }

  private struct ScopeEntry {
    let number: Int
    var version: Int
  }

  private var entries: [Question: Entry] = [:]
  private var scopes: [ScopeStep: ScopeEntry] = [:]
  private var scopeCount = 0
  private var version = 0

  /// For how many versions something is kept that they do not need: a formula that is being typed is
  /// wrong for a while, and may be right again.
  private static let patience = 50

  public init() {}

  /// How many answers are kept.
  var count: Int { entries.count }

  /// Begins with the next version.
  mutating func turnPage() {
    version += 1
    let oldest = version - Self.patience
    entries = entries.filter { $0.value.version >= oldest }
    scopes = scopes.filter { $0.value.version >= oldest }
  }

  subscript(question: Question) -> Answer? {
    mutating get {
      guard let entry = entries[question] else { return nil }
      entries[question]?.version = version
      return entry.answer
    }
    set { entries[question] = newValue.map { Entry(answer: $0, version: version) } }
  }

  /// A number for what names mean behind a step: equal numbers, equal steps from the beginning on.
  mutating func number(_ step: ScopeStep) -> Int {
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

extension Recollection {
  /// Something that may be asked about a piece of text, with all that the answer depends on.
  struct Question: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
      case answer, formula, gradients, value
      /// The ruling on the whole item, with the edit that repairs it.
      case repair(isAnswer: Bool)
    }

    let kind: Kind
    let scope: Int
    let text: WrittenText
    /// As the block says it.
    let tolerance: String?
    let conventions: ConventionChoice
    let seed: UInt64
  }

  enum Answer: Sendable {
    case rulings([Judge.Ruling])
    case gradients(GradientTable)
    case value(String)
  }
}

/// A piece of a homework as it is written, wherever that is.
struct WrittenText: Hashable, Sendable {
  private let fragment: Fragment
  /// Everything from the first byte of the fragment to the last, also what it leaves out.
  private let bytes: [UInt8]
  private let surface: Surface

  init(_ fragment: Fragment, _ surface: Surface, in source: SourceFile) {
    self.fragment = fragment.atStart
    bytes = Array(source.utf8[fragment.span.range.clamped(to: 0..<source.utf8.count)])
    self.surface = surface
  }
}

/// A block that declares names, behind others.
struct ScopeStep: Hashable, Sendable {
  /// The number of the scope before it; 0 at the beginning.
  let before: Int
  let conventions: DeclaredConventions
  let text: WrittenText?
  let isGiven: Bool
  let section: Int
}

/// The names that are known somewhere, with the blocks that they come from.
struct WrittenScope {
  private(set) var scope: Scope
  /// The same number, the same declarations.
  private(set) var number: Int
  /// Where these blocks are.
  private(set) var places = PlacesOfTexts()

  /// The beginning of a homework.
  init(_ conventions: DeclaredConventions, recalling recollection: inout Recollection) {
    scope = Scope(conventions)
    number = recollection.number(
      ScopeStep(before: 0, conventions: conventions, text: nil, isGiven: false, section: 0))
  }

  /// The names behind a block that declares some.
  mutating func become(
    _ scope: Scope, by text: Fragment, _ written: WrittenText, isGiven: Bool, section: Int,
    recalling recollection: inout Recollection
  ) {
    self.scope = scope
    number = recollection.number(
      ScopeStep(
        before: number, conventions: scope.conventions, text: written, isGiven: isGiven,
        section: section))
    places.append(text.span)
  }
}

/// Where the texts are that something depends on, in order.
struct PlacesOfTexts: Sendable {
  private var spans: [Span] = []

  mutating func append(_ span: Span) { spans.append(span) }

  /// More than any text has bytes.
  private static let stride = 1 << 40

  /// A span as it is seen from the text that it stands in; `nil` if that is not one of these alone.
  func relative(_ span: Span) -> Span? {
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
  func absolute(_ span: Span) -> Span {
    guard span.lower >= Self.stride else { return span }
    let place = span.lower / Self.stride - 1
    let shift = spans[place].lower - (place + 1) * Self.stride
    return Span((span.lower + shift)..<(span.upper + shift))
  }
}

extension Judge.Ruling {
  /// The same, with every place in it moved; `nil` where one cannot be.
  func moved(_ move: (Span) -> Span?) -> Judge.Ruling? {
    var ruling = self
    if let diagnostic {
      guard let span = move(diagnostic.span) else { return nil }
      ruling.diagnostic = Diagnostic(
        diagnostic.message, at: span, severity: diagnostic.severity)
    }
    if let suggestion = verdict.suggestion {
      guard let span = move(suggestion.span) else { return nil }
      ruling.verdict.suggestion?.span = span
    }
    return ruling
  }
}
