import Foundation
import Homework

/// What is to be done for each student of a shard.
struct GradePlan: Sendable {
  /// A submission that is to be judged.
  struct Waiting: Sendable {
    let student: String
    let input: HomeworkInput
    let file: String
    let content: String?
    let notes: [String]
  }

  let file: RecordFile
  let waiting: [Waiting]
  /// The records of those of whom nothing is judged.
  let settled: [GradeRecord]
  let count: Int

  /// - Parameter stem: what the assignment is called.
  /// - Errors: exit code 74, or 2 where the records are others.
  init(
    _ inbox: Inbox, _ roster: Roster, _ shard: Shard, _ key: GradingKey, stem: String,
    in output: String
  ) throws {
    let students = roster.students.filter { shard.holds($0.id) }
    count = students.count
    var draft = Draft()
    for student in students {
      try draft.add(student.id, Choice(among: inbox.items[student.id] ?? [], of: stem), key)
    }
    let wanted = Dictionary(uniqueKeysWithValues: draft.waiting.map { ($0.student, $0) })
    let name = "shard-\(shard.number)-of-\(shard.count).jsonl"
    file = try RecordFile(at: "\(output)/records/\(name)") { record in
      guard let item = wanted[record.student], record.outcome != .fault else { return false }
      return record.key == key.fingerprint && record.checkmark == key.checkmark
        && record.file == item.file && record.content == item.content && item.content != nil
    }
    let known = file.students
    waiting = draft.waiting.filter { !known.contains($0.student) }
    settled = draft.settled
  }

  /// Keeps what a worker said.
  ///
  /// - Errors: exit code 74.
  func keep(_ answer: Answer, of place: Int) throws {
    let item = waiting[place]
    if !answer.errors.isEmpty { Files.printError(answer.errors) }
    guard let data = answer.output.isEmpty ? nil : Data(answer.output.utf8) else {
      throw Files.failure("\(item.file): nothing was said of it")
    }
    var record = try JSONDecoder().decode(GradeRecord.self, from: data)
    (record.student, record.file, record.content) = (item.student, item.file, item.content)
    record.notes = item.notes + record.notes
    try file.append(record)
  }

  // MARK: - What is to be done

  private struct Draft {
    var waiting: [Waiting] = []
    var settled: [GradeRecord] = []

    mutating func add(_ student: String, _ choice: Choice, _ key: GradingKey) throws {
      var record: GradeRecord
      switch choice {
      case .nothing(let reason): record = GradeRecord(.nothing, because: reason, points: 0, key)
      case .person(let reason): record = GradeRecord(.person, because: reason, points: nil, key)
      case .file(let item, let notes):
        let bytes = Files.readData(item.path, upTo: Self.sizeLimit)
        guard let bytes, bytes.allSatisfy(" \t\r\n".utf8.contains) else {
          waiting.append(
            Waiting(
              student: student, input: try HomeworkInput(path: item.path, owner: student),
              file: item.name, content: bytes.map { Fingerprint.text(of: $0) }, notes: notes))
          return
        }
        record = GradeRecord(.nothing, because: "the file is empty", points: 0, key)
        (record.file, record.notes) = (item.name, notes)
      }
      record.student = student
      settled.append(record)
    }

    /// What is larger is not read, and for a person.
    private static let sizeLimit = 64 << 20
  }
}
