import Testing

@testable import NumericCore

@Suite("Checkpoints")
struct CheckpointTests {
  private typealias XorTrainer = Trainer<Sequential<Float>, CrossEntropy<Float>>

  /// Stopped in the middle of an epoch.
  private func stopped(_ optimizer: Optimizer<Float> = .adam()) throws -> XorTrainer {
    var trainer = try TrainerTests.trainer(optimizer, rate: .step(0.05, every: 4))
    var batches = try TrainerTests.xor(1)
    for _ in 0..<6 { try trainer.step(on: &batches) }
    _ = trainer.random.next()
    return trainer
  }

  @Test("Resuming is not having stopped, bit by bit", arguments: Optimizer<Float>.all)
  func resuming(_ optimizer: Optimizer<Float>) throws {
    var going = try stopped(optimizer)
    let bytes = going.checkpoint()
    var resumed = try TrainerTests.trainer(optimizer, rate: .step(0.05, every: 4))
    try resumed.resume(from: bytes)
    var (a, b) = (try TrainerTests.xor(1), try TrainerTests.xor(1))
    try going.train(on: &a, throughEpoch: 5)
    try resumed.train(on: &b, throughEpoch: 5)
    #expect(
      going.network.parameters.map { $0.value } == resumed.network.parameters.map { $0.value })
    #expect(going.memory == resumed.memory)
    #expect(resumed.step == 20 && going.log.records.suffix(14) == resumed.log.records[...])
    #expect(going.checkpoint() == resumed.checkpoint())
    #expect(going.random.next() == resumed.random.next())
  }

  @Test("What layers keep besides their parameters goes along")
  func buffers() throws {
    func trainer() throws -> Trainer<Weights<Float>, Parabola<Float>> {
      try Trainer(
        Weights([1]), loss: Parabola(curvature: [1]), optimizer: .sgd(),
        learningRate: .constant(0.1))
    }
    var (stopped, resumed) = (try trainer(), try trainer())
    for _ in 0..<3 { try stopped.step(Weights.input, Tensor(shape: [1], scalars: [1])) }
    try resumed.resume(from: stopped.checkpoint())
    #expect(resumed.network.runs.scalars == [3])
  }

  @Test("The bytes are those that are documented")
  func format() throws {
    var trainer = try Trainer(
      Weights<Float>([1.5, -2]), loss: Parabola<Float>(curvature: [0, 0]),
      optimizer: .sgd(momentum: 0.5), learningRate: .constant(0.5), random: SplitMix64(seed: 7))
    try trainer.step(Weights.input, Tensor(shape: [2], scalars: [1, 2]))
    func number(_ value: UInt64, _ size: Int) -> [UInt8] {
      (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
    }
    func text(_ text: String) -> [UInt8] { number(UInt64(text.utf8.count), 4) + Array(text.utf8) }
    func scalars(_ values: Float...) -> [UInt8] {
      values.flatMap { number(UInt64($0.bitPattern), 4) }
    }
    var body = number(1, 8) + number(0, 8) + number(0, 8) + number(7, 8)
    body += text("SGD") + number(1, 4) + text("momentum_buffer")
    body += number(1, 4) + text("weight") + number(1, 4) + number(2, 8)
    body += scalars(1, -3) + scalars(1, 2)
    body += number(1, 4) + number(1, 4) + number(1, 8) + scalars(1)
    var file = Array("CHECKMRK".utf8) + number(1, 4) + number(4, 4)
    file += number(UInt64(body.count), 8) + body
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in file { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    #expect(trainer.checkpoint() == file + number(hash, 8))
  }

  @Test("Bytes that are cut off, changed or added are refused, and change nothing")
  func damage() throws {
    let bytes = try stopped().checkpoint()
    var trainer = try TrainerTests.trainer()
    let before = trainer.checkpoint()
    for end in 0..<bytes.count {
      let error = #expect(throws: CheckpointError.self) {
        try trainer.resume(from: Array(bytes[..<end]))
      }
      #expect(error == (end < 8 ? .foreign : .truncated(bytes: end)))
    }
    for place in bytes.indices {
      var changed = bytes
      changed[place] ^= 0x41
      #expect(throws: CheckpointError.self) { try trainer.resume(from: changed) }
    }
    #expect(throws: CheckpointError.damaged) { try trainer.resume(from: bytes + [0]) }
    #expect(throws: CheckpointError.foreign) { try trainer.resume(from: Array("PNG, or so".utf8)) }
    #expect(trainer.checkpoint() == before)
  }

  @Test("Bytes with a right checksum are not trusted either")
  func forgery() throws {
    let bytes = try stopped().checkpoint()
    for place in 24..<(bytes.count - 8) {
      var forged = Array(bytes.dropLast(8))
      forged[place] = 0xff
      var file = ByteWriter(forged)
      file.write(UInt64(hashing: forged))
      var trainer = try TrainerTests.trainer()
      var batches = try TrainerTests.xor(1)
      // It may be another checkpoint, and training then stops or goes on, but does not crash.
      do {
        try trainer.resume(from: file.bytes)
        try trainer.step(on: &batches)
      } catch is CheckpointError {
      } catch is TrainingError {}
    }
  }

  @Test("The checkpoint of another training is refused, with both named")
  func others() throws {
    let bytes = try stopped().checkpoint()
    var sgd = try TrainerTests.trainer(.sgd())
    #expect(
      throws: CheckpointError.optimizer("Adam with exp_avg and exp_avg_sq", expected: "SGD")
    ) { try sgd.resume(from: bytes) }
    var wide = try TrainerTests.trainer(hidden: 9)
    #expect(
      throws: CheckpointError.parameters("'0.weight' of 8 × 2", expected: "'0.weight' of 9 × 2")
    ) { try wide.resume(from: bytes) }
    var double = try Trainer(
      Weights([1.0]), loss: Parabola(curvature: [1]), optimizer: .adam(),
      learningRate: .constant(1))
    #expect(throws: CheckpointError.precision(bits: 32, expected: 64)) {
      try double.resume(from: bytes)
    }
    var single = try Trainer(
      Weights<Float>([1]), loss: Parabola<Float>(curvature: [1]), optimizer: .adam(),
      learningRate: .constant(1))
    #expect(throws: CheckpointError.parameters("4 parameters", expected: "1")) {
      try single.resume(from: bytes)
    }
    var newer = bytes
    newer[8] = 2
    #expect(throws: CheckpointError.version(2)) { try single.resume(from: newer) }
  }
}
