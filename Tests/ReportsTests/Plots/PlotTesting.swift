import Homework
import Markup
import Notation
import Testing

@testable import Reports

/// What becomes of a `plot` block and the table `a.csv`.
func draw(
  _ description: String, _ table: String, isLog: Bool = false
) -> (plot: (any Plot)?, problems: [Diagnostic]) {
  let text = "```plot\ndata: a.csv\n\(description)\n```\n"
  let homework = check(SourceFile(name: "a.md", text: text))
  guard let description = homework.results(of: PlotDescription.self).first?.result else {
    return (nil, homework.diagnostics)
  }
  let table = CSV(parsing: SourceFile(name: "a.csv", text: table), isLog: isLog)
  return PlotKind.plot(description, tables: ["a.csv": table])
}

/// The places of a path, one list for each stretch, from its `M`, `l`, `h` and `H`, `V` commands.
func places(inPath path: String) -> [[(x: Double, y: Double)]] {
  var stretches: [[(x: Double, y: Double)]] = []
  for part in path.split(separator: "M") {
    let halves = part.split(separator: "l", maxSplits: 1)
    let start = numbers(in: halves[0])
    var places = [(x: start[0], y: start[1])]
    let steps = halves.count > 1 ? numbers(in: halves[1]) : []
    for step in stride(from: 0, to: steps.count - 1, by: 2) {
      let pen = places[places.count - 1]
      places.append((pen.x + steps[step], pen.y + steps[step + 1]))
    }
    stretches.append(places)
  }
  return stretches
}

private func numbers(in text: Substring) -> [Double] {
  text.replacing("-", with: " -").split { $0 == " " || $0 == "z" || $0 == "h" }
    .compactMap { Double($0) }
}

/// The `d` of each path in a picture, with the rest of its tag.
func paths(in svg: String) -> [(d: String, tag: String)] {
  svg.split(separator: "<path d=\"").dropFirst().compactMap { part in
    let tag = part.prefix { $0 != ">" }
    return part.split(separator: "\"").first.map { (String($0), String(tag)) }
  }
}
