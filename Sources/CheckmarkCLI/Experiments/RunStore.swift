import Experiments
import Foundation
import Markup
import Notation

/// Where the logs of the experiments of a homework are kept.
struct RunStore: Sendable {
  /// Its files change when experiments are run.
  let folder: String

  init(_ document: Document, output: String) {
    folder = "\(output)/data/\(Files.stem(of: document.source.name))"
  }

  /// What was run before.
  ///
  /// - Errors: a diagnostic where files must be left alone.
  func archive(of plan: ExperimentPlan) throws(Diagnostic) -> RunArchive {
    do throws(RunArchive.Problem) {
      return try RunArchive(of: plan) { name in
        let path = "\(folder)/\(name)"
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        // What cannot be read is none of ours; its checksum will tell.
        return Files.readData(path) ?? []
      }
    } catch {
      throw Diagnostic(.leftAlone(error, in: folder), at: plan.place)
    }
  }

  /// - Errors: exit code 74, before anybody has waited for runs that cannot be kept.
  func open() throws { try Files.makeFolder(folder) }

  func store(_ archive: inout RunArchive) throws {
    try archive.store { name, bytes in try Files.write(bytes, to: "\(folder)/\(name)") }
    for name in archive.staleFiles {
      try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    }
  }
}

/// The data files of a homework, each read once.
struct DataFileReader {
  private let folder: String
  private var contents: [String: [UInt8]] = [:]
  private var size = 0

  /// All of them together.
  private static let limit = 256 << 20

  init(_ document: Document) { folder = Files.folder(of: document.source.name) }

  mutating func files(
    of experiment: Experiment, isFull: Bool
  ) throws(Diagnostic) -> DataFiles {
    var files: [String: [UInt8]] = [:]
    for name in experiment.files(isFull: isFull) { files[name.text] = try read(name) }
    return DataFiles(files)
  }

  private mutating func read(_ name: Located) throws(Diagnostic) -> [UInt8] {
    if let known = contents[name.text] { return known }
    let path = "\(folder)/\(name.text)"
    guard Files.isInside(path, folder), let bytes = Files.readData(path) else {
      throw Diagnostic(.noDataFile(name.text), at: name.span)
    }
    size += bytes.count
    guard size <= Self.limit else { throw Diagnostic(.dataTooLarge, at: name.span) }
    contents[name.text] = bytes
    return bytes
  }
}

extension Diagnostic.Message {
  fileprivate static func leftAlone(_ problem: RunArchive.Problem, in folder: String) -> Self {
    switch problem {
    case .changed(let file):
      Self(
        "changed-log", "'\(folder)/\(file)' was changed by hand",
        hint: "delete it to run the experiment again")
    case .foreign(let file):
      Self(
        "changed-log", "'\(folder)/\(file)' is there, and nothing says where it is from",
        hint: "delete it, or put it elsewhere, to run the experiment")
    case .damaged(let file):
      Self(
        "changed-log", "'\(folder)/\(file)' is damaged",
        hint: "delete it and the tables beside it to run the experiment again")
    }
  }

  fileprivate static func noDataFile(_ name: String) -> Self {
    Self(
      "no-such-file", "'\(name)' cannot be read beside the homework",
      hint: "put the file into the folder of the homework; it may have up to 256 MB")
  }

  fileprivate static let dataTooLarge = Self(
    "too-large", "the data of this homework have more than 256 MB together",
    hint: "take smaller files")
}
