import RealModule

/// `−log softmax(x)[label]`, the mean over all rows.
///
/// With smoothing ε the label has the probability `1 − ε + ε / classes`, each other class `ε / classes`.
///
/// - Shapes: `[…, classes]` with as many labels as rows; the classes are on the last axis.
/// - Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 6.2.2.3; smoothing as in
///   Szegedy et al., *Rethinking the Inception Architecture* (2016), section 7.
public struct CrossEntropy<S: TrainingScalar>: Loss {
  public let labelSmoothing: S

  public init(labelSmoothing: S = 0) { self.labelSmoothing = labelSmoothing }

  public func callAsFunction(
    _ output: Tensor<S>, _ labels: [Int], cotangent: inout Tensor<S>
  ) throws(ShapeError) -> S {
    guard let classes = output.shape.last, classes > 0, !labels.isEmpty,
      output.scalars.count == labels.count * classes
    else {
      throw .mismatch(
        layer: "CrossEntropy",
        detail: "\(labels.count) labels do not fit an output of \(output.shape.shapeDescription)")
    }
    if let place = labels.firstIndex(where: { !(0..<classes).contains($0) }) {
      throw .outOfRange(
        layer: "CrossEntropy", index: "\(labels[place])", count: classes, place: place)
    }
    try cotangent.resize(to: output.shape)
    return Self.loss(
      output.scalars, labels, &cotangent.scalars, labels.count, classes, labelSmoothing)
  }

  /// The part of the rows whose largest output, the first of equals, is that of the label.
  public func accuracy(_ output: Tensor<S>, _ labels: [Int]) -> Double? {
    let classes = output.scalars.count / labels.count
    return Double(Self.hits(output.scalars, labels, labels.count, classes)) / Double(labels.count)
  }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  private static func hits(
    _ x: UnsafePointer<S>, _ labels: UnsafePointer<Int>, _ rows: Int, _ classes: Int
  ) -> Int {
    var hits = 0
    for row in 0..<rows {
      let x = x + row * classes
      var best = 0
      for k in 1..<classes where x[k] > x[best] { best = k }
      if best == labels[row] { hits += 1 }
    }
    return hits
  }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  private static func loss(
    _ x: UnsafePointer<S>, _ labels: UnsafePointer<Int>, _ dx: UnsafeMutablePointer<S>,
    _ rows: Int, _ classes: Int, _ smoothing: S
  ) -> S {
    let weight = 1 / S(rows)
    let share = smoothing / S(classes)
    var total: S = 0
    for row in 0..<rows {
      let (x, dx, label) = (x + row * classes, dx + row * classes, labels[row])
      var largest = x[0]
      for k in 1..<classes where x[k] > largest { largest = x[k] }
      var sum: S = 0
      var margin: S = 0
      for k in 0..<classes { dx[k] = S.fastExp(x[k] - largest) }
      for k in 0..<classes { sum += dx[k] }
      for k in 0..<classes { margin += largest - x[k] }
      total += S.log(sum) + (1 - smoothing) * (largest - x[label]) + share * margin
      let scale = weight / sum
      for k in 0..<classes { dx[k] = dx[k] * scale - share * weight }
      dx[label] -= (1 - smoothing) * weight
    }
    return total * weight
  }
}
