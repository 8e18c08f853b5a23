/// The languages in which the words of submissions are known.
package enum Language: String, CaseIterable, Sendable {
  case english, german, french, spanish, portuguese, chinese, hindi
}

/// What a phrase does in a submission.
package enum Cue: String, CaseIterable, Sendable {
  /// It begins a label: "Problem 2".
  case question
  /// The same, or a part of an answer: "Part 1".
  case part
  /// It begins an answer: "Solution:".
  case answer
  /// It stands between such a word and a label: "Answer for 1.1".
  case labelLink
  /// What an answer calls what it gives: "the output".
  case subject
  /// What it may be called where nothing else stands beside it: "the shape".
  case quantity
  /// It says that the formula behind it is that: "is".
  case copula
  /// It changes nothing of what is said: "then", "exactly".
  case filler
  /// What stands in front of it has it: "of".
  case genitive
  /// What is counted, behind a number: "parameters".
  case unit
  /// A number in front of it is one of several: "8 times".
  case arithmetic
  /// The formula behind it says where the one before it holds: "for".
  case condition
  /// The formula behind it gives a name: "let".
  case naming
  case conjunction
  /// What follows is said for itself: "because", "so".
  case reason
  case alternative
  /// What follows is meant again: "but".
  case contrast
  /// What follows is meant: "Right: …".
  case affirmation
  /// What follows in its clause is denied, or what stands before it: "not".
  case negation
  /// The next formula is denied: "instead of".
  case exclusion
  /// It sounds like a denial or a condition, and is none: "it is not hard to see".
  case harmless
  /// It leads a clause in of which something was said: "that".
  case that
  /// What stands in its sentence is denied: "it is wrong that".
  case falsehood
  /// What stands in its sentence holds in another world: "if we had".
  case supposition
  /// It reaches over its sentence where that has no formula: "suppose the stride was 1".
  case scenario
  /// The same where a contrast follows: "we would get".
  case weakSupposition
  /// Somebody else says what follows in its clause: "according to".
  case report
  /// What follows in its clause is asked, or to be shown: "whether".
  case inquiry
  /// Beside a subject: another thing is spoken of than what was asked, "the output before the pooling".
  case elsewhere
  case example
  /// What is said anew in its sentence replaces what was said before: "actually".
  case weakCorrection
  /// What was said before is taken back: "no wait".
  case correction
}
