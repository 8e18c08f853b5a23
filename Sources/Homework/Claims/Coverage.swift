/// How much of what a submission states was understood.
public struct Coverage: Hashable, Sendable {
  public let understood: Int
  public let formulas: Int

  init(_ claims: [Claim]) {
    formulas = claims.count
    understood = claims.count { $0.isUnderstood }
  }

  /// In whole percent, rounded down: not everything is never 100.
  public var percent: Int { formulas == 0 ? 100 : 100 * understood / formulas }
}
