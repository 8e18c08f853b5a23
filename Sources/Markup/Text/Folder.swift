import Notation

/// The folder of a homework, as far as the homework may read in it.
public struct Folder: Sendable {
  /// Why a file is not to be had.
  public enum Refusal: Error, Hashable, Sendable {
    /// The text stands in no folder, as standard input does.
    case noFolder
    case missing
    /// The path leaves the folder, by itself or by a link.
    case outside
    case notAFile
    /// It is there, and may not be read.
    case unreadable
    /// The place of the first byte that is no UTF-8.
    case notText(line: Int, column: Int)
    case tooLarge
  }

  /// Reads a text of at most so many bytes at a path that begins in the folder.
  public typealias Reader =
    @Sendable (_ path: String, _ limit: Int) throws(Refusal) -> SourceFile

  private let reader: Reader

  public init(reading reader: @escaping Reader) { self.reader = reader }

  /// A folder of texts that are at hand, by their paths.
  public init(_ files: [String: SourceFile]) {
    self.init { (path, limit) throws(Refusal) in
      guard let file = files[path] else { throw .missing }
      guard file.utf8.count <= limit else { throw .tooLarge }
      return file
    }
  }

  /// No folder at all.
  public static let none = Folder { (_, _) throws(Refusal) in throw .noFolder }

  func read(_ path: String, limit: Int) throws(Refusal) -> SourceFile { try reader(path, limit) }

  /// A path that is written in a file of the folder, as one that begins in the folder.
  static func path(_ path: String, from file: String) throws(Refusal) -> String {
    guard !path.hasPrefix("/") else { throw .outside }
    var parts = file.split(separator: "/").dropLast().map(String.init)
    for part in path.split(separator: "/") where part != "." {
      guard part == ".." else {
        parts.append(String(part))
        continue
      }
      guard parts.popLast() != nil else { throw .outside }
    }
    return parts.joined(separator: "/")
  }
}

/// A folder that remembers which of its files a homework asks for, and reads each of them once.
struct CachedFolder {
  private let folder: Folder
  /// By their paths in the folder; `nil` for what is not to be had.
  private(set) var files: [String: SourceFile?] = [:]

  init(_ folder: Folder) { self.folder = folder }

  mutating func read(_ path: String, limit: Int) throws(Folder.Refusal) -> SourceFile {
    if case .some(.some(let file)) = files[path] {
      guard file.utf8.count <= limit else { throw .tooLarge }
      return file
    }
    files[path] = .some(nil)
    let file = try folder.read(path, limit: limit)
    files[path] = file
    return file
  }
}

extension Folder.Refusal {
  /// What is said where a homework names the file.
  func message(on path: String) -> Diagnostic.Message {
    let here = "paths begin at the file that names them"
    return switch self {
    case .noFolder:
      Diagnostic.Message(
        "no-such-file", "'\(path)' cannot be read, since this text stands in no folder",
        hint: "check the file itself, not its text")
    case .missing:
      Diagnostic.Message("no-such-file", "there is no file '\(path)'", hint: here)
    case .outside:
      Diagnostic.Message(
        "outside-folder", "'\(path)' leaves the folder of the homework",
        hint: "put the file into that folder")
    case .notAFile: Diagnostic.Message("no-such-file", "'\(path)' is no file", hint: here)
    case .unreadable:
      Diagnostic.Message(
        "no-such-file", "'\(path)' cannot be read", hint: "allow reading it: chmod u+r")
    case .notText(let line, let column):
      Diagnostic.Message(
        "no-text", "'\(path)' is no UTF-8 at line \(line), column \(column)",
        hint: "save the file as UTF-8")
    case .tooLarge:
      Diagnostic.Message(
        "document-too-large", "'\(path)' is too large: at most 4 MiB",
        hint: "split it into several")
    }
  }
}
