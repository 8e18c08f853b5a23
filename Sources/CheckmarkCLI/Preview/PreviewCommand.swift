import ArgumentParser
import Foundation

/// `checkmark preview homework/mine.md --open`
struct PreviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview", abstract: "Shows the report in a browser, and renews it at each save.",
    discussion: """
      Prints an address of this machine that nobody can guess, and goes on until Ctrl-C. Mistakes in \
      the homework are shown in the page. Experiments are not run: the page shows those that \
      'checkmark build' has finished.

      EXAMPLES
        checkmark preview homework/first.md --open
        checkmark preview homework --port 8080

      EXIT CODES
        0 ended by Ctrl-C, 64 wrong usage, 74 there is no such homework, or the port is taken
      """)

  @Argument(
    help: "A homework file, or a directory of homework.",
    completion: .file(extensions: ["md"]))
  var path = "homework"

  @Option(help: "The port to listen on; else any that is free.")
  var port: UInt16 = 0

  @Flag(help: "Open the page in the browser.")
  var open = false

  @Option(
    help: "Where 'checkmark build' has written the logs of experiments.", completion: .directory)
  var output = "output"

  func run() throws {
    guard FileManager.default.fileExists(atPath: path) else {
      throw Files.failure("\(path): there is no such file or directory")
    }
    let interrupt = Interrupt()
    let board = PreviewBoard()
    let script = PreviewScript(try Files.previewScript())
    let address = try PreviewServer(board, script).start(on: port)
    try Files.print("\(address)\nThe page is renewed at each save; Ctrl-C ends the preview.")
    if open { showInBrowser(address) }
    let (path, output) = (path, output)
    // On a thread with a large stack, as formulas may be nested deeply.
    Work.forEach(0..<1, threads: 1) { _ in
      var worker = PreviewWorker(path, output: output, board, script)
      worker.run { interrupt.hasHappened }
    }
  }

  private func showInBrowser(_ address: String) {
    #if canImport(Darwin)
      let opener = "open"
    #else
      let opener = "xdg-open"
    #endif
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [opener, address]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.terminationHandler = { process in
      if process.terminationStatus != 0 {
        Files.printError("checkmark: no browser could be opened; open the address yourself")
      }
    }
    try? process.run()
  }
}
