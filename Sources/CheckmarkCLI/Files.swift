import ArgumentParser
import Foundation
import Homework
import Markup
import Notation

/// Everything that touches the file system or the terminal.
enum Files {
  /// The paths of every homework at the paths, in order.
  ///
  /// - Parameter isSubmissions: whether they are what students handed in, in whatever format.
  /// - Errors: exit code 74 for a path that is not there or holds no homework.
  static func homework(at paths: [String], isSubmissions: Bool = false) throws -> [String] {
    try paths.flatMap { try files(at: $0, isSubmissions) }
  }

  private static func files(at path: String, _ isSubmissions: Bool) throws -> [String] {
    if path == "-" { return ["-"] }
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw failure("\(path): there is no such file or directory")
    }
    guard isDirectory.boolValue else { return [path] }
    let homework = homeworkNames(in: path, isSubmissions: isSubmissions)
    guard !homework.isEmpty else {
      throw failure("\(path): there is no homework (*.md) in this directory")
    }
    return homework.map { "\(path.hasSuffix("/") ? String(path.dropLast()) : path)/\($0)" }
  }

  /// The homework in a folder and the folders in it, as paths from there, in order; none that lies
  /// elsewhere by a link.
  static func homeworkNames(in folder: String, isSubmissions: Bool = false) -> [String] {
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return names.filter { name in
      let parts = name.split(separator: "/")
      // What begins with '_' is there to be included.
      let isRead = isSubmissions ? SubmissionFormat.knows(name) : name.hasSuffix(".md")
      return isRead && parts.last?.hasPrefix("_") != true
        && !parts.contains { $0.hasPrefix(".") } && isInside("\(folder)/\(name)", folder)
    }.sorted()
  }

  /// Whether a path stays in a folder, links followed.
  static func isInside(_ path: String, _ folder: String) -> Bool {
    let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    return file.hasPrefix(URL(fileURLWithPath: folder).resolvingSymlinksInPath().path + "/")
  }

  /// Writes to a temporary name and renames, so that nobody ever sees half a file.
  static func write(_ text: String, to path: String) throws {
    try write(Array(text.utf8), to: path)
  }

  static func write(_ bytes: [UInt8], to path: String) throws {
    do {
      let url = URL(fileURLWithPath: path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: url, options: .atomic)
    } catch {
      throw failure("\(path): cannot be written")
    }
  }

  /// Adds to the end of a file, which is made where there is none.
  ///
  /// - Errors: exit code 74.
  static func append(_ text: String, to path: String) throws {
    let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw failure("\(path): cannot be written") }
    defer { close(file) }
    guard write(text, to: file) == 0 else { throw failure("\(path): cannot be written") }
  }

  /// Makes a folder, or says before any work is done that nothing could be written into it.
  ///
  /// - Errors: exit code 74.
  static func makeFolder(_ path: String) throws {
    try? FileManager.default.createDirectory(
      at: URL(fileURLWithPath: path), withIntermediateDirectories: true)
    guard isFolder(path), FileManager.default.isWritableFile(atPath: path) else {
      throw failure("\(path): nothing can be written into this folder; choose another --output")
    }
  }

  /// Whether anything is there, be it a link that leads nowhere.
  static func exists(_ path: String) -> Bool {
    (try? FileManager.default.attributesOfItem(atPath: path)) != nil
  }

  static func isFolder(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      && isDirectory.boolValue
  }

  /// Puts another text in the place of a homework, where links lead, its byte order mark kept.
  ///
  /// - Errors: exit code 74 if the file is no longer what was read.
  static func replace(_ source: SourceFile, by text: [UInt8]) throws {
    let path = URL(fileURLWithPath: source.name).resolvingSymlinksInPath().path
    let bytes = try read(path)
    let mark = bytes.starts(with: TextEncoding.byteOrderMark) ? TextEncoding.byteOrderMark : []
    if bytes == mark + text { return }
    guard bytes == mark + source.utf8 else {
      throw failure("\(source.name): changed while it was checked; nothing was written")
    }
    try exchange(path, for: mark + text)
  }

  /// Writes beside the file and renames, with the file's permissions.
  private static func exchange(_ path: String, for bytes: [UInt8]) throws {
    let temporary = "\(path).\(ProcessInfo.processInfo.processIdentifier).tmp"
    do {
      let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
      try Data(bytes).write(to: URL(fileURLWithPath: temporary), options: .withoutOverwriting)
      try FileManager.default.setAttributes(
        [.posixPermissions: permissions ?? 0o644], ofItemAtPath: temporary)
      guard rename(temporary, path) == 0 else { throw failure("\(path): cannot be written") }
    } catch {
      try? FileManager.default.removeItem(atPath: temporary)
      throw error is ExitCode ? error : failure("\(path): cannot be written")
    }
  }

  /// A program in the folders where programs are searched.
  static func program(named name: String) -> String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return path.split(separator: ":").filter { $0.hasPrefix("/") }.map { "\($0)/\(name)" }
      .first(where: FileManager.default.isExecutableFile)
  }

  // MARK: - Names

  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return String(path[..<slash])
  }

  /// `homework/convolution.md` as `convolution`.
  static func stem(of path: String) -> String {
    if path == standardInputName { return "stdin" }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard SubmissionFormat.knows(name), let dot = name.lastIndex(of: ".") else { return name }
    return String(name[..<dot])
  }

  /// - Errors: exit code 74 where a report would take the place of its homework.
  static func refuseOverwriting(_ name: String, with path: String) throws {
    func place(_ path: String) -> String {
      URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }
    guard place(name) == place(path) else { return }
    throw failure(
      "\(path): the report would take the place of the homework; choose another --output")
  }

  /// - Errors: exit code 64 where two reports would have one name.
  static func refuseCollisions(_ names: [String]) throws {
    var seen: [String: String] = [:]
    for name in names {
      if let other = seen.updateValue(name, forKey: stem(of: name)) { throw collision(other, name) }
    }
  }

  static func collision(_ first: String, _ second: String) -> ValidationError {
    ValidationError(
      "'\(first)' and '\(second)' would both become '\(stem(of: first))'.".printable)
  }
}
