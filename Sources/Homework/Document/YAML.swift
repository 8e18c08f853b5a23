import Notation
import Yams

/// A YAML text as plain values with their places.
indirect enum YAMLValue: Sendable {
  case scalar(Located)
  case list([YAMLValue], Span)
  case mapping([(key: Located, value: YAMLValue)], Span)

  var span: Span {
    switch self {
    case .scalar(let text): text.span
    case .list(_, let span), .mapping(_, let span): span
    }
  }

  /// - Errors: a diagnostic at the place that the YAML parser names.
  init?(parsing fragment: Fragment) throws(Diagnostic) {
    let node: Node?
    do {
      let text = fragment.text
      guard text.utf8.count < 100_000, !text.contains("&") else {
        throw Diagnostic(.yamlTooRich, at: fragment.span)
      }
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

  private static func diagnostic(_ error: YamlError, in fragment: Fragment) -> Diagnostic {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      Diagnostic(.invalidYAML(problem), at: LineIndex(fragment).span(mark, length: 1))
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
}

extension Diagnostic.Message {
  static func invalidYAML(_ problem: String) -> Self {
    Self("invalid-yaml", "this is no valid YAML: \(problem)", hint: "check indentation and quotes")
  }

  static let yamlTooRich = Self(
    "invalid-yaml", "anchors, and more than 100 kB of YAML, are not supported")
}
