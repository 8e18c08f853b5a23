import Notation

extension CheckedHomework {
  /// The false claims that a suggestion makes true, in the order of the text. What is wrong on
  /// purpose stays as it is.
  public var repairableClaims: [Claim] {
    claims.filter { !$0.isAsExpected && $0.verdict.suggestion != nil }
  }

  /// The homework with every suggestion in it, checked anew; `nil` if they do not hold together.
  public func repaired() -> CheckedHomework? {
    let source = document.source
    let edited = check(
      SourceFile(
        name: source.name,
        text: source.text(
          of: 0..<source.utf8.count, replacing: repairableClaims.compactMap(\.verdict.suggestion))),
      experiments: experiments)
    guard edited.claims.count == claims.count else { return nil }
    let holds = zip(claims, edited.claims).allSatisfy { old, new in
      let isRepaired = !old.isAsExpected && old.verdict.suggestion != nil
      return new.verdict.outcome == (isRepaired ? .verified : old.verdict.outcome)
    }
    return holds ? edited : nil
  }
}

extension SourceFile {
  /// A piece of the text with suggestions in it; they stand in the order of the text.
  public func text(of range: Range<Int>, replacing suggestions: [Suggestion]) -> String {
    var place = range.lowerBound
    var result = ""
    for suggestion in suggestions {
      result += text(of: place..<suggestion.span.lower) + suggestion.replacement
      place = suggestion.span.upper
    }
    return result + text(of: place..<range.upperBound)
  }
}
