import NumericCore

extension FunctionCall {
  var channelAxes: ChannelAxes { context.conventions.value(of: ChannelAxes.self) }

  var denseDilation: Int { context.conventions.value(of: Dilation.self).ofNeighbours }

  /// One number for each axis: `2`, or `3 × 5`.
  func sizes(_ expression: Syntax.Expression, _ axes: Int) throws -> [Exact] {
    let factors = expression.shapeFactors
    guard factors.count == axes || factors.count == 1 else {
      throw Diagnostic(.sizesForAxes(axes, factors.count), at: expression.span)
    }
    let numbers = try factors.map(context.exact)
    return numbers.count == axes ? numbers : Array(repeating: numbers[0], count: axes)
  }

  /// The same, where no letter is left.
  func wholeSizes(_ expression: Syntax.Expression, _ axes: Int) throws -> [Int] {
    try sizes(expression, axes).map { try $0.whole(at: expression.span) }
  }

  /// The window of a layer along each axis.
  func windows(_ kernel: [Int], defaultStride: [Int], axes: Int) throws -> [Window] {
    func list(_ name: String, _ fallback: [Int]) throws -> [Int] {
      try options[name].map { try wholeSizes($0, axes) } ?? fallback
    }
    let dense = denseDilation
    let stride = try list("stride", defaultStride)
    let padding = try list("padding", kernel.map { _ in 0 })
    let dilation = try list("dilation", kernel.map { _ in dense }).map { $0 + 1 - dense }
    return kernel.indices.map {
      Window(kernel: kernel[$0], stride: stride[$0], padding: padding[$0], dilation: dilation[$0])
    }
  }

  /// How many places a kernel takes along each axis, at each lane; a lane whose sizes no layer
  /// could have is at fault.
  func placements(
    of sizes: [Exact], kernel: [Exact], defaultStride: [Exact]?
  ) throws -> [Exact] {
    func option(_ name: String, _ fallback: [Exact]) throws -> [Exact] {
      try options[name].map { try self.sizes($0, sizes.count) } ?? fallback
    }
    func all(_ number: Int) -> [Exact] { Array(repeating: Exact(number), count: sizes.count) }
    let stride = try option("stride", defaultStride ?? all(1))
    let (padding, dilation) = (
      try option("padding", all(0)), try option("dilation", all(denseDilation))
    )
    return sizes.indices.map { axis in
      placements([sizes[axis], kernel[axis], stride[axis], padding[axis], dilation[axis]])
    }
  }

  private func placements(_ numbers: [Exact]) -> Exact {
    let lanes = numbers.reduce(Lanes.single) { $0.union($1.lanes) }
    let positions = numbers.map { lanes.positions(in: $0.lanes) }
    var faults = Faults(lanes: lanes.count)
    var noted: [Fault.Kind: Int32] = [:]
    let given = numbers.indices.reduce(Faults.none) {
      $0.merging(numbers[$1].faults.spread(over: positions[$1]))
    }
    let values = (0..<lanes.count).map { lane in
      guard given[lane] == 0 else {
        faults[lane] = given[lane]
        return Rational(0)
      }
      let whole = numbers.indices.compactMap { numbers[$0].values[positions[$0][lane]].integer }
      let (count, fault) = placements(whole)
      if let fault {
        faults[lane] = noted[fault.kind] ?? context.note(fault)
        noted[fault.kind] = faults[lane]
      }
      return Rational(count)
    }
    return Exact(lanes, values, faults: faults.trimmed)
  }

  private func placements(_ whole: [Int]) -> (count: Int, fault: Fault?) {
    if whole.count == 5, whole[3] < 0 || whole[0] < 0 {
      // No layer has these, whatever the letters are: the formula is to blame.
      let message = "has a padding of \(whole[3]) on an axis of \(whole[0])"
      return (0, Fault(kind: .negativeSize, message: message, span: span))
    }
    guard whole.count == 5, whole.allSatisfy({ $0 <= 100_000 }),
      let count = Window(
        kernel: whole[1], stride: whole[2], padding: whole[3],
        dilation: whole[4] + 1 - denseDilation
      ).placements(along: whole[0])
    else {
      let message = "these sizes leave the kernel no place"
      return (0, Fault(kind: .inadmissible, message: message, span: span))
    }
    return (count, nil)
  }
}

extension Diagnostic.Message {
  static func sizesForAxes(_ axes: Int, _ given: Int) -> Self {
    Self(
      .shapesDoNotFit, "\(given) sizes for \(axes) axes",
      hint: "write one size for all axes, or one for each: 3 × 5")
  }
}
