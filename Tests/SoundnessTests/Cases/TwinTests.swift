import Judging
import Testing

/// What is said in plain text is judged as what is said in LaTeX.
@Suite("Twins in plain text")
struct TwinTests {
  @Test("A claim gets the same verdict in both surfaces")
  func verdicts() async throws {
    let cases: [ClaimCase] = try Fixtures.lines("cases/verdicts.jsonl")
    let judged = await withTaskGroup(of: JudgedClaim?.self) { group in
      for claim in cases {
        group.addTask {
          guard let twin = Twin.document(of: claim) else { return nil }
          let latex = claim.document.judged()[0]
          return JudgedClaim(
            id: claim.id, topic: claim.topic, wanted: [latex.outcome],
            outcome: twin.judged()[0].outcome)
        }
      }
      return await group.reduce(into: [JudgedClaim]()) { claims, claim in
        if let claim { claims.append(claim) }
      }
    }
    let claims = judged.sorted { $0.id < $1.id }
    #expect(claims.count >= 400)
    print(Figures("plain text", claims))
    let complaints = try await KnownFailures.shared.complaints(about: claims, in: "plain text")
    #expect(complaints == [], "\(complaints.joined(separator: "\n"))")
  }
}
