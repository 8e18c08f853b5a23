/// How the text means a formula that stands in it.
enum Stance: Hashable {
  case stated
  case struck
  case quoted
  case negated
  case supposed
  case example
  case asked
  case reported
  case withdrawn

  /// Why it is no answer; `nil` where it may be one.
  var reason: String? {
    switch self {
    case .stated: nil
    case .struck: "struck out"
    case .quoted: "quoted as code"
    case .negated: "the text denies it"
    case .supposed: "holds under a supposition in words, which is not judged"
    case .example: "an example"
    case .asked: "asked, and not stated"
    case .reported: "somebody else says so"
    case .withdrawn: "taken back"
    }
  }
}

/// What stands between a formula and the one before it in the same sentence.
enum Link: Hashable {
  /// Words of its own, or the beginning of a text.
  case none
  /// Signs only.
  case bare
  /// "for", "where", and signs.
  case condition
  case conjunction
  /// "or", "no wait", "but": it stands in the place of the one before.
  case alternative
}

/// What the words around a formula say of it.
struct Surroundings: Hashable {
  var stance: Stance = .stated
  var link: Link = .none
  /// Whether they lead to it as the answer: "so the output is".
  var isLed = false
  /// Whether it leads a condition in: "For S = 1, …".
  var leadsCondition = false
  /// Whether it gives a name: "Let n = 28".
  var isNamed = false
  /// Whether something is taken back right in front of it.
  var isCorrected = false
  /// Whether it is part of a calculation in words: "8 times 76".
  var isPart = false
  var sentence = 0
}
