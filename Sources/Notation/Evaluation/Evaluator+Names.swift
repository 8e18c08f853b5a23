import NumericCore

extension Evaluator {
  func value(of name: String, at span: Span) throws -> Value<S> {
    if let number = fixed[name] { return .exact(Exact(number)) }
    if let loop = bindings[name] {
      let values = loops[loop].values
      return .exact(Exact(Lanes(loops: [loop], extents: [values.count]), values.map(Rational.init)))
    }
    if let varied = overrides[name] { return .tensor(varied) }
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

  /// Whether something is varied by itself, or held.
  var isVaried: Bool { !overrides.isEmpty || !elementOverrides.isEmpty || frozen != nil }

  /// Whether what is varied leaves its trace on a tape, on which no derivative is taken.
  var isOnTape: Bool {
    frozen != nil || overrides.values.contains { $0.variable.isDifferentiable }
      || elementOverrides.values.contains { $0.variable.isDifferentiable }
  }

  /// What others share with this evaluator, where names have the same values in all of them.
  var sharedMemory: SampleMemory? {
    isVaried || !assumedForms.isEmpty ? nil : sample.memory
  }

  /// The same, where it stands for a value that others share.
  func meaningOfPlainValue(_ name: String) -> Int? {
    guard let memory = sharedMemory, memory.scoped.recallsNames else { return nil }
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
    case .family(let family) where scope.family(declaration.name) == nil:
      let line = family.lines[0]
      guard let body = line.body else { throw Diagnostic(.definitionNeedsSizes, at: span) }
      let indices = line.pattern.flatMap(\.namesInOrder)
      return try elementwise(declaration, indices, body, within: line.conditions)
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
  func elementwise(
    _ declaration: Declaration, _ indices: [String], _ body: Syntax.Expression,
    within conditions: [Syntax.Condition] = []
  ) throws -> Value<S> {
    let base = indexBase(of: declaration)
    let meaning = meaning(of: declaration.name)
    let ranges =
      try memo.ranges[declaration.name] ?? meaning.flatMap { rememberedSizes?.ranges[$0] }
      ?? Ranges(of: self).inferred(
        for: indices, in: body, within: conditions, from: base, at: declaration.span)
    memo.ranges[declaration.name] = ranges
    if let meaning { rememberedSizes?.ranges[meaning] = ranges }
    let numbers = try zip(indices, ranges).map { try open($0, $1, at: declaration.span) }
    let lanes = Lanes(loops: numbers, extents: ranges.map { $0.count })
    let result = settled(try batch(body))
    let foreign = result.lanes.loops.filter { !numbers.contains($0) }
    guard foreign.isEmpty else { throw Diagnostic(.definitionNeedsSizes, at: declaration.span) }
    try refuseFaults(of: result)
    return .tensor(
      try aligned(result, to: lanes, own: result.own).withAxesOfLanes)
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
}

extension Diagnostic.Message {
  package static func unknownName(_ name: String, among scope: Scope) -> Self {
    let known = scope.declarations.keys.lazy.filter { !Scope.isHidden($0) }
    let near = nearest(to: name, in: known)
    return Self(
      "unknown-name", "'\(name)' has no meaning here",
      hint: near.map { "did you mean '\($0)'?" }
        ?? "declare it in a given or define block of this section")
  }

  static func cyclicDefinition(_ names: [String]) -> Self {
    Self(
      "cyclic-definition", "the definition needs itself: " + names.joined(separator: " → "),
      hint: "define one of these names without the others")
  }

  static func letterHasNoValue(_ name: String) -> Self {
    Self("unknown-name", "'\(name)' has no value here")
  }

  static let definitionNeedsSizes = Self(
    "unsupported", "this definition has no single value for letter sizes")

  static let lossNeedsTensors = Self(
    "loss-needs-tensors", "a loss is a function of defined tensors", hint: "write \\ell = \\ell(f)")
}
