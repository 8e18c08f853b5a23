import ArgumentParser
import Foundation
import Homework
import Notation

/// `checkmark merge grades --roster roster.csv`
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Joins the records of shards to the grades of a class.",
    discussion: """
      There must be one record for each student, all of one assignment. The result has the same bytes, however \
      many shards there were.

      EXAMPLES
        checkmark merge grades --roster roster.csv
        checkmark merge shards --roster roster.csv --output grades --override overrides.csv

      EXIT CODES
        0 everybody is graded, or has handed in nothing, 1 someone waits for a person, or a file is nobody's, \
      2 the roster, the overrides or the records have errors, 64 wrong usage, 70 a fault of Checkmark's own, 74 files
      """)

  @Argument(
    help: "The folders into which the shards were graded.", completion: .directory)
  var folders: [String]

  @Option(
    help: "The students, as for 'grade'.", completion: .file(extensions: ["csv"]))
  var roster: String

  @Option(
    help: "What persons have decided, as for 'grade'.", completion: .file(extensions: ["csv"]))
  var override: String?

  @Option(help: "Where the grades are written.", completion: .directory)
  var output = "grades"

  func run() throws {
    let roster = try Course.roster(at: self.roster)
    let files = folders.flatMap(Self.files)
    let records = try files.filter { $0.hasSuffix(".jsonl") }.flatMap {
      try RecordFile.records(Files.read($0), of: $0)
    }
    let questions = records.first?.questions ?? []
    let overrides = try Course.overrides(
      at: override, for: roster,
      Dictionary(questions.map { ($0.question, $0.pointsPossible) }) { first, _ in first })
    let unclaimed = files.filter { $0.hasSuffix(".txt") }
      .flatMap { (Files.readText($0) ?? "").split(separator: "\n").map(String.init) }
    try Files.makeFolder(output)
    try GradeOutput(output).write(
      records, of: roster, overrides, unclaimed: Set(unclaimed).sorted())
  }

  /// The records of shards in a folder, and what these found to be nobody's.
  private static func files(in folder: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return names.filter { path in
      let name = path.split(separator: "/").last ?? ""
      return name.hasPrefix("shard-") && name.hasSuffix(".jsonl") || name == "unclaimed.txt"
    }.sorted().map { "\(folder)/\($0)" }
  }
}
