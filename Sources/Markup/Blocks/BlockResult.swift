import Notation

/// What became of a block, or of a computed value, that is shown in its place.
public protocol BlockResult: Sendable {
  /// Every file or experiment that it names.
  var namedData: [Located] { get }
}

extension BlockResult {
  public var namedData: [Located] { [] }
}

/// What a block asks for that depends on nothing outside of it.
package protocol BlockDescription: BlockResult {
  /// `nil` where nothing is left to show.
  ///
  /// - Parameter problems: what is wrong with a text that is shown all the same is added to them.
  init?(_ content: Fragment, _ problems: inout [Diagnostic]) throws(Diagnostic)
}
