@testable import Notation

/// The statements of a formula, as text; or the code of what is wrong with it.
func read(
  _ latex: String, _ names: [String: Vocabulary.Entry],
  given: Set<String> = [], introducingNames: Bool = false
) -> [String] {
  var vocabulary = Vocabulary(names)
  vocabulary.given = given
  do throws(Diagnostic) {
    return try Syntax.Statement.statements(
      in: Fragment(SourceFile(name: "test", text: latex)), surface: .latex,
      vocabulary: vocabulary, introducingNames: introducingNames
    ).flatMap { [$0.text] + ($0.otherReading.map { ["or " + $0.text] } ?? []) }
  } catch {
    return [error.message.code]
  }
}
