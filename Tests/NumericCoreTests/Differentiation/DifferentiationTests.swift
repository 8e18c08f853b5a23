import Testing

@testable import NumericCore

/// A primitive as a function of its operands.
private struct Application: DifferentiableFunction, CustomTestStringConvertible {
  let number: Int

  var testDescription: String { "\(Primitive<Double>.examples[number].primitive.name) #\(number)" }

  func callAsFunction<S: Scalar>(_ inputs: [Variable<S>]) throws -> Variable<S> {
    let primitive = Primitive<S>.examples[number].primitive
    return inputs.count == 1
      ? try .apply(primitive, to: inputs[0]) : try .apply(primitive, to: inputs[0], inputs[1])
  }
}

private struct Elementary: DifferentiableFunction {
  let function: ElementaryFunction

  func callAsFunction<S: Scalar>(_ inputs: [Variable<S>]) throws -> Variable<S> {
    try .apply(.elementary(function), to: inputs[0])
  }
}

/// A convolution as a function of its input and kernel.
private struct Convolution: DifferentiableFunction {
  let windows: [Window]
  let groups: Int

  func callAsFunction<S: Scalar>(_ inputs: [Variable<S>]) throws -> Variable<S> {
    try .convolution(
      "conv", of: inputs[0], by: inputs[1], bias: nil, windows: windows, groups: groups)
  }
}

/// Its pullback is that of the identity, and its value is not: it must be caught.
private struct Broken: DifferentiableFunction {
  func callAsFunction<S: Scalar>(_ inputs: [Variable<S>]) throws -> Variable<S> {
    let broken = Primitive<S>(name: "broken") { (x) throws(DomainError) in
      x[0].map { $0 * $0 }
    } pullback: { (_, _, dy) throws(DomainError) in
      [dy]
    }
    return try .apply(broken, to: inputs[0])
  }
}

@Suite("Differentiation")
struct DifferentiationTests {
  @Test(
    "Every pullback agrees with forward mode and with differences",
    arguments: Primitive<Double>.examples.indices)
  func pullback(_ number: Int) throws {
    let shapes = Primitive<Double>.examples[number].shapes
    let points = points(shapes)
    for input in shapes.indices {
      let check = try GradientCheck.run(Application(number: number), at: points, by: input)
      #expect(check.passed, "\(Application(number: number).testDescription): \(check.worst)")
    }
  }

  @Test("So does every elementary function", arguments: ElementaryFunction.all)
  func elementary(_ function: ElementaryFunction) throws {
    let point = Tensor<Double>(shape: [3], scalars: [0.4, 0.9, 1.6])
    let check = try GradientCheck.run(Elementary(function: function), at: [point], by: 0)
    #expect(check.passed, "\(function.name): \(check.worst)")
  }

  @Test("A broken pullback is caught")
  func broken() throws {
    let check = try GradientCheck.run(Broken(), at: points([[3]]), by: 0)
    #expect(!check.passed)
    #expect(check.worst.forward != check.worst.reverse)
  }

  @Test(
    "Convolution by its input and by its kernel",
    arguments: [
      ([3, 7], [2, 3, 3], [Window(kernel: 3, stride: 2)], 1),
      ([2, 9], [4, 1, 2], [Window(kernel: 2, stride: 1, padding: 1, dilation: 3)], 2),
      (
        [2, 5, 4], [3, 2, 2, 3],
        [Window(kernel: 2, padding: 1), Window(kernel: 3, stride: 2, padding: 1)], 1
      ),
    ])
  func convolution(_ x: [Int], _ w: [Int], _ windows: [Window], _ groups: Int) throws {
    let function = Convolution(windows: windows, groups: groups)
    let points = points([x, w])
    for input in 0...1 {
      let check = try GradientCheck.run(function, at: points, by: input)
      #expect(check.passed, "\(check.worst)")
    }
    let output = try function(points.map { Variable(constant: $0) }).value
    #expect(output == Self.naive(points[0], points[1], windows, groups))
  }

  /// Convolution as the textbook sums it, element by element.
  private static func naive(
    _ x: Tensor<Double>, _ w: Tensor<Double>, _ windows: [Window], _ groups: Int
  ) -> Tensor<Double> {
    let sizes = zip(x.shape.dropFirst(), windows).map { $1.placements(along: $0) ?? 0 }
    let shape = [w.shape[0]] + sizes
    let output = Tensor<Double>(
      shape: shape, scalars: Array(repeating: 0, count: shape.reduce(1, *)))
    let scalars = output.scalars.indices.map { place in
      let index = output.index(of: place)
      var sum = 0.0
      for tap in w.scalars.indices {
        let k = w.index(of: tap)
        guard k[0] == index[0] else { continue }
        let channel = index[0] / (w.shape[0] / groups) * w.shape[1] + k[1]
        var offset = channel
        var isInside = true
        for axis in windows.indices {
          let window = windows[axis]
          let position =
            index[1 + axis] * window.stride + k[2 + axis] * window.dilation - window.padding
          isInside = isInside && (0..<x.shape[1 + axis]).contains(position)
          offset = offset * x.shape[1 + axis] + position
        }
        if isInside { sum += w.scalars[tap] * x.scalars[offset] }
      }
      return sum
    }
    return Tensor(shape: shape, scalars: scalars)
  }

  @Test("A tape of a hundred thousand steps neither recurses forwards nor backwards")
  func longTape() throws {
    let leaf = Variable<Double>(leaf: Tensor(1.0))
    var value = leaf
    for _ in 0..<100_000 { value = try .apply(.add, to: value, leaf) }
    #expect(try value.pullback(Tensor(1.0), to: [leaf])[0].scalars == [100_001])
  }

  @Test("A Jacobian of the reverse mode is that of dual numbers, exactly")
  func jacobianOverTheField() throws {
    var random = SplitMix64(seed: 5)
    func draw(_ shape: Shape) -> Tensor<PrimeField> {
      Tensor(
        shape: shape, scalars: (0..<shape.reduce(1, *)).map { _ in PrimeField(bits: random.next()) }
      )
    }
    let (x, w) = (draw([2, 5]), draw([1, 2, 3]))
    let function = Convolution(windows: [Window(kernel: 3, stride: 2)], groups: 1)
    let leaf = Variable(leaf: w)
    let jacobian = try function([Variable(constant: x), leaf]).jacobian(by: leaf)
    for place in w.scalars.indices {
      let lifted = w.scalars.enumerated().map {
        Dual($1, tangent: $0 == place ? PrimeField.one : .zero)
      }
      let output = try function([
        Variable(
          constant: Tensor(shape: x.shape, scalars: x.scalars.map { Dual($0, tangent: .zero) })),
        Variable(constant: Tensor(shape: w.shape, scalars: lifted)),
      ])
      for (row, scalar) in output.value.scalars.enumerated() {
        #expect(jacobian.scalars[row * w.scalars.count + place] == scalar.tangent)
      }
    }
  }

  private func points(_ shapes: [Shape]) -> [Tensor<Double>] {
    var random = SplitMix64(seed: 1)
    return shapes.map { Tensor(drawing: $0, using: &random) }
  }
}

@Suite("Windows")
struct WindowTests {
  @Test("Counting placements agrees with the textbook's formula")
  func formula() {
    for size in 1..<16 {
      for kernel in 1..<6 {
        for stride in 1..<5 {
          for padding in 0..<4 {
            for dilation in 1..<4 {
              let window = Window(
                kernel: kernel, stride: stride, padding: padding, dilation: dilation)
              let room = size + 2 * padding - dilation * (kernel - 1) - 1
              #expect(window.placements(along: size) == (room < 0 ? nil : room / stride + 1))
            }
          }
        }
      }
    }
  }

  @Test(
    "Windows that are none have no placements",
    arguments: [
      Window(kernel: 0), Window(kernel: 2, stride: 0), Window(kernel: 2, padding: -1),
      Window(kernel: 2, dilation: 0), Window(kernel: 9),
    ])
  func none(_ window: Window) {
    #expect(window.placements(along: 5) == nil)
  }
}
