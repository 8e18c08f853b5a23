import Markup
import Notation

/// A sentence of a submission, and what it is.
struct Sentence {
  enum Content {
    /// Something to judge.
    case statement(Syntax.Statement)
    /// Expressions that stand for themselves where an answer is expected.
    case bare([Syntax.Expression])
    /// An equation with a new name on its left side.
    case naming(Naming)
    /// A value for what the assignment calls by words.
    case worded(WordedValue)
    /// No claim, and why.
    case recognised(Claim.Role, String)
    case unreadable(Diagnostic)
  }

  var content: Content
  let question: Label?
  let span: Span
  let source: String
  /// What was read, where it is nothing but this sentence.
  let text: Fragment?
  let surface: Surface
  /// What the submission has introduced so far and is known here, in order.
  let introduced: [Introduction]
  /// What the text around it says of it.
  var around = Surroundings()
  /// How often the answer was taken back before it.
  var edition = 0
}

/// `A = B = 3` with new names in front.
struct Naming {
  let names: [String]
  /// The same with what stands beside them, in letters and digits: `Hout` for `H_{out}`, however it is read.
  let spellings: [String]
  /// The rest of its chain, where that states something.
  let rest: Syntax.Statement?
  let value: Syntax.Expression
  let conditions: [Syntax.Condition]
  let introductions: [Introduction]
}

extension Sentence {
  /// The names of what is asked that an expression uses and the submission has not said so far.
  func unanswered(in expressions: [Syntax.Expression]) -> Set<String> {
    var asked: Set<String> = []
    var seen: Set<String> = []
    var waiting = expressions.reduce(into: Set<String>()) { $0.formUnion($1.freeNames()) }
    while let name = waiting.popFirst() {
      guard seen.insert(name).inserted, let last = introduced.last(where: { $0.name == name })
      else {
        continue
      }
      if last.isAsked { asked.insert(name) } else { waiting.formUnion(last.uses) }
    }
    return asked
  }

  /// What it speaks of: what is said anew of the same replaces it, where the text takes it back.
  var subjects: Set<String> {
    switch content {
    case .bare: ["bare"]
    case .naming(let naming): Set(naming.names)
    case .statement(let statement): statement.subjects
    case .worded(let worded): [worded.reading]
    case .recognised, .unreadable: []
    }
  }
}

extension Syntax.Statement {
  fileprivate var subjects: Set<String> {
    switch kind {
    case .chain(let chain): [chain.first.chainedIndices.0.text]
    case .membership(let subjects, _): Set(subjects.map { "\($0.text) ∈" })
    case .indexBase: []
    }
  }
}
