import Notation
import NumericCore

/// A false step, with the place at which it is false.
struct Refutation {
  let method: Verdict.Method
  /// Counted from 1; nil where there is but one.
  let step: Int?
  let left: Syntax.Expression
  let right: Syntax.Expression
  let disagreement: Disagreement
  var notes: [Note] = []
  /// Whether it is false of unknown functions only; these may still fulfil it by a law of their own.
  var isProvisional = false
}

extension Refutation {
  /// The verdict, in words for a student.
  var verdict: Verdict {
    let (left, right) = shortened(disagreement.left, disagreement.right)
    return Verdict(
      .refuted, method: method, message: message(left, right),
      counterexample: Counterexample(
        indices: disagreement.indices.map { .init(name: $0.name, value: $0.value) },
        left: left, right: right, sizes: disagreement.sizes),
      step: step, notes: notes)
  }

  private func message(_ left: String, _ right: String) -> String {
    var places = disagreement.indices.map { "\($0.name) = \($0.value)" }
    if !disagreement.element.isEmpty {
      places.append("[" + disagreement.element.map(String.init).joined(separator: ", ") + "]")
    }
    let at = places.isEmpty ? "" : "at \(places.joined(separator: ", ")) "
    if let fault = disagreement.fault { return "\(at)it \(fault)" }
    if case .indicator(let conditions) = self.left.kind, conditions.count == 1 {
      return "\(at)this does not hold: \(conditions[0].text)"
    }
    if disagreement.differsInShape, disagreement.indices.isEmpty {
      return "the shape is \(disagreement.left), not \(disagreement.right)"
    }
    return "\(at)the left side is \(left), the right side \(right)"
  }

  /// Four significant digits, which is what a person compares; more where these are the same.
  private func shortened(_ left: String, _ right: String) -> (String, String) {
    func shortened(_ number: String, _ digits: Int) -> String {
      guard number.contains("."), let value = Double(number) else { return number }
      return value.significant(digits)
    }
    for digits in 4..<17 {
      let (left, right) = (shortened(left, digits), shortened(right, digits))
      if left != right { return (left, right) }
    }
    return (left, right)
  }
}
