import NumericCore

/// Draws products of matrices that fit, and declares what they are made of as it goes.
private struct MatrixDrawing {
  var setting = Setting()
  let extents: [Term]
  private var names = ["A", "B", "C", "D", "F", "G", "M", "P", "Q", "R", "U", "V"]
  private var vectors = ["u", "v", "w", "x", "y", "z"]

  init(_ random: inout Random) {
    if random.chance(0.3) {
      extents = [.name("n"), .name("m"), .name("p")]
      setting.letters = ["n", "m", "p"]
    } else {
      extents = [2, 3, 4]
    }
  }

  mutating func tensor(_ rows: Term, _ columns: Term, _ random: inout Random) -> Term {
    let extents = columns == 1 ? [rows] : [rows, columns]
    let fitting = setting.tensors.filter { $0.extents == extents }
    if fitting.count == 2 || fitting.count == 1 && random.chance(0.5) {
      return .name(random.pick(fitting).name)
    }
    guard columns == 1 ? !vectors.isEmpty : !names.isEmpty else {
      return .name(random.pick(setting.tensors).name)
    }
    let name = columns == 1 ? vectors.removeFirst() : names.removeFirst()
    setting.tensors.append(.init(name: name, extents: extents))
    return .name(name)
  }

  mutating func term(
    _ rows: Term, _ columns: Term, depth: Int, _ random: inout Random
  ) -> Term {
    if depth == 0 {
      if rows == 1 || columns != 1 && random.chance(0.3) {
        return .transposed(tensor(columns, rows, &random))
      }
      return tensor(rows, columns, &random)
    }
    switch random.whole(0...5) {
    case 0, 1:
      let left = term(rows, columns, depth: depth - 1, &random)
      let right = term(rows, columns, depth: depth - 1, &random)
      return random.chance(0.6) ? left + right : left - right
    case 2: return .number(random.whole(2...5)) * term(rows, columns, depth: depth - 1, &random)
    case 3 where rows != 1:
      return .transposed(term(columns, rows, depth: depth - 1, &random))
    default:
      let inner = random.pick(extents)
      return term(rows, inner, depth: depth - 1, &random)
        * term(inner, columns, depth: random.chance(0.5) ? 0 : depth - 1, &random)
    }
  }
}

extension Topic {
  static let products = Topic(name: "products") { random in
    var drawing = MatrixDrawing(&random)
    let (rows, columns) = (random.pick(drawing.extents), random.pick(drawing.extents))
    let term = drawing.term(rows, columns, depth: random.whole(1...3), &random)
    return (drawing.setting, .equation(term, term))
  }

  static let shapes = Topic(name: "shapes", isFree: true) { random in
    var drawing = MatrixDrawing(&random)
    let (rows, columns) = (random.pick(drawing.extents), random.pick(drawing.extents))
    let term = drawing.term(rows, columns, depth: random.whole(1...3), &random)
    drawing.setting.definitions = [.init(name: "Y", indices: [], body: term)]
    return (drawing.setting, .shape("Y", [rows, columns]))
  }

  static let rowsAndColumns = Topic(name: "rows and columns") { random in
    var drawing = MatrixDrawing(&random)
    let extent = random.pick(drawing.extents)
    let shapes: [(Term, Term)] = [(1, extent), (extent, 1), (1, 1)]
    let (rows, columns) = random.pick(shapes)
    var term: Term
    if rows == 1, columns == 1 {
      let inner = random.pick(drawing.extents)
      term = drawing.term(1, inner, depth: 1, &random) * drawing.term(inner, 1, depth: 1, &random)
    } else {
      term = drawing.term(rows, columns, depth: random.whole(1...2), &random)
    }
    if random.chance(0.3) { term = .transposed(.transposed(term)) }
    return (drawing.setting, .equation(term, term))
  }

  static let powers = Topic(name: "elementwise powers") { random in
    var setting = Setting()
    let extent: Term = random.chance(0.3) ? .name("n") : 3
    if extent != 3 { setting.letters = ["n"] }
    setting.tensors = ["x", "y", "z"].map { .init(name: $0, extents: [extent]) }
    let term = vector(depth: random.whole(1...3), &random)
    return (setting, .equation(term, term))
  }

  private static func vector(depth: Int, _ random: inout Random) -> Term {
    guard depth > 0 else { return .name(random.pick(["x", "y", "z"])) }
    let inner = vector(depth: depth - 1, &random)
    switch random.whole(0...7) {
    case 0, 1: return .power(inner, random.whole(2...3))
    case 2: return .hadamard(inner, vector(depth: depth - 1, &random))
    case 3: return inner + vector(depth: depth - 1, &random)
    case 4: return 1 - .power(inner, 2)
    case 5: return inner / .number(random.whole(2...4))
    case 6: return .apply(random.pick([.tanh, .sigmoid]), inner)
    default: return .number(random.whole(2...4)) * inner
    }
  }
}
