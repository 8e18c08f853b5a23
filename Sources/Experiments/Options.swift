import Markup
import Notation

/// The options that were given, with their places, and the standard values of the others.
struct Options: Sendable {
  private var values: [String: Option.Value] = [:]
  /// The values of options that are read elsewhere.
  private var unread: [String: YAMLValue] = [:]
  private var places: [String: Span] = [:]

  /// - Errors: an option that is not known, given twice, missing, or has a value that it cannot have.
  init(
    reading pairs: [(key: Located, value: YAMLValue)], as known: [Option], of owner: String,
    at place: Span
  ) throws(Diagnostic) {
    for option in known { values[option.name] = option.standard }
    for (key, value) in pairs {
      guard let option = known.first(where: { $0.name == key.text }) else {
        throw Diagnostic(.unknownOption(key.text, of: owner, known.map(\.name)), at: key.span)
      }
      guard places[key.text] == nil else {
        throw Diagnostic(.optionTwice(key.text), at: key.span)
      }
      places[key.text] = value.span
      if case .any = option.form {
        unread[key.text] = value
        continue
      }
      guard let read = option.form.value(value) else {
        throw Diagnostic(.badOption(option), at: value.span)
      }
      if case (.file, .text(let path)) = (option.form, read), !path.staysBeside {
        throw Diagnostic(.pathLeaves(path), at: value.span)
      }
      values[option.name] = read
    }
    for option in known where option.isRequired && places[option.name] == nil {
      throw Diagnostic(.optionMissing(option, of: owner), at: place)
    }
  }

  /// Where an option was given.
  func place(of name: String) -> Span? { places[name] }

  func unread(_ name: String) -> YAMLValue? { unread[name] }

  func integer(_ name: String) -> Int? {
    if case .integer(let value) = values[name] { value } else { nil }
  }

  func number(_ name: String) -> Double? {
    if case .number(let value) = values[name] { value } else { nil }
  }

  func text(_ name: String) -> String? {
    if case .text(let value) = values[name] { value } else { nil }
  }

  func flag(_ name: String) -> Bool { values[name] == .flag(true) }

  func integers(_ name: String) -> [Int]? {
    if case .integers(let value) = values[name] { value } else { nil }
  }

  func numbers(_ name: String) -> [Double]? {
    if case .numbers(let value) = values[name] { value } else { nil }
  }

  func texts(_ name: String) -> [String]? {
    if case .texts(let value) = values[name] { value } else { nil }
  }
}

extension Diagnostic.Message {
  static func unknownOption(_ name: String, of owner: String, _ known: [String]) -> Self {
    Self(
      "unknown-key", "'\(owner)' has no key '\(name)'",
      hint: nearest(to: name, in: known).map { "did you mean '\($0)'?" }
        ?? (known.isEmpty
          ? "it takes nothing" : "its keys are " + known.joined(separator: ", ")))
  }

  static func optionTwice(_ name: String) -> Self {
    Self("unknown-key", "'\(name)' is given twice", hint: "leave one of them out")
  }

  static func badOption(_ option: Option) -> Self {
    Self(
      "bad-value", "this is no value of '\(option.name)'", hint: "it takes \(option.form.words)")
  }

  static func optionMissing(_ option: Option, of owner: String) -> Self {
    Self(
      "missing-key", "'\(owner)' lacks '\(option.name)'",
      hint: "add \(option.name): …, which is \(option.form.words)")
  }
}
