/// The words of questions, which submissions often repeat.
enum QuestionWords {
  private static let phrases = [
    "what is", "what are", "what will", "what would", "how many", "how does", "provide ",
    "derive ", "write down", "write out", "explain ", "draw ", "suppose ", "consider ",
    "given an ", "given a ", "modify ", "compute the", "show that", "find the", "calculate the",
    "can this", "determine ", " pts)", " points)", " pt)", "pts)",
  ]

  static func areIn(_ text: String) -> Bool {
    let lower = text.lowercased()
    return phrases.contains(where: lower.contains)
  }

  /// "Example answer format here: …"
  static func announceFormat(_ text: String) -> Bool {
    let lower = text.lowercased()
    return ["example answer format", "answer format:", "for example, your answer"]
      .contains(where: lower.contains)
  }
}
