import Notation

/// A mistake that students make, and how to undo it.
///
/// What an edit proposes is only ever a candidate: it becomes a suggestion if the claim with it is
/// verified by the same judge as every claim.
struct Edit: Sendable {
  let name: String
  /// What is wrong, to a student.
  let words: String
  /// How much it changes: 1 for a sign or a number, more where parts move, come or go.
  let size: Int
  /// Whether it is a mistake that is made everywhere at once, though what stands there differs.
  let inEachTerm: Bool
  /// What could stand instead, at one node of the answer.
  let proposals: @Sendable (Place) -> [ClaimText.Replacement]

  init(
    _ name: String, _ words: String, size: Int, inEachTerm: Bool = false,
    proposals: @escaping @Sendable (Place) -> [ClaimText.Replacement]
  ) {
    self.name = name
    self.words = words
    self.size = size
    self.inEachTerm = inEachTerm
    self.proposals = proposals
  }
}
