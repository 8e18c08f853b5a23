import Notation
import Yams

/// A YAML text as plain values with their places.
package indirect enum YAMLValue: Sendable {
  case scalar(Located)
  case list([YAMLValue], Span)
  case mapping([(key: Located, value: YAMLValue)], Span)

  package var span: Span {
    switch self {
    case .scalar(let text): text.span
    case .list(_, let span), .mapping(_, let span): span
    }
  }

  /// - Errors: a diagnostic at the place that the YAML parser names.
  package init?(parsing fragment: Fragment) throws(Diagnostic) {
    let node: Node?
    do {
      let text = fragment.text
      guard text.utf8.count < 100_000 else { throw Diagnostic(.yamlTooLong, at: fragment.span) }
      if let anchor = Self.anchor(in: fragment) { throw Diagnostic(.yamlAnchor, at: anchor) }
      // Every scalar is text here; the default resolver would match each against many patterns.
      node = try Yams.compose(yaml: text, .basic)
    } catch let diagnostic as Diagnostic {
      throw diagnostic
    } catch let error as YamlError {
      throw Self.diagnostic(error, in: fragment)
    } catch {
      throw Diagnostic(.invalidYAML("\(error)"), at: fragment.span)
    }
    guard let node else { return nil }
    self = Self.value(node, LineIndex(fragment), depth: 0)
  }

  /// A '&' that could begin an anchor, from which a short text could grow without end; between
  /// words, as in 'loss & accuracy', and within one it begins none.
  private static func anchor(in fragment: Fragment) -> Span? {
    let bytes = fragment.utf8
    let place = bytes.indices.first { place in
      guard bytes[place] == UInt8(ascii: "&"), place + 1 < bytes.count else { return false }
      let isWithinWord = place > 0 && UnicodeScalar(bytes[place - 1]).isLetterOrDigit
      return !isWithinWord && !" \t\r\n".utf8.contains(bytes[place + 1])
    }
    return place.map { fragment.span(of: $0..<$0 + 1) }
  }

  private static func diagnostic(_ error: YamlError, in fragment: Fragment) -> Diagnostic {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      Diagnostic(.invalidYAML(problem), at: LineIndex(fragment).span(mark, length: 1))
    case .duplicatedKeysInMapping(let keys, let context):
      Diagnostic(
        .yamlKeyTwice(keys.sorted()[0]),
        at: LineIndex(fragment).lastLine(beginningWith: keys.sorted()[0])
          ?? LineIndex(fragment).span(context.mark, length: 1))
    default: Diagnostic(.invalidYAML("\(error)"), at: fragment.span)
    }
  }

  private static func value(_ node: Node, _ index: LineIndex, depth: Int) -> YAMLValue {
    let mark = node.mark
    guard depth < 20 else { return .list([], index.span(mark, length: 1)) }
    switch node {
    case .scalar(let scalar):
      return .scalar(
        Located(text: scalar.string, span: index.span(mark, length: scalar.string.utf8.count)))
    case .sequence(let items):
      return .list(items.map { value($0, index, depth: depth + 1) }, index.span(mark, length: 1))
    case .mapping(let pairs):
      return .mapping(
        pairs.map { key, item in
          let text = key.string ?? ""
          let place = index.span(key.mark ?? mark, length: text.utf8.count)
          return (Located(text: text, span: place), value(item, index, depth: depth + 1))
        }, index.span(mark, length: 1))
    case .alias: return .list([], index.span(mark, length: 1))
    }
  }
}

extension UnicodeScalar {
  /// Of ASCII.
  fileprivate var isLetterOrDigit: Bool {
    switch self {
    case "0"..."9", "A"..."Z", "a"..."z": true
    default: false
    }
  }
}

/// From YAML's lines and columns to places in the file.
private struct LineIndex {
  private let fragment: Fragment
  private let starts: [Int]

  init(_ fragment: Fragment) {
    self.fragment = fragment
    starts =
      [0] + fragment.utf8.indices.filter { fragment.utf8[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
  }

  func span(_ mark: Mark?, length: Int) -> Span {
    guard let mark else { return fragment.span }
    let line = min(max(mark.line - 1, 0), starts.count - 1)
    let lower = min(starts[line] + max(mark.column - 1, 0), fragment.utf8.count)
    return fragment.span(of: lower..<min(lower + length, fragment.utf8.count))
  }

  /// The place of a key that begins a line.
  func lastLine(beginningWith key: String) -> Span? {
    let place = starts.compactMap { start in
      let lower = fragment.utf8[start...].firstIndex { $0 != UInt8(ascii: " ") } ?? start
      return fragment.utf8[lower...].starts(with: "\(key):".utf8) ? lower : nil
    }.last
    return place.map { fragment.span(of: $0..<$0 + key.utf8.count) }
  }
}

extension Diagnostic.Message {
  static func invalidYAML(_ problem: String) -> Self {
    Self("invalid-yaml", "this is no valid YAML: \(problem)", hint: "check indentation and quotes")
  }

  static let yamlTooLong = Self(
    "invalid-yaml", "more than 100 kB of YAML are not supported", hint: "leave out what can be")
  static let yamlAnchor = Self(
    "invalid-yaml", "anchors are not supported, and this '&' could begin one",
    hint: "write what it stands for, or, in words, a space behind the '&'")

  static func yamlKeyTwice(_ key: String) -> Self {
    Self("invalid-yaml", "'\(key)' is given twice", hint: "leave one of them out")
  }

  static func settingIsNoWord(_ key: String) -> Self {
    Self("invalid-front-matter", "the value of '\(key)' must be one word or number")
  }

  static func badSetting(_ key: String, _ value: String, _ allowed: [String]) -> Self {
    Self(
      "bad-value", "'\(value)' is no value of '\(key)'",
      hint: "write one of " + allowed.joined(separator: ", "))
  }
}
