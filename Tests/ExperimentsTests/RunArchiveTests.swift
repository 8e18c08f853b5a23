import Notation
import NumericCore
import TestSupport
import Testing

@testable import Experiments

@Suite("Archives of runs")
struct RunArchiveTests {
  private func plan(_ changes: [String: String] = [:]) throws -> ExperimentPlan {
    try Example.plan(["record": "confusion"].merging(changes) { $1 })
  }

  /// As made-up runs would leave them.
  private func files(_ plan: ExperimentPlan, seeds: [UInt64]? = nil) throws -> [String: String] {
    var archive = try RunArchive(of: plan) { _ in nil }
    for seed in seeds ?? plan.seeds {
      var rows = [plan.columns.map { _ in Double.nan }, plan.columns.map { _ in 0.1 + 0.2 }]
      rows[1][0] = 12
      let run = ExperimentLog.Run(
        seed: seed, rows: rows, failure: seed == 5 ? "step 3: a loss\nof NaN" : nil)
      archive.add(RunResult(run, tables: ["confusion": [["0", "a, \"b\"\n", "2"]]]))
    }
    return Self.files(of: &archive)
  }

  private static func files(of archive: inout RunArchive) -> [String: String] {
    var files: [String: String] = [:]
    archive.store { files[$0] = String(decoding: $1, as: UTF8.self) }
    return files
  }

  /// A run that a program wrote when it was stopped.
  private struct Stop: Error {}

  @Test("Wherever writing stops, what was finished before is there", arguments: 0..<4)
  func stopped(_ count: Int) throws {
    let plan = try plan()
    var files = try files(plan, seeds: [3])
    var archive = try RunArchive(of: plan) { files[$0].map { Array($0.utf8) } }
    archive.add(RunResult(ExperimentLog.Run(seed: 5, rows: [plan.columns.map { _ in 1 }])))
    var writes = 0
    #expect(throws: Stop.self) {
      try archive.store { name, bytes in
        guard writes < count else { throw Stop() }
        writes += 1
        files[name] = String(decoding: bytes, as: UTF8.self)
      }
    }
    let again = try RunArchive(of: plan) { files[$0].map { Array($0.utf8) } }
    #expect(again.missingSeeds == [5])
    #expect(again.runs[0].run.rows.count == 2)
  }

  @Test("What was written is read again, number by number")
  func roundTrip() throws {
    let plan = try plan()
    let files = try files(plan)
    #expect(files.keys.sorted() == ["a.confusion.csv", "a.csv", "a.runs"])
    var archive = try RunArchive(of: plan) { files[$0].map { Array($0.utf8) } }
    #expect(archive.missingSeeds.isEmpty)
    #expect(Self.files(of: &archive) == files)
    #expect(archive.runs[0].run.rows[1][1] == 0.1 + 0.2)
    #expect(archive.runs[0].run.rows[0].allSatisfy { $0.isNaN })
    #expect(archive.runs[0].tables["confusion"] == [["0", "a, \"b\"\n", "2"]])
    #expect(archive.runs[0].run.failure == nil && archive.runs[1].run.failure != nil)
    #expect(files["a.csv"]?.hasPrefix("seed,epoch,step,loss,") == true)
    #expect(files["a.csv"]?.contains("\n3,12,0.30000000000000004,") == true)
  }

  @Test("Only what matters runs again")
  func keys() throws {
    let files = try files(plan())
    func missing(_ changes: [String: String]) throws -> [UInt64] {
      try RunArchive(of: plan(changes)) { files[$0].map { Array($0.utf8) } }.missingSeeds
    }
    #expect(try missing(["seeds": "[3, 5]"]).isEmpty)
    #expect(try missing(["seeds": "[5, 7, 3]"]) == [7])
    #expect(try missing(["epochs": "3"]) == [3, 5])
  }

  @Test("Runs that are over are kept, the others are missing")
  func partial() throws {
    let plan = try plan()
    let files = try files(plan, seeds: [5])
    #expect(try RunArchive(of: plan) { files[$0].map { Array($0.utf8) } }.missingSeeds == [3])
  }

  @Test("A table that somebody changed is left alone", arguments: ["a.csv", "a.confusion.csv"])
  func changed(_ name: String) throws {
    let plan = try plan()
    var files = try files(plan)
    files[name]?.append(" ")
    #expect(throws: RunArchive.Problem.changed(name)) {
      try RunArchive(of: plan) { files[$0].map { Array($0.utf8) } }
    }
    files[name] = nil
    #expect(
      try RunArchive(of: plan) { files[$0].map { Array($0.utf8) } }.missingSeeds == plan.seeds)
  }

  @Test("A table without its sidecar is somebody else's")
  func foreign() throws {
    let plan = try plan()
    #expect(throws: RunArchive.Problem.foreign("a.csv")) {
      try RunArchive(of: plan) { $0 == "a.csv" ? [1] : nil }
    }
  }

  @Test("What stands where a new table would be is somebody else's")
  func foreignTable() throws {
    var files = try files(Example.plan())
    files["a.confusion.csv"] = "mine"
    #expect(throws: RunArchive.Problem.foreign("a.confusion.csv")) {
      try RunArchive(of: plan()) { files[$0].map { Array($0.utf8) } }
    }
  }

  @Test(
    "A sidecar speaks of no files but its own", arguments: ["../../a.csv", "b.csv", "a./../b"])
  func elsewhere(_ name: String) throws {
    let plan = try plan()
    var files = try files(plan)
    files["a.runs"]?.append("file \(name) cbf29ce484222325\n")
    files[name] = ""
    #expect(throws: RunArchive.Problem.damaged("a.runs")) {
      try RunArchive(of: plan) { files[$0].map { Array($0.utf8) } }
    }
  }

  @Test("A model is kept beside the log, seed by seed, and its run with it")
  func models() throws {
    let plan = try Example.plan(["save": "true", "epochs": "1"])
    var files: [String: [UInt8]] = [:]
    var archive = try RunArchive(of: plan) { _ in nil }
    for seed in plan.seeds {
      archive.add(try #require(plan.run(seed: seed)))
      archive.store { files[$0] = $1 }
    }
    #expect(files.keys.sorted() == ["a.3.model", "a.5.model", "a.csv", "a.runs"])
    #expect(files["a.3.model"] != files["a.5.model"])
    #expect(files["a.3.model"]?.starts(with: "CHECKMRK".utf8) == true)
    #expect(try RunArchive(of: plan) { files[$0] }.missingSeeds.isEmpty)
    let fewer = try RunArchive(
      of: Example.plan(["save": "true", "epochs": "1", "seeds": "5"])
    ) { files[$0] }
    #expect(fewer.missingSeeds.isEmpty && fewer.staleFiles == ["a.3.model"])
    #expect(throws: RunArchive.Problem.changed("a.5.model")) {
      try RunArchive(of: plan) { $0 == "a.5.model" ? [1] : files[$0] }
    }
    files["a.5.model"] = nil
    #expect(try RunArchive(of: plan) { files[$0] }.missingSeeds == [5])
  }

  @Test("A run that stopped has no model, and is kept all the same")
  func stoppedModel() throws {
    let plan = try Example.plan(["save": "true", "seeds": "3"])
    var files: [String: [UInt8]] = [:]
    var archive = try RunArchive(of: plan) { _ in nil }
    archive.add(RunResult(ExperimentLog.Run(seed: 3, failure: "a loss of NaN")))
    archive.store { files[$0] = $1 }
    #expect(files["a.3.model"] == nil)
    #expect(try RunArchive(of: plan) { files[$0] }.missingSeeds.isEmpty)
  }

  @Test(
    "A sidecar of another version is run again, a damaged one is told",
    arguments: [("checkmark-runs 99\nwhat ever", true), ("", false), ("nonsense", false)])
  func versions(_ sidecar: String, _ isRun: Bool) throws {
    let plan = try plan()
    var files = try files(plan)
    files["a.runs"] = sidecar
    if isRun {
      #expect(
        try RunArchive(of: plan) { files[$0].map { Array($0.utf8) } }.missingSeeds == plan.seeds)
    } else {
      #expect(throws: RunArchive.Problem.damaged("a.runs")) {
        try RunArchive(of: plan) { files[$0].map { Array($0.utf8) } }
      }
    }
  }

  @Test("The short form has files of its own, and a table that is no longer written is stale")
  func names() throws {
    let short = try Example.plan(["short": "{epochs: 1}"], isFull: false)
    var empty = try RunArchive(of: short) { _ in nil }
    #expect(Self.files(of: &empty).keys.sorted() == ["a.short.csv", "a.short.runs"])
    let files = try files(plan())
    let archive = try RunArchive(of: Example.plan()) { files[$0].map { Array($0.utf8) } }
    #expect(archive.staleFiles == ["a.confusion.csv"])
  }

  /// A text cut short, or with one of its lines or bytes changed.
  private static func changes(of text: String) -> [String] {
    let bytes = Array(text.utf8)
    var texts = bytes.indices.map { Array(bytes[..<$0]) }
    for place in bytes.indices {
      texts += "\n ,9\"".utf8.map { Array(bytes[..<place]) + [$0] + bytes[(place + 1)...] }
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for number in lines.indices {
      for line in ["", " ", "\t", "file", "run", "run  ", "file a.", "\u{0}", "run a 3 \u{2028}"] {
        for end in [number, number + 1] {
          let changed = lines[..<number] + [line[...]] + lines[end...]
          texts.append(Array(changed.joined(separator: "\n").utf8))
        }
      }
      texts.append(Array((lines + [lines[number]]).joined(separator: "\n").utf8))
    }
    return texts.map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(
    "Whatever files hold, reading them ends in whole runs, or in a problem",
    arguments: ["a.runs", "a.csv"])
  func damages(_ name: String) throws {
    let plan = try plan(["epochs": "1"])
    let files = try files(plan)
    let original = try #require(files[name])
    func checksum(_ text: String) -> String { String(UInt64(hashing: Array(text.utf8)), radix: 16) }
    for text in Self.changes(of: original) {
      var files = files
      files[name] = text
      // Whoever changes a table on purpose writes its checksum, too.
      files["a.runs"] = files["a.runs"]?.replacing(checksum(original), with: checksum(text))
      do throws(RunArchive.Problem) {
        var archive = try RunArchive(of: plan) { files[$0].map { Array($0.utf8) } }
        #expect(archive.runs.count + archive.missingSeeds.count == plan.seeds.count)
        #expect(
          archive.runs.allSatisfy { $0.run.rows.allSatisfy { $0.count == plan.columns.count } })
        _ = ExperimentResult(plan, archive)
        _ = Self.files(of: &archive)
      } catch {
        #expect(name == "a.runs" || error == .changed("a.csv"))
      }
    }
  }
}
