import Foundation
import Homework
import Markup
import Reports

/// What was said of homework in earlier runs.
///
/// An entry holds all that the answer rests on, and is believed only where that is the same byte for byte: a digest that
/// somebody could forge would make a wrong answer right. What rests on runs of experiments is not kept.
struct VerdictCache {
  private let folder: String
  /// Which program says it, and how it was asked.
  private let circumstances: String
  private let start = Date()

  private struct Dependency: Codable {
    let path: String
    let content: Data?
  }

  private struct Entry: Codable {
    let circumstances: String
    let name: String
    let source: Data
    let dependencies: [Dependency]
    let output: String
    let code: Int32
  }

  /// More than this is not kept for one homework.
  private static let largest = 4 << 20

  init(in folder: String, for options: String) {
    self.folder = folder
    let program = Bundle.main.executableURL?.resolvingSymlinksInPath().path ?? ""
    let facts = try? FileManager.default.attributesOfItem(atPath: program)
    let date = (facts?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
    let size = facts?[.size] as? Int ?? 0
    circumstances = "\(Product.version) \(size) \(date) \(options)"
  }

  /// What was said of a homework that has not changed since, nor anything that it reads.
  func answer(for input: HomeworkInput) -> Answer? {
    guard input.name != Files.standardInputName, let source = try? input.source(),
      let entry = entry(of: input.name, source.utf8),
      entry.dependencies.allSatisfy({ $0.content == content($0.path, beside: input.name) })
    else { return nil }
    return Answer(output: entry.output, code: entry.code)
  }

  /// Keeps an answer, and gives it back; where another was kept for the same, that is a fault of ours, and told.
  func kept(_ answer: Answer, of study: Study) -> Answer {
    let document = study.homework.document
    let name = document.file.name
    guard name != Files.standardInputName, study.failure == nil, document.experiments.isEmpty else {
      return answer
    }
    let paths =
      Array(document.companions.keys) + study.homework.namedData.map(\.text)
      + document.pictures.map(\.path)
    let dependencies = Set(paths).sorted().map {
      Dependency(path: $0, content: content($0, beside: name))
    }
    let size = dependencies.compactMap(\.content?.count).reduce(document.file.utf8.count, +)
    guard size <= Self.largest, ([name] + paths.map { place($0, beside: name) }).allSatisfy(isOld)
    else { return answer }
    if let old = entry(of: name, document.file.utf8),
      old.dependencies.map(\.content) == dependencies.map(\.content),
      old.output != answer.output || old.code != answer.code
    {
      var answer = answer
      answer.fail("\(name): the cache in \(folder) has said something else of it", code: 70)
      return answer
    }
    let entry = Entry(
      circumstances: circumstances, name: name, source: Data(document.file.utf8),
      dependencies: dependencies, output: answer.output, code: answer.code)
    if let bytes = try? JSONEncoder().encode(entry) {
      try? Files.write(Array(bytes), to: path(of: name, document.file.utf8))
    }
    return answer
  }

  /// Whether a file was not touched while it was judged.
  private func isOld(_ path: String) -> Bool {
    let facts = try? FileManager.default.attributesOfItem(atPath: path)
    guard let date = facts?[.modificationDate] as? Date else { return true }
    return date < start
  }

  private func place(_ path: String, beside name: String) -> String {
    "\(Files.folder(of: name))/\(path)"
  }

  private func content(_ path: String, beside name: String) -> Data? {
    let place = place(path, beside: name)
    guard Files.isInside(place, Files.folder(of: name)) else { return nil }
    return Files.readData(place, upTo: Self.largest).map { Data($0) }
  }

  private func entry(of name: String, _ source: [UInt8]) -> Entry? {
    guard let bytes = Files.readData(path(of: name, source)),
      let entry = try? JSONDecoder().decode(Entry.self, from: Data(bytes)),
      entry.circumstances == circumstances, entry.name == name, entry.source == Data(source)
    else { return nil }
    return entry
  }

  private func path(of name: String, _ source: [UInt8]) -> String {
    let digits = Fingerprint.text(of: Array("\(circumstances)\n\(name)\n".utf8) + source)
    return "\(folder)/\(digits.prefix(2))/\(digits).json"
  }
}
