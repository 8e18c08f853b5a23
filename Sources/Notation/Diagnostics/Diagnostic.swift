/// Something that is wrong with a homework, and where: a value, never an exit.
///
/// The code is stable, for tests and tools; the words are for people and may be improved.
public struct Diagnostic: Error, Hashable, Sendable {
  public enum Severity: String, Hashable, Sendable, Codable {
    case error, warning, note
  }

  /// What is wrong. Each message is declared beside the rule that needs it, in an extension.
  public struct Message: Hashable, Sendable {
    public let code: String
    public let text: String
    /// What to do about it.
    public let hint: String?
    /// Whether a place of a definition has no value: who does not need that place goes on without it.
    package var isFault = false

    public init(_ code: String, _ text: String, hint: String? = nil) {
      self.code = code
      self.text = text
      self.hint = hint
    }
  }

  public let severity: Severity
  public let message: Message
  public let span: Span

  public init(_ message: Message, at span: Span, severity: Severity = .error) {
    self.message = message
    self.span = span
    self.severity = severity
  }
}
