import Notation
import NumericCore

@testable import Homework
@testable import Judging
@testable import Markup

/// What is given and defined, and formulas that are right there.
struct Setting: Sendable {
  let name: String
  var surface = Surface.latex
  /// The settings of the front matter, as `layout: shape, index-base: 0`.
  var conventions: String
  let given: String
  let define: String
  let formulas: [String]
  /// How many wrong variants of each are drawn: fewer where one takes long.
  var variants = 14

  var fence: String { surface == .latex ? "math " : "" }

  /// A document that claims these formulas, in this order.
  func document(claiming formulas: [String]) -> SourceFile {
    var text = "---\ncheckmark: {\(conventions)}\n---\n"
    text += "```\(fence)given\n\(given)\n```\n"
    if !define.isEmpty { text += "```\(fence)define\n\(define)\n```\n" }
    for formula in formulas { text += "```\(fence)check\n\(formula)\n```\n" }
    return SourceFile(name: "\(name).md", text: text)
  }

  static let all: [Setting] =
    convolutions + sizes + gradients + matrices + functions + recurrences + gates + attentions
}

/// A right formula, read once: where it stands, what it says, and how it is judged.
struct RightFormula: Sendable {
  let setting: Setting
  let source: String
  let scope: Scope
  let choice: ConventionChoice
  let statement: Syntax.Statement

  init(_ source: String, in setting: Setting, _ scope: Scope, _ choice: ConventionChoice) throws {
    self.setting = setting
    self.source = source
    self.scope = scope
    self.choice = choice
    statement = try Self.statement(source, setting.surface, scope)
  }

  static func statement(
    _ text: String, _ surface: Surface, _ scope: Scope
  ) throws -> Syntax.Statement {
    let statements = try Syntax.Statement.statements(
      in: Fragment(SourceFile(name: "", text: text)), surface: surface,
      vocabulary: scope.vocabulary)
    guard statements.count == 1 else { throw NotOneStatement(text: text) }
    return statements[0]
  }

  struct NotOneStatement: Error {
    let text: String
  }

  func statement(_ text: String) throws -> Syntax.Statement {
    try Self.statement(text, setting.surface, scope)
  }

  var samples: Samples { Samples(scope: scope, seed: 1) }

  func judgment(on statement: Syntax.Statement) throws -> Judgment {
    try Judge(Question(statement, samples: samples, conventions: choice)).judgment()
  }
}

extension Setting {
  /// The formulas of the setting, and the scope in which all of them stand.
  func read() throws -> [RightFormula] {
    let document = Document(parsing: document(claiming: []))
    var declarations = Declarations(in: Scope(), section: 0)
    for (text, isGiven) in [(given, true), (define, false)] where !text.isEmpty {
      let statements = try Syntax.Statement.statements(
        in: Fragment(SourceFile(name: "", text: text)), surface: surface,
        vocabulary: declarations.scope.vocabulary, introducingNames: true)
      if isGiven { declarations.give(statements) } else { declarations.define(statements) }
    }
    var choice = ConventionChoice(document.frontMatter.conventions)
    choice.indexBases =
      choice.declared[IndexBase.self].map { [0: $0.rawValue] } ?? [:]
    return try formulas.map { try RightFormula($0, in: self, declarations.scope, choice) }
  }
}
