import NumericCore

/// The values of the letters and tensors at which a claim is looked at.
package struct Sample<S: Scalar> {
  /// What is known of names here already.
  let memory: SampleMemory?
  /// The values of each letter; all lists are of one length, and more than one value are lanes.
  let letters: [String: [Int]]
  package let tensor: (String, Shape) -> Tensor<S>

  package init(
    letters: [String: [Int]], memory: SampleMemory? = nil,
    tensor: @escaping (String, Shape) -> Tensor<S>
  ) {
    self.letters = letters
    self.memory = memory
    self.tensor = tensor
  }
}

/// The ranges of the indices of definitions, which are the same at every sample of one size.
package final class RangeMemo {
  fileprivate var ranges: [String: [ClosedRange<Int>]] = [:]
  /// The ranges of the indices of families; `nil` while one is looked for.
  var families: [String: [ClosedRange<Int>?]] = [:]
  /// The shapes of the values of families.
  var shapes: [String: Shape] = [:]
  /// Whether families read nothing that is later.
  var causal: [String: Bool] = [:]
  /// Whether an axis of size 1 was met that a reading could leave out.
  fileprivate var meetsAxesOfOne = false
  /// Which index of a name is time.
  var timeAxes: [String: Int?] = [:]
  /// How many expressions wait for the value of one that they contain, through all definitions.
  fileprivate var depth = 0
  /// How many scalars were computed for one claim.
  package var work = 0
  /// No more than the stack has room for.
  fileprivate static let deepest = 1500
  /// No more than a few seconds of work for one claim.
  package var mostWork = 100_000_000

  package init() {}
}

/// Computes expressions, with any scalar, under one reading, at one sample.
///
/// Everything is computed at all lanes at once: an expression that depends on indices i and j is a
/// tensor whose first axes run over i and j. So one walk over the tree is enough for every index.
package final class Evaluator<S: Scalar> {
  let scope: Scope
  let reading: Reading
  let sample: Sample<S>
  var loops: [Loop] = []
  /// The loop of each index name.
  var bindings: [String: Int] = [:]
  /// The indices that have one value here.
  var fixed: [String: Int] = [:]
  /// The indices that the sums around the current place run over.
  var summed: Set<String> = []
  /// Names that are varied by themselves: the inputs of derivatives.
  var overrides: [String: Variable<S>]
  /// What is wrong somewhere; the lanes' faults are places in this list.
  var faults: [Fault] = []
  let memo: RangeMemo
  private var cache: [String: Value<S>] = [:]
  var derivatives: [String: Batch<S>] = [:]
  private var inProgress: [String] = []
  /// Values of families: those known, those varied by themselves, those being computed.
  var elements: [Element: Variable<S>] = [:]
  var elementOverrides: [Element: Variable<S>] = [:]
  var elementsInProgress: [Element] = []
  /// Whether the values of a family are being computed in the order of time.
  var goesThroughTime = false
  var frozen: Frozen?
  var earlier: Earlier?
  /// What is known of earlier claims, at this sample and at all of these sizes.
  let remembered: Memory.Values<S>?
  let rememberedSizes: Memory.Sizes?
  /// Whether the left side of a claim is looked at.
  var isAsked = false
  /// The shapes of the values of families that are tried out.
  var assumedShapes: [String: Shape] = [:]

  package init(
    _ scope: Scope, reading: Reading, sample: Sample<S>, overrides: [String: Variable<S>] = [:],
    memo: RangeMemo = RangeMemo()
  ) {
    self.scope = scope
    self.reading = reading
    self.sample = sample
    self.overrides = overrides
    self.memo = memo
    let readingOfValues = reading.ofValues
    remembered = sample.memory?.values(under: readingOfValues)
    rememberedSizes = sample.memory?.sizes(under: readingOfValues)
    if let count = sample.letters.values.first?.count, count > 1 {
      loops.append(Loop(name: "", values: Array(0..<count)))
    }
  }

  /// Forgets the indices of the last expression, to evaluate another; what was found out of names
  /// and derivatives is kept.
  package func forgetIndices() {
    bindings = [:]
    summed = []
  }

  /// Whether the reading leaves out axes of size 1 where it could.
  func leavesOutAxes(if couldLeaveOut: Bool) -> Bool {
    if couldLeaveOut {
      memo.meetsAxesOfOne = true
      rememberedSizes?.meetsAxesOfOne = true
    }
    return couldLeaveOut && reading.squeezesAxes
  }

  /// Whether a reading that leaves out axes of size 1 could find something else.
  package var meetsAxesOfOne: Bool {
    memo.meetsAxesOfOne || rememberedSizes?.meetsAxesOfOne == true
  }

  // MARK: - Expressions

  // Everything below is compiled once more for the scalars of nearly every claim.
  @_specialize(where S == PrimeField)
  @_specialize(where S == Bounded<Double>)
  @_specialize(where S == Double)
  @_specialize(where S == Dual<Double>)
  #if arch(x86_64)
    @_specialize(where S == Bounded<Float80>)
  #endif
  func value(_ expression: Syntax.Expression) throws -> Value<S> {
    memo.depth += 1
    defer { memo.depth -= 1 }
    guard memo.depth <= RangeMemo.deepest else {
      throw Diagnostic(.definitionsTooDeep, at: expression.span)
    }
    switch expression.kind {
    case .number(let number): return .exact(Exact(number))
    case .name(let name): return try value(of: name, at: expression.span)
    case .negated(let inner): return try negated(value(inner), at: expression.span)
    case .binary(let sign, let left, let right):
      return try binary(sign, left, right, at: expression.span)
    case .power(let base, let exponent):
      return try power(base, exponent, at: expression.span)
    case .transposed(let inner):
      let isElement = if case .indexed = inner.kind { true } else { false }
      return .tensor(
        try transposed(batch(inner), isElement: isElement, at: expression.span))
    case .call(let name, let arguments, let options):
      return try call(name, arguments, options, at: expression.span)
    case .indexed(let base, let indices):
      return try indexed(base, by: indices, at: expression.span)
    case .reduction(let reduction, let binder, let body):
      return try reduce(reduction, binder, body, at: expression.span)
    case .indicator(let conditions): return .exact(try indicator(conditions))
    case .cases(let branches): return try cases(branches, at: expression.span)
    case .derivative(let output, let input, let isDirect):
      return try derivative(
        of: output, by: input, isWrittenDirect: isDirect, at: expression.span)
    case .matrix(let rows): return .tensor(try matrix(rows))
    case .tuple(let parts): return .shape(try parts.map(exact))
    }
  }

  /// A number that must be known exactly: an index, a size, a bound.
  func exact(_ expression: Syntax.Expression) throws -> Exact {
    guard case .exact(let exact) = try value(expression) else {
      throw Diagnostic(.notAWholeNumber, at: expression.span)
    }
    return exact
  }

  func batch(_ expression: Syntax.Expression) throws -> Batch<S> {
    try batch(value(expression), at: expression.span)
  }

  func batch(_ value: Value<S>, at span: Span) throws -> Batch<S> {
    switch value {
    case .tensor(let batch): return batch
    case .shape: throw Diagnostic(.shapeIsNoNumber, at: span)
    case .exact(let exact):
      var scalars: [S] = []
      scalars.reserveCapacity(exact.values.count)
      for number in exact.values {
        guard let scalar = S(number) else { throw DomainError.notExact("\(number)") }
        scalars.append(scalar)
      }
      let tensor = Tensor(shape: exact.lanes.extents, scalars: scalars)
      return Batch(exact.lanes, Variable(constant: tensor), faults: exact.faults)
    }
  }

  // MARK: - Names

  private func value(of name: String, at span: Span) throws -> Value<S> {
    if let number = fixed[name] { return .exact(Exact(number)) }
    if let loop = bindings[name] {
      let values = loops[loop].values
      return .exact(Exact(Lanes(loops: [loop], extents: [values.count]), values.map(Rational.init)))
    }
    if let variable = overrides[name] { return .tensor(Batch(.single, variable)) }
    if let known = cache[name] { return known }
    let meaning = meaningOfPlainValue(name)
    if let meaning, let known = remembered?.names[meaning] {
      cache[name] = known
      return known
    }
    guard let declaration = scope[name] else {
      throw Diagnostic(.unknownName(name, among: scope), at: span)
    }
    let value = try withoutBindings { try compute(declaration, at: span) }
    cache[name] = value
    if let meaning, value.isMemorable { remembered?.names[meaning] = value }
    return value
  }

  /// A number for what a name means here.
  func meaning(of name: String) -> Int? { sample.memory?.scoped.meaning(of: name) }

  /// The same, where nothing that it may depend on is varied or held.
  func meaningOfPlainValue(_ name: String) -> Int? {
    guard let memory = sample.memory, memory.scoped.recallsNames, overrides.isEmpty,
      elementOverrides.isEmpty, frozen == nil, assumedShapes.isEmpty
    else { return nil }
    return memory.scoped.meaning(of: name)
  }

  private func compute(_ declaration: Declaration, at span: Span) throws -> Value<S> {
    guard !inProgress.contains(declaration.name) else {
      throw Diagnostic(.cyclicDefinition(inProgress + [declaration.name]), at: declaration.span)
    }
    inProgress.append(declaration.name)
    defer { inProgress.removeLast() }
    switch declaration.kind {
    case .number(let value?): return .exact(try exact(value))
    case .number(nil): return .exact(try letter(declaration.name, at: span))
    case .tensor(let extents):
      let shape = try concrete(extents.map(exact), at: span)
      return .tensor(Batch(.single, Variable(constant: sample.tensor(declaration.name, shape))))
    case .definition(_, let indices, let body):
      if indices.isEmpty { return try value(body) }
      if let family = scope.family(declaration.name) {
        return .tensor(try wholeFamily(declaration.name, family, at: span))
      }
      return try elementwise(declaration, indices, body)
    case .family(let family):
      return .tensor(try wholeFamily(declaration.name, family, at: span))
    case .loss(let inputs): return try loss(declaration.name, of: inputs, at: span)
    }
  }

  private func letter(_ name: String, at span: Span) throws -> Exact {
    guard let values = sample.letters[name] else {
      throw Diagnostic(.letterHasNoValue(name), at: span)
    }
    if values.count == 1 { return Exact(values[0]) }
    return Exact(Lanes(loops: [0], extents: [values.count]), values.map(Rational.init))
  }

  /// A shape whose extents are single, positive, whole numbers.
  func concrete(_ extents: [Exact], at span: Span) throws -> Shape {
    let shape = try extents.map { extent in
      guard let size = extent.constant?.integer, size >= 1 else {
        throw Diagnostic(.extentIsNoSize, at: span)
      }
      return size
    }
    _ = try located(at: span) { try shape.elementCount() }
    return shape
  }

  /// `f[i, j] = …`: the indices become the axes.
  private func elementwise(
    _ declaration: Declaration, _ indices: [String], _ body: Syntax.Expression
  ) throws -> Value<S> {
    let base = indexBase(of: declaration)
    let meaning = meaning(of: declaration.name)
    let ranges =
      try memo.ranges[declaration.name] ?? meaning.flatMap { rememberedSizes?.ranges[$0] }
      ?? Ranges(of: self).inferred(for: indices, in: body, from: base, at: declaration.span)
    memo.ranges[declaration.name] = ranges
    if let meaning { rememberedSizes?.ranges[meaning] = ranges }
    let numbers = try zip(indices, ranges).map { try open($0, $1, at: declaration.span) }
    let lanes = Lanes(loops: numbers, extents: ranges.map { $0.count })
    let result = settled(try batch(body))
    let foreign = result.lanes.loops.filter { !numbers.contains($0) }
    guard foreign.isEmpty else { throw Diagnostic(.definitionNeedsSizes, at: declaration.span) }
    if let fault = result.faults.first.map(fault(_:)) {
      throw Diagnostic(.faultInDefinition(fault), at: fault.span)
    }
    return .tensor(Batch(.single, try aligned(result, to: lanes, own: result.own).variable))
  }

  /// A random smooth function: linear in the elements, and quadratic in another combination of
  /// them, so that its gradient changes from place to place.
  private func loss(
    _ loss: String, of inputs: [Syntax.Expression], at span: Span
  ) throws -> Value<S> {
    var total: Variable<S>?
    for expression in inputs {
      guard case .tensor(let batch) = try value(expression), batch.lanes.loops.isEmpty else {
        throw Diagnostic(.lossNeedsTensors, at: span)
      }
      let input = settled(batch)
      let (name, shape) = (expression.text, input.variable.shape)
      let slopes = Variable(constant: sample.tensor("∂\(loss)/∂\(name)", shape))
      let weights = Variable(constant: sample.tensor("∂²\(loss)/∂\(name)²", shape))
      let linear: Variable<S> = try .sum(.multiply(slopes, input.variable))
      let combination: Variable<S> = try .sum(.multiply(weights, input.variable))
      let term = try Variable<S>.add(linear, .multiply(combination, combination))
      total = try total.map { try .add($0, term) } ?? term
    }
    guard let total else { throw Diagnostic(.lossNeedsTensors, at: span) }
    return .tensor(Batch(.single, total))
  }

  // MARK: - Faults

  /// Notes a fault and gives it a number.
  func note(_ fault: Fault) -> Int32 {
    faults.append(fault)
    return Int32(faults.count)
  }

  func fault(_ number: Int32) -> Fault { faults[Int(number) - 1] }

  // MARK: - Loops

  /// Opens a loop for an index; the name means it until it is bound anew.
  ///
  /// - Errors: a range that is longer than the work of a claim may be.
  func open(_ name: String, _ range: ClosedRange<Int>, at span: Span) throws -> Int {
    try charge([range.count], at: span)
    loops.append(Loop(name: name, values: Array(range)))
    bindings[name] = loops.count - 1
    return loops.count - 1
  }

  /// Runs something in which no index of the surroundings is known.
  func withoutBindings<Result>(
    fixing letters: [String: Int] = [:], _ body: () throws -> Result
  ) rethrows -> Result {
    let outer = (bindings, fixed, summed)
    (bindings, fixed, summed) = ([:], letters, [])
    defer { (bindings, fixed, summed) = outer }
    return try body()
  }

  /// The same lanes, if they are few enough to be looked at.
  func bounded(_ lanes: Lanes, at span: Span) throws -> Lanes {
    try charge(lanes.extents, at: span)
    return lanes
  }

  /// Counts the scalars of a shape among the work of the claim.
  func charge(_ shape: Shape, at span: Span) throws {
    memo.work += try located(at: span) { try shape.elementCount() }
    guard memo.work <= memo.mostWork else { throw Diagnostic(.tooMuchWork, at: span) }
  }

  /// Says where a shape or a number went wrong.
  func located<Result>(at span: Span, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as ShapeError {
      throw Diagnostic(.shapesDoNotFit("\(error)"), at: span)
    } catch let error as DomainError {
      if case .notExact = error { throw error }
      throw Diagnostic(.noValue("\(error)"), at: span)
    }
  }

  /// The first index of a tensor's axes.
  func indexBase(of declaration: Declaration) -> Int {
    declaration.indexBase ?? reading.indexBases[declaration.section] ?? 0
  }
}

extension Variable {
  static func add(_ left: Self, _ right: Self) throws(DomainError) -> Self {
    try apply(.add, to: left, right)
  }

  static func multiply(_ left: Self, _ right: Self) throws(DomainError) -> Self {
    try apply(.multiply, to: left, right)
  }

  /// The sum of all elements.
  static func sum(_ operand: Self) throws(DomainError) -> Self {
    try apply(.sum(last: operand.shape.count), to: operand)
  }
}

extension Diagnostic.Message {
  static let definitionsTooDeep = Self(
    "nested-too-deeply", "the definitions that this needs are nested too deeply",
    hint: "define with fewer steps between")
  package static let tooMuchWork = Self(
    "too-much-work", "this takes more than 100 million operations",
    hint: "claim it for smaller tensors")

  package static func unknownName(_ name: String, among scope: Scope) -> Self {
    let known = scope.declarations.keys.lazy.filter { !Scope.isHidden($0) }
    let near = nearest(to: name, in: known)
    return Self(
      "unknown-name", "'\(name)' has no meaning here",
      hint: near.map { "did you mean '\($0)'?" }
        ?? "declare it in a given or define block of this section")
  }

  static let notAWholeNumber = Self(
    "not-exact", "this must be a whole number that does not depend on the tensors")
  static let shapeIsNoNumber = Self(shapesDoNotFitCode, "this is a shape and not a number")
  static let extentIsNoSize = Self(
    "not-a-size", "the extents of a tensor must be whole numbers of at least 1")
  static let definitionNeedsSizes = Self(
    "unsupported", "this definition has no single value for letter sizes")
  static let lossNeedsTensors = Self(
    "loss-needs-tensors", "a loss is a function of defined tensors", hint: "write \\ell = \\ell(f)")

  static func cyclicDefinition(_ names: [String]) -> Self {
    Self(
      "cyclic-definition", "the definition needs itself: " + names.joined(separator: " → "),
      hint: "define one of these names without the others")
  }

  static func letterHasNoValue(_ name: String) -> Self {
    Self("unknown-name", "'\(name)' has no value here")
  }

  static func faultInDefinition(_ fault: Fault) -> Self {
    Self(faultInDefinitionCode, "this \(fault.message)")
  }

  static let faultInDefinitionCode = "fault-in-definition"
  package static let shapesDoNotFitCode = "shapes-do-not-fit"

  static func shapesDoNotFit(_ detail: String) -> Self { Self(shapesDoNotFitCode, detail) }
  static func noValue(_ detail: String) -> Self { Self("no-value", detail) }

  /// The candidate that differs least, if it differs little; of several, the first in the alphabet.
  package static func nearest(
    to word: String, in candidates: some Sequence<String>
  ) -> String? {
    let letters = Array(word)
    let limit = max(1, letters.count / 3)
    var best: (distance: Int, word: String)?
    for candidate in candidates {
      let other = Array(candidate)
      guard abs(other.count - letters.count) <= limit else { continue }
      let distance = editDistance(letters, other)
      let isBetter = best.map { (distance, candidate) < ($0.distance, $0.word) } ?? true
      if distance <= limit, isBetter { best = (distance, candidate) }
    }
    return best?.word
  }

  private static func editDistance(_ a: [Character], _ b: [Character]) -> Int {
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let substitution = diagonal + (x == y ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(substitution, row[j] + 1, diagonal + 1)
      }
    }
    return row[b.count]
  }
}

extension Evaluator {
  /// The value of a declared tensor.
  ///
  /// - Errors: a diagnostic where it is no tensor or cannot be computed.
  @_specialize(where S == Double)
  @_specialize(where S == Dual<Double>)
  package func tensor(named name: String) throws -> Variable<S> {
    let place = scope[name]?.span ?? Span(0..<0)
    let value = settled(try batch(Syntax.Expression(.name(name), at: place)))
    guard value.lanes.loops.isEmpty else { throw Diagnostic(.definitionNeedsSizes, at: place) }
    return value.variable
  }

  /// The first index of a declared tensor.
  /// The values of an expression at all places, each of its indices that nothing binds running.
  package func numbers(_ expression: Syntax.Expression) throws -> [S] {
    let open = expression.namesInOrder.filter { scope[$0] == nil }
    _ = try openFreeIndices(open, of: [expression], conditions: [])
    return try batch(value(expression), at: expression.span).variable.value.scalars
  }

  package func firstIndex(of declaration: Declaration) -> Int { indexBase(of: declaration) }

  /// The value of an expression as a reader sees it: a number, a shape, or rows of numbers.
  package func display(_ expression: Syntax.Expression, number: (Double) -> String) throws -> String
  {
    switch try value(expression) {
    case .exact(let exact):
      guard let constant = exact.constant else {
        throw Diagnostic(.notAWholeNumber, at: expression.span)
      }
      return constant.description
    case .shape(let extents):
      return try extents.map { extent in
        guard let size = extent.constant else {
          throw Diagnostic(.notAWholeNumber, at: expression.span)
        }
        return size.description
      }.joined(separator: " × ")
    case .tensor(let batch):
      let tensor = settled(batch)
      guard tensor.lanes.loops.isEmpty, tensor.own.count <= 2,
        let scalars = tensor.variable.value.scalars as? [Double]
      else { throw Diagnostic(.notAWholeNumber, at: expression.span) }
      guard let width = tensor.own.last else { return number(scalars[0]) }
      let rows = stride(from: 0, to: scalars.count, by: max(width, 1)).map { start in
        scalars[start..<(start + width)].map(number).joined(separator: ", ")
      }
      return tensor.own.count == 1 ? "[\(rows.joined())]" : "[\(rows.joined(separator: "; "))]"
    }
  }
}
