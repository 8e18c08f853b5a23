#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Work in pieces that can run at the same time.
///
/// A closure would do, if handing one to another thread did not allocate.
public protocol PiecewiseWork {
  func run(_ piece: Int)
}

extension PiecewiseWork {
  fileprivate static func run(_ piece: Int, at place: UnsafeRawPointer) {
    place.assumingMemoryBound(to: Self.self).pointee.run(piece)
  }
}

/// Threads that share the pieces of one piece of work.
///
/// How work is cut into pieces never depends on the number of threads, and no two pieces write to
/// the same place: so results are the same on one core and on many.
public final class Workers: @unchecked Sendable {
  public static let shared = Workers(count: sysconf(Int32(_SC_NPROCESSORS_ONLN)))

  /// How many threads work, the caller among them; may be lowered to measure.
  public var count: Int {
    get { locked { limit } }
    set { locked { limit = max(1, min(newValue, threads)) } }
  }

  private let threads: Int
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let workArrived = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let workFinished = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  // All of these are read and written under the mutex.
  private var limit: Int
  private var job: Job?
  private var next = 0
  private var pieces = 0
  private var helpers = 0

  private init(count: Int) {
    threads = max(1, count)
    limit = threads
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(workArrived, nil)
    pthread_cond_init(workFinished, nil)
    for _ in 1..<threads { startThread() }
  }

  /// The part of `0..<extent` that the piece covers; its ends are multiples where possible.
  public static func piece(
    _ index: Int, of count: Int, in extent: Int, multipleOf unit: Int = 1
  ) -> Range<Int> {
    let units = (extent + unit - 1) / unit
    return min(
      units * index / count * unit, extent)..<min(units * (index + 1) / count * unit, extent)
  }

  /// Where the work is, and what it is: it stays with the caller, who waits for it.
  private struct Job {
    let place: UnsafeRawPointer
    let type: any PiecewiseWork.Type

    func run(_ piece: Int) { type.run(piece, at: place) }
  }

  /// Runs the pieces from 0 up to `pieces`, in any order and at the same time.
  ///
  /// From within a piece, or while another task has the threads, the caller runs all of them.
  public func run<Work: PiecewiseWork>(_ pieces: Int, _ work: Work) {
    withUnsafePointer(to: work) { place in
      let job = Job(place: place, type: Work.self)
      guard pieces > 1, begin(pieces, job) else {
        for piece in 0..<pieces { work.run(piece) }
        return
      }
      while let piece = takePiece() { work.run(piece) }
      end()
    }
  }

  /// The results in the order of the inputs, each input a piece.
  package func map<Input: Sendable, Output: Sendable>(
    _ inputs: [Input], _ transform: @escaping @Sendable (Input) -> Output
  ) -> [Output] {
    [Output](unsafeUninitializedCapacity: inputs.count) { results, count in
      if let place = results.baseAddress {
        run(inputs.count, Mapping(inputs: inputs, transform: transform, results: place))
      }
      count = inputs.count
    }
  }

  private struct Mapping<Input: Sendable, Output: Sendable>: PiecewiseWork {
    let inputs: [Input]
    let transform: @Sendable (Input) -> Output
    let results: UnsafeMutablePointer<Output>

    func run(_ piece: Int) { (results + piece).initialize(to: transform(inputs[piece])) }
  }

  private func begin(_ count: Int, _ work: Job) -> Bool {
    locked {
      guard job == nil, limit > 1 else { return false }
      job = work
      next = 0
      pieces = count
      pthread_cond_broadcast(workArrived)
      return true
    }
  }

  private func takePiece() -> Int? {
    locked {
      guard next < pieces else { return nil }
      next += 1
      return next - 1
    }
  }

  /// Waits for those who still work on a piece; whoever wakes up later finds nothing to do.
  private func end() {
    locked {
      while helpers > 0 { pthread_cond_wait(workFinished, mutex) }
      job = nil
    }
  }

  private func work() {
    while true {
      let job = join()
      while let piece = takePiece() { job.run(piece) }
      locked {
        helpers -= 1
        if helpers == 0 { pthread_cond_signal(workFinished) }
      }
    }
  }

  /// Waits for work that has pieces left and asks for another thread.
  private func join() -> Job {
    locked {
      while true {
        if let job, next < pieces, helpers + 1 < limit {
          helpers += 1
          return job
        }
        pthread_cond_wait(workArrived, mutex)
      }
    }
  }

  /// Walks over a formula's tree recurse; what is not used of a stack takes no memory.
  private static let stackSize = 128 << 20

  private func startThread() {
    let context = Unmanaged.passUnretained(self).toOpaque()
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, Self.stackSize)
    defer { pthread_attr_destroy(&attributes) }
    #if canImport(Glibc)
      var thread = pthread_t()
      pthread_create(
        &thread, &attributes,
        { context in
          guard let context else { return nil }
          Unmanaged<Workers>.fromOpaque(context).takeUnretainedValue().work()
          return nil
        }, context)
    #else
      var thread: pthread_t?
      pthread_create(
        &thread, &attributes,
        { context in
          Unmanaged<Workers>.fromOpaque(context).takeUnretainedValue().work()
          return nil
        }, context)
    #endif
  }

  private func locked<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body()
  }
}
