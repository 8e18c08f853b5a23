/// A list of LaTeX, and how its items are numbered.
struct LaTeXList {
  private enum Numbers { case none, digits, letters, romans }

  private let numbers: Numbers
  private let before: String
  private let after: String
  private let isUpper: Bool
  private var count = 0

  static func isList(_ environment: String) -> Bool {
    bullets.contains(environment) || numbered.contains(environment)
  }

  private static let bullets: Set<String> = ["itemize", "description"]
  private static let numbered: Set<String> = [
    "enumerate", "questions", "parts", "subparts", "problems", "exercises",
  ]

  /// - Parameter pattern: the pattern of a label, as of enumitem (`label=(\alph*)`) and enumerate (`(a)`).
  init(environment: String, depth: Int, pattern: String) {
    let known: [(String, Numbers, isUpper: Bool)] = [
      ("\\alph*", .letters, false), ("\\Alph*", .letters, true), ("\\roman*", .romans, false),
      ("\\arabic*", .digits, false), ("a", .letters, false), ("A", .letters, true),
      ("i", .romans, false), ("1", .digits, false),
    ]
    let label =
      pattern.firstRange(of: "label=").map { String(pattern[$0.upperBound...]) } ?? pattern
    let isPattern = pattern.contains("label=") || !pattern.contains("=")
    if Self.bullets.contains(environment) {
      (numbers, before, after, isUpper) = (.none, "- ", "", false)
    } else if isPattern, let (mark, found, isUpper) = known.first(where: { label.contains($0.0) }),
      let range = label.firstRange(of: mark)
    {
      numbers = found
      before = label[..<range.lowerBound].filter { $0 == "(" }
      after = label[range.upperBound...].filter { $0 == ")" || $0 == "." }
      self.isUpper = isUpper
    } else {
      let level = ["parts": 1, "subparts": 2][environment] ?? depth
      switch level {
      case 0: (numbers, before, after, isUpper) = (.digits, "", ".", false)
      case 1: (numbers, before, after, isUpper) = (.letters, "(", ")", false)
      default: (numbers, before, after, isUpper) = (.romans, "(", ")", false)
      }
    }
  }

  /// The label of the next item, with a space behind it.
  mutating func next() -> String {
    count += 1
    let number: String
    switch numbers {
    case .none: return before
    case .digits: number = "\(count)"
    case .letters:
      let letter = Unicode.Scalar(UInt8(ascii: "a") + UInt8((count - 1) % 26))
      number = String(letter)
    case .romans:
      let romans = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]
      number = count <= romans.count ? romans[count - 1] : "\(count)"
    }
    return before + (isUpper ? number.uppercased() : number) + (after.isEmpty ? "." : after) + " "
  }
}
