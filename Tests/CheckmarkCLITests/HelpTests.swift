import Foundation
import TestSupport
import Testing

/// What the program says of itself, and whether the documentation says it, too.
@Suite("Help")
struct HelpTests {
  private struct Tool: Decodable {
    let command: Command
  }

  private struct Command: Decodable {
    let commandName: String
    let abstract: String
    let discussion: String?
    let arguments: [Argument]?
    let subcommands: [Command]?

    var shown: [Argument] { (arguments ?? []).filter(\.shouldDisplay) }
  }

  private struct Argument: Decodable {
    struct Name: Decodable {
      let kind: String
      let name: String
    }

    let names: [Name]?
    let abstract: String?
    /// Whether it is there for users.
    let shouldDisplay: Bool
  }

  private func commands() throws -> [Command] {
    let text = try Program.run(["--experimental-dump-help"]).output
    let root = try JSONDecoder().decode(Tool.self, from: Data(text.utf8)).command
    return try #require(root.subcommands).filter { $0.commandName != "help" }
  }

  @Test("Every command and option stands in docs/commands.md, where the command is told of")
  func documentation() throws {
    let text = try Repository.text("docs/commands.md")
    for command in try commands() {
      let name = "`checkmark \(command.commandName) "
      let section = try #require(
        text.components(separatedBy: "\n## ").first { $0.hasPrefix(name) }, "\(name)")
      let others = command.commandName == "build" ? text : section
      for option in command.shown.flatMap({ $0.names ?? [] })
      where option.kind == "long" && option.name != "help" && option.name != "version" {
        #expect(others.contains("`--\(option.name)"), "\(command.commandName) --\(option.name)")
      }
    }
    #expect(text.contains("--generate-completion-script") && text.contains("--version"))
  }

  @Test("Every command has an abstract, an example and exit codes; every argument says what it is")
  func help() throws {
    let commands = try commands()
    #expect(commands.count >= 5)
    for command in commands {
      let discussion = try #require(command.discussion)
      #expect(command.abstract.hasSuffix("."))
      #expect(discussion.contains("EXAMPLE"))
      #expect(discussion.contains("\n  checkmark \(command.commandName) "))
      #expect(discussion.contains("EXIT CODES"))
      for argument in command.shown { #expect(argument.abstract?.isEmpty == false) }
    }
  }

  @Test("Completions name the commands and the files", arguments: ["bash", "zsh", "fish"])
  func completions(_ shell: String) throws {
    let (code, script) = try Program.run(["--generate-completion-script", shell])
    #expect(code == 0)
    for command in try commands() { #expect(script.contains(command.commandName)) }
    #expect(script.contains("md"))
  }
}
