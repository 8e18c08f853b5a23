import Markup
import Notation

/// A formula of a submission, or a line of one, with what the text around it says about it.
struct Passage {
  var text: Fragment
  let surface: Surface
  let isDisplay: Bool
  /// The question under which it stands; `nil` outside of all of them.
  let question: Label?
  /// The words before it, back to the formula or the label before.
  let before: String
  /// The running number of the label that it stands below.
  let segment: Int
  /// Whether it stands behind the mark of an answer.
  let isAfterMark: Bool
  var around = Surroundings()
  /// How often the answer was taken back before it.
  var edition = 0
  /// Whether it is part of a question that is repeated.
  var isQuestion = false
  /// Whether nothing else stands in its paragraph.
  var isAlone = false
  /// Whether a box marks it as the answer.
  var isBoxed = false
  /// What the sentence around it says of it in words that the assignment explains.
  var worded: WordedPassage?
}
