import NumericCore

extension Topic {
  static let sums = Topic(name: "sums, deltas and cases") { random in
    let isOpen = random.chance(0.3)
    let (rows, columns): (Term, Term) = isOpen ? (.name("m"), .name("n")) : (3, 4)
    var setting = Setting()
    if isOpen { setting.letters = ["m", "n"] }
    setting.tensors = [
      .init(name: "W", extents: [rows, columns]), .init(name: "V", extents: [rows, columns]),
      .init(name: "x", extents: [columns]), .init(name: "y", extents: [columns]),
      .init(name: "u", extents: [rows]), .init(name: "v", extents: [rows]),
    ]
    setting.free = [.init(name: "i", last: rows), .init(name: "j", last: columns)]
    var drawing = IndexDrawing(rows: rows, columns: columns)
    // Both free indices stand alone on an axis of the left side, so that their ranges are known.
    let term =
      drawing.term(depth: random.whole(1...3), ["i"], ["j"], &random)
      + .entry("W", [.name("i"), .name("j")])
    return (setting, .equation(term, term))
  }
}

/// Draws numbers made of entries, with indices over rows and columns.
private struct IndexDrawing {
  let rows: Term
  let columns: Term
  private var unused = ["k", "l", "p", "q", "r", "s", "a", "b", "c", "d"]

  init(rows: Term, columns: Term) {
    self.rows = rows
    self.columns = columns
  }

  mutating func term(
    depth: Int, _ rowIndices: [String], _ columnIndices: [String], _ random: inout Random
  ) -> Term {
    let (row, column) = (random.pick(rowIndices), random.pick(columnIndices))
    if depth == 0 || unused.isEmpty {
      switch random.whole(0...5) {
      case 0, 1: return .entry(random.pick(["W", "V"]), [.name(row), .name(column)])
      case 2, 3: return .entry(random.pick(["x", "y"]), [.name(column)])
      default: return .entry(random.pick(["u", "v"]), [.name(row)])
      }
    }
    func part(_ drawing: inout Self, _ random: inout Random) -> Term {
      drawing.term(depth: depth - 1, rowIndices, columnIndices, &random)
    }
    switch random.whole(0...7) {
    case 0: return part(&self, &random) + part(&self, &random)
    case 1: return part(&self, &random) * part(&self, &random)
    case 2:
      return .choice(
        part(&self, &random), if: .name(row), atMost: .number(random.whole(1...2)),
        else: part(&self, &random))
    case 3, 4:
      let index = unused.removeFirst()
      let body = term(depth: depth - 1, rowIndices, [index], &random)
      let other = random.pick(columnIndices)
      return .sum(index, from: 1, to: columns, .delta(.name(index), .name(other)) * body)
    case 5:
      let index = unused.removeFirst()
      return .sum(
        index, from: 1, to: rows, term(depth: depth - 1, [index], columnIndices, &random))
    default:
      let index = unused.removeFirst()
      return .sum(
        index, from: 1, to: columns, term(depth: depth - 1, rowIndices, [index], &random))
    }
  }
}
