import Foundation
import NumericCore
import TestSupport
import Testing

@testable import Homework
@testable import Judging
@testable import Markup
@testable import Notation

/// Checking the versions of a homework one after the other finds what checking each by itself finds.
@Suite("Judgment cache")
struct JudgmentCacheTests {
  /// How many edits each homework is put through; more of them find more.
  private static let edits =
    ProcessInfo.processInfo.environment["CHECKMARK_EDITS"].flatMap { Int($0) } ?? 2

  @Test(
    "Random edits of the homework",
    arguments: ["convolution", "mistakes", "recurrent", "attention", "lstm", "vanishing"])
  func randomEdits(_ name: String) throws {
    let text = try Repository.text("homework/\(name).md")
    var random = SplitMix64(seed: UInt64(Self.edits), stream: name)
    var cache = JudgmentCache()
    var versions = [text]
    Self.compare(text, &cache, "\(name), as it is")
    for number in 0..<Self.edits {
      let edit = Edit.allCases.randomElement(using: &random) ?? .undo
      let version = edit.applied(to: versions, using: &random)
      versions.append(version)
      Self.compare(version, &cache, "\(name), edit \(number): \(edit)")
    }
  }

  @Test("Each kind of edit of a small homework, and back", arguments: Edit.allCases)
  fileprivate func everyEdit(_ edit: Edit) {
    for seed in 0..<4 {
      var random = SplitMix64(seed: UInt64(seed), stream: "\(edit)")
      var cache = JudgmentCache()
      Self.compare(Self.small, &cache, "as it is")
      let edited = edit.applied(to: [Self.small], using: &random)
      Self.compare(edited, &cache, "\(edit) \(seed)")
      Self.compare(Self.small, &cache, "\(edit) \(seed), and back")
    }
  }

  @Test(
    "What a judgment depends on is seen, wherever it stands",
    arguments: [
      ("= x[i] W[j]\n", "= x[j] W[i]\n"), ("seed: 3", "seed: 4"), ("\\R^{4}", "\\R^{5}"),
      ("index-base: 0", "index-base: 1"), ("tolerance=0.01", "tolerance=0.0001"),
      ("```math given\nx", "# Two\n\n```math given\nx"), ("> 2 + 2", "2 + 2"),
      ("= 0.333", "= 0.3"),
    ])
  func dependencies(_ old: String, _ new: String) {
    #expect(Self.small.contains(old))
    var cache = JudgmentCache()
    let edited = Self.small.replacing(old, with: new)
    for version in [Self.small, edited, Self.small] {
      Self.compare(version, &cache, "\(old) → \(new)")
    }
  }

  @Test("What stands unchanged below an edit is recalled, at its new place")
  func recalls() {
    var cache = JudgmentCache()
    _ = check(Document(parsing: Self.source(Self.small)), recalling: &cache)
    let count = cache.count
    let moved = "\n\nMore *words*, and more of them.\n\n"
    let edited = Self.small.replacing("# One\n", with: "# One\n\(moved)")
    let checked = check(Document(parsing: Self.source(edited)), recalling: &cache)
    #expect(cache.count == count)
    #expect(checked.claims.count == 7)
    let suggestion = checked.claims.compactMap(\.verdict.suggestion).first
    #expect(suggestion.map { checked.document.source.text(of: $0.span) } == "2")
  }

  // MARK: - Comparing

  private static let small = """
    ---
    title: Small
    checkmark:
      seed: 3
      index-base: 0
    ---

    # One

    ```math given
    x \\in \\R^{4}, \\quad W \\in \\R^{4}
    ```

    ```math define
    y[i, j] = x[i] W[j]
    ```

    ```math check
    y[i, j] = x[i] W[j]
    ```

    The first is $y[0, 0] = x[0] W[0]$, and a third `= 1/3`.

    ```check points=2
    y[1, 2] = x[2] W[2]
    ```

    ```check tolerance=0.01
    1/3 = 0.333
    ```

    > ```check
    > 2 + 2 = q
    > ```

    ## Two

    ```gradcheck
    y by x
    ```

    ```math define
    z = \\sum_{i=0}^{3} y[i, i]
    ```

    ```math check
    \\frac{\\partial z}{\\partial x}[a] = W[a] \\\\ z = \\sum_i x[i] W[i]
    ```

    - in a list, $\\sum_{i=0}^{3} x[i] = z$

    """

  private static func source(_ text: String) -> SourceFile {
    SourceFile(name: "homework.md", text: text)
  }

  private static func compare(
    _ text: String, _ cache: inout JudgmentCache, _ label: String
  ) {
    let document = Document(parsing: source(text))
    let recalled = check(document, recalling: &cache)
    let fresh = check(document)
    #expect(recalled.claims == fresh.claims, "\(label)")
    #expect(recalled.diagnostics == fresh.diagnostics, "\(label)")
    #expect(recalled.conventions == fresh.conventions, "\(label)")
    #expect(
      recalled.results.mapValues { "\($0)" } == fresh.results.mapValues { "\($0)" }, "\(label)")
  }
}

/// What may happen to a text between one save and the next.
private enum Edit: CaseIterable {
  case insertLine, deleteLine, changeLetter, moveBlock, renameEverywhere, changeFrontMatter
  case insertHeading, quoteBlock, swapBlocks, undo

  func applied(to versions: [String], using random: inout SplitMix64) -> String {
    let text = versions[versions.count - 1]
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var blocks = text.components(separatedBy: "\n\n")
    let line = Int.random(in: lines.indices, using: &random)
    let (one, other) = (
      Int.random(in: blocks.indices, using: &random), Int.random(in: blocks.indices, using: &random)
    )
    switch self {
    case .insertLine:
      let new = ["", "Some words.", "> $1 + 1 = 2$", "```math define\nQ = 2\n```", "    "]
      lines.insert(new.randomElement(using: &random) ?? "", at: line)
    case .deleteLine: lines.remove(at: line)
    case .changeLetter:
      var letters = Array(lines[line])
      guard !letters.isEmpty else { return text }
      let place = Int.random(in: letters.indices, using: &random)
      letters[place] = Array("0123ijkxWht+-=[]{}\\ ").randomElement(using: &random) ?? "0"
      lines[line] = String(letters)
    case .moveBlock:
      let block = blocks.remove(at: one)
      blocks.insert(block, at: min(other, blocks.count))
      return blocks.joined(separator: "\n\n")
    case .swapBlocks:
      blocks.swapAt(one, other)
      return blocks.joined(separator: "\n\n")
    case .renameEverywhere:
      let (old, new) =
        [("W", "V"), ("x", "u"), ("i", "m"), ("h", "s")]
        .randomElement(using: &random) ?? ("W", "V")
      return text.replacing(old, with: new)
    case .changeFrontMatter:
      let matter = [
        "checkmark: {seed: 7}", "checkmark: {index-base: 1}", "checkmark: {layout: numerator}",
        "checkmark: {sigma: softmax, outside: zero}", "title: [",
      ].randomElement(using: &random)
      let body = text.hasPrefix("---\n") ? blocks.dropFirst().joined(separator: "\n\n") : text
      return "---\n\(matter ?? "")\n---\n\n\(body)"
    case .insertHeading: lines.insert("\n# Another\n", at: line)
    case .quoteBlock:
      blocks[one] = blocks[one].split(separator: "\n", omittingEmptySubsequences: false)
        .map { "> \($0)" }.joined(separator: "\n")
      return blocks.joined(separator: "\n\n")
    case .undo: return versions[Int.random(in: versions.indices, using: &random)]
    }
    return lines.joined(separator: "\n")
  }
}
