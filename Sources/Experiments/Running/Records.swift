import Notation
import NumericCore

/// The tables that a run writes beside its log.
enum RunTable {
  /// The columns of each, without the seed.
  static let columns = [
    "confusion": ["true", "predicted", "count"], "gates": ["time", "state", "unit", "value"],
    "samples": ["temperature", "text"],
  ]

  /// How often each class was taken for each.
  static func confusion(
    of network: Sequential<Float>, on examples: Examples<[Int]>, classes: Int, batch: Int
  ) throws(ShapeError) -> [[String]] {
    var network = network
    var counts = Array(repeating: 0, count: classes * classes)
    let count = examples.inputs.shape[0]
    let labels = examples.targets.count / count
    for start in stride(from: 0, to: count, by: batch) {
      let end = min(start + batch, count)
      let output = try network(examples.inputs.examples(start..<end)).scalars
      for (row, label) in examples.targets[(start * labels)..<(end * labels)].enumerated() {
        let logits = output[(row * classes)..<((row + 1) * classes)]
        let best = logits.indices.max { logits[$0] < logits[$1] } ?? logits.startIndex
        counts[label * classes + best - logits.startIndex] += 1
      }
    }
    return counts.enumerated().map { place, count in
      ["\(place / classes)", "\(place % classes)", "\(count)"]
    }
  }

  /// What the first recurrent layer did at each step of an example.
  static func gates(
    of network: Sequential<Float>, on examples: Tensor<Float>
  ) throws(ShapeError) -> [[String]] {
    var value = examples.examples(0..<1)
    for layer in network.layers {
      var layer = layer
      value = try layer(value)
      guard let recurrent = layer as? any RecurrentLayer<Float> else { continue }
      return recurrent.trace.flatMap { rows(of: $0.state, $0.values) }
    }
    return []
  }

  private static func rows(of state: String, _ values: Tensor<Float>) -> [[String]] {
    let units = values.shape[1]
    return values.scalars.enumerated().map { place, value in
      ["\(place / units)", state, "\(place % units)", "\(value)"]
    }
  }

  /// How the model continues a text.
  static func samples(
    of network: Sequential<Float>, _ task: Characters, _ sampling: TrainingSettings.Sampling,
    seed: UInt64
  ) throws(TaskError) -> [[String]] {
    var network = network
    var samples: [[String]] = []
    for temperature in sampling.temperatures {
      let text = try task.sample(
        from: &network, prompt: sampling.prompt, temperature: temperature, length: sampling.length,
        seed: seed)
      samples.append(["\(temperature)", sampling.prompt + text])
    }
    return samples
  }
}

extension Tensor {
  /// Some of the examples that the first axis counts.
  fileprivate func examples(_ range: Range<Int>) -> Tensor {
    let size = scalars.count / shape[0]
    return Tensor(
      shape: [range.count] + shape.dropFirst(),
      scalars: Array(scalars[(range.lowerBound * size)..<(range.upperBound * size)]))
  }
}
