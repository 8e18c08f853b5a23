import Foundation
import Markup
import Notation

@testable import Homework

/// The same claim in plain text, where all that it says can be said there: written from the tree
/// that its LaTeX is read as, and read back as that tree.
struct Twin {
  private var declarations = Declarations(in: Scope(), section: 0)
  private var text: String

  /// `nil` where the notation has no other form, or the LaTeX cannot be read.
  static func document(of claim: ClaimCase) -> CaseDocument? {
    var twin = Twin(text: claim.front.isEmpty ? "" : "---\n\(claim.front)\n---\n")
    for (kind, content) in [
      ("given", claim.given), ("define", claim.define), ("check #a", claim.check),
    ] where !content.isEmpty {
      guard twin.add(content, to: kind) else { return nil }
    }
    return CaseDocument(
      topic: claim.topic, source: SourceFile(name: "\(claim.id).txt.md", text: twin.text),
      questions: [.init(id: claim.id, place: .label("a"), wanted: claim.want.outcomes)])
  }

  private init(text: String) { self.text = text }

  private mutating func add(_ content: String, to kind: String) -> Bool {
    let isClaim = kind.hasPrefix("check")
    // What LaTeX leaves open, plain text says: `\exp x / y`, `||x|| = |x|`.
    guard let statements = statements(content, .latex, isClaim), !content.contains("||"),
      statements.allSatisfy({ $0.otherReading == nil })
    else { return false }
    let spelled = statements.compactMap { Spelling(surface: .plainText).line($0) }
    let lines = spelled.joined(separator: "\n")
    guard !spelled.isEmpty, spelled.count == statements.count,
      let again = self.statements(lines, .plainText, isClaim),
      again.map(\.parts) == statements.map(\.parts)
    else { return false }
    if kind == "given" { declarations.give(statements) }
    if kind == "define" { declarations.define(statements) }
    text += "\n```\(kind)\n\(lines)\n```\n"
    return true
  }

  private func statements(
    _ content: String, _ surface: Surface, _ isClaim: Bool
  ) -> [Syntax.Statement]? {
    try? Syntax.Statement.statements(
      in: Fragment(SourceFile(name: "", text: content)), surface: surface,
      vocabulary: declarations.scope.vocabulary, introducingNames: !isClaim)
  }
}

extension Spelling {
  /// A statement of any kind in plain text.
  fileprivate func line(_ statement: Syntax.Statement) -> String? {
    guard statement.conditions.isEmpty else { return text(statement) }
    switch statement.kind {
    case .membership(let subjects, .naturals):
      return subjects.map(text).joined(separator: ", ") + " : N"
    case .membership(let subjects, .reals([])):
      return subjects.map(text).joined(separator: ", ") + " : R"
    case .membership(let subjects, .oneHot) where subjects.count == 1:
      return text(subjects[0]) + " one-hot"
    case .indexBase(let base): return "index base \(base)"
    default: return text(statement)
    }
  }
}
