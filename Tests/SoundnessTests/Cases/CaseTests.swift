import Testing

/// Claims made to deceive, answers of students, and formulas as they stand in books and notes.
@Suite("Cases")
struct CaseTests {
  @Test(
    "Every claim gets its verdict, or the wrong one that is known", arguments: CaseSuite.all)
  func verdicts(_ suite: CaseSuite) async throws {
    let claims = try await suite.judged()
    #expect(Set(claims.map(\.id)).count == claims.count)
    print(Figures(suite.name, claims))
    let refuted = claims.filter { $0.outcome == .refuted && !$0.wanted.contains(.verified) }
    let repaired = refuted.count(where: \.isRepaired)
    print("\(suite.name): a suggestion for \(repaired) of \(refuted.count) wrong claims")
    #expect(100 * repaired >= suite.leastRepaired * refuted.count)
    let complaints = try await KnownFailures.shared.complaints(about: claims, in: suite.name)
    #expect(complaints == [], "\(complaints.joined(separator: "\n"))")
  }
}
