import Foundation

/// A process of this program that judges one homework at a time.
final class WorkerProcess: @unchecked Sendable {
  private let process = Process()
  private let channel: Channel
  /// Whether it has judged something.
  private(set) var isUsed = false

  /// - Errors: exit code 70 where no process can be started.
  init(_ briefing: WorkerBriefing) throws {
    guard let (ours, its) = Channel.pair() else { throw Self.failure }
    channel = ours
    defer { close(its.socket) }
    process.executableURL = Bundle.main.executableURL
    // Where one falls, its stacks would stand around what is said of it.
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["SWIFT_BACKTRACE": "enable=no"]) { own, _ in own }
    // The same command; it asks what to judge, and not its arguments.
    let arguments = CommandLine.arguments.dropFirst()
    process.arguments = arguments.prefix(1) + ["--worker"] + arguments.dropFirst()
    process.standardInput = FileHandle(fileDescriptor: its.socket)
    process.standardOutput = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      throw Self.failure
    }
    // Where it did not take that, it takes no job.
    _ = channel.send(briefing)
  }

  deinit { close(channel.socket) }

  private static var failure: any Error {
    Files.fault("a process for the homework cannot be started; --no-isolate judges without any")
  }

  /// - Returns: `nil` where the process fell.
  func answer(to job: HomeworkJob) -> Answer? {
    isUsed = true
    return channel.send(job) ? channel.receive(Answer.self) : nil
  }

  /// Tells it that no job follows: it says what it has learnt, and ends.
  func dismiss() { shutdown(channel.socket, Int32(SHUT_WR)) }

  /// What it has learnt, once it is dismissed. Nothing waits for its end: `waitUntilExit` takes 50 ms
  /// to find out.
  func lessons() -> [UInt8]? { channel.receive(Data.self).map { [UInt8]($0) } }

  func interrupt() { process.interrupt() }
}

/// What a worker is told before its first homework.
struct WorkerBriefing: Codable, Sendable {
  let assignment: HomeworkInput?
  /// All files that are judged, be it by other workers.
  let inputs: [HomeworkInput]
  /// How many experiments it may run at the same time.
  let jobs: Int
  /// How many threads a piece of work may take.
  let threads: Int
  /// How many bytes of memory it may have.
  let memory: UInt64
}

extension WorkerBriefing: ChannelMessage {
  var bytes: Data { (try? JSONEncoder().encode(self)) ?? Data() }

  init?(_ bytes: Data) {
    guard let briefing = try? JSONDecoder().decode(Self.self, from: bytes) else { return nil }
    self = briefing
  }
}
