import Notation

/// What is computed from what: values by their names, and the operations between them.
package struct ComputationGraph: Sendable {
  package struct Node: Sendable {
    package enum Kind: Sendable {
      /// A given tensor, another one at each time where there is time.
      case input
      /// A given tensor that is the same at every time.
      case parameter
      /// What a definition names.
      case value
      /// A value at another time, which is computed there.
      case earlier
      /// The product with a matrix that is given.
      case map
      case operation
    }

    package internal(set) var kind: Kind
    package let symbol: Symbol
    /// The extents, where they are known; none of a number.
    package let shape: [String]
    /// The time at which it is computed, where time is unrolled.
    package let step: Int?
  }

  package struct Edge: Hashable, Sendable {
    package enum Mark: Hashable, Sendable {
      case plain
      /// It is subtracted.
      case negated
      /// The other is divided by it.
      case divisor
      /// A value becomes that of another time.
      case recurrent
    }

    package let from: Int
    package let to: Int
    package let mark: Mark
  }

  package internal(set) var nodes: [Node] = []
  package internal(set) var edges: [Edge] = []
  /// The values that were asked for.
  package internal(set) var outputs: [Int] = []
  /// What the author calls time.
  package internal(set) var timeLetter: String?

  /// The edges into a node, in the order of the operands.
  package func inputs(of node: Int) -> [Edge] { edges.filter { $0.to == node } }
}

/// A name with its indices as the author writes them, or the sign of an operation.
package struct Symbol: Hashable, Sendable {
  /// In canonical form, `W_c`, `\hat{y}`; or the sign.
  package let name: String
  /// The indices that are written below it.
  package var below: [String] = []
  /// The indices that are written behind it in brackets.
  package var behind: [String] = []
  package var isTransposed = false

  init(_ name: String, below: [String] = [], behind: [String] = []) {
    self.name = Self.visible(name)
    (self.below, self.behind) = (below, behind)
  }

  /// Whether both are values of one sequence, at whatever times.
  package func isSequence(of other: Symbol) -> Bool {
    name == other.name && behind.isEmpty == other.behind.isEmpty
      && (behind.isEmpty || below == other.below)
  }

  /// A name in plain text: that of a network's state without the network, that of a family without
  /// the mark of its index.
  static func visible(_ name: String) -> String {
    let own = name.split(separator: ".").last.map(String.init) ?? name
    return own.count > 1 && own.hasSuffix("_") ? String(own.dropLast()) : own
  }
}
