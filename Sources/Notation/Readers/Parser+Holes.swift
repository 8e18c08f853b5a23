extension Syntax {
  /// What is read of a block: a statement that cannot be read leaves a hole, and those beside it live.
  package struct Block: Sendable {
    package internal(set) var statements: [Statement]
    package internal(set) var holes: [Hole]
  }

  /// A statement that cannot be read.
  package struct Hole: Sendable {
    package let diagnostic: Diagnostic
    /// What it would have said something of.
    package let subjects: [Expression]

    init(_ diagnostic: Diagnostic, subjects: [Expression] = []) {
      (self.diagnostic, self.subjects) = (diagnostic, subjects)
    }
  }
}

extension Syntax.Statement {
  /// What it says something of.
  package var subjects: [Syntax.Expression] {
    switch kind {
    case .chain(let chain): [chain.first]
    case .membership(let subjects, _): subjects
    case .indexBase: []
    }
  }
}

extension Parser {
  /// Leaves out the statement in which something cannot be read, and what goes on with it. In a claim
  /// nobody knows what a comma before it separates, so that the whole line is left out.
  mutating func hole(
    _ fault: Diagnostic, from start: Int, without drafts: ArraySlice<Draft>,
    _ progress: inout Progress
  ) -> Syntax.Hole {
    var subjects = drafts.flatMap(\.statement.subjects) + progress.subjects
    progress.subjects = []
    progress.inHole = true
    rewind(to: start)
    if let subject = try? expression() {
      switch current.kind {
      case .relation, .sign(.element), .sign(.distributed):
        learn(from: subject)
        subjects.append(subject)
      default: break
      }
    }
    rewind(to: start)
    skipStatement()
    // A condition that cannot be read is one of every name in it.
    if introducesNames, subjects.isEmpty {
      subjects = tokens(since: start).compactMap { token in
        guard case .letters(let letter) = token.kind, vocabulary[letter] != nil else { return nil }
        return Syntax.Expression(.name(letter), at: token.span)
      }
    }
    return Syntax.Hole(unreadable(in: start..<position) ?? fault, subjects: subjects)
  }

  /// Goes on to what ends a statement: a line, and outside of brackets a comma between declarations.
  private mutating func skipStatement() {
    var (brackets, environments) = (0, 0)
    while true {
      switch current.kind {
      case .endOfFormula: return
      case .lineBreak where environments == 0: return
      case .sign(.semicolon) where environments == 0 && brackets == 0: return
      case .sign(.comma), .gap:
        if introducesNames, environments == 0, brackets == 0 { return }
      case .open: brackets += 1
      case .close: brackets = max(0, brackets - 1)
      case .begin(let name) where !Self.layouts.contains(name): environments += 1
      case .end(let name) where !Self.layouts.contains(name):
        environments = max(0, environments - 1)
      default: break
      }
      advance()
    }
  }
}
