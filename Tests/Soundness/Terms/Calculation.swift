import Foundation

/// Computes terms by nested loops over numbers: the second opinion on what is claimed.
///
/// `nil` where something has no meaning: shapes that do not fit, an entry that is not there.
struct Calculation {
  let setting: Setting
  /// The values of the tensors, row by row, and of the letters.
  var values: [String: [Double]] = [:]
  var letters: [String: Int] = [:]
  var indices: [String: Int] = [:]

  /// What is varied: an entry of a tensor, or the value of a definition at its indices.
  private var seed: (name: String, place: [Int])?
  /// The time at which a direct derivative looks; everything at another one stands still.
  private var onlyTime: Int?

  init(_ setting: Setting) { self.setting = setting }

  func value(_ term: Term) -> Matrix? {
    switch term {
    case .number(let number): return Matrix(Double(number))
    case .name(let name): return named(name)
    case .entry(let name, let places): return whole(places).flatMap { entry(name, $0) }
    case .negated(let inner): return value(inner)?.map { -$0 }
    case .add(let left, let right):
      return combined(left, right, stretches: true) { $0 + $1 }
    case .subtract(let left, let right):
      return combined(left, right, stretches: true) { $0 + -$1 }
    case .hadamard(let left, let right): return combined(left, right, stretches: false, *)
    case .quotient(let left, let right): return combined(left, right, stretches: true, /)
    case .product(let left, let right):
      guard let left = value(left), let right = value(right) else { return nil }
      return left.times(right)
    case .power(let base, let exponent): return value(base).flatMap { power($0, exponent) }
    case .transposed(let inner): return value(inner)?.transposed
    case .function(let function, let arguments): return call(function, arguments)
    case .sum(let index, let lower, let upper, let body): return sum(index, lower, upper, body)
    case .delta(let left, let right):
      guard let left = value(left)?.number, let right = value(right)?.number else { return nil }
      return Matrix(left == right ? 1 : 0)
    case .choice(let first, let left, let right, let second):
      guard let left = value(left)?.number, let right = value(right)?.number else { return nil }
      return value(left <= right ? first : second)
    case .derivative(let output, let input, let isDirect):
      return derivative(output, input, isDirect)
    }
  }

  private func combined(
    _ left: Term, _ right: Term, stretches: Bool, _ body: (Dual, Dual) -> Dual
  ) -> Matrix? {
    guard let left = value(left), let right = value(right) else { return nil }
    return left.combined(with: right, stretches: stretches, body)
  }

  // MARK: - Names

  private func named(_ name: String) -> Matrix? {
    if let number = indices[name] ?? letters[name] { return Matrix(Double(number)) }
    if let definition = setting.definition(name), definition.indices.isEmpty {
      guard let result = value(definition.body) else { return nil }
      return seeded(result, name)
    }
    guard let tensor = setting.tensors.first(where: { $0.name == name }),
      let entries = values[name], let extents = whole(tensor.extents), extents.count <= 2
    else { return nil }
    let columns = extents.count == 2 ? extents[1] : 1
    let result = Matrix(extents.first ?? 1, columns) { Dual(value: entries[$0 * columns + $1]) }
    return seeded(result, name)
  }

  /// Where a value is varied itself, nothing that it is made of matters.
  private func seeded(_ matrix: Matrix, _ name: String) -> Matrix {
    guard let seed, seed.name == name else { return matrix }
    return Matrix(matrix.rows, matrix.columns) { row, column in
      let isVaried = seed.place == [row, column]
      return Dual(value: matrix[row, column].value, slope: isVaried ? 1 : 0)
    }
  }

  /// Indices begin with 1, times with 0.
  private func entry(_ name: String, _ places: [Int]) -> Matrix? {
    guard let definition = setting.definition(name), !definition.indices.isEmpty else {
      guard let matrix = named(name), let row = places.first, places.count <= 2 else { return nil }
      let column = places.count == 2 ? places[1] : 1
      guard 1...matrix.rows ~= row, 1...matrix.columns ~= column else { return nil }
      return Matrix(matrix[row - 1, column - 1])
    }
    var inner = self
    inner.indices = Dictionary(uniqueKeysWithValues: zip(definition.indices, places))
    let isStart = definition.start != nil && places[0] == 0
    guard isStart || places[0] >= 1,
      let result = inner.value(isStart ? definition.start ?? definition.body : definition.body)
    else { return nil }
    if let seed, seed.name == name, seed.place == places {
      return result.map { Dual(value: $0.value, slope: 1) }
    }
    let isFrozen = onlyTime.map { definition.start != nil && $0 != places[0] } ?? false
    return isFrozen ? result.map { Dual(value: $0.value) } : result
  }

  private func whole(_ terms: [Term]) -> [Int]? {
    let numbers = terms.compactMap { value($0)?.number }
    return numbers.count == terms.count ? numbers.map { Int($0) } : nil
  }

  // MARK: - Operations

  /// Of a square matrix, a product; else entry by entry.
  private func power(_ base: Matrix, _ exponent: Int) -> Matrix? {
    let isSquare = base.rows == base.columns
    return (1..<exponent).reduce(Optional(base)) { result, _ in
      isSquare
        ? result?.times(base) : result?.combined(with: base, stretches: false, *)
    }
  }

  private func sum(_ index: String, _ lower: Term, _ upper: Term, _ body: Term) -> Matrix? {
    guard let bounds = whole([lower, upper]) else { return nil }
    var inner = self
    var total = Matrix(0)
    guard bounds[0] <= bounds[1] else { return total }
    for number in bounds[0]...bounds[1] {
      inner.indices[index] = number
      guard let next = inner.value(body) else { return nil }
      guard let sum = total.combined(with: next, stretches: true, +) else { return nil }
      total = sum
    }
    return total
  }

  private func call(_ function: Term.Function, _ arguments: [Term]) -> Matrix? {
    guard let first = value(arguments[0]) else { return nil }
    if function == .diag {
      guard first.columns == 1 else { return nil }
      return Matrix(first.rows, first.rows) { $0 == $1 ? first[$0, 0] : Dual(value: 0) }
    }
    guard arguments.count == 2 else { return first.map { Self.apply(function, $0) } }
    guard let second = value(arguments[1]) else { return nil }
    return first.combined(with: second, stretches: false) { left, right in
      (function == .max) == (left.value >= right.value) ? left : right
    }
  }

  private static func apply(_ function: Term.Function, _ x: Dual) -> Dual {
    let value: Double
    let slope: Double
    switch function {
    case .exp: (value, slope) = (Foundation.exp(x.value), Foundation.exp(x.value))
    case .log: (value, slope) = (Foundation.log(x.value), 1 / x.value)
    case .tanh: (value, slope) = (Foundation.tanh(x.value), 1 / pow(cosh(x.value), 2))
    case .sigmoid:
      let result = 1 / (1 + Foundation.exp(-x.value))
      (value, slope) = (result, result / (1 + Foundation.exp(x.value)))
    case .sin: (value, slope) = (Foundation.sin(x.value), Foundation.cos(x.value))
    case .cos: (value, slope) = (Foundation.cos(x.value), -Foundation.sin(x.value))
    case .relu: (value, slope) = x.value > 0 ? (x.value, 1) : (0, 0)
    case .abs: (value, slope) = (x.value.magnitude, x.value > 0 ? 1 : -1)
    case .floor: (value, slope) = (Foundation.floor(x.value), 0)
    case .ceil: (value, slope) = (Foundation.ceil(x.value), 0)
    case .max, .min, .diag: (value, slope) = (.nan, .nan)
    }
    return Dual(value: value, slope: slope * x.slope)
  }

  // MARK: - Derivatives

  private func derivative(_ output: Term, _ input: Term, _ isDirect: Bool) -> Matrix? {
    var inner = self
    if isDirect {
      guard case .entry(_, let times) = output, let time = whole(times)?.first else { return nil }
      inner.onlyTime = time
    }
    switch input {
    case .entry(let name, let places):
      guard let places = whole(places) else { return nil }
      let isFamily = setting.definition(name)?.indices.isEmpty == false
      let isVector = !isFamily && places.count == 1
      inner.seed = (
        name, isFamily ? places : isVector ? [places[0] - 1, 0] : places.map { $0 - 1 }
      )
      return inner.value(output)?.map { Dual(value: $0.slope) }
    case .name(let name):
      guard let variable = named(name), let at = value(output) else { return nil }
      return inner.jacobian(output, name, variable, at)
    default: return nil
    }
  }

  /// Of a number, of the shape of the variable; of a vector, outputs by inputs.
  private func jacobian(
    _ output: Term, _ name: String, _ variable: Matrix, _ at: Matrix
  ) -> Matrix? {
    var columns: [[Dual]] = []
    for place in 0..<variable.entries.count {
      var inner = self
      inner.seed = (name, [place / variable.columns, place % variable.columns])
      guard let slopes = inner.value(output) else { return nil }
      columns.append(slopes.entries.map { Dual(value: $0.slope) })
    }
    if at.isNumber {
      return Matrix(variable.rows, variable.columns) { columns[$0 * variable.columns + $1][0] }
    }
    guard at.columns == 1, variable.columns == 1 else { return nil }
    return Matrix(at.rows, variable.rows) { columns[$1][$0] }
  }
}
