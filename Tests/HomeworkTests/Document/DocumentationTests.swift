import Homework
import Markup
import Notation
import TestSupport
import Testing

/// What the documentation says of the language is true of it.
@Suite("Documentation")
struct DocumentationTests {
  /// A page in the documentation that a reader can copy, with the tables above it.
  struct Section: Sendable, CustomTestStringConvertible {
    let file: String
    let heading: String
    /// The formulas in the last columns of its tables.
    var cells: [String] = []
    var pages: [String] = []

    var testDescription: String { "\(file): \(heading)" }
  }

  static let sections = ["coming-from", "language"].flatMap(sections(of:))

  private static func sections(of file: String) -> [Section] {
    let text = (try? Repository.text("docs/\(file).md")) ?? ""
    var sections: [Section] = []
    var page: [Substring]?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if let lines = page {
        if line == "````" {
          sections[sections.count - 1].pages.append(lines.joined(separator: "\n") + "\n")
          page = nil
        } else {
          page = lines + [line]
        }
      } else if line == "````markdown" {
        page = []
      } else if line.hasPrefix("## ") {
        sections.append(Section(file: file, heading: String(line.dropFirst(3))))
      } else if line.hasPrefix("| "), !sections.isEmpty {
        let columns = line.split(separator: " | ").dropFirst()
        for column in columns {
          let parts = column.split(separator: "`", omittingEmptySubsequences: false)
          let codes = parts.indices.filter { $0 % 2 == 1 }.map { String(parts[$0]) }
          sections[sections.count - 1].cells += codes
        }
      }
    }
    return sections.filter { !$0.pages.isEmpty }
  }

  @Test("There are pages for each dialect, and for the language in both spellings")
  func pages() {
    #expect(Self.sections.filter { $0.file == "coming-from" }.count == 6)
    #expect(Self.sections.filter { $0.file == "language" }.flatMap(\.pages).count == 2)
  }

  @Test("Every page is verified as it stands", arguments: sections)
  func verified(_ section: Section) {
    for page in section.pages {
      let homework = check(SourceFile(name: "page.md", text: page))
      let answers = homework.claims.filter(\.isAnswer)
      #expect(!answers.isEmpty)
      #expect(homework.exitCode == 0)
      for answer in answers {
        #expect(answer.verdict.outcome == .verified, "\(answer.source): \(answer.verdict.message)")
      }
    }
  }

  @Test("What the tables say to write stands in the pages below them", arguments: sections)
  func written(_ section: Section) {
    #expect(section.cells.count >= 4)
    for cell in section.cells {
      #expect(section.pages.contains { $0.contains(cell) }, "\(cell)")
    }
  }
}
