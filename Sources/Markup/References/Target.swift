import Notation

extension References {
  /// Something that a reference can lead to, or that has a number.
  public struct Target: Sendable {
    public let kind: ReferenceKind
    /// What a link leads to; `nil` where the author gave no id.
    public internal(set) var id: String?
    /// As the reader sees it, without brackets; `nil` where it has none.
    public let number: String?
    /// Whether the author wrote the number there.
    public let isNumberWritten: Bool
    /// Of a heading: its text.
    public let title: String
    /// The block or formula.
    public let span: Span

    /// What a reference says: "equation (3)", "section 2.1", "answer b-ii".
    public var words: String { words(number: number) }

    /// The words where only the author's own numbers are seen, as on a forge.
    public var wordsOfAuthor: String { words(number: isNumberWritten ? number : nil) }

    private func words(number: String?) -> String {
      switch (kind, number) {
      case (.equation, let number): "equation (\(number ?? self.number ?? ""))"
      case (.figure, let number), (.table, let number):
        "\(kind.rawValue) \(number ?? self.number ?? "")"
      case (.section, let number?), (.problem, let number?): "\(kind.rawValue) \(number)"
      case (.section, nil): "section “\(title)”"
      case (.problem, nil): "“\(title)”"
      case (.answer, _), (.experiment, _), (.gradients, _): "\(kind.rawValue) \(id ?? "")"
      }
    }
  }
}
