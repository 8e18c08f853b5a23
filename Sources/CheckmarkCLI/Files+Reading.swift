import ArgumentParser
import Foundation
import Markup
import Notation

/// How files are read: never more than is asked for, and nothing that is no file is waited for.
extension Files {
  /// What no file of ours, and no data of a homework, is larger than.
  static let dataLimit = 256 << 20

  /// The bytes of a file that Checkmark needs.
  ///
  /// - Errors: exit code 74.
  static func read(_ path: String) throws -> [UInt8] {
    do throws(Folder.Refusal) {
      return try contents(of: path, upTo: dataLimit)
    } catch {
      throw failure("\(path): cannot be read")
    }
  }

  /// The text of a file; `nil` if it is not there, too large, or no UTF-8.
  static func readText(_ path: String) -> String? {
    readData(path).flatMap { String(validating: $0, as: UTF8.self) }
  }

  /// A text file as a source, in whatever encoding; `nil` as above.
  static func readSource(_ path: String) -> (text: SourceFile, encoding: TextEncoding)? {
    guard let bytes = readData(path), let encoding = TextEncoding.recognise(bytes) else {
      return nil
    }
    // What is UTF-8 keeps its bytes, and its places.
    guard let text = encoding == .utf8 ? bytes : encoding.recoded(bytes) else { return nil }
    return (SourceFile(name: path, utf8: text), encoding)
  }

  /// The bytes of a file; `nil` if it is not there, or too large.
  static func readData(_ path: String, upTo limit: Int = dataLimit) -> [UInt8]? {
    try? contents(of: path, upTo: limit)
  }

  /// The bytes of a file, read without the copies that `Data` takes: a table may be large.
  ///
  /// What is asked about is what was opened, so that nothing can take its place in between; and to open a pipe or
  /// a device does not wait for anybody.
  static func contents(of path: String, upTo limit: Int) throws(Folder.Refusal) -> [UInt8] {
    let file = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard file >= 0 else {
      switch errno {
      case ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG: throw .missing
      // So a socket answers.
      case ENXIO, EOPNOTSUPP: throw .notAFile
      default: throw .unreadable
      }
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
    guard status.st_size <= limit else { throw .tooLarge }
    return try contents(of: file, sized: Int(status.st_size), upTo: limit)
  }

  /// - Parameter size: how many bytes are expected.
  private static func contents(
    of file: Int32, sized size: Int, upTo limit: Int
  ) throws(Folder.Refusal) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      // One byte more tells the end, or that the file has grown.
      let room = max(size - bytes.count, 1 << 16) + 1
      var problem: Int32 = 0
      let part = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
        let result = Foundation.read(file, buffer.baseAddress, room)
        (count, problem) = result < 0 ? (0, errno) : (result, 0)
      }
      if problem == EINTR { continue }
      guard problem == 0 else { throw problem == EISDIR ? .notAFile : .unreadable }
      if part.isEmpty { return bytes }
      if bytes.isEmpty { bytes = part } else { bytes += part }
      guard bytes.count <= limit else { throw .tooLarge }
    }
  }

  // MARK: - Homework

  /// A homework that cannot be read: why, and what to do.
  struct Unreadable: Error {
    let fact: String
    let hint: String
    let exitCode: Int32

    var words: String { "\(fact.printable)\n  help: \(hint)" }

    /// Its exit code, once it is told.
    func told() -> ExitCode {
      Files.printError(words)
      return ExitCode(exitCode)
    }
  }

  /// The homework in a file.
  static func homework(in path: String) throws(Unreadable) -> SourceFile {
    let bytes: [UInt8]
    do throws(Folder.Refusal) {
      bytes = try contents(of: path, upTo: Document.sizeLimit)
    } catch {
      throw Unreadable(error, of: path)
    }
    return try homework(bytes, named: path)
  }

  /// The homework that bytes hold.
  static func homework(_ bytes: [UInt8], named name: String) throws(Unreadable) -> SourceFile {
    do throws(InvalidText) {
      return try text(bytes, named: name)
    } catch {
      throw Unreadable(fact: "\(name):\(error)", hint: "save the file as UTF-8", exitCode: 2)
    }
  }

  /// The homework that comes through standard input.
  ///
  /// - Errors: exit code 74.
  static func standardInput() throws -> [UInt8] {
    do throws(Folder.Refusal) {
      return try contents(of: STDIN_FILENO, sized: 0, upTo: Document.sizeLimit)
    } catch {
      throw Unreadable(error, of: standardInputName).told()
    }
  }
}

extension Files.Unreadable {
  fileprivate init(_ refusal: Folder.Refusal, of name: String) {
    let (fact, hint) = refusal.words
    self.init(fact: "\(name): error: \(fact)", hint: hint, exitCode: 74)
  }
}

extension Folder.Refusal {
  /// Why a homework cannot be read, and what to do.
  var words: (fact: String, hint: String) {
    switch self {
    case .tooLarge:
      (
        "it has more than \(Document.sizeLimit >> 20) MiB, and is not read",
        "split it into several files"
      )
    case .notAFile:
      (
        "it is no file that can be read",
        "save the text as a file, or pipe it in, with - as the name"
      )
    case .unreadable: ("it cannot be read", "allow reading it: chmod u+r")
    default: ("there is no such file", "put it back; where a link stands here, it leads nowhere")
    }
  }
}
