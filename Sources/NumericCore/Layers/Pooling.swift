/// What the pooling layers share: their windows, and how these move over the planes of an input.
struct PoolingWindows: Hashable, Sendable {
  let windows: [Window]
  private(set) var sweep: PlaneSweep?
  private(set) var planes = 0

  /// - Errors: ``ShapeError`` where a window is none, or half of it and more would be padding.
  init<Axes: SpatialAxes>(
    _ windows: [Window], _ axes: Axes.Type, in layer: String
  ) throws(ShapeError) {
    self.windows = try Axes.check(windows, in: layer)
    if let window = windows.first(where: { $0.padding > $0.kernel / 2 }) {
      throw .mismatch(
        layer: layer, detail: "\(window) is padded by more than half of the kernel")
    }
  }

  /// Everything before the last axes is a batch of planes.
  func outputShape(for input: Shape, in layer: String) throws(ShapeError) -> Shape {
    let axes = Array(input.suffix(windows.count))
    return input.dropLast(windows.count)
      + (try Window.placements(of: windows, along: axes, in: layer))
  }

  mutating func prepare(from input: Shape, to output: Shape) {
    let sweep = PlaneSweep(
      windows, inputs: Array(input.suffix(windows.count)),
      outputs: Array(output.suffix(windows.count)))
    planes = input.dropLast(windows.count).reduce(1, *)
    self.sweep = sweep
  }

  func sweep(of inputs: Int, _ outputs: Int) -> PlaneSweep {
    guard let sweep, planes * sweep.inputCount == inputs, planes * sweep.outputCount == outputs
    else { preconditionFailure("a layer is prepared for the shape of its input") }
    return sweep
  }

  /// In how many pieces the planes are divided: less work is not worth waking a thread for.
  var pieces: Int {
    guard let sweep else { return 1 }
    return planes * sweep.outputCount * sweep.taps < 1 << 17 ? 1 : min(planes, 8)
  }
}
