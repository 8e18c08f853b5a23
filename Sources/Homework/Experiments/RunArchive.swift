import Notation
import NumericCore

/// The runs of an experiment as files: its log, its other tables, and a sidecar that says what made
/// them. What nobody changed need not be run again.
public struct RunArchive: Sendable {
  /// Why files are left alone.
  public enum Problem: Error, Hashable, Sendable {
    /// The file is not what was written.
    case changed(String)
    /// A table stands there, and nothing says where it is from.
    case foreign(String)
    /// The sidecar cannot be read.
    case damaged(String)
  }

  private let plan: ExperimentPlan
  /// The runs that are over, by their seeds.
  private var results: [UInt64: RunResult] = [:]
  /// What the files hold: their checksums, and whose runs.
  private var stored: (checksums: [String: String], seeds: [UInt64]) = ([:], [])
  /// Tables of earlier runs that nobody needs any more.
  public private(set) var staleFiles: [String] = []

  private static let version = "checkmark-runs 1"

  /// The name of its files without what follows the first point; the short form has its own.
  private var stem: String { plan.name + (plan.isShort ? ".short" : "") }
  private var sidecarName: String { "\(stem).runs" }

  private func fileName(_ table: String?) -> String {
    table.map { "\(stem).\($0).csv" } ?? "\(stem).csv"
  }

  /// - Parameter read: gives the text of a file, and `nil` where there is none.
  public init(
    of plan: ExperimentPlan, reading read: (String) -> String?
  ) throws(Problem) {
    self.plan = plan
    guard let sidecar = read(sidecarName) else {
      for name in ([nil] + plan.tables).map(fileName) where read(name) != nil {
        throw .foreign(name)
      }
      return
    }
    let lines = sidecar.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
    guard lines.first == Self.version else {
      // What another version wrote is run again.
      guard lines.first?.hasPrefix("checkmark-runs ") == true else { throw .damaged(sidecarName) }
      return
    }
    var files: [String: String] = [:]
    for line in lines {
      let words = line.split(separator: " ").map(String.init)
      guard words[0] == "file" else { continue }
      guard words.count >= 3 else { throw .damaged(sidecarName) }
      // Who deletes a table wants it made anew.
      guard let text = read(words[1]) else { return }
      guard words[2...].contains(Self.checksum(text)) else { throw .changed(words[1]) }
      files[words[1]] = text
    }
    let current = Set(([nil] + plan.tables).map(fileName))
    stored.checksums = files.mapValues(Self.checksum)
    staleFiles = files.keys.filter { !current.contains($0) }.sorted()
    takeRuns(lines, files)
  }

  private mutating func takeRuns(_ lines: [String], _ files: [String: String]) {
    var rows: [String?: [UInt64: [[String]]]] = [:]
    for table in [nil] + plan.tables {
      guard let text = files[fileName(table)],
        let read = Self.rows(in: text, columns: plan.columns(of: table))
      else { return }
      rows[table] = read
    }
    for line in lines {
      let words = line.split(separator: " ", maxSplits: 3).map(String.init)
      guard words.count >= 3, words[0] == "run", let seed = UInt64(words[2]),
        plan.seeds.contains(seed), plan.key(seed: seed) == words[1]
      else { continue }
      var result = RunResult(
        ExperimentLog.Run(
          seed: seed,
          rows: (rows[nil]?[seed] ?? []).map { $0.map { Double($0) ?? .nan } },
          failure: words.count > 3 ? words[3] : nil))
      for table in plan.tables { result.tables[table] = rows[table]?[seed] }
      results[seed] = result
    }
    stored.seeds = Array(results.keys)
  }

  // MARK: - Runs

  /// The seeds that are still to be run.
  public var missingSeeds: [UInt64] { plan.seeds.filter { results[$0] == nil } }

  public mutating func add(_ result: RunResult) { results[result.run.seed] = result }

  /// The runs that are over, in the order of the seeds.
  public var runs: [RunResult] { plan.seeds.compactMap { results[$0] } }

  public var log: ExperimentLog {
    ExperimentLog(columns: plan.columns, runs: runs.map(\.run), isShort: plan.isShort)
  }

  // MARK: - Texts

  /// The text of the log, or of another table.
  public func csv(_ table: String? = nil) -> String {
    var text = (["seed"] + plan.columns(of: table)).joined(separator: ",") + "\n"
    for result in runs {
      let rows =
        table.map { result.tables[$0] ?? [] }
        ?? result.run.rows.map { $0.map(Self.cell) }
      for row in rows {
        text += (["\(result.run.seed)"] + row.map(Self.quoted)).joined(separator: ",") + "\n"
      }
    }
    return text
  }

  /// Hands over the files to write, in an order in which it may stop at any place.
  ///
  /// First the sidecar announces the new tables beside the old ones, with the runs that are in both;
  /// at the end it tells what is there.
  public mutating func store(_ write: (_ name: String, _ text: String) throws -> Void) rethrows {
    let tables = ([nil] + plan.tables).map { (name: fileName($0), text: csv($0)) }
    let new = Dictionary(uniqueKeysWithValues: tables.map { ($0.name, Self.checksum($0.text)) })
    let checksums = tables.map { table in
      (table.name, [stored.checksums[table.name], new[table.name]].compactMap { $0 })
    }
    let kept = runs.filter { stored.seeds.contains($0.run.seed) }
    try write(sidecarName, sidecar(checksums, kept))
    for table in tables { try write(table.name, table.text) }
    try write(
      sidecarName, sidecar(new.sorted { $0.key < $1.key }.map { ($0.key, [$0.value]) }, runs))
    stored = (new, runs.map(\.run.seed))
  }

  private func sidecar(
    _ files: [(name: String, checksums: [String])], _ runs: [RunResult]
  ) -> String {
    var lines = [Self.version]
    lines += files.map { "file \($0.name) \($0.checksums.joined(separator: " "))" }
    lines += runs.map { result in
      let failure = result.run.failure.map { reason in
        " " + reason.split(whereSeparator: \.isNewline).joined(separator: " ")
      }
      return "run \(plan.key(seed: result.run.seed)) \(result.run.seed)\(failure ?? "")"
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func checksum(_ text: String) -> String {
    String(UInt64(hashing: text.utf8), radix: 16)
  }

  /// The shortest text that reads as the same number; nothing where none was taken.
  private static func cell(_ value: Double) -> String {
    if value.isNaN { return "" }
    return value == value.rounded() && value.magnitude < 1e15 ? "\(Int(value))" : "\(value)"
  }

  private static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != 34 && $0 != 44 }
    return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  /// The rows of each seed; `nil` where the table is not one with these columns.
  private static func rows(in text: String, columns: [String]) -> [UInt64: [[String]]]? {
    var reader = CSVReader(SourceFile(name: "", text: text))
    guard reader.nextRow(), reader.cells.map({ reader.text(of: $0) }) == ["seed"] + columns else {
      return nil
    }
    var rows: [UInt64: [[String]]] = [:]
    while reader.nextRow() {
      let cells = reader.cells.map { reader.text(of: $0) }
      guard cells.count == columns.count + 1, let seed = UInt64(cells[0]) else { return nil }
      rows[seed, default: []].append(Array(cells.dropFirst()))
    }
    return rows
  }
}
