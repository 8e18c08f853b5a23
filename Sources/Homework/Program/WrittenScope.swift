import Judging
import Notation

/// The names that are known somewhere, with the blocks that they come from.
struct WrittenScope {
  private(set) var scope: Scope
  /// The same number, the same declarations.
  private(set) var number: Int
  /// Where these blocks are.
  private(set) var places = PlacesOfTexts()

  /// The beginning of a homework.
  init(_ conventions: DeclaredConventions, in cache: inout JudgmentCache) {
    scope = Scope(conventions)
    number = cache.number(conventions)
  }

  /// The names behind a block that declares some.
  mutating func become(
    _ scope: Scope, by text: Fragment, _ written: WrittenText, isGiven: Bool, section: Int,
    in cache: inout JudgmentCache
  ) {
    self.scope = scope
    number = cache.number(
      after: number, scope.conventions, text: written, isGiven: isGiven, section: section)
    places.append(text.span)
  }
}
