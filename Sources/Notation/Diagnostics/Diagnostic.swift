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
    /// What kind it is, where something is decided by that.
    package let cause: Cause?

    public init(_ code: String, _ text: String, hint: String? = nil) {
      (self.code, self.text, self.hint, cause) = (code, text, hint, nil)
    }

    package init(_ cause: Cause, _ text: String, hint: String? = nil) {
      (code, self.text, self.hint, self.cause) = (cause.rawValue, text, hint, cause)
    }
  }

  /// The kinds of failures after which something else is tried, by their codes.
  package enum Cause: String, Sendable {
    /// The sides of a claim have different shapes, so that it is false in every convention.
    case shapesDiffer = "shapes-differ"
    case shapesDoNotFit = "shapes-do-not-fit"
    /// A row where a column belongs: what is meant is known, and not written.
    case rowAndColumn = "row-and-column"
    case faultInDefinition = "fault-in-definition"
    case tooMuchWork = "too-much-work"
    case notAStatement = "not-a-statement"
    case twoReadings = "two-readings"
    case unboundIndex = "unbound-index"
    /// At these sizes nothing fits: a kernel is larger than its input.
    case noPlacement = "no-placement"
    case unknownCommand = "unknown-command"
    /// Its surroundings tell the shape.
    case openShape = "open-shape"
    /// What is said elsewhere of a name has no meaning, and is told there.
    case restsOnFault = "rests-on-fault"

    package var isAboutShapes: Bool { self == .shapesDiffer || self == .shapesDoNotFit }
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
