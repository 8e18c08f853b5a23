import Notation

/// A small edit after which a false claim is verified: "did you mean …?"
public struct Suggestion: Hashable, Sendable {
  /// The claim as its author wrote it, edited; everything else stays byte for byte.
  public let source: String
  /// What is replaced, in the file, and by what.
  public package(set) var span: Span
  public let replacement: String
  /// The term of the answer that holds the edit, edited.
  public let term: String
  /// What is wrong, to a student: "the stride is missing".
  public let words: String
  /// The verdict on the edited claim.
  public let method: Verdict.Method?
  public let reading: String?

  /// One sentence for a person.
  public var sentence: String {
    let how = method.map { " (\($0.rawValue))" } ?? ""
    return "\(words): did you mean \(term)?  that is verified\(how)"
  }
}
