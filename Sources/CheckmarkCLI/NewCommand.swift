import ArgumentParser
import Foundation

/// `checkmark new homework/first`
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Makes a small homework to begin with.",
    discussion: """
      Writes NAME.md, and NAME.csv for its plot, and overwrites nothing. The homework builds, and the \
      comments in it say what its blocks are. A course may have its own in templates/homework.md and \
      templates/homework.csv, with {{title}} and {{name}} in it.

      EXAMPLE
        checkmark new homework/first

      EXIT CODES
        0 it is there, 64 no such name can be given, 74 something of that name is there already
      """)

  @Argument(help: "Its name, with folders before it if you like: homework/first.")
  var name: String

  /// The folders and the name, without the extension.
  private var parts: [String] {
    (name.hasSuffix(".md") ? String(name.dropLast(3)) : name)
      .split(separator: "/", omittingEmptySubsequences: false).map(String.init)
  }

  func validate() throws {
    // A part of a path that is nothing but a name leads nowhere else.
    for part in parts where !Self.isName(part) {
      throw ValidationError(
        "'\(name)' is no name: it takes letters, digits, spaces and -_. behind a letter or a digit, "
          + "and folders of this directory before it.")
    }
  }

  private static func isName(_ part: String) -> Bool {
    guard let first = part.first, first.isLetter || first.isNumber, part.last != " " else {
      return false
    }
    return part.allSatisfy { $0.isLetter || $0.isNumber || " -_.".contains($0) }
  }

  func run() throws {
    let path = parts.joined(separator: "/")
    let files = try ["md", "csv"].map { kind in
      (path: "\(path).\(kind)", text: filled(try Files.homeworkTemplate(kind)))
    }
    // A folder on the way may be a link.
    for count in parts.indices.dropFirst() {
      let folder = parts[..<count].joined(separator: "/")
      guard !Files.exists(folder) || Files.isInside(folder, ".") else {
        throw Files.failure("\(folder): leads out of this directory")
      }
    }
    for file in files where Files.exists(file.path) {
      throw Files.failure("\(file.path): is there already, and stays as it is; choose another name")
    }
    for file in files { try Files.write(file.text, to: file.path) }
    let quoted = path.contains(" ") ? "'\(path).md'" : "\(path).md"
    try Files.print(
      """
      \(path).md is there, and \(path).csv for its plot. Next:

        checkmark preview \(quoted) --open
        checkmark verify \(quoted)
        checkmark build \(quoted)
      """)
  }

  private func filled(_ template: String) -> String {
    let last = parts[parts.count - 1]
    let words = last.split { "-_ ".contains($0) }.joined(separator: " ")
    return template.replacing("{{title}}", with: words.prefix(1).uppercased() + words.dropFirst())
      .replacing("{{name}}", with: last)
  }
}
