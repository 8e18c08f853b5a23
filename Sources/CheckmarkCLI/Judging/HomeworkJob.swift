/// A homework that is to be judged.
struct HomeworkJob: Codable, Sendable {
  let input: HomeworkInput
  /// Whether Checkmark failed on it; then nothing else is said of it.
  var hasFailed = false
}

/// What a command says of one homework.
struct Answer: Codable, Sendable {
  /// For standard output, without the last line end.
  var output = ""
  /// For standard error, likewise.
  var errors = ""
  var code: Int32 = 0

  /// Tells what was not done, besides what is told already.
  mutating func fail(_ text: String, code: Int32) {
    errors += (errors.isEmpty ? "" : "\n") + "checkmark: \(text)"
    self.code = code
  }
}
