import Foundation
import Homework

/// Whose a file is, by what it and the folders around it are called.
///
/// Course systems name them `smithjane_12345_67890_hw1.md` (Canvas), `Jane Smith_12345_assignsubmission_file_`
/// (Moodle), or by what the student chose. Only what leads to one student, and to no other, is taken.
struct Owners {
  private let byID: [String: String]
  private let byEmail: [String: String]
  private let byName: [String: String]

  init(_ roster: Roster) {
    byID = Self.unique(roster.students.map { ([$0.id.lowercased()], $0.id) })
    byEmail = Self.unique(
      roster.students.map { student in
        let email = student.email.lowercased()
        let local = email.split(separator: "@").first.map(String.init) ?? ""
        return ([email, local], student.id)
      })
    byName = Self.unique(
      roster.students.map { student in
        let (first, last) = (Self.letters(student.firstName), Self.letters(student.lastName))
        return (first.isEmpty || last.isEmpty ? [] : [first + last, last + first], student.id)
      })
  }

  /// What leads to several leads to none.
  private static func unique(_ keys: [(keys: [String], id: String)]) -> [String: String] {
    var found: [String: Set<String>] = [:]
    for (keys, id) in keys {
      for key in keys where !key.isEmpty { found[key, default: []].insert(id) }
    }
    return found.compactMapValues { $0.count == 1 ? $0.first : nil }
  }

  /// Letters without marks, in lower case: names are written in many ways.
  private static func letters(_ text: some StringProtocol) -> String {
    String(text).folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
      .filter(\.isLetter)
  }

  /// An id that is shorter could also be the number of a homework.
  private static let shortest = 4

  /// The student whom a name tells of; `nil` for none, or for more than one.
  func student(named name: String) -> String? {
    let whole = name.lowercased()
    if let student = byID[whole] ?? byEmail[whole] { return student }
    let coarse = whole.split { " _()[],;".contains($0) }.map(String.init)
    let fine = coarse.flatMap { $0.split { "-.".contains($0) }.map(String.init) }
    let tokens = Set(coarse + fine).filter { $0.count >= Self.shortest }
    var found = Set(tokens.compactMap { byID[$0] })
    if found.isEmpty { found = Set(tokens.compactMap { byEmail[$0] }) }
    let named = nameOwner(of: name)
    if let named { found.insert(named) }
    return found.count == 1 ? found.first : nil
  }

  /// By the name that stands first, as course systems put it, or by the whole.
  private func nameOwner(of text: String) -> String? {
    let first = text.split(separator: "_").first ?? ""
    return byName[Self.letters(first)] ?? byName[Self.letters(text)]
  }

  /// By an address or an id that is given as such.
  func student(withEmail email: String, id: String) -> String? {
    byID[id.lowercased()] ?? byEmail[email.lowercased()]
  }
}
