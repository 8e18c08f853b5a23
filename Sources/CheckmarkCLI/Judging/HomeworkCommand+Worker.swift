import Foundation
import NumericCore

/// What a process does that a ``WorkerPool`` has started.
extension HomeworkCommand {
  /// Judges what it is given, until there is no more.
  func serve() throws {
    setpgid(0, 0)
    let channel = Channel(socket: STDIN_FILENO)
    guard let briefing = channel.receive(WorkerBriefing.self) else { return }
    Self.limitMemory(to: briefing.memory)
    Self.endWithStarter()
    Workers.shared.count = briefing.threads
    try Work.onDeepStack {
      var experiments = experiments
      experiments.jobs = briefing.jobs
      let clerk = try Clerk(
        for: self, experiments, briefing.assignment?.unprintedAssignment(), briefing.inputs)
      while let job = channel.receive(HomeworkJob.self), channel.send(clerk.answer(to: job)) {}
      _ = channel.send(Data(clerk.lessons))
    }
  }

  /// A homework that asks for more ends this process and no other.
  private static func limitMemory(to bytes: UInt64) {
    #if canImport(Darwin)
      let resource = RLIMIT_DATA
    #else
      let resource = __rlimit_resource_t(RLIMIT_DATA.rawValue)
    #endif
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0 else { return }
    limit.rlim_cur = min(limit.rlim_cur, rlim_t(bytes))
    setrlimit(resource, &limit)
  }

  /// Nobody waits for an answer once the process that started this one is gone.
  private static func endWithStarter() {
    Thread.detachNewThread {
      var descriptor = pollfd(fd: STDIN_FILENO, events: 0, revents: 0)
      while poll(&descriptor, 1, -1) < 0 {}
      _exit(1)
    }
  }
}
