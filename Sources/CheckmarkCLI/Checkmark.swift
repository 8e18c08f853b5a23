import Foundation
import Homework
import Notation
@main struct Checkmark { static func main() {
  let p = CommandLine.arguments[1]
  let s = SourceFile(name: p, text: try! String(contentsOfFile: p, encoding: .utf8))
  let r = check(s)
  for d in r.diagnostics { print(DiagnosticPrinter().print(d, in: s)) }
  for c in r.claims { print(s.line(at: c.span.lower), c.id, c.verdict.outcome, c.verdict.method.map{"\($0)"} ?? "-", c.verdict.message, c.verdict.reading ?? "", c.verdict.notes, c.verdict.step ?? 0) }
  print(r.conventions)
}}
