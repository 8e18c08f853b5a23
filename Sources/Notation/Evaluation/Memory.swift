import NumericCore

/// What was computed for the claims of a document, for those that come after.
///
/// Values are remembered by what a name means: its declaration, with all that this depends on. So two
/// claims share them though other names mean something else where they stand.
package final class Memory {
  private struct Content: Hashable {
    let declaration: Declaration
    let isOneHot: Bool
    let values: ValueSet?
    let structure: TensorStructure?
  }

  /// A point at which values are looked at, and how they are read.
  fileprivate struct Place: Hashable {
    let letters: [String: [Int]]
    /// The orders of magnitude of what is drawn, and the scalar; nothing where only sizes matter.
    var scales: [Double] = []
    var scalar: ObjectIdentifier?
    let reading: Reading
  }

  private var contents: [Content: Int] = [:]
  private var meanings: [[Int]: Int] = [:]
  private var values: [Place: AnyObject] = [:]
  private var sizes: [Place: Sizes] = [:]

  package init() {}

  /// A number for what a name means; equal numbers, equal values at one sample. `nil` for a name that
  /// nothing declares.
  func meaning(of name: String, in scope: Scope) -> Int? {
    guard let own = scope[name].map({ number(of: $0, in: scope) }) else { return nil }
    let others = scope.closure(of: [name]).subtracting([name]).compactMap { scope[$0] }
      .map { number(of: $0, in: scope) }.sorted()
    let meaning = [own] + others
    if let known = meanings[meaning] { return known }
    meanings[meaning] = meanings.count
    return meanings[meaning]
  }

  private func number(of declaration: Declaration, in scope: Scope) -> Int {
    let content = Content(
      declaration: declaration, isOneHot: scope.oneHot.contains(declaration.name),
      values: scope.valueSets[declaration.name], structure: scope.structures[declaration.name])
    if let known = contents[content] { return known }
    contents[content] = contents.count
    return contents.count - 1
  }

  fileprivate func values<S: Scalar>(at place: Place) -> Values<S> {
    // The place names the scalar.
    if let known = values[place] { return unsafeDowncast(known, to: Values<S>.self) }
    let new = Values<S>()
    values[place] = new
    return new
  }

  fileprivate func sizes(at place: Place) -> Sizes {
    if let known = sizes[place] { return known }
    let new = Sizes()
    sizes[place] = new
    return new
  }

  /// Values at one sample, under all readings that give the same.
  final class Values<S: Scalar> {
    struct Index: Hashable {
      let meaning: Int
      let index: [Int]
    }

    struct Derivative: Hashable {
      let key: DerivativeKey
      let meanings: [Int?]
    }

    var names: [Int: Value<S>] = [:]
    var elements: [Index: Batch<S>] = [:]
    /// Whole derivatives in natural order: a layout only arranges their axes.
    var derivatives: [Derivative: Batch<S>] = [:]
  }

  /// What the sizes alone decide.
  final class Sizes {
    var ranges: [Int: [ClosedRange<Int>]] = [:]
    var families: [Int: [ClosedRange<Int>?]] = [:]
    var forms: [Int: Form] = [:]
    var meetsAxesOfOne = false
  }

  /// No more scalars than this are kept for one name.
  static let largest = 1 << 14
}

/// What is differentiated by what, where some indices have one value.
struct DerivativeKey: Hashable {
  let text: String
  let fixed: [String: Int]
  let isDirect: Bool
}

/// The memory of a document as it is seen from one scope.
package final class ScopedMemory {
  fileprivate let memory: Memory
  private let scope: Scope
  private var meanings: [String: Int?] = [:]
  /// A definition by a derivative has another value under another layout.
  private(set) lazy var recallsNames = !scope.definesByDerivatives

  package init(_ memory: Memory, _ scope: Scope) {
    self.memory = memory
    self.scope = scope
  }

  func meaning(of name: String) -> Int? {
    if let known = meanings[name] { return known }
    let meaning = memory.meaning(of: name, in: scope)
    meanings[name] = .some(meaning)
    return meaning
  }

  /// What each of these names means, in their order.
  func meanings(of names: Set<String>) -> [Int?] { names.sorted().map(meaning(of:)) }

  /// What is known at one sample.
  package func at(letters: [String: [Int]], scales: [Double]) -> SampleMemory {
    SampleMemory(scoped: self, letters: letters, scales: scales)
  }
}

/// The memory of a document at one sample, as it is seen from one scope.
package struct SampleMemory {
  let scoped: ScopedMemory
  fileprivate let letters: [String: [Int]]
  fileprivate let scales: [Double]

  func values<S: Scalar>(under reading: Reading) -> Memory.Values<S> {
    scoped.memory.values(
      at: Memory.Place(
        letters: letters, scales: scales, scalar: ObjectIdentifier(S.self), reading: reading))
  }

  func sizes(under reading: Reading) -> Memory.Sizes {
    scoped.memory.sizes(at: Memory.Place(letters: letters, reading: reading))
  }
}

extension Value {
  /// Whether it is the same wherever the name stands: no index and no fault of one place in it.
  var isMemorable: Bool {
    switch self {
    case .exact(let exact): exact.constant != nil
    case .tensor(let batch): batch.isMemorable
    case .shape: false
    }
  }
}

extension Batch {
  var isMemorable: Bool { lanes.loops.isEmpty && faults.isEmpty && variable.isMemorable }
}

extension Variable {
  /// Whether it is a plain value, and not so large that it is cheaper to compute it anew.
  var isMemorable: Bool { !isDifferentiable && value.scalars.count <= Memory.largest }
}
