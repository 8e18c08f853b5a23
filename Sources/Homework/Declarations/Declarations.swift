import Notation
import NumericCore

/// Turns the statements of `given` and `define` blocks into names of a scope.
struct Declarations {
  var scope: Scope
  var diagnostics: [Diagnostic] = []
  /// The number of the section, for the index base that its tensors share.
  let section: Int
  var indexBase: Int?
  /// What the block declares that is being taken.
  var namesOfBlock: Set<String> = []
  /// Where definitions stand that are written for a later index, `z_{l+1} = W_l a_l`: they begin where what
  /// they read does.
  var definitionsOfLater: Set<Span> = []
  /// Where it is written, if it matters how.
  private let source: SourceFile?

  init(in scope: Scope, section: Int, of source: SourceFile? = nil) {
    self.scope = scope
    self.section = section
    self.source = source
  }

  private func isBold(_ place: Span) -> Bool {
    guard let source, place.upper <= source.utf8.count else { return false }
    let text = String(decoding: source.utf8[place.range], as: UTF8.self)
    return ["\\mathbf", "\\boldsymbol", "\\bm", "\\pmb"].contains { text.hasPrefix($0) }
  }

  /// Takes what is read of a block; what cannot be is told, and its names have no meaning.
  mutating func take(_ block: Syntax.Block, isGiven: Bool) {
    namesOfBlock = []
    if isGiven { give(block.statements) } else { define(block.statements) }
    for hole in block.holes {
      diagnostics.append(hole.diagnostic)
      noteFault(of: hole.subjects, at: hole.diagnostic.span)
    }
  }

  /// Notes that a statement does not fit: at its own place, or where that begins on which it rests.
  mutating func noteFault(_ fault: Diagnostic, in statement: Syntax.Statement) {
    let cause = scope.fault(of: Set(statement.expressions.names { $0.freeNames() }))
    if cause == nil { diagnostics.append(fault) }
    noteFault(of: statement.subjects, at: cause ?? fault.span)
  }

  private mutating func noteFault(of subjects: [Syntax.Expression], at place: Span) {
    for subject in subjects {
      switch subject.chainedIndices.0.kind {
      case .name(let name), .call(let name, _, _): scope.noteFault(of: name, at: place)
      default: break
      }
    }
  }

  func name(of expression: Syntax.Expression) throws(Diagnostic) -> String {
    guard case .name(let name) = expression.kind else {
      throw Diagnostic(.notAName, at: expression.span)
    }
    return name
  }

  mutating func declare(
    _ name: String, _ kind: Declaration.Kind, at span: Span, indexBase: Int? = nil
  ) {
    if let other = scope[name], other.section == section {
      if namesOfBlock.contains(name), other.kind.contradicts(kind) {
        diagnostics.append(Diagnostic(.saysTwo(name), at: span))
        return scope.noteFault(of: name, at: span)
      }
      if isBold(span) != isBold(other.span) {
        // `\mathbf{x}` beside `x`
        diagnostics.append(Diagnostic(.twoFonts(name), at: span))
        return scope.noteFault(of: name, at: span)
      }
      if other.kind.isNumber != kind.isNumber {
        diagnostics.append(Diagnostic(.usedTwice(name), at: span))
      } else {
        diagnostics.append(Diagnostic(.declaredAgain(name), at: span, severity: .note))
      }
    }
    namesOfBlock.insert(name)
    scope.declare(
      Declaration(name: name, kind: kind, span: span, indexBase: indexBase, section: section))
  }
}

extension Declaration.Kind {
  /// Whether a name that is this cannot be the other, too.
  func contradicts(_ other: Self) -> Bool {
    switch (self, other) {
    case (.number(let value?), .number(let next)): value.text != next?.text
    // Samples `x^{(i)}` may stand beside any one x.
    case (.tensor(let extents), .tensor(let others)) where extents.count == others.count:
      extents.map(\.text) != others.map(\.text)
    case (.definition(_, let indices, let body), .definition(_, let others, let next)):
      indices != others || body.text != next.text
    default: false
    }
  }

  fileprivate var isNumber: Bool { if case .number = self { true } else { false } }
}

extension Syntax.Expression {
  var wholeNumber: Int? {
    if case .number(let value) = kind { value.integer } else { nil }
  }
}

extension Diagnostic.Message {
  static let notAName = Self("expected", "this must be a name")

  static func usedTwice(_ name: String) -> Self {
    Self(
      "name-used-twice", "'\(name)' is a number and a tensor in one section",
      hint: "give one of them another letter")
  }

  static func twoFonts(_ name: String) -> Self {
    Self(
      "name-used-twice", "'\(name)' is given twice in one section, in two ways to write it",
      hint: "fonts make no other name here: give one of them another letter")
  }

  static func saysTwo(_ name: String) -> Self {
    Self(
      "name-used-twice", "'\(name)' is said to be two things in one block",
      hint: "give one of them another letter")
  }

  static func declaredAgain(_ name: String) -> Self {
    Self(
      "declared-again", "'\(name)' is given again: it means this from here on",
      hint: "put it into a section of its own")
  }

  static let oneEquation = Self(
    "define-unclear", "a definition is one equation", hint: "put further steps into a check")
}
