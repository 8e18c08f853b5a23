import Foundation
import TestSupport
import Testing

/// Experiments through the command: what is kept, and what is run again.
@Suite("Experiments on the command line")
struct ExperimentTests {
  private static let block = """
    ```train #a
    task: {temporal-order: easy}
    model: [{lstm: 4}, last-step, {linear: 4}]
    loss: cross-entropy
    optimizer: adam
    epochs: 2
    examples: 40
    seeds: [3, 5]
    ```

    """

  /// A homework in a folder of its own, and where its logs are.
  private func withHomework(
    _ text: String, _ body: (_ homework: URL, _ logs: URL, _ options: [String]) throws -> Void
  ) throws {
    try withTemporaryFolder(["week.md": Data(text.utf8)]) { folder in
      let output = folder.appending(path: "output")
      try body(
        folder.appending(path: "week.md"), output.appending(path: "data/week"),
        ["--output", output.path])
    }
  }

  private func write(_ text: String, _ file: URL) throws {
    try text.write(to: file, atomically: true, encoding: .utf8)
  }

  private func read(_ file: URL) throws -> String { try String(contentsOf: file, encoding: .utf8) }

  private func expect(_ file: URL, _ part: String) throws {
    let text = try read(file)
    #expect(text.contains(part))
  }

  private func expect(_ command: [String], _ part: String, code: Int32) throws {
    let result = try Program.run(command)
    #expect(
      result.code == code && (part.isEmpty || result.output.contains(part)), "\(result.output)")
  }

  private func changed(_ file: URL) throws -> Date? {
    try FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate] as? Date
  }

  @Test("A run is kept until something that matters changes")
  func cache() throws {
    try withHomework(Self.block) { homework, logs, options in
      let log = logs.appending(path: "a.csv")
      let command = ["verify", homework.path] + options
      try expect(command, "", code: 0)
      let (text, date) = try (read(log), changed(log))
      #expect(text.hasPrefix("seed,epoch,step,loss,") && text.contains("\n5,2,4,"))
      try write("Another text.\n\n" + Self.block, homework)
      try expect(command, "", code: 0)
      #expect(try changed(log) == date)
      try write(Self.block.replacing("[3, 5]", with: "[5, 3, 4]"), homework)
      try expect(command, "", code: 0)
      let more = try read(log)
      for line in text.split(separator: "\n") { #expect(more.contains(line)) }
      #expect(more.contains("\n4,2,4,"))
      try write(Self.block.replacing("adam", with: "sgd"), homework)
      try expect(command, "", code: 0)
      #expect(try read(log) != text)
    }
  }

  @Test("A saved model is kept as its run is, and is gone when nobody asks for it")
  func models() throws {
    let block = Self.block.replacing("epochs: 2", with: "epochs: 2\nsave: true")
    try withHomework(block) { homework, logs, options in
      let command = ["verify", homework.path] + options
      try expect(command, "", code: 0)
      let model = logs.appending(path: "a.3.model")
      let (bytes, date) = try (Data(contentsOf: model), changed(model))
      #expect(bytes.starts(with: Data("CHECKMRK".utf8)))
      try write(block.replacing("[3, 5]", with: "[3, 5, 6]"), homework)
      try expect(command, "", code: 0)
      #expect(try changed(model) == date)
      try FileManager.default.removeItem(at: model)
      try expect(command, "", code: 0)
      #expect(try Data(contentsOf: model) == bytes)
      try write("mine", model)
      try expect(command, "changed by hand", code: 2)
      try expect(model, "mine")
      try bytes.write(to: model)
      try write(Self.block, homework)
      try expect(command, "", code: 0)
      #expect(!FileManager.default.fileExists(atPath: model.path))
    }
  }

  @Test("How many runs go on at a time changes no number")
  func jobs() throws {
    var logs: [String] = []
    for jobs in ["1", "2"] {
      try withHomework(Self.block) { homework, folder, options in
        try expect(["verify", homework.path, "--jobs", jobs] + options, "", code: 0)
        logs.append(try read(folder.appending(path: "a.csv")))
      }
    }
    #expect(logs[0] == logs[1])
    try expect(["verify", "--jobs", "0"], "", code: 64)
  }

  @Test("A log that somebody changed is an error, and stays")
  func changedByHand() throws {
    try withHomework(Self.block) { homework, logs, options in
      let command = ["verify", homework.path] + options
      let log = logs.appending(path: "a.csv")
      try expect(command, "", code: 0)
      let text = try read(log)
      try write(text.replacing("\n3,2,", with: "\n3,9,"), log)
      let (code, output) = try Program.run(command)
      #expect(code == 2 && output.contains("changed by hand"))
      try expect(log, "\n3,9,")
      try FileManager.default.removeItem(at: log)
      try expect(command, "", code: 0)
      #expect(try read(log) == text)
    }
  }

  @Test("Somebody else's table is not overwritten, nor is a log written where it cannot be")
  func foreign() throws {
    try withHomework(Self.block) { homework, logs, options in
      let command = ["verify", homework.path] + options
      try FileManager.default.createDirectory(at: logs, withIntermediateDirectories: true)
      let log = logs.appending(path: "a.csv")
      try write("mine\n", log)
      try expect(command, "", code: 2)
      #expect(try read(log) == "mine\n")
      try FileManager.default.removeItem(at: logs)
      try write("no folder", logs)
      try expect(command, "nothing can be written", code: 74)
    }
  }

  @Test("Without --full, a slow experiment runs its short form, unless it was run in full before")
  func short() throws {
    let text = Self.block.replacing("seeds: [3, 5]", with: "seeds: [3, 5]\nshort: {seeds: 4}")
    try withHomework(text) { homework, logs, options in
      let command = ["build", homework.path, "--format", "json"] + options
      let report = logs.deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "week.json")
      try expect(command, "", code: 0)
      try expect(report, "\"short\":true")
      try expect(logs.appending(path: "a.short.csv"), "\n4,2,4,")
      try expect(command + ["--full"], "", code: 0)
      try expect(report, "\"short\":false")
      try expect(command, "", code: 0)
      try expect(report, "\"short\":false")
    }
  }

  @Test("Data are only read beside the homework")
  func data() throws {
    let text = Self.block.replacing("{temporal-order: easy}", with: "{characters: secret.txt}")
    try withHomework(text) { homework, _, options in
      let outside = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).txt")
      try write(String(repeating: "secret ", count: 100), outside)
      defer { try? FileManager.default.removeItem(at: outside) }
      let command = ["verify", homework.path] + options
      try expect(command, "cannot be read beside the homework", code: 2)
      let link = homework.deletingLastPathComponent().appending(path: "secret.txt")
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: outside)
      try expect(command, "cannot be read beside the homework", code: 2)
    }
  }

  @Test(
    "An interrupt keeps what is finished, and the same command goes on",
    arguments: ["--isolate", "--no-isolate"])
  func interrupt(_ isolation: String) throws {
    let long = Self.block.replacing("#a", with: "#b").replacing("epochs: 2", with: "epochs: 100000")
      .replacing("seeds: [3, 5]", with: "seeds: 1\nlog: {steps: 10000}")
    try withHomework(Self.block + "\n" + long) { homework, logs, options in
      let process = Process()
      process.executableURL = Program.url
      process.arguments = ["verify", homework.path, "--jobs", "1", isolation] + options
      let pipe = Pipe()
      process.standardError = pipe
      process.standardOutput = pipe
      try process.run()
      let log = logs.appending(path: "a.runs")
      while (try? read(log).contains(" 5\n")) != true {
        #expect(process.isRunning)
        guard process.isRunning else { return }
        Thread.sleep(forTimeInterval: 0.05)
      }
      kill(process.processIdentifier, SIGINT)
      let deadline = DispatchTime.now() + .seconds(300)
      DispatchQueue.global().asyncAfter(deadline: deadline) {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
      }
      let output = String(
        decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus == 130)
      #expect(output.contains("2 of 3 runs are finished and kept"))
      try write(Self.block, homework)
      let date = try changed(log)
      try expect(["verify", homework.path] + options, "", code: 0)
      #expect(try changed(log) == date)
    }
  }

  @Test("Two homeworks do not keep their logs in one place, and others are judged")
  func namesakes() throws {
    try withHomework(Self.block) { homework, logs, options in
      let folder = homework.deletingLastPathComponent()
      let other = folder.appending(path: "other")
      try FileManager.default.createDirectory(at: other, withIntermediateDirectories: true)
      try write(Self.block, other.appending(path: "week.md"))
      try write("```check\n1 = 1\n```\n", folder.appending(path: "last.md"))
      for isolation in ["--isolate", "--no-isolate"] {
        let result = try Program.run(["verify", folder.path, isolation] + options)
        #expect(result.code == 64 && result.output.contains("would both become 'week'"))
        #expect(result.output.contains("1 of 1 answers verified"))
        #expect(!FileManager.default.fileExists(atPath: logs.path))
      }
    }
  }

  @Test("A plot finds the tables of an experiment by their names")
  func plots() throws {
    let text =
      Self.block.replacing("seeds", with: "evaluate: {examples: 9}\nrecord: confusion\nseeds")
      + "\n```plot\ndata: a\nx: epoch\ny: learning_rate\n```\n"
      + "\n```plot\ndata: a.confusion\nx: true\ny: count\n```\n"
    try withHomework(text) { homework, _, options in
      let (code, output) = try Program.run(["verify", homework.path] + options)
      #expect(code == 0 && !output.contains("error"), "\(output)")
    }
  }

  @Test("A plot of a table that is not there says what is meant, and no more than once")
  func plotsOfNothing() throws {
    func plot(_ table: String) -> String { "\n```plot\ndata: \(table)\nx: epoch\ny: loss\n```\n" }
    let text = Self.block + plot("a.confusion") + plot("aa") + plot("other")
    try withHomework(text) { homework, _, options in
      let (code, output) = try Program.run(["verify", homework.path] + options)
      #expect(code == 2 && output.contains("'a' keeps no table 'a.confusion'"), "\(output)")
      #expect(output.contains("did you mean the experiment 'a'?"), "\(output)")
      #expect(output.contains("put the CSV file into the folder"), "\(output)")
    }
    let broken = Self.block.replacing("temporal-order", with: "temporal") + plot("a")
    try withHomework(broken) { homework, _, options in
      let (code, output) = try Program.run(["verify", homework.path] + options)
      #expect(code == 2 && output.contains("there is no task"), "\(output)")
      #expect(!output.contains("cannot be read"), "\(output)")
    }
  }
}
