import Homework

/// What a diagram shows, in sentences: for those who cannot see it, and where nothing is drawn.
struct DiagramWords {
  /// Words and symbols in turn.
  typealias Sentence = [Piece]

  enum Piece {
    case words(String)
    case symbol(DiagramLabel)
  }

  private let graph: ComputationGraph
  private let steps: ClosedRange<Int>?
  private var phrases: [Int: Sentence] = [:]
  /// How each value is computed.
  private(set) var sentences: [Sentence] = []

  /// Nobody listens to more pieces than these.
  private static let longest = 90

  init(_ diagram: Diagram) {
    graph = diagram.definitions
    steps = diagram.steps
    for (number, node) in graph.nodes.enumerated() where node.kind == .value {
      sentences.append(sentence(number))
    }
  }

  /// What it is the diagram of.
  var introduction: Sentence {
    let end = steps.map { ", at the times \($0.lowerBound) to \($0.upperBound)." } ?? "."
    return [.words("The computation of ")] + Self.list(graph.outputs.map { [symbol($0)] })
      + [.words(end)]
  }

  /// All of it, for a text alternative.
  var text: String { ([introduction] + sentences).map(\.text).joined(separator: " ") }

  // MARK: - Sentences

  /// `h[t] is computed from x[t] and h[t − 1] with the parameters W and U: tanh of the sum of …`
  private mutating func sentence(_ value: Int) -> Sentence {
    var (named, parameters): ([Int], [Int]) = ([], [])
    var seen: Set<Int> = []
    var waiting = [value]
    while let next = waiting.popLast() {
      for edge in graph.inputs(of: next).reversed() where seen.insert(edge.from).inserted {
        switch graph.nodes[edge.from].kind {
        case .parameter: parameters.append(edge.from)
        case .input, .value, .earlier: named.append(edge.from)
        case .map:
          parameters.append(edge.from)
          waiting.append(edge.from)
        case .operation: waiting.append(edge.from)
        }
      }
    }
    var sentence = [symbol(value), .words(" is computed from ")] + list(of: named)
    if !parameters.isEmpty {
      let count = parameters.count == 1 ? "parameter " : "parameters "
      sentence += [.words((named.isEmpty ? "the " : " with the ") + count)] + list(of: parameters)
    }
    let inputs = graph.inputs(of: value).map(\.from)
    // A loss says no more than what it is of.
    guard inputs.contains(where: { ![.input, .value, .earlier].contains(graph.nodes[$0].kind) })
    else { return sentence + [.words(".")] }
    // One of several, by the index.
    let phrase = Self.list(inputs.map { self.phrase($0) }, last: " or ")
    return sentence + [.words(": ")] + Self.cut(phrase) + [.words(".")]
  }

  /// The names in the order of the alphabet, each once: a matrix may stand on several ways.
  private func list(of nodes: [Int]) -> Sentence {
    let labels = Dictionary(nodes.map(label).map { ($0.text, $0) }) { first, _ in first }
    return Self.list(labels.sorted { $0.key < $1.key }.map { [.symbol($0.value)] })
  }

  private func label(_ node: Int) -> DiagramLabel { DiagramNode(graph.nodes[node]).label }

  private func symbol(_ node: Int) -> Piece { .symbol(label(node)) }

  // MARK: - Phrases

  /// Up to the names, so that it ends where time turns in a circle.
  private mutating func phrase(_ number: Int) -> Sentence {
    if let known = phrases[number] { return known }
    let whole: Sentence =
      switch graph.nodes[number].kind {
      case .input, .parameter, .value, .earlier: [symbol(number)]
      case .map: [symbol(number), .words(" times ")] + Self.list(operands(of: number))
      case .operation: operation(number, operands(of: number))
      }
    phrases[number] = Self.cut(whole)
    return Self.cut(whole)
  }

  private mutating func operands(of number: Int) -> [Sentence] {
    var operands: [Sentence] = []
    for edge in graph.inputs(of: number) {
      let sign: Sentence = edge.mark == .negated ? [.words("minus ")] : []
      operands.append(sign + phrase(edge.from))
    }
    return operands
  }

  private func operation(_ number: Int, _ operands: [Sentence]) -> Sentence {
    let symbol = graph.nodes[number].symbol
    let list = Self.list(operands)
    func of(_ words: String) -> Sentence { [.words(words + " of ")] + list }
    switch symbol.name {
    case "+": return of("the sum")
    case "−": return [.words("minus ")] + list
    case "·": return of("the product")
    case "⊙": return of("the elementwise product")
    case "/": return Self.list(operands, last: " divided by ")
    case "⊤": return of("the transpose")
    case "∑", "∏":
      let name = symbol.name == "∑" ? "sum" : "product"
      return of("the \(name) over \(symbol.below.joined(separator: ", "))")
    case let name where name.hasPrefix("(") && operands.count == 1:
      return list + [.words(" to the power \(name.drop { $0 != "^" }.dropFirst())")]
    case "[ ]": return list + [.words(" side by side")]
    case let name where ["−", "·", "/"].contains { name.hasSuffix($0) }:
      return [.words(name + " ")] + list
    case let name where ["−", "+", "/"].contains { name.hasPrefix($0) }:
      return list + [.words(" " + name)]
    default: return [self.symbol(number), .words(" of ")] + list
    }
  }

  /// `a`, `a and b`, `a, b and c`.
  private static func list(_ parts: [Sentence], last: String = " and ") -> Sentence {
    parts.enumerated().flatMap { place, part in
      let separator = place == parts.count - 1 ? last : ", "
      return (place == 0 ? [] : [.words(separator)]) + part
    }
  }

  private static func cut(_ sentence: Sentence) -> Sentence {
    sentence.count <= longest ? sentence : sentence.prefix(longest) + [.words(" …")]
  }
}

extension DiagramWords.Sentence {
  var text: String {
    setting {
      $0
    } symbol: {
      $0.text
    }
  }

  var html: String { setting(HTML.escape) { $0.html } }

  var markdown: String { setting(Markdown.plain) { Markdown.code($0.text) } }

  private func setting(
    _ words: (String) -> String, symbol: (DiagramLabel) -> String
  ) -> String {
    map { piece in
      switch piece {
      case .words(let text): words(text)
      case .symbol(let label): symbol(label)
      }
    }.joined()
  }
}
