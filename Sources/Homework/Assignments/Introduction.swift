import Notation

/// A name that a submission gives to something.
struct Introduction {
  let name: String
  let kind: Declaration.Kind
  let span: Span
  /// Whether words that the assignment explains say what it is; then nothing about it is assumed.
  var isWorded = false
  /// Whether it is what the assignment asks under that name: what is said of it is compared, and answers nothing.
  var isAsked = false

  /// The names that it is said by.
  var uses: Set<String> {
    switch kind {
    case .number(let value?), .definition(_, _, let value): value.freeNames()
    default: []
    }
  }

  func declare(in scope: inout Scope, section: Int) {
    let base = kind.firstTensor(in: scope)?.indexBase
    scope.declare(
      Declaration(name: name, kind: kind, span: span, indexBase: base, section: section))
  }
}

extension Exercise {
  /// What it asks under names.
  var askedNames: [Introduction] {
    asked.compactMap { item in
      item.name.map {
        Introduction(
          name: $0, kind: .number(value: item.expression), span: item.expression.span, isAsked: true
        )
      }
    }
  }
}

extension Declaration.Kind {
  /// The first tensor that a definition reads; what is made of it counts from the same base.
  fileprivate func firstTensor(in scope: Scope) -> Declaration? {
    guard case .definition(_, _, let body) = self else { return nil }
    return body.namesInOrder.lazy.compactMap { scope[$0] }.first(where: \.isTensor)
  }
}
