/// What a claim stands on: tensors, sizes, definitions.
struct Setting: Sendable {
  struct Tensor: Sendable {
    let name: String
    /// None for a number; letters or literal sizes.
    let extents: [Term]
  }

  struct Definition: Sendable {
    let name: String
    let indices: [String]
    let body: Term
    /// The value at time 0, of a recurrence over its one index.
    var start: Term?
  }

  /// An index that stands free in a claim, with its last value; the first is 1.
  struct FreeIndex: Sendable {
    let name: String
    let last: Term
  }

  var tensors: [Tensor] = []
  /// Whole numbers, each at least 1 unless it may be 0.
  var letters: [String] = []
  var lettersFromZero: [String] = []
  /// What the letters must fulfil: the first is at least the second.
  var constraint: (Term, Term)?
  var definitions: [Definition] = []
  var free: [FreeIndex] = []

  func definition(_ name: String) -> Definition? { definitions.first { $0.name == name } }

  /// Names that a careless author may take for one another.
  func relatives(of name: String) -> [String] {
    guard let own = tensors.first(where: { $0.name == name }) else {
      return (letters + lettersFromZero).contains(name)
        ? (letters + lettersFromZero).filter { $0 != name }
        : free.map(\.name).contains(name) ? free.map(\.name).filter { $0 != name } : []
    }
    return tensors.filter { $0.name != name && $0.extents.count == own.extents.count }.map(\.name)
  }
}
