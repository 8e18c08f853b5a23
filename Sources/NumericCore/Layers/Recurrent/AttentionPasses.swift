/// The passes of ``AttentionRNN``: products of all sequences at one time, and what is between them.
struct AttentionPasses<S: TrainingScalar> {
  let batch: Int
  let time: Int
  let inputs: Int
  let hidden: Int
  let sources: Int

  /// The scalars of one projection.
  private var each: Int { batch * hidden }

  private func features(_ source: Int) -> Int { source == 0 ? inputs : hidden }

  func forward(
    _ weights: [Parameter<S>], _ x: UnsafePointer<S>, _ projections: UnsafeMutablePointer<S>,
    _ attention: UnsafeMutablePointer<S>, _ y: UnsafeMutablePointer<S>
  ) {
    for now in 0..<time {
      let start = projections + now * 3 * sources * each
      for source in 0..<sources {
        for weight in 3 * source..<3 * source + 3 {
          project(
            source == 0 ? x : UnsafePointer(y), of: source, at: now, weights[weight].value.scalars,
            start + weight * each)
        }
      }
      attend(start, attention + now * batch * sources, y + now * hidden)
    }
  }

  /// States before the first are zero, and so are their projections.
  private func project(
    _ x: UnsafePointer<S>, of source: Int, at now: Int, _ weight: UnsafePointer<S>,
    _ y: UnsafeMutablePointer<S>
  ) {
    let features = features(source)
    guard now >= source else { return Elementwise.clear(y, count: each) }
    MatrixProduct(
      rows: batch, columns: hidden, depth: features, transposesRight: true,
      leftStride: time * features)(x + (now - source) * features, weight, y)
  }

  /// `a = softmax w` and `h = Σ a_i v_i` for each sequence.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  private func attend(
    _ projections: UnsafePointer<S>, _ attention: UnsafeMutablePointer<S>,
    _ h: UnsafeMutablePointer<S>
  ) {
    for sequence in 0..<batch {
      let a = attention + sequence * sources
      var largest = -S.infinity
      for source in 0..<sources {
        let q = projections + 3 * source * each + sequence * hidden
        let k = q + each
        var weight: S = 0
        for unit in 0..<hidden { weight += q[unit] * k[unit] }
        a[source] = weight
        largest = max(largest, weight)
      }
      var sum: S = 0
      for source in 0..<sources {
        a[source] = S.fastExp(a[source] - largest)
        sum += a[source]
      }
      let h = h + sequence * time * hidden
      h.update(repeating: 0, count: hidden)
      for source in 0..<sources {
        a[source] /= sum
        let v = projections + (3 * source + 2) * each + sequence * hidden
        for unit in 0..<hidden { h[unit] += a[source] * v[unit] }
      }
    }
  }

  /// The cotangents of `q_i`, `k_i` and `v_i` from that of `h`: with `h = Σ a_j v_j`,
  /// `dw_i = a_i dhᵀ (v_i − h)`.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  func pullBackAttention(
    at now: Int, _ projections: UnsafePointer<S>, _ attention: UnsafePointer<S>,
    _ h: UnsafePointer<S>, _ dh: UnsafePointer<S>, _ cotangents: UnsafeMutablePointer<S>
  ) {
    for sequence in 0..<batch {
      let place = (sequence * time + now) * hidden
      let (h, dh) = (h + place, dh + place)
      for source in 0..<sources {
        let start = 3 * source * each + sequence * hidden
        let q = projections + now * 3 * sources * each + start
        let (k, v) = (q + each, q + 2 * each)
        let dq = cotangents + start
        let (dk, dv) = (dq + each, dq + 2 * each)
        let a = attention[(now * batch + sequence) * sources + source]
        var dw: S = 0
        for unit in 0..<hidden { dw += dh[unit] * (v[unit] - h[unit]) }
        dw *= a
        for unit in 0..<hidden { dq[unit] = dw * k[unit] }
        for unit in 0..<hidden { dk[unit] = dw * q[unit] }
        for unit in 0..<hidden { dv[unit] = a * dh[unit] }
      }
    }
  }

  func addGradients(
    of source: Int, at now: Int, _ x: UnsafePointer<S>, _ cotangents: UnsafePointer<S>,
    to weights: inout [Parameter<S>]
  ) {
    let features = features(source)
    let product = MatrixProduct(
      rows: hidden, columns: features, depth: batch, transposesLeft: true,
      rightStride: time * features, accumulates: true)
    for weight in 3 * source..<3 * source + 3 {
      product(
        cotangents + weight * each, x + (now - source) * features,
        &weights[weight].gradient.scalars)
    }
  }

  /// Writes the cotangent of the input, adds to those of the states.
  func pullBackProjections(
    of source: Int, at now: Int, _ weights: [Parameter<S>], _ cotangents: UnsafePointer<S>,
    _ dx: UnsafeMutablePointer<S>
  ) {
    let features = features(source)
    for weight in 3 * source..<3 * source + 3 {
      MatrixProduct(
        rows: batch, columns: features, depth: hidden, resultStride: time * features,
        accumulates: source > 0 || weight > 0)(
          cotangents + weight * each, weights[weight].value.scalars,
          dx + (now - source) * features)
    }
  }
}
