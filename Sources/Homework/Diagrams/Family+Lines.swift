import Notation

extension Family {
  /// The lines that say how values are computed.
  private var equations: [Line] { lines.filter { !$0.isBoundary && $0.body != nil } }

  /// Whether something says how its values are computed.
  var isDefined: Bool { !equations.isEmpty }

  /// The letter that stands for time; `nil` where nothing is defined.
  var timeLetter: String? { equations.first?.pattern.last?.plain }

  /// The indices below the name as they are shown: numbers, or else the letters of its equations.
  func subscripts(read indices: [String]?) -> [String] {
    if let indices, indices.allSatisfy({ Int($0) != nil }) { return indices }
    let general = equations.first { $0.pattern.allSatisfy(\.isName) } ?? equations.first
    return (general?.pattern.dropLast() ?? []).enumerated().map { place, index in
      index.isName ? index.plain : indices?[place] ?? index.plain
    }
  }

  /// The equations of a value, each with what its letters mean there. That is one: for these very
  /// numbers, or the first whose conditions may hold. Of a value at a letter, every one may be.
  func equations(of part: [String], at time: Int?) -> [(line: Line, letters: IndexLetters)] {
    let numbers = part.map { Int($0) } + [time]
    var general: [(line: Line, letters: IndexLetters)] = []
    for line in lines where line.body != nil && (time != nil || !line.isBoundary) {
      guard let letters = line.letters(numbers), line.conditions.allSatisfy(letters.mayHold) else {
        continue
      }
      let isForNumbers = zip(line.pattern, numbers).contains { !$0.isName && $1 != nil }
      if isForNumbers { return [(line, letters)] }
      if !line.isBoundary || !line.conditions.isEmpty { general.append((line, letters)) }
    }
    return part.contains { Int($0) == nil } ? general : Array(general.prefix(1))
  }
}

extension Family.Line {
  /// Whether it gives the value at this very index.
  func isBoundary(at index: String) -> Bool {
    isBoundary && pattern.last?.plain == index
  }

  /// What its letters mean at an index; `nil` where it speaks of another one. A letter without a
  /// number stays a letter.
  fileprivate func letters(_ numbers: [Int?]) -> IndexLetters? {
    guard numbers.count == pattern.count else { return nil }
    var letters = IndexLetters()
    for (index, number) in zip(pattern, numbers) {
      switch (index.kind, number) {
      case (.name(let name), let number?): letters.numbers[name] = number
      case (.name, nil): break
      // One of the values that a letter stands for.
      case (.number, nil) where index != pattern.last: break
      case (_, let number?) where index.plain == "\(number)": break
      default: return nil
      }
    }
    if case .name(let name)? = pattern.last?.kind { letters.time = name }
    return letters
  }
}

extension Syntax.Expression {
  /// Whether it is a letter and nothing more.
  var isName: Bool { if case .name = kind { true } else { false } }
}
