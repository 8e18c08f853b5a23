import Markup
import Notation

/// Something that an experiment, or a kind of layer, task or loss, can be told.
struct Option: Sendable {
  /// What its value may be.
  enum Form: Sendable {
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    /// As a number, but above the lower bound.
    case numberAbove(Double)
    case word([String])
    case flag
    case text
    /// A file beside the homework.
    case file
    /// One size for all axes, or a list with one for each.
    case sizes(ClosedRange<Int>)
    case numbers(ClosedRange<Double>)
    case texts
    /// Read elsewhere.
    case any
  }

  enum Value: Hashable, Sendable {
    case integer(Int)
    case number(Double)
    case text(String)
    case flag(Bool)
    case integers([Int])
    case numbers([Double])
    case texts([String])
  }

  let name: String
  let form: Form
  /// Its value where it is not given.
  let standard: Value?
  let isRequired: Bool

  /// What must be given.
  static func required(_ name: String, _ form: Form) -> Option {
    Option(name: name, form: form, standard: nil, isRequired: true)
  }

  /// What need not be given.
  static func optional(_ name: String, _ form: Form, else standard: Value? = nil) -> Option {
    Option(name: name, form: form, standard: standard, isRequired: false)
  }
}

extension Option.Form {
  /// What to write, for messages.
  var words: String {
    switch self {
    case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .number(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
    case .numberAbove(let bound): "a number above \(bound)"
    case .word(let words): "one of " + words.joined(separator: ", ")
    case .flag: "true or false"
    case .text: "a text"
    case .file: "the name of a file beside the homework"
    case .sizes(let range):
      "a whole number from \(range.lowerBound) to \(range.upperBound), or one for each axis"
    case .numbers(let range): "numbers from \(range.lowerBound) to \(range.upperBound)"
    case .texts: "a list of words"
    case .any: "something else"
    }
  }

  /// The value that stands in the text; `nil` where it is none.
  func value(_ value: YAMLValue) -> Option.Value? {
    switch (self, value) {
    case (.integer(let range), .scalar(let text)):
      Int(text.text).flatMap { range.contains($0) ? .integer($0) : nil }
    case (.number(let range), .scalar(let text)):
      Double(decimal: text.text).flatMap { range.contains($0) ? .number($0) : nil }
    case (.numberAbove(let bound), .scalar(let text)):
      Double(decimal: text.text).flatMap { $0 > bound ? .number($0) : nil }
    case (.word(let words), .scalar(let text)):
      words.contains(text.text) ? .text(text.text) : nil
    case (.flag, .scalar(let text)):
      ["true", "false"].contains(text.text) ? .flag(text.text == "true") : nil
    case (.text, .scalar(let text)), (.file, .scalar(let text)): .text(text.text)
    case (.sizes(let range), _):
      value.scalars.flatMap { scalars in
        let sizes = scalars.compactMap { Int($0.text) }.filter(range.contains)
        return sizes.count == scalars.count && !sizes.isEmpty ? .integers(sizes) : nil
      }
    case (.numbers(let range), _):
      value.scalars.flatMap { scalars in
        let numbers = scalars.compactMap { Double(decimal: $0.text) }.filter(range.contains)
        return numbers.count == scalars.count && !numbers.isEmpty ? .numbers(numbers) : nil
      }
    case (.texts, _): value.scalars.map { .texts($0.map(\.text)) }
    default: nil
    }
  }
}

extension YAMLValue {
  /// One word, or a list of words; `nil` for anything else.
  var scalars: [Located]? {
    switch self {
    case .scalar(let text): return [text]
    case .list(let items, _):
      let words = items.compactMap { if case .scalar(let text) = $0 { text } else { nil } }
      return words.count == items.count ? words : nil
    case .mapping: return nil
    }
  }
}

extension Double {
  /// A finite number as people write it: no hexadecimal digits, no names.
  init?(decimal text: String) {
    guard text.utf8.allSatisfy({ (48...57).contains($0) || "+-.eE".utf8.contains($0) }),
      let value = Double(text), value.isFinite
    else { return nil }
    self = value
  }
}
