import NumericCore

/// One value of a family: `h[3]`, `q[1, 3]`.
struct Element: Hashable {
  let name: String
  let index: [Int]

  var text: String {
    let isBelow = name.hasSuffix("_")
    let behind = index.dropFirst(isBelow ? 1 : 0).map(String.init).joined(separator: ", ")
    return "\(name)\(isBelow ? "\(index[0])" : "")[\(behind)]"
  }
}

extension Evaluator {
  /// What stays as it is while a direct derivative is taken: every value at another time.
  struct Frozen {
    let evaluator: Evaluator
    /// The time of the output; `nil` where the output has none, as a loss.
    let time: Int?

    func holds(_ element: Element) -> Bool { time == nil || element.index.last != time }
  }

  /// What is before the value that a derivative is by, and so does not change with it.
  struct Earlier {
    let evaluator: Evaluator
    let time: Int
  }

  /// `h[t - 1]`, `q_i[t]`, `a_i[t]`: the values at these indices, then an element of each.
  func indexedFamily(
    _ name: String, _ family: Family, by indices: [Syntax.Expression], at span: Span
  ) throws -> Value<S> {
    guard indices.count >= family.rank else {
      throw Diagnostic(.fewerIndices(name, family.rank), at: span)
    }
    let positions = try indices.prefix(family.rank).map(exact)
    let values: Batch<S>
    do {
      values = try valuesOfFamily(name, family, at: positions, span)
    } catch let diagnostic as Diagnostic
      where diagnostic.message.cause == .faultInDefinition
      && indices.prefix(family.rank).allSatisfy(\.isNumber) && !sample.letters.isEmpty
    {
      // Another size may have a value there: `y_4`.
      throw Diagnostic(.noEntry(diagnostic.message.text), at: span)
    }
    let rest = Array(indices.dropFirst(family.rank))
    guard !rest.isEmpty else { return .tensor(values) }
    guard rest.count <= values.own.count else {
      throw Diagnostic(.tooManyIndices(rest.count, shape: values.own), at: span)
    }
    let access = Access(
      base: scope[name].map(indexBase(of:)) ?? 0, axes: Array(rest.indices), text: name,
      indices: rest, span: span)
    return .tensor(try gather(values, rest.map(exact), access))
  }

  private func valuesOfFamily(
    _ name: String, _ family: Family, at positions: [Exact], _ span: Span
  ) throws -> Batch<S> {
    let lanes = try bounded(positions.reduce(Lanes.single) { $0.union($1.lanes) }, at: span)
    let places = positions.map { lanes.positions(in: $0.lanes) }
    var numbers: [[Int]: Int] = [:]
    var found: [Batch<S>] = []
    var faults = Faults(lanes: lanes.count)
    var sources: [Int] = []
    for lane in 0..<lanes.count {
      let index = zip(positions, places).compactMap { $0.values[$1[lane]].integer }
      if let fault = positions.indices.lazy.map({ positions[$0].faults[places[$0][lane]] })
        .first(where: { $0 != 0 })
      {
        faults[lane] = fault
      }
      let isWhole = index.count == positions.count
      if isWhole, numbers[index] == nil,
        let value = try element(Element(name: name, index: index), of: family, at: span)
      {
        numbers[index] = found.count
        found.append(value)
      }
      sources.append(isWhole ? numbers[index] ?? -1 : -1)
      if sources[lane] < 0, faults[lane] == 0 {
        let message =
          isWhole
          ? "reads \(Element(name: name, index: index).text), which nothing defines"
          : "reads \(name) at an index that is no whole number"
        faults[lane] = note(
          Fault(kind: isWhole ? .outside : .notWhole, message: message, span: span))
      }
    }
    guard let first = found.first else {
      guard let fault = faults.first.map(fault(_:)) else {
        throw Diagnostic(.rangeUnknown(name), at: span)
      }
      throw Diagnostic(.faultInDefinition(fault), at: span)
    }
    guard
      let orientation = found.reduce(first.orientation, { $0?.meeting($1.orientation) }),
      found.allSatisfy({ $0.own == first.own })
    else { throw Diagnostic(.shapesOfFamily(name), at: span) }
    guard !lanes.loops.isEmpty else {
      return Batch(.single, first.variable, faults: faults.trimmed, orientation: orientation)
    }
    return Batch(
      lanes, try stacked(found.map(\.variable), sources, lanes.extents + first.own),
      faults: faults.trimmed, orientation: orientation)
  }

  /// Values of one shape, each as often as it is a source; zeros where there is none.
  private func stacked(
    _ values: [Variable<S>], _ sources: [Int], _ shape: Shape
  ) throws -> Variable<S> {
    let size = values[0].shape.reduce(1, *)
    let spread = sources.flatMap { source in
      (0..<size).map { source < 0 ? -1 : source * size + $0 }
    }
    return try .apply(.gather(spread, shape: shape), to: .apply(.stack, toAll: values))
  }

  /// All values of a family, its boundary left out: the indices become axes.
  func wholeFamily(_ name: String, _ family: Family, at span: Span) throws -> Batch<S> {
    let ranges = try Ranges(of: self).ofFamily(name, at: span)
    let loops = try ranges.map { try open("", $0, at: span) }
    let lanes = Lanes(loops: loops, extents: ranges.map { $0.count })
    let positions = zip(loops, ranges).map { loop, range in
      Exact(Lanes(loops: [loop], extents: [range.count]), range.map(Rational.init))
    }
    let values = try valuesOfFamily(name, family, at: positions, span)
    try refuseFaults(of: values, at: span)
    return try aligned(values, to: lanes, own: values.own).withAxesOfLanes
  }

  // MARK: - One value

  /// The value at one index, computed from the values that it needs; `nil` where nothing says what
  /// it is.
  func element(_ element: Element, of family: Family, at span: Span) throws -> Batch<S>? {
    if let override = elementOverrides[element] { return override }
    if let known = elements[element] { return known }
    if let other = evaluator(holding: element) {
      return try other.element(element, of: family, at: span).map(\.held)
    }
    let place = meaningOfPlainValue(element.name).map {
      Memory.Values<S>.Index(meaning: $0, index: element.index)
    }
    if let place, let known = remembered?.elements[place] {
      elements[element] = known
      return known
    }
    guard !elementsInProgress.contains(element) else {
      throw Diagnostic(
        .cyclicStep((elementsInProgress + [element]).map(\.text)),
        at: scope[element.name]?.span ?? span)
    }
    if elementsInProgress.isEmpty, !goesThroughTime {
      try computeEarlier(than: element, of: family, at: span)
    }
    elementsInProgress.append(element)
    defer { elementsInProgress.removeLast() }
    guard elementsInProgress.count <= Self.longestStep else {
      throw Diagnostic(.recurrenceTooLong, at: span)
    }
    guard let (line, letters) = try line(of: family, for: element, at: span) else {
      return try namedBoundary(element, of: family, at: span)
    }
    var value: Batch<S>
    if let body = line.body {
      value = try withoutBindings(fixing: letters) { try plainValue(of: body) }
    } else {
      let shape = try concrete((family.extents ?? []).map(exact), at: span)
      value = Batch(.single, Variable(constant: sample.tensor(element.text, shape)))
    }
    if line.isBoundary { value = try spread(value, over: element.name, family, at: span) }
    elements[element] = value
    if let place, value.isMemorable { remembered?.elements[place] = value }
    return value
  }

  /// Who knows a value that stays as it is while a derivative is taken.
  private func evaluator(holding element: Element) -> Evaluator? {
    if let earlier, let time = element.index.last, time < earlier.time { return earlier.evaluator }
    return frozen.flatMap { $0.holds(element) ? $0.evaluator : nil }
  }

  /// Goes through time in its order, so that no step has to be computed inside the next.
  private func computeEarlier(
    than element: Element, of family: Family, at span: Span
  ) throws {
    guard let time = element.index.last,
      let first = try Ranges(of: self).ofFamily(element.name, at: span).last?.lowerBound,
      first < time
    else { return }
    guard time - first <= Self.longestRecurrence else {
      throw Diagnostic(.recurrenceTooLong, at: span)
    }
    // What has no value is not remembered, and would be looked for again from every later time.
    goesThroughTime = true
    defer { goesThroughTime = false }
    for earlier in first..<time {
      let index = Array(element.index.dropLast()) + [earlier]
      do {
        _ = try self.element(Element(name: element.name, index: index), of: family, at: span)
      } catch let diagnostic as Diagnostic where diagnostic.message.cause == .faultInDefinition {
        // A member that is not there yet: w_1 begins at time 2.
        continue
      }
    }
  }

  private static var longestRecurrence: Int { 200 }
  /// How many values of one step may wait for one another.
  private static var longestStep: Int { 32 }

  private func plainValue(of body: Syntax.Expression) throws -> Batch<S> {
    let result = settled(try batch(body))
    guard result.lanes.loops.isEmpty else {
      throw Diagnostic(.definitionNeedsSizes, at: body.span)
    }
    try refuseFaults(of: result)
    return result
  }

  /// The line of the family that speaks of an index: one for this very number, then one with a
  /// condition, then the one for all.
  private func line(
    of family: Family, for element: Element, at span: Span
  ) throws -> (Family.Line, [String: Int])? {
    var general: (Family.Line, [String: Int])?
    var conditional: (Family.Line, [String: Int])?
    for line in family.lines {
      guard let letters = line.letters(at: element.index) else { continue }
      if letters.isEmpty { return (line, letters) }
      let holds = try withoutBindings(fixing: letters) { try mask(line.conditions).holds[0] }
      guard holds else { continue }
      if line.conditions.isEmpty || !line.isBoundary {
        general = general ?? (line, letters)
      } else {
        conditional = conditional ?? (line, letters)
      }
    }
    if let conditional { return conditional }
    guard let general else { return nil }
    let ranges = try Ranges(of: self).ofFamily(element.name, at: span)
    return zip(ranges, element.index).allSatisfy({ $0.contains($1) }) ? general : nil
  }

  /// `h_0`, given by that name, is `h[0]`.
  private func namedBoundary(
    _ element: Element, of family: Family, at span: Span
  ) throws -> Batch<S>? {
    guard element.index == [0], let declaration = scope.boundary(of: element.name) else {
      return nil
    }
    let value = try plainValue(
      of: Syntax.Expression(.name(declaration.name), at: declaration.span))
    return try spread(value, over: element.name, family, at: span)
  }

  /// A number at the boundary is every entry of the value there.
  private func spread(
    _ value: Batch<S>, over name: String, _ family: Family, at span: Span
  ) throws -> Batch<S> {
    guard value.own.isEmpty else { return value }
    let form = try formOfValues(name, family, at: span)
    let places = Array(repeating: 0, count: form.extents.reduce(1, *))
    return Batch(
      .single, try .apply(.gather(places, shape: form.extents), to: value.variable),
      orientation: form.orientation)
  }

  // MARK: - Shapes

  /// The shape of the first value that is no boundary.
  func shapeOfFirst(_ name: String, _ family: Family) throws -> Shape {
    let span = scope[name]?.span ?? Span(0..<0)
    let first = try Ranges(of: self).ofFamily(name, at: span).map { $0.lowerBound }
    return try element(Element(name: name, index: first), of: family, at: span)?.own ?? []
  }

  /// The form of one value: as it is given, or the one with which the family has a meaning.
  private func formOfValues(_ name: String, _ family: Family, at span: Span) throws -> Form {
    if let extents = family.extents {
      return Form(extents: try concrete(extents.map(exact), at: span))
    }
    if let known = assumedForms[name] ?? memo.forms[name] { return known }
    let meaning = meaning(of: name)
    if let known = meaning.flatMap({ rememberedSizes?.forms[$0] }) { return known }
    let first = try Ranges(of: self).ofFamily(name, at: span).map { $0.lowerBound }
    let candidates: [Shape] = [[]] + (try sizesOfInputs(of: name).map { [$0] })
    let forms = [Orientation.column, .row].flatMap { orientation in
      candidates.map { Form(extents: $0, orientation: orientation) }
    }
    // A softmax has a meaning for fewer shapes, and that must not choose among them.
    var reading = reading
    reading.sigma = .logistic
    var otherScalar: DomainError?
    for candidate in forms {
      let trial = Evaluator(
        scope, reading: reading, sample: sample, memo: memo)
      trial.overrides = overrides
      trial.assumedForms = assumedForms.merging([name: candidate]) { $1 }
      let result = Result {
        try trial.element(Element(name: name, index: first), of: family, at: span)
      }
      if case .failure(let error as DomainError) = result { otherScalar = otherScalar ?? error }
      guard let value = try? result.get(), value.own == candidate.extents,
        value.own.count != 1 || value.orientation.meeting(candidate.orientation) != nil
      else { continue }
      if assumedForms.isEmpty {
        memo.forms[name] = candidate
        if let meaning { rememberedSizes?.forms[meaning] = candidate }
      }
      return candidate
    }
    // A scalar with an order may know a value where this one does not.
    if let otherScalar { throw otherScalar }
    throw Diagnostic(.shapeUnknown(name), at: span)
  }

  /// The sizes that a value of a family may have: those of the tensors from which it follows.
  private func sizesOfInputs(of name: String) throws -> [Int] {
    var sizes: [Int] = []
    for input in scope.closure(of: [name]).sorted() {
      let extents: [Int?] =
        switch scope[input]?.kind {
        case .tensor(let extents): try extents.map { try exact($0).constant?.integer }
        case .definition(let arguments, let indices, let body)
        where arguments.isEmpty && indices.isEmpty && scope.family(input) == nil
          && !scope.depends(input, on: name):
          ((try? shape(of: body)) ?? []).map { $0.constant?.integer }
        default: []
        }
      for size in extents.compactMap({ $0 }) where !sizes.contains(size) { sizes.append(size) }
    }
    return sizes
  }
}

extension Family.Line {
  /// The values of its letters at an index; `nil` where it speaks of another index.
  fileprivate func letters(at index: [Int]) -> [String: Int]? {
    guard index.count == pattern.count else { return nil }
    var letters: [String: Int] = [:]
    for (place, value) in zip(pattern, index) {
      switch place.kind {
      case .name(let name) where letters[name] == nil || letters[name] == value:
        letters[name] = value
      case .number(let number) where number.integer == value: break
      default: return nil
      }
    }
    return letters
  }
}

extension Diagnostic.Message {
  static func noEntry(_ text: String) -> Self {
    Self(.noPlacement, text, hint: "say up to which index it runs")
  }

  static func fewerIndices(_ name: String, _ count: Int) -> Self {
    Self(
      "too-few-indices",
      "'\(name)' has \(count) \(count == 1 ? "index" : "indices") before it is a value",
      hint: "write \(name)[t]")
  }

  static func shapesOfFamily(_ name: String) -> Self {
    Self(.shapesDoNotFit, "the values of '\(name)' have different shapes")
  }

  static func shapeUnknown(_ name: String) -> Self {
    Self(
      "shape-unknown", "nothing says what shape '\(name)' has",
      hint: "write \(name)[t] \\in \\R^m in a given block")
  }

  static func cyclicStep(_ elements: [String]) -> Self {
    Self(
      "cyclic-definition",
      "within one step this needs itself: " + elements.joined(separator: " → "),
      hint: "let one of them read the step before, [t - 1]")
  }

  static let recurrenceTooLong = Self("recurrence-too-long", "a recurrence of more than 200 steps")
}
