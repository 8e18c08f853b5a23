import Markup
import Notation
import Testing

@testable import Homework
@testable import Judging

@Suite("Right formulas")
struct RightFormulaTests {
  @Test("All are verified", arguments: Setting.all.indices)
  func verified(_ number: Int) {
    let setting = Setting.all[number]
    let homework = check(setting.document(claiming: setting.formulas))
    #expect(homework.diagnostics.isEmpty, "\(homework.diagnostics)")
    #expect(homework.claims.count == setting.formulas.count)
    for claim in homework.claims {
      #expect(
        claim.verdict.outcome == .verified,
        "\(setting.name): \(claim.source): \(claim.verdict.message)")
    }
  }

  @Test("There are at least two hundred")
  func enough() {
    #expect(Setting.all.reduce(0) { $0 + $1.formulas.count } >= 200)
  }
}

extension RightFormulaTests {
  @Test("All read back as they are spelled", arguments: Setting.all.indices)
  func spelling(_ number: Int) throws {
    for formula in try Setting.all[number].read() {
      let text = try #require(Spelling(surface: formula.setting.surface).text(formula.statement))
      let again = try formula.statement(text)
      #expect(again.parts == formula.statement.parts, "\(formula.source) as \(text)")
    }
  }
}

extension Syntax.Statement {
  /// The canonical text of everything that it says.
  var parts: [String] { expressions.map(\.text) + conditions.map(\.text) }
}
