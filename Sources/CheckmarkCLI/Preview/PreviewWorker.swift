import Foundation
import Reports

/// Looks after the files, and renews the pages that somebody has asked for.
///
/// Everything is done on one thread: it owns KaTeX.
struct PreviewWorker {
  private let path: String
  private let output: String
  private let board: PreviewBoard
  private var templates: PreviewTemplates
  private let typesetter: Typesetter
  private let isFolder: Bool
  private var homework: [String: LiveHomework] = [:]
  private var index: PreviewIndex
  private var nextListing = ContinuousClock.now

  /// How often it looks, and how often for homework that is new in a folder.
  private static let pause = Duration.milliseconds(10)
  private static let listingPause = Duration.seconds(1)
  private static let mostFormulas = 20_000

  init(_ path: String, output: String, _ board: PreviewBoard, _ script: PreviewScript) {
    self.path = path
    self.output = output
    self.board = board
    templates = PreviewTemplates(script)
    isFolder = Files.isFolder(path)
    index = PreviewIndex(folder: path)
    typesetter = Typesetter(
      cache: TypesetCache(), script: Files.katexScript,
      highlighter: Files.highlighterScript)
  }

  mutating func run(until isOver: () -> Bool) {
    while !isOver() {
      // Before the pages, which are made anew then.
      templates.renew()
      if isFolder, ContinuousClock.now >= nextListing { list() }
      for name in board.wanted where !(isFolder && name.isEmpty) {
        let file = isFolder ? "\(path)/\(name)" : path
        var homework = homework[name] ?? LiveHomework(file, output: output)
        if let page = homework.renewed(templates, typesetter) { board.publish(page, as: name) }
        self.homework[name] = homework
      }
      if typesetter.cache.count > Self.mostFormulas { typesetter.forgetFormulas() }
      Thread.sleep(forTimeInterval: Self.pause / .seconds(1))
    }
  }

  private mutating func list() {
    nextListing = .now + Self.listingPause
    let names = Files.homeworkNames(in: path)
    board.setNames(Set(names))
    if let page = index.renewed(names, templates) { board.publish(page, as: "") }
  }
}

/// The templates as they are now: they hold all fonts, and are read only when one of them was saved.
struct PreviewTemplates {
  private let script: PreviewScript
  private var files = WatchedFiles()
  private var templates: Result<Templates, any Error>

  init(_ script: PreviewScript) {
    self.script = script
    _ = files.watch(Set(Files.templatePaths))
    templates = Result { try Files.templates(withMaths: true) }
  }

  mutating func renew() {
    guard files.haveChanged() else { return }
    _ = files.watch(Set(Files.templatePaths))
    templates = Result { try Files.templates(withMaths: true) }
  }

  /// Those for a version of a page.
  ///
  /// - Errors: what keeps them from being used.
  func page(_ version: Int) throws -> Templates {
    script.added(to: try templates.get(), version: version)
  }
}

/// The page that lists the homework of a folder.
struct PreviewIndex {
  private let folder: String
  private var names: [String]?
  private var version = 0

  init(folder: String) { self.folder = folder }

  /// - Returns: the page, where it is another one than before.
  mutating func renewed(
    _ names: [String], _ templates: PreviewTemplates
  ) -> PreviewBoard.Page? {
    guard names != self.names, let templates = try? templates.page(version + 1) else { return nil }
    self.names = names
    version += 1
    let index = IndexPage(
      title: folder, homework: names.map { ($0, Self.address(of: $0)) })
    do {
      return PreviewBoard.Page(version: version, html: try index.text(templates), notice: nil)
    } catch {
      Files.printError("checkmark: \(folder):\(error)")
      return nil
    }
  }

  /// Where the page of a homework is, seen from the index.
  private static func address(of name: String) -> String {
    let plain = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyz")
      .union(CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/"))
    return "./\(name.addingPercentEncoding(withAllowedCharacters: plain) ?? "")/"
  }
}
