import Notation

/// A formula that a sentence calls something, and how the sentence calls the letters in it.
struct WordedPassage {
  let phrase: Phrase
  let named: [(letter: String, formula: Fragment)]
  /// Whether it is only called so.
  let isName: Bool
}
