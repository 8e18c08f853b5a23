import NumericCore

/// An elementwise function and its derivative, by its argument and by its value.
private struct Activation {
  let function: Term.Function
  let slope: @Sendable (_ argument: Term, _ value: Term) -> Term

  static let all = [
    Activation(function: .tanh) { _, value in 1 - .power(value, 2) },
    Activation(function: .sigmoid) { _, value in value * (1 - value) },
    Activation(function: .exp) { _, value in value },
    Activation(function: .sin) { argument, _ in .apply(.cos, argument) },
  ]

  /// The same for vectors, where products are taken element by element.
  func slopes(_ argument: Term, _ value: Term) -> Term {
    function == .sigmoid ? .hadamard(value, 1 - value) : slope(argument, value)
  }
}

extension Topic {
  /// Two layers, written with indices or as matrices; the derivative of their loss by anything.
  static let derivatives = Topic(name: "derivatives of networks", isFree: true) { random in
    let (first, second) = (random.pick(Activation.all), random.pick(Activation.all))
    var setting = network(first, second)
    let (i, j, k): (Term, Term, Term) = (.name("i"), .name("j"), .name("k"))
    let byOutput: Term = 2 * .entry("y", [k])
    let outer = byOutput * second.slope(.entry("s", [k]), .entry("y", [k]))
    let hidden: Term = .sum("k", from: 1, to: 2, outer * .entry("U", [k, i]))
    let inner = hidden * first.slope(.entry("z", [i]), .entry("h", [i]))
    let (variable, answer): (Term, Term) =
      switch random.whole(0...5) {
      case 0: (.entry("W", [i, j]), inner * .entry("x", [j]))
      case 1: (.entry("b", [i]), inner)
      case 2:
        (.entry("x", [j]), .sum("i", from: 1, to: 3, inner * .entry("W", [i, j])))
      case 3: (.entry("h", [i]), hidden)
      case 4: (.entry("z", [i]), inner)
      default:
        (.entry("U", [k, i]), outer * .entry("h", [i]))
      }
    setting.free = setting.free.filter { variable.mentions($0.name) }
    return (setting, .equation(.derivative(.name("L"), by: variable), answer))
  }

  private static func network(_ first: Activation, _ second: Activation) -> Setting {
    var setting = Setting()
    setting.tensors = [
      .init(name: "x", extents: [4]), .init(name: "W", extents: [3, 4]),
      .init(name: "b", extents: [3]), .init(name: "U", extents: [2, 3]),
    ]
    setting.definitions = [
      .init(name: "z", indices: [], body: .name("W") * .name("x") + .name("b")),
      .init(name: "h", indices: [], body: .apply(first.function, .name("z"))),
      .init(name: "s", indices: [], body: .name("U") * .name("h")),
      .init(name: "y", indices: [], body: .apply(second.function, .name("s"))),
      .init(name: "L", indices: [], body: .transposed(.name("y")) * .name("y")),
    ]
    setting.free = [
      .init(name: "i", last: 3), .init(name: "j", last: 4), .init(name: "k", last: 2),
    ]
    return setting
  }

  /// The same network in matrices: Jacobians, and gradients of the shape of their variable.
  static let jacobians = Topic(name: "Jacobians and gradients", isFree: true) { random in
    let (first, second) = (random.pick(Activation.all), random.pick(Activation.all))
    var setting = network(first, second)
    setting.free = []
    let (x, z, h, s, y): (Term, Term, Term, Term, Term) =
      (.name("x"), .name("z"), .name("h"), .name("s"), .name("y"))
    let (W, U): (Term, Term) = (.name("W"), .name("U"))
    let (inner, outer) = (first.slopes(z, h), second.slopes(s, y))
    let delta: Term = .hadamard(2 * y, outer)
    let back: Term = .hadamard(.transposed(U) * delta, inner)
    let (output, input, answer): (Term, Term, Term) =
      switch random.whole(0...7) {
      case 0: (z, x, W)
      case 1: (h, z, .apply(.diag, inner))
      case 2: (h, x, .apply(.diag, inner) * W)
      case 3: (y, h, .apply(.diag, outer) * U)
      case 4: (y, x, .apply(.diag, outer) * U * .apply(.diag, inner) * W)
      case 5: (.name("L"), W, back * .transposed(x))
      case 6: (.name("L"), U, delta * .transposed(h))
      default: (.name("L"), .name("b"), back)
      }
    return (setting, .equation(.derivative(output, by: input), answer))
  }

  /// A recurrence of numbers: its states written out, and its derivatives through time.
  static let recurrences = Topic(name: "recurrences", isFree: true) { random in
    let activation = random.pick(Activation.all.dropLast(2))
    var setting = Setting()
    setting.tensors = [
      .init(name: "x", extents: [4]), .init(name: "w", extents: []), .init(name: "u", extents: []),
    ]
    let state: (Term) -> Term = { .entry("h", [$0]) }
    let body: Term =
      .name("w") * state(.name("t") - 1) + .name("u") * .entry("x", [.name("t")])
    setting.definitions = [
      .init(
        name: "h", indices: ["t"], body: .apply(activation.function, body), start: .number(0))
    ]
    let time = random.whole(2...4)
    let slope: (Int) -> Term = { activation.slope(0, state(.number($0))) }
    /// What a change of the state before step `from` does to the one at `time`.
    let through: (Int) -> Term = { from in
      (from..<time).reversed().reduce(slope(time) * .name("w")) { product, step in
        product * (slope(step) * .name("w"))
      }
    }
    let local: (Term) -> (Int) -> Term = { input in
      { step in
        let own = input == .name("w") ? state(.number(step - 1)) : .entry("x", [.number(step)])
        return step == time ? slope(step) * own : through(step + 1) * (slope(step) * own)
      }
    }
    let input: Term = .name(random.pick(["w", "u"]))
    let last = state(.number(time))
    switch random.whole(0...3) {
    case 0:
      let from = random.whole(1...(time - 1))
      return (setting, .equation(.derivative(last, by: state(.number(from))), through(from + 1)))
    case 1:
      let first = local(input)(1)
      let answer = (2...time).reduce(first) { $0 + local(input)($1) }
      return (setting, .equation(.derivative(last, by: input), answer))
    case 2:
      return (
        setting, .equation(.derivative(last, by: input, isDirect: true), local(input)(time))
      )
    default:
      let before = state(.number(time - 2))
      let inner: Term = .apply(
        activation.function,
        .name("w") * before + .name("u") * .entry("x", [.number(time - 1)]))
      let answer: Term = .apply(
        activation.function, .name("w") * inner + .name("u") * .entry("x", [.number(time)]))
      return (setting, .equation(last, answer))
    }
  }
}
