import NumericCore

extension Evaluator {
  func call(
    _ name: String, _ arguments: [Syntax.Expression], _ options: [Syntax.Option], at span: Span
  ) throws -> Value<S> {
    if let declaration = scope[name] {
      return try application(of: declaration, to: arguments, at: span)
    }
    guard let function = function(named: name) else {
      throw Diagnostic(.unknownFunction(name), at: span)
    }
    return try function.value(
      of: FunctionCall(of: function, as: name, to: arguments, options, at: span, in: self))
  }

  /// What the library knows by that name, under this reading.
  func function(named name: String) -> (any LibraryFunction)? {
    name == "σ" && reading.sigma == .softmax ? SoftmaxFunction() : Library[name]
  }

  /// `f_W(x)`, where the homework defines `f_W(x)`: the same tensor. `p(2)` puts a value in.
  private func application(
    of declaration: Declaration, to arguments: [Syntax.Expression], at span: Span
  ) throws -> Value<S> {
    if let body = body(of: declaration, at: arguments) {
      guard case .definition(_, let indices, _) = declaration.kind, !indices.isEmpty else {
        return try value(body)
      }
      return try entries(of: declaration, at: arguments, indices, body)
    }
    try refuseOtherArguments(of: declaration, arguments, at: span)
    return try value(Syntax.Expression(.name(declaration.name), at: span))
  }

  /// All entries of `f(A)[i, j] = …` at an argument that stands for one tensor.
  private func entries(
    of declaration: Declaration, at arguments: [Syntax.Expression], _ indices: [String],
    _ body: Syntax.Expression
  ) throws -> Value<S> {
    let names = arguments.reduce(into: Set<String>()) { $0.formUnion($1.freeNames()) }
    guard names.allSatisfy({ scope[$0] != nil || Library.contains($0) }) else {
      throw Diagnostic(.otherArguments(declaration.name, []), at: body.span)
    }
    let applied = Declaration(
      name: "\(declaration.name)(\(arguments.map(\.text).joined(separator: ", ")))",
      kind: .definition(arguments: [], indices: indices, body: body), span: declaration.span,
      indexBase: declaration.indexBase, section: declaration.section)
    return try withoutBindings { try elementwise(applied, indices, body) }
  }

  /// What a function is at other arguments than it was defined for: `nil` where its parameters stand in
  /// other definitions, too, or a sum of it would take an index of the arguments for its own.
  func body(
    of declaration: Declaration, at arguments: [Syntax.Expression]
  ) -> Syntax.Expression? {
    guard case .definition(let parameters, let indices, let body) = declaration.kind,
      !parameters.isEmpty, parameters.count == arguments.count
    else { return nil }
    let values = Dictionary(zip(parameters, arguments)) { $1 }
    // A letter that is declared nowhere, or bound by a sum, is an index where the function is called.
    let isOther = values.contains {
      $0.value.kind != .name($0.key) || scope[$0.key] == nil || isBound($0.key)
    }
    let reachesFurther = body.freeNames().subtracting(parameters).contains { name in
      parameters.contains { scope.depends(name, on: $0) }
    }
    let given = arguments.reduce(into: Set(parameters)) { $0.formUnion($1.freeNames()) }
    guard given.isDisjoint(with: indices) else { return nil }
    guard isOther, !reachesFurther, !body.containsDerivative else { return nil }
    // `\pi(c)`, where c is summed over inside of π: that one is another c.
    return body.renamingBinders(given).replacing { part in
      if case .name(let name) = part.kind { values[name] } else { nil }
    }
  }

  private func isBound(_ name: String) -> Bool { bindings[name] != nil || fixed[name] != nil }

  func refuseOtherArguments(
    of declaration: Declaration, _ arguments: [Syntax.Expression], at span: Span
  ) throws {
    guard case .definition(let parameters, _, _) = declaration.kind else {
      throw Diagnostic(.notAFunction(declaration.name), at: span)
    }
    let names = arguments.map { argument in
      if case .name(let name) = argument.kind { name } else { argument.text }
    }
    guard names == parameters, !names.contains(where: isBound) else {
      throw Diagnostic(.otherArguments(declaration.name, parameters), at: span)
    }
  }
}

extension Evaluator: EvaluationContext {
  var conventions: DeclaredConventions { scope.conventions }

  func hiddenName(of part: String, in network: String) -> String? {
    scope[Scope.hidden(part, of: network)]?.name
  }
}

extension Diagnostic.Message {
  static func unknownFunction(_ name: String) -> Self {
    Self(
      "unknown-name", "the function '\(name)' is not known",
      hint: name.count == 1
        ? "define it, or write \(name): \\R \\to \\R in a given block: any smooth function"
        : nearest(to: name, in: Library.names).map { "did you mean '\($0)'?" })
  }

  static func notAFunction(_ name: String) -> Self {
    Self("not-a-function", "'\(name)' takes no arguments")
  }

  static func otherArguments(_ name: String, _ parameters: [String]) -> Self {
    Self(
      "other-arguments",
      "'\(name)' is defined for \(name)(\(parameters.joined(separator: ", "))) only")
  }
}
