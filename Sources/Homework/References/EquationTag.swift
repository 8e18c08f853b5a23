/// The `\tag{…}` of a formula: the number that its author gives it.
package struct EquationTag {
  package let number: String
  /// The formula without it.
  package let rest: String

  /// `nil` where there is no tag, or one for each of several lines.
  package init?(in latex: String) {
    let parts = latex.split(separator: "\\tag{", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 2, let end = parts[1].firstIndex(of: "}") else { return nil }
    number = String(parts[1][..<end])
    rest = String(parts[0]) + parts[1][parts[1].index(after: end)...]
    guard !number.isEmpty, !number.contains(where: { "\\{$".contains($0) }) else { return nil }
  }
}
