import Homework

/// A homework that is to be judged.
struct HomeworkJob: Codable, Sendable {
  let input: HomeworkInput
  /// The others that would keep the logs of their experiments in the same place.
  let namesakes: [HomeworkInput]
  /// Whether Checkmark failed on it; then nothing else is said of it.
  var hasFailed = false

  /// A job for each of the inputs.
  static func all(_ inputs: [HomeworkInput]) -> [HomeworkJob] {
    let byStem = Dictionary(grouping: inputs.indices) { Files.stem(of: inputs[$0].name) }
    return inputs.indices.map { index in
      let sharers = byStem[Files.stem(of: inputs[index].name)] ?? []
      return HomeworkJob(
        input: inputs[index], namesakes: sharers.filter { $0 != index }.map { inputs[$0] })
    }
  }
}

/// What a command says of one homework.
struct Answer: Codable, Sendable {
  /// For standard output, without the last line end.
  var output = ""
  /// For standard error, likewise.
  var errors = ""
  var code: Int32 = 0
}
