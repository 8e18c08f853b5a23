import Notation

extension Family {
  /// The lines that say how values are computed.
  private var equations: [Line] { lines.filter { !$0.isBoundary && $0.body != nil } }

  /// Whether something says how its values are computed.
  var isDefined: Bool { !equations.isEmpty }

  /// The letter that stands for time; `nil` where nothing is defined.
  var timeLetter: String? { equations.first?.pattern.last?.plain }

  /// The indices below the name that are meant by those that are read: a number by itself; by a letter
  /// every one that has an equation of its own, and the letter.
  func subscripts(read indices: [String]?) -> [[String]] {
    guard rank > 1 else { return [[]] }
    if let indices, indices.allSatisfy({ Int($0) != nil }) { return [indices] }
    var parts: [[String]] = []
    for line in equations {
      let part = line.pattern.dropLast().enumerated().map { place, index in
        index.isName ? indices?[place] ?? index.plain : index.plain
      }
      if !parts.contains(part) { parts.append(part) }
    }
    return parts
  }

  /// What the letters of an equation stand for, by the place of the index.
  func letters(of part: [String], at time: Int?) -> [Int?] { part.map { Int($0) } + [time] }

  /// The equation of a value, and what its letters mean there: one for these very numbers, or else
  /// the first whose conditions may hold.
  func line(
    for part: [String], at time: Int?, _ numbers: [Int?]
  ) -> (line: Line, letters: IndexLetters)? {
    var general: (Line, IndexLetters)?
    for line in lines where line.body != nil && (time != nil || !line.isBoundary) {
      guard let letters = line.letters(numbers) else { continue }
      guard line.conditions.allSatisfy(letters.mayHold) else { continue }
      if line.pattern.contains(where: { !$0.isName }) { return (line, letters) }
      if !line.isBoundary || !line.conditions.isEmpty { general = general ?? (line, letters) }
    }
    return general
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
