import ArgumentParser
import Foundation
import Homework
import Notation
import Synchronization

/// The records of a shard: a line each, appended as soon as it is there. What was killed goes on where it was.
final class RecordFile: Sendable {
  let path: String
  private let file: Int32
  private let lock = Mutex(())
  /// The students whose records stand in it already.
  let students: Set<String>

  /// Opens it; a last line that was torn off, and what does not hold any more, is removed.
  ///
  /// - Errors: exit code 74, or 2 where it holds something else.
  init(at path: String, keeping holds: (GradeRecord) -> Bool) throws {
    self.path = path
    let bytes = Files.exists(path) ? try Files.read(path) : []
    let records = try Self.records(bytes, of: path)
    let kept = records.filter(holds)
    students = Set(kept.map(\.student))
    if kept.count < records.count || bytes.last.map({ $0 != UInt8(ascii: "\n") }) ?? true {
      try Files.write(kept.map { try Self.line(of: $0) + "\n" }.joined(), to: path)
    }
    file = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard file >= 0 else { throw Files.failure("\(path): cannot be written") }
  }

  deinit { close(file) }

  /// - Errors: exit code 74, also where the disk is full: then nothing is counted that is not kept.
  func append(_ record: GradeRecord) throws {
    let line = try Self.line(of: record)
    try lock.withLock { _ in
      guard Files.write(line + "\n", to: file) == 0 else {
        throw Files.failure("\(path): cannot be written; what is in it stays, and is gone on with")
      }
    }
  }

  /// Keys in order, so that the same record has the same bytes.
  static func line(of record: GradeRecord) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(record), as: UTF8.self)
  }

  static func record(ofLine line: String) throws -> GradeRecord {
    try JSONDecoder().decode(GradeRecord.self, from: Data(line.utf8))
  }

  /// What stands in whole lines.
  ///
  /// - Errors: exit code 2 where a line is no record.
  static func records(_ bytes: [UInt8], of path: String) throws -> [GradeRecord] {
    let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let lines = bytes[..<end].split(separator: UInt8(ascii: "\n"))
    return try lines.enumerated().map { number, line in
      do {
        return try JSONDecoder().decode(GradeRecord.self, from: Data(line))
      } catch {
        Files.printError(
          "\(path):\(number + 1):1: error: this is no record of this Checkmark".printable
            + "\n  help: remove the file, and grade again")
        throw ExitCode(2)
      }
    }
  }
}
