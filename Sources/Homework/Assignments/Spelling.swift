import Notation

/// How students and converters spell the names of an assignment: `fw(x)` for `f_W(x)`, and `l` or
/// `L` for the loss.
struct Spelling {
  private var functions: [String: String] = [:]
  private var losses: [String] = []
  private var numbers: Set<String> = []
  private var loss: String?

  init(of scope: Scope) {
    for (name, declaration) in scope.declarations.sorted(by: { $0.key < $1.key }) {
      switch declaration.kind {
      case .definition(let arguments, _, _) where !arguments.isEmpty:
        for other in [name.filter { $0 != "_" }, name.lowercased()] {
          for spelled in [other, other.lowercased()]
          where spelled.count > 1 && scope[spelled] == nil {
            functions[spelled] = name
          }
        }
      case .loss: loss = name
      case .number: numbers.insert(name)
      default: break
      }
    }
    losses = ["l", "ℓ", "L"].filter { scope[$0] == nil }
  }

  func extended(_ vocabulary: Vocabulary) -> Vocabulary {
    var extended = vocabulary
    for name in functions.keys { extended[name] = .function }
    return extended
  }

  /// A statement with the names that the assignment uses.
  func settled(_ statement: Syntax.Statement) -> Syntax.Statement {
    statement.mapping { expression in
      let product = expression.withProducts(of: numbers)
      let renamed = functions.isEmpty ? product : product.renaming(functions)
      guard let loss else { return renamed }
      return losses.reduce(renamed) { $0.renamingDifferentiated($1, as: loss) }
    }
  }
}

extension Syntax.Expression {
  /// `D_H(K_H - 1)` as a product, where D is a number: what is called after it is one too.
  fileprivate func withProducts(of numbers: Set<String>) -> Syntax.Expression {
    let inner = withChildren { $0.withProducts(of: numbers) }
    guard case .call(let name, let arguments, let options) = inner.kind, options.isEmpty,
      arguments.count == 1, name.contains("_"), numbers.contains(Asked.letter(of: name))
    else { return inner }
    let factor = Syntax.Expression(.name(name), at: span)
    return Syntax.Expression(.binary(.juxtaposition, factor, arguments[0]), at: span)
  }
}

extension String {
  /// A name in letters and digits alone.
  var spelling: String { filter { $0.isLetter || $0.isNumber || $0 == "'" } }
}
