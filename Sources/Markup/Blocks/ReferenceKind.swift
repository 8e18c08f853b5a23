/// What a reference can lead to.
public enum ReferenceKind: String, Sendable {
  case section, problem, equation, figure, table
  /// These are called by their ids.
  case answer, experiment, gradients = "gradient check"
}
