extension Variable {
  /// Transposed convolution along any number of axes: each entry of x adds the kernel, so many times as
  /// large, to `y[f, stride · … + dilation · k − padding]`.
  ///
  /// Composed of primitives, for any scalar; ``ConvTranspose`` is the layer to train with.
  ///
  /// - Shapes: `x: [channels, size…]`, `w: [channels, filters / groups, kernel…]`, `bias: [filters]` give
  ///   `[filters, (size − 1) · stride − 2 · padding + dilation · (kernel − 1) + output padding + 1, …]`.
  /// - Errors: ``ShapeError`` where these do not fit, or nothing is left of an axis.
  /// - Source: Dumoulin, Visin, *A guide to convolution arithmetic for deep learning* (2016), chapter 4.
  public static func transposedConvolution(
    _ name: String, of x: Variable, by w: Variable, bias: Variable?, windows: [Window],
    outputPadding: [Int], groups: Int
  ) throws -> Variable {
    let axes = windows.count
    guard x.shape.count == axes + 1, w.shape.count == axes + 2, w.shape[0] == x.shape[0],
      groups >= 1, x.shape[0] % groups == 0
    else {
      throw ShapeError.mismatch(
        layer: name,
        detail: "takes an input [channels, size…] and a kernel [channels, filters, size…], not "
          + "\(x.shape.shapeDescription) and \(w.shape.shapeDescription)")
    }
    let (channels, filters) = (x.shape[0] / groups, w.shape[1] * groups)
    var sizes: [Int] = []
    for (axis, window) in windows.enumerated() {
      try window.require(in: name)
      let size = window.extent(placements: x.shape[1 + axis]) + outputPadding[axis]
      guard size > 0, 0 <= outputPadding[axis],
        outputPadding[axis] < max(window.stride, window.dilation)
      else {
        throw ShapeError.mismatch(
          layer: name,
          detail: "\(window) and an output padding of \(outputPadding[axis]) do not fit an axis of "
            + "\(x.shape[1 + axis])")
      }
      sizes.append(size)
    }
    let shape = [filters] + sizes + [channels] + windows.map { $0.kernel }
    _ = try shape.elementCount()
    var (fromInput, fromKernel): ([Int], [Int]) = ([], [])
    forEachIndex(of: shape) { index in
      let group = index[0] / w.shape[1]
      let channel = group * channels + index[axes + 1]
      var input: Int? = channel
      var tap = channel * w.shape[1] + index[0] % w.shape[1]
      for (axis, window) in windows.enumerated() {
        let k = index[axes + 2 + axis]
        let distance = index[1 + axis] + window.padding - k * window.dilation
        let (place, size) = (distance / window.stride, x.shape[1 + axis])
        let isThere = distance >= 0 && distance % window.stride == 0 && place < size
        input = isThere ? input.map { $0 * size + place } : nil
        tap = tap * window.kernel + k
      }
      fromInput.append(input ?? -1)
      fromKernel.append(tap)
    }
    let products = try apply(
      .multiply, to: apply(.gather(fromInput, shape: shape), to: x),
      apply(.gather(fromKernel, shape: shape), to: w))
    return try apply(.sum(last: axes + 1), to: products).plus(bias, ofFilters: name)
  }

  /// With the bias of each filter, along the first axis.
  ///
  /// - Errors: ``ShapeError`` where there is not one for each.
  func plus(_ bias: Variable?, ofFilters name: String) throws -> Variable {
    guard let bias else { return self }
    guard bias.shape == [shape[0]] else {
      throw ShapeError.mismatch(
        layer: name,
        detail: "\(shape[0]) filters take a bias of as many, not of \(bias.shape.shapeDescription)"
      )
    }
    let each = shape.dropFirst().reduce(1, *)
    let spread = (0..<shape[0]).flatMap { Array(repeating: $0, count: each) }
    return try .apply(.add, to: self, .apply(.gather(spread, shape: shape), to: bias))
  }
}
