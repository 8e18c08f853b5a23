import Foundation
import Homework
import Markup
import Notation

/// What was handed in: every file below a folder, and whose it is.
struct Inbox {
  /// A file that was found.
  struct Item {
    /// Where it can be read, and what it is called: archives are folders there.
    let path: String
    let name: String
    let modified: Int
    /// Why it is not read.
    var refusal: String?
  }

  private(set) var items: [String: [Item]] = [:]
  /// What is nobody's.
  private(set) var unclaimed: [String] = []
  private let owners: Owners
  private let unpacking: String

  /// How deep folders and archives may lie in one another, and how many files there may be.
  private static let mostLevels = 12
  private static let mostFiles = 1_000_000

  /// - Parameter unpacking: the folder into which archives are unpacked.
  /// - Errors: exit code 74 where the folder cannot be read.
  init(of folder: String, for roster: Roster, unpacking: String) throws {
    (owners, self.unpacking) = (Owners(roster), unpacking)
    guard Files.exists(folder) else { throw Files.failure("\(folder): there is no such folder") }
    if Files.isFolder(folder) {
      visitFolder(folder, named: "", of: nil, level: 0)
    } else {
      visit(folder, named: folder.split(separator: "/").last.map(String.init) ?? folder, nil, 0)
    }
  }

  private mutating func visitFolder(
    _ path: String, named name: String, of student: String?, level: Int
  ) {
    guard level < Self.mostLevels else { return unclaimed.append("\(name)/…") }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let submitters = GradescopeExport(in: path)
    for part in names.sorted() where !part.hasPrefix(".") && part != "__MACOSX" {
      guard items.count + unclaimed.count < Self.mostFiles, part != GradescopeExport.fileName
      else { continue }
      let inner = name.isEmpty ? part : "\(name)/\(part)"
      let known = submitters.owners(of: part).compactMap {
        owners.student(withEmail: $0.email, id: $0.id)
      }
      if student == nil, !known.isEmpty {
        for each in known { visit("\(path)/\(part)", named: inner, each, level + 1) }
      } else {
        visit("\(path)/\(part)", named: inner, student, level + 1)
      }
    }
  }

  private mutating func visit(
    _ path: String, named name: String, _ outer: String?, _ level: Int
  ) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    let part = name.split(separator: "/").last.map(String.init) ?? name
    let student = outer ?? owners.student(named: part) ?? owners.student(named: Self.stem(of: part))
    var item = Item(path: path, name: name, modified: Int(status.modified))
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return visitFolder(path, named: name, of: student, level: level)
    case S_IFREG where part.lowercased().hasSuffix(".zip"):
      do throws(ZipArchive.Refusal) {
        let folder = try ZipArchive(path: path).unpacked(in: unpacking)
        return visitFolder(folder, named: name, of: student, level: level)
      } catch {
        item.refusal = error.words
      }
    case S_IFREG: break
    case S_IFLNK: item.refusal = "it is a link, which is not followed"
    default: item.refusal = "it is no file"
    }
    keep(item, of: student)
  }

  private mutating func keep(_ item: Item, of student: String?) {
    if let student = student ?? (item.refusal == nil ? author(of: item) : nil) {
      items[student, default: []].append(item)
    } else {
      unclaimed.append(item.refusal.map { "\(item.name) (\($0))" } ?? item.name)
    }
  }

  /// Whom the front matter of a text names.
  private func author(of item: Item) -> String? {
    guard item.path.hasSuffix(".md"), let source = try? Files.homework(in: item.path) else {
      return nil
    }
    return Document(parsing: source, dialect: .submission).frontMatter.author
      .flatMap(owners.student)
  }

  private static func stem(of name: String) -> String {
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }
}

extension stat {
  #if canImport(Darwin)
    fileprivate var modified: Int { Int(st_mtimespec.tv_sec) }
  #else
    fileprivate var modified: Int { Int(st_mtim.tv_sec) }
  #endif
}

/// Who has submitted what, in a folder that Gradescope has exported.
struct GradescopeExport {
  static let fileName = "submission_metadata.yml"

  private var submitters: [String: [(email: String, id: String)]] = [:]

  /// - Parameter folder: may be of any other sort; then nothing is known.
  init(in folder: String) {
    guard let source = Files.readSource("\(folder)/\(Self.fileName)")?.text,
      case .mapping(let submissions, _)? = try? YAMLValue(
        parsing: Fragment(0..<source.utf8.count, of: source))
    else { return }
    for case (let name, .mapping(let fields, _)) in submissions {
      for case (let key, .list(let people, _)) in fields where key.text == ":submitters" {
        submitters[name.text] = people.map(Self.person)
      }
    }
  }

  private static func person(_ value: YAMLValue) -> (email: String, id: String) {
    guard case .mapping(let fields, _) = value else { return ("", "") }
    var person = (email: "", id: "")
    for case (let key, .scalar(let text)) in fields {
      if key.text == ":email" { person.email = text.text }
      if key.text == ":sid" { person.id = text.text }
    }
    return person
  }

  func owners(of part: String) -> [(email: String, id: String)] { submitters[part] ?? [] }
}
