import Judging
import Markup
import Notation

/// The edits that are suggested for one file.
public struct FileRepair: Sendable {
  public let file: SourceFile
  /// In the order of the text; their spans are places in the file.
  public fileprivate(set) var suggestions: [Suggestion]

  /// The file with all of them in it.
  public var repaired: SourceFile {
    SourceFile(
      name: file.name, text: file.text(of: 0..<file.utf8.count, replacing: suggestions))
  }

  /// Whether no two of them are about the same words.
  var isPossible: Bool {
    zip(suggestions, suggestions.dropFirst()).allSatisfy { $0.span.upper <= $1.span.lower }
  }
}

extension CheckedHomework {
  /// The false claims that a suggestion makes true, in the order of the text. What is wrong on
  /// purpose stays as it is.
  public var repairableClaims: [Claim] {
    claims.filter { !$0.isAsExpected && $0.verdict.suggestion != nil }
  }

  /// The suggestions for the homework and for each file that it includes.
  public var repairs: [FileRepair] {
    var repairs: [FileRepair] = []
    for suggestion in repairableClaims.compactMap(\.verdict.suggestion) {
      let (file, suggestion) = document.source.origin(of: suggestion)
      let place = repairs.firstIndex { $0.file.name == file.name } ?? repairs.count
      if place == repairs.count { repairs.append(FileRepair(file: file, suggestions: [])) }
      // What is included twice is edited once.
      let isKnown = repairs[place].suggestions.contains {
        $0.span == suggestion.span && $0.replacement == suggestion.replacement
      }
      if !isKnown { repairs[place].suggestions.append(suggestion) }
    }
    for place in repairs.indices {
      repairs[place].suggestions.sort { $0.span.lower < $1.span.lower }
    }
    return repairs
  }

  /// The homework with every suggestion in it, checked anew; `nil` if they do not hold together.
  public func repaired() -> CheckedHomework? {
    let repairs = repairs
    guard repairs.allSatisfy(\.isPossible) else { return nil }
    func repaired(_ file: SourceFile) -> SourceFile {
      repairs.first { $0.file.name == file.name }?.repaired ?? file
    }
    let companions = document.companions.compactMapValues { $0.map(repaired) }
    let edited = check(
      Document(parsing: repaired(document.file), beside: Folder(companions)),
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

  /// The file that a suggestion is about, and the suggestion for it.
  package func origin(of suggestion: Suggestion) -> (file: SourceFile, suggestion: Suggestion) {
    let (file, span) = origin(of: suggestion.span)
    var suggestion = suggestion
    suggestion.span = span
    return (file, suggestion)
  }
}
