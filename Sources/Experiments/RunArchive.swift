import Markup
import Notation
import NumericCore

/// The runs of an experiment as files: its log, its other tables, its models, and a sidecar that says
/// what made them. What nobody changed need not be run again.
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
  /// Without models, which are on the disk already. The runs that are over, by their seeds.
  private var results: [UInt64: RunResult] = [:]
  /// What the files hold: their checksums, and whose runs.
  private var stored: (checksums: [String: String], seeds: [UInt64]) = ([:], [])
  /// Tables and models of earlier runs that nobody needs any more.
  public private(set) var staleFiles: [String] = []

  private static let version = "checkmark-runs 1"

  /// The name of its files without what follows the first point; the short form has its own.
  private var stem: String { Self.stem(of: plan.name, isShort: plan.isShort) }
  private var sidecarName: String { Self.sidecarName(stem) }

  private static func stem(of experiment: String, isShort: Bool) -> String {
    experiment + (isShort ? ".short" : "")
  }

  private static func sidecarName(_ stem: String) -> String { "\(stem).runs" }

  /// The files that change whenever an experiment was run, in its long or its short form.
  public static func sidecarNames(of experiment: String) -> [String] {
    [false, true].map { sidecarName(stem(of: experiment, isShort: $0)) }
  }

  private func fileName(_ table: String?) -> String {
    table.map { "\(stem).\($0).csv" } ?? "\(stem).csv"
  }

  private func modelName(_ seed: UInt64) -> String { "\(stem).\(seed).model" }

  /// The files that there are when all runs are over.
  private var names: [String] {
    ([nil] + plan.tables).map(fileName) + (plan.savesModels ? plan.seeds.map(modelName) : [])
  }

  /// - Parameter read: gives the bytes of a file, and `nil` where there is none.
  public init(
    of plan: ExperimentPlan, reading read: (String) -> [UInt8]?
  ) throws(Problem) {
    self.plan = plan
    guard let sidecar = read(sidecarName) else {
      try refuse(names, read)
      return
    }
    let lines = String(decoding: sidecar, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: true
    ).map(String.init)
    guard lines.first == Self.version else {
      // What another version wrote is run again.
      guard lines.first?.hasPrefix("checkmark-runs ") == true else { throw .damaged(sidecarName) }
      return
    }
    var listed: Set<String> = []
    var tables: [String: String] = [:]
    for line in lines {
      let words = line.split(separator: " ").map(String.init)
      guard words.first == "file" else { continue }
      // Its files are beside it, wherever somebody's sidecar may point.
      guard words.count >= 3, words[1].hasPrefix("\(stem)."), !words[1].contains("/") else {
        throw .damaged(sidecarName)
      }
      listed.insert(words[1])
      guard let bytes = read(words[1]) else { continue }
      let checksum = Self.checksum(bytes)
      guard words[2...].contains(checksum) else { throw .changed(words[1]) }
      stored.checksums[words[1]] = checksum
      if words[1].hasSuffix(".csv") { tables[words[1]] = String(decoding: bytes, as: UTF8.self) }
    }
    try refuse(names.filter { !listed.contains($0) }, read)
    staleFiles = Set(stored.checksums.keys).subtracting(names).sorted()
    takeRuns(lines, tables)
  }

  /// What stands where a run would write, and is not known, is somebody's.
  private func refuse(_ names: [String], _ read: (String) -> [UInt8]?) throws(Problem) {
    for name in names where read(name) != nil { throw .foreign(name) }
  }

  /// Who deletes a table wants it made anew, and who deletes a model its run.
  private mutating func takeRuns(_ lines: [String], _ tables: [String: String]) {
    var rows: [String?: [UInt64: [[String]]]] = [:]
    for table in [nil] + plan.tables {
      guard let text = tables[fileName(table)],
        let read = Self.rows(in: text, columns: plan.columns(of: table))
      else { return }
      rows[table] = read
    }
    for line in lines {
      let words = line.split(separator: " ", maxSplits: 3).map(String.init)
      guard words.count >= 3, words[0] == "run", let seed = UInt64(words[2]),
        plan.seeds.contains(seed), plan.key(seed: seed) == words[1],
        !plan.savesModels || words.count > 3 || stored.checksums[modelName(seed)] != nil
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

  public mutating func add(_ result: RunResult) {
    results[result.run.seed] = result
    let model = modelName(result.run.seed)
    // That of other settings is not that of a run that stopped.
    if result.model == nil, stored.checksums[model] != nil, !staleFiles.contains(model) {
      staleFiles.append(model)
    }
  }

  /// The runs that are over, in the order of the seeds.
  public var runs: [RunResult] { plan.seeds.compactMap { results[$0] } }

  public var log: ExperimentLog {
    ExperimentLog(columns: plan.columns, runs: runs.map(\.run), isShort: plan.isShort)
  }

  // MARK: - Texts

  /// The text of the log, or of another table.
  func csv(_ table: String? = nil) -> String { csv(table) { $0 } }

  private func csv(_ table: String?, cell: (String) -> String) -> String {
    var text = (["seed"] + plan.columns(of: table)).joined(separator: ",") + "\n"
    for result in runs {
      let rows =
        table.map { result.tables[$0] ?? [] }
        ?? result.run.rows.map { $0.map(Self.cell) }
      for row in rows {
        text +=
          (["\(result.run.seed)"] + row.map { Self.quoted(cell($0)) }).joined(separator: ",") + "\n"
      }
    }
    return text
  }

  /// Hands over the files to write, in an order in which it may stop at any place.
  ///
  /// First the sidecar announces the new files beside the old ones, with the runs that are in both;
  /// at the end it tells what is there.
  public mutating func store(
    _ write: (_ name: String, _ bytes: [UInt8]) throws -> Void
  ) rethrows {
    let models = runs.compactMap { result in
      result.model.map { (name: modelName(result.run.seed), bytes: $0) }
    }
    let files =
      ([nil] + plan.tables).map {
        (name: fileName($0), bytes: Array(csv($0, cell: SpreadsheetCell.disarmed).utf8))
      } + models
    let new = Dictionary(uniqueKeysWithValues: files.map { ($0.name, Self.checksum($0.bytes)) })
    let known = stored.checksums.filter { !staleFiles.contains($0.key) }
    let kept = runs.filter { stored.seeds.contains($0.run.seed) }
    let both = known.mapValues { [$0] }.merging(new.mapValues { [$0] }) { $0 + $1 }
    try write(sidecarName, sidecar(both, kept))
    for file in files { try write(file.name, file.bytes) }
    let checksums = known.merging(new) { $1 }
    try write(sidecarName, sidecar(checksums.mapValues { [$0] }, runs))
    stored = (checksums, runs.map(\.run.seed))
    for seed in stored.seeds { results[seed]?.model = nil }
  }

  private func sidecar(
    _ checksums: [String: [String]], _ runs: [RunResult]
  ) -> [UInt8] {
    var lines = [Self.version]
    lines += checksums.sorted { $0.key < $1.key }
      .map { "file \($0.key) \($0.value.joined(separator: " "))" }
    lines += runs.map { result in
      let failure = result.run.failure.map { reason in
        " " + reason.split(whereSeparator: \.isNewline).joined(separator: " ")
      }
      return "run \(plan.key(seed: result.run.seed)) \(result.run.seed)\(failure ?? "")"
    }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  private static func checksum(_ bytes: [UInt8]) -> String {
    String(UInt64(hashing: bytes), radix: 16)
  }

  /// The shortest text that reads as the same number; nothing where none was taken.
  private static func cell(_ value: Double) -> String {
    if value.isNaN { return "" }
    return value == value.rounded() && value.magnitude < 1e15 ? "\(Int(value))" : "\(value)"
  }

  private static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != 34 && $0 != 44 }
    guard !isPlain else { return text }
    let marks = text.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }
    return "\"" + marks.joined() + "\""
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
      rows[seed, default: []].append(cells.dropFirst().map(SpreadsheetCell.armed))
    }
    return rows
  }
}
