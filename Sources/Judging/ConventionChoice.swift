import Notation

/// The conventions under which a statement is judged: what is declared, and what the statements beside
/// it have told. What neither says is found out by the statement itself.
package struct ConventionChoice: Hashable, Sendable {
  package var declared: DeclaredConventions
  /// The index base of each section that does not declare one.
  package var indexBases: [Int: Int] = [:]
  /// The one layout in which the answers of a section are read, where none is declared.
  package var sectionLayout: Layout?
  /// The layout to try first: a false answer is shown in the one in which its neighbours are true.
  package var likelierLayout: Layout = .default

  package init(_ declared: DeclaredConventions = DeclaredConventions()) {
    self.declared = declared
  }

  var oneLayout: Layout? { declared[Layout.self] ?? sectionLayout }
}
