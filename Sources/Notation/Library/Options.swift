/// The options of a call, looked up by name.
struct Options {
  let list: [Syntax.Option]

  /// - Errors: an option that the function does not have, or one that is given twice.
  init(
    _ list: [Syntax.Option], allowed: Set<String>?, of function: String
  ) throws(Diagnostic) {
    self.list = list
    guard let allowed else { return }
    var seen: Set<String> = []
    for option in list {
      guard allowed.contains(option.name) else {
        throw Diagnostic(.unknownOption(option.name, of: function, allowed), at: option.span)
      }
      guard seen.insert(option.name).inserted else {
        throw Diagnostic(.repeatedOption(option.name), at: option.span)
      }
    }
  }

  subscript(names: String...) -> Syntax.Expression? {
    list.first { names.contains($0.name) }?.value
  }

  /// - Errors: where it is not given.
  func required(
    _ name: String, of function: String, at span: Span
  ) throws(Diagnostic) -> Syntax.Expression {
    guard let value = self[name] else {
      throw Diagnostic(.missingOption(name, of: function), at: span)
    }
    return value
  }
}

extension Diagnostic.Message {
  static func unknownOption(_ option: String, of function: String, _ allowed: Set<String>) -> Self {
    Self(
      "unknown-option", "\(function) has no option '\(option)'",
      hint: allowed.isEmpty
        ? nil : "its options are " + allowed.sorted().joined(separator: ", "))
  }

  static func repeatedOption(_ option: String) -> Self {
    Self("unknown-option", "the option '\(option)' is given twice")
  }

  static func missingOption(_ option: String, of function: String) -> Self {
    Self(
      "missing-option", "\(function) needs the option '\(option)'",
      hint: "write \(function)(x; \(option) = 2)")
  }

  static func argumentsByName(_ name: String, _ options: Set<String>) -> Self {
    let list = options.sorted().map { "\($0): …" }.joined(separator: ", ")
    return Self(
      "argument-count", "\(name) takes its numbers by name",
      hint: options.isEmpty ? "write \(name)()" : "write those that you have of \(name)(\(list))")
  }

  static func argumentCount(_ name: String, _ wanted: Int, _ given: Int) -> Self {
    Self(
      "argument-count",
      "\(name) takes \(wanted) \(wanted == 1 ? "argument" : "arguments"), not \(given)")
  }
}
