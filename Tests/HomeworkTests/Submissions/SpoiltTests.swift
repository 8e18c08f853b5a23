import Foundation
import Notation
import TestSupport
import Testing

@testable import Homework
@testable import Judging
@testable import Markup

/// The five real submissions, spoilt by seed: what becomes of each formula is known, since the whole one was judged.
@Suite("Spoilt submissions")
struct SpoiltTests {
  private struct Random: RandomNumberGenerator {
    var state: UInt64

    /// - Source: SplitMix64, G. L. Steele et al., OOPSLA 2014.
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return value ^ (value >> 31)
    }
  }

  /// Paragraphs, where no formula in dollars reaches over a blank line.
  private static func paragraphs(_ text: String) -> [String] {
    text.components(separatedBy: "\n\n")
  }

  private enum Damage: CaseIterable { case negated, struck, quoted, example }

  private static func spoil(_ formula: String, _ damage: Damage) -> String {
    switch damage {
    case .negated: "It is not true that \(formula)."
    case .struck: "~~\(formula)~~"
    case .quoted: "`\(formula)`"
    case .example: "For example, in another network, \(formula)."
    }
  }

  /// A paragraph that is one formula of a line of text, and nothing else.
  private static func isOneFormula(_ paragraph: String) -> Bool {
    paragraph.hasPrefix("$") && !paragraph.hasPrefix("$$") && paragraph.hasSuffix("$")
      && !paragraph.dropFirst().dropLast().contains("$") && !paragraph.contains("\n")
  }

  private static func sources(_ homework: CheckedHomework, _ outcome: Verdict.Outcome) -> [String] {
    homework.claims.filter { $0.verdict.outcome == outcome }.map(\.source)
  }

  /// Line ends of Windows, spaces behind lines, headings one level down, labels with another mark.
  private static func noise(_ text: String, _ random: inout Random) -> String {
    var text = text
    if Bool.random(using: &random) { text = text.replacing("\n#", with: "\n##") }
    if Bool.random(using: &random) {
      text = text.replacing("**Answer", with: "**Solution").replacing(
        "**Solution for", with: "**Antwort zu")
    }
    if Bool.random(using: &random) { text = text.replacing("\n\n", with: "\n \n") }
    if Bool.random(using: &random) { text = "\n\n" + text + "\n\nThat is all.\n" }
    if Bool.random(using: &random) { text = text.replacing("\n", with: "\r\n") }
    return text
  }

  @Test("Noise changes no verdict", arguments: SeedTests.assignments.keys.sorted(), 1...1)
  func noise(_ seed: String, _ number: Int) throws {
    let whole = try #require(SeedTests.submissions[seed])
    var random = Random(state: UInt64(number) &* 7919 &+ UInt64(seed)!)
    let text = Self.noise(whole.document.source.text, &random)
    let spoilt = check(
      SourceFile(name: "s.md", text: text),
      against: SeedTests.assignment(try #require(SeedTests.assignments[seed])))
    // A formula that was right is never called wrong, and the other way round.
    func lines(_ text: [String]) -> Set<String> { Set(text.map { $0.filter { !$0.isWhitespace } }) }
    let (right, wrong) = (
      lines(Self.sources(whole, .verified)), lines(Self.sources(whole, .refuted))
    )
    let nowRight = lines(Self.sources(spoilt, .verified))
    let nowWrong = lines(Self.sources(spoilt, .refuted))
    #expect(nowRight.intersection(wrong).subtracting(right).isEmpty)
    #expect(nowWrong.intersection(right).subtracting(wrong).isEmpty)
    let found = nowRight.union(nowWrong).intersection(right.union(wrong)).count
    #expect(Double(found) >= 0.95 * Double(right.union(wrong).count), "\(found)")
  }

  @Test(
    "A formula that is denied, struck, quoted or an example gets no verdict",
    arguments: SeedTests.assignments.keys.sorted(), 1...4)
  func damaged(_ seed: String, _ number: Int) throws {
    let text = try #require(SeedTests.submissions[seed]).document.source.text
    var random = Random(state: UInt64(number) &* 104_729 &+ UInt64(seed)!)
    var paragraphs = Self.paragraphs(text)
    // What stands there alone, and what is written for this test behind a label that it keeps.
    let places = paragraphs.indices.filter { Self.isOneFormula(paragraphs[$0]) }
    let damage = Damage.allCases[number % 4]
    var spoilt: [String] = []
    for place in places where Bool.random(using: &random) {
      spoilt.append(paragraphs[place])
      paragraphs[place] = Self.spoil(paragraphs[place], damage)
    }
    let homework = check(
      SourceFile(name: "s.md", text: paragraphs.joined(separator: "\n\n")),
      against: SeedTests.assignment(try #require(SeedTests.assignments[seed])))
    let document = homework.document.source
    for claim in homework.claims where [.verified, .refuted].contains(claim.verdict.outcome) {
      let line = document.text(of: document.lineRange(document.line(at: claim.span.lower)))
      let isSpoilt = spoilt.contains { line == Self.spoil($0, damage) }
      #expect(!isSpoilt, "\(claim.verdict.outcome): \(line)")
    }
  }
}
