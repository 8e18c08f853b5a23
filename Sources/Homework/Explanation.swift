import Judging
import Notation

/// How an answer was read: its statements with every bracket that is meant, and what each name is.
public struct Explanation: Hashable, Sendable {
  public struct Name: Hashable, Sendable {
    public let name: String
    /// In words: "a matrix, m × n".
    public let meaning: String
    /// Where that is said; `nil` of an index, and of what the library has.
    public let place: Span?
  }

  public let claim: Claim
  public let statements: [String]
  public let names: [Name]

  init(of claim: Claim, _ reading: ClaimReading) {
    self.claim = claim
    statements = reading.statements.map(\.text)
    var seen: Set<String> = []
    names = reading.statements.flatMap(\.allExpressions).flatMap(\.namesInOrder)
      .filter { seen.insert($0).inserted }
      .map { name in
        let declaration = reading.scope[name]
        return Name(
          name: name, meaning: declaration?.words ?? Self.meaning(ofUndeclared: name),
          place: declaration?.span)
      }
  }

  private static func meaning(ofUndeclared name: String) -> String {
    Scope.isOfLibrary(name) ? "a function of the library" : "an index, or nothing says what it is"
  }
}

/// What an answer was read as, and the names that it was read with.
struct ClaimReading: Sendable {
  let statements: [Syntax.Statement]
  let scope: Scope
}

extension Syntax.Statement {
  fileprivate var allExpressions: [Syntax.Expression] {
    expressions + conditions.flatMap(\.expressions)
  }
}

extension Declaration {
  fileprivate var words: String {
    switch kind {
    case .number(let value?): "the number \(value.text)"
    case .number(nil): "a size, any whole number"
    case .tensor(let extents): Self.words(ofTensor: extents.map(\.text))
    case .loss(let inputs): "any smooth function of \(inputs.map(\.text).joined(separator: ", "))"
    case .definition(let arguments, _, _) where arguments.contains(where: Scope.isHidden):
      "any smooth function"
    case .definition(let arguments, let indices, let body):
      "defined: \(name)"
        + (arguments.isEmpty ? "" : "(\(arguments.joined(separator: ", ")))")
        + (indices.isEmpty ? "" : "[\(indices.joined(separator: ", "))]") + " = \(body.text)"
    case .family(let family):
      "a sequence: " + family.lines.map { $0.words(of: name) }.joined(separator: "; ")
    }
  }

  private static func words(ofTensor extents: [String]) -> String {
    switch extents.count {
    case 0: "a real number"
    case 1: "a vector of \(extents[0]) entries"
    case 2: "a matrix, \(extents.joined(separator: " × "))"
    default: "a tensor, \(extents.joined(separator: " × "))"
    }
  }
}

extension Family.Line {
  fileprivate func words(of name: String) -> String {
    let place = "\(name)[\(pattern.map(\.text).joined(separator: ", "))]"
    let range = conditions.map(\.text).joined(separator: ", ")
    return (isGiven || body == nil ? "\(place) is given" : "\(place) = \(body?.text ?? "")")
      + (range.isEmpty ? "" : " for \(range)")
  }
}
