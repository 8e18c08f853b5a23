extension Template {
  static let index = Template(
    name: "index",
    keys: [
      "title": .text, "homework": .rows(["name": .text, "address": .text]), "style": .text,
      "script": .text,
    ])
}

/// The page that lists the homework of a folder.
public struct IndexPage {
  private let title: String
  private let homework: [(name: String, address: String)]

  /// - Parameter homework: what the entries are called, and where they lead.
  public init(title: String, homework: [(name: String, address: String)]) {
    (self.title, self.homework) = (title, homework)
  }

  /// - Errors: ``PageFault``.
  public func text(_ templates: Templates) throws -> String {
    try templates.page(
      .index,
      [
        "title": title,
        "homework": homework.map { ["name": $0.name, "address": $0.address] as [String: Any] },
        "style": templates.style, "script": templates.script,
      ])
  }
}
