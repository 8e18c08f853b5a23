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
    let complaints = try await KnownFailures.shared.complaints(about: claims, in: suite.name)
    #expect(complaints == [], "\(complaints.joined(separator: "\n"))")
  }
}
