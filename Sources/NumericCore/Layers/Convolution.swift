extension Variable {
  /// Convolution along any number of axes, `y[f, …] = Σ_c Σ_k w[f, c, k…] x[c, stride · … + dilation · k − padding]`.
  ///
  /// The kernel is not flipped: deep learning calls cross-correlation convolution. Composed of
  /// primitives, for any scalar; ``Conv`` is the layer to train with.
  ///
  /// - Shapes: `x: [channels, size…]`, `w: [filters, channels / groups, kernel…]`, `bias: [filters]`
  ///   give `[filters, placements…]`.
  /// - Errors: ``ShapeError`` where these do not fit or the kernel is larger than the padded input.
  /// - Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 9.1.
  public static func convolution(
    _ name: String, of x: Variable, by w: Variable, bias: Variable?, windows: [Window], groups: Int
  ) throws -> Variable {
    let axes = windows.count
    guard x.shape.count == axes + 1, w.shape.count == axes + 2 else {
      throw ShapeError.mismatch(
        layer: name,
        detail: "takes an input of \(axes + 1) axes and a kernel of \(axes + 2), "
          + "not \(x.shape.shapeDescription) and \(w.shape.shapeDescription)")
    }
    let (channels, filters) = (x.shape[0], w.shape[0])
    guard groups >= 1, channels % groups == 0, filters % groups == 0,
      w.shape[1] == channels / groups
    else {
      throw ShapeError.mismatch(
        layer: name,
        detail: "\(groups) groups of an input with \(channels) channels do not fit a kernel of "
          + w.shape.shapeDescription)
    }
    let sizes = try Window.placements(of: windows, along: Array(x.shape.dropFirst()), in: name)
    let kernel = windows.map { $0.kernel }
    let output = [filters] + sizes
    let window = [w.shape[1]] + kernel
    let count = try (output + window).elementCount()
    var fromInput: [Int] = []
    var fromKernel: [Int] = []
    fromInput.reserveCapacity(count)
    fromKernel.reserveCapacity(count)
    forEachIndex(of: output + window) { index in
      let filter = index[0]
      let channel = index[axes + 1]
      let group = filter / (filters / groups)
      var input: Int? = group * w.shape[1] + channel
      var tap = filter * w.shape[1] + channel
      for (axis, placement) in windows.enumerated() {
        let k = index[axes + 2 + axis]
        let position =
          index[1 + axis] * placement.stride + k * placement.dilation - placement.padding
        let size = x.shape[1 + axis]
        input =
          (0..<size).contains(position) ? input.map { $0 * size + position } : nil
        tap = tap * placement.kernel + k
      }
      fromInput.append(input ?? -1)
      fromKernel.append(tap)
    }
    let shape = output + window
    let products = try apply(
      .multiply, to: apply(.gather(fromInput, shape: shape), to: x),
      apply(.gather(fromKernel, shape: shape), to: w))
    return try apply(.sum(last: window.count), to: products).plus(bias, ofFilters: name)
  }

  /// Pooling of each window of the trailing axes into its average, padding counted, or its largest.
  ///
  /// - Shapes: `x: […, size…]` gives `[…, placements…]`.
  /// - Errors: ``ShapeError`` where the window is larger than the padded input.
  public static func pooling(
    _ name: String, of x: Variable, windows: [Window], takesMaximum: Bool
  ) throws -> Variable {
    let axes = windows.count
    guard x.shape.count >= axes else {
      throw ShapeError.mismatch(
        layer: name,
        detail: "takes an input of at least \(axes) axes, not \(x.shape.shapeDescription)")
    }
    guard !takesMaximum || windows.allSatisfy({ $0.padding == 0 }) else {
      throw ShapeError.mismatch(layer: name, detail: "padding is for averages only")
    }
    let leading = Array(x.shape.dropLast(axes))
    let extents = Array(x.shape.suffix(axes))
    let sizes = try Window.placements(of: windows, along: extents, in: name)
    let shape = leading + sizes + windows.map { $0.kernel }
    _ = try shape.elementCount()
    var places: [Int] = []
    forEachIndex(of: shape) { index in
      var place: Int? = 0
      for (axis, extent) in leading.enumerated() { place = place.map { $0 * extent + index[axis] } }
      for (axis, window) in windows.enumerated() {
        let position =
          index[leading.count + axis] * window.stride
          + index[leading.count + axes + axis] * window.dilation - window.padding
        place =
          (0..<extents[axis]).contains(position) ? place.map { $0 * extents[axis] + position } : nil
      }
      places.append(place ?? -1)
    }
    let gathered = try apply(.gather(places, shape: shape), to: x)
    if takesMaximum { return try apply(.maximum(last: axes), to: gathered) }
    let total = try apply(.sum(last: axes), to: gathered)
    let size = S(windows.map { $0.kernel }.reduce(1, *))
    return try apply(.divide, to: total, Variable(constant: total.value.map { _ in size }))
  }

  static func forEachIndex(of shape: Shape, _ body: ([Int]) -> Void) {
    guard shape.allSatisfy({ $0 > 0 }) else { return }
    var index = Array(repeating: 0, count: shape.count)
    while true {
      body(index)
      var axis = shape.count - 1
      while axis >= 0, index[axis] + 1 == shape[axis] {
        index[axis] = 0
        axis -= 1
      }
      guard axis >= 0 else { return }
      index[axis] += 1
    }
  }
}
