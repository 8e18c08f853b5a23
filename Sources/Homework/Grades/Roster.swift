import Markup
import Notation

/// A student of a course.
public struct Student: Hashable, Sendable {
  public let id: String
  public let firstName: String
  public let lastName: String
  public let email: String

  public var name: String { [firstName, lastName].filter { !$0.isEmpty }.joined(separator: " ") }
}

/// Who is in a course, in the order of the file.
public struct Roster: Sendable {
  public private(set) var students: [Student] = []
  /// What is wrong with it; then nothing is graded by it.
  public private(set) var diagnostics: [Diagnostic]
  public let source: SourceFile

  /// - Parameter source: a table with a column `student_id`, and perhaps `name`, or `first_name` and `last_name`,
  ///   and `email`.
  public init(_ source: SourceFile) {
    self.source = source
    let table = CourseTable(source)
    diagnostics = table.diagnostics
    guard diagnostics.isEmpty else { return }
    do throws(Diagnostic) {
      try read(table)
    } catch {
      diagnostics.append(error)
    }
  }

  static let idNames = ["student_id", "id", "sid", "SIS Login ID", "username"]

  private mutating func read(_ table: CourseTable) throws(Diagnostic) {
    let id = try table.requiredColumn(Self.idNames)
    let name = table.column(["name", "student", "full_name"])
    let first = table.column(["first_name", "given_name"])
    let last = table.column(["last_name", "surname", "family_name"])
    let email = table.column(["email", "email_address"])
    var seen: Set<String> = []
    for (cells, span) in table.rows {
      let own = cells[id].trimmingSpaces
      guard Self.isName(own) else {
        diagnostics.append(Diagnostic(.badStudentID(own), at: span))
        continue
      }
      guard seen.insert(own.lowercased()).inserted else {
        diagnostics.append(Diagnostic(.repeatedStudent(own), at: span))
        continue
      }
      let whole = name.map { Self.split(cells[$0]) }
      students.append(
        Student(
          id: own, firstName: first.map { cells[$0] } ?? whole?.first ?? "",
          lastName: last.map { cells[$0] } ?? whole?.last ?? "",
          email: email.map { cells[$0].trimmingSpaces } ?? ""))
    }
    if students.isEmpty, diagnostics.isEmpty {
      diagnostics.append(Diagnostic(.noStudents, at: Span(0..<0)))
    }
  }

  /// Whether it can be the name of a file everywhere.
  private static func isName(_ id: String) -> Bool {
    !id.isEmpty && id.utf8.count <= 64 && id.utf8.first != UInt8(ascii: ".")
      && id.utf8.allSatisfy { byte in
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
          || "._-@+".utf8.contains(byte)
      }
  }

  /// `Smith, Jane` and `Jane Smith`.
  private static func split(_ name: String) -> (first: String, last: String) {
    let halves = name.split(separator: ",", maxSplits: 1).map { String($0).trimmingSpaces }
    if halves.count == 2 { return (halves[1], halves[0]) }
    guard let space = name.trimmingSpaces.lastIndex(of: " ") else { return (name, "") }
    let text = name.trimmingSpaces
    return (String(text[..<space]), String(text[text.index(after: space)...]))
  }
}

extension Diagnostic.Message {
  fileprivate static func badStudentID(_ id: String) -> Self {
    Self(
      "bad-student-id", id.isEmpty ? "this student has no id" : "'\(id)' cannot be an id",
      hint: "an id has letters, digits and . _ - @ +, and names the student's files")
  }

  fileprivate static func repeatedStudent(_ id: String) -> Self {
    Self(
      "repeated-id", "'\(id)' is here twice", hint: "one row for each student: remove one of them")
  }

  fileprivate static let noStudents = Self(
    "empty-table", "the table has a header and no students", hint: "write a row for each student")
}
