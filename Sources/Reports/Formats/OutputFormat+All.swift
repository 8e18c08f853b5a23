extension OutputFormat {
  /// The formats of `checkmark build`.
  public static let all: [OutputFormat] = [.html, .markdown, .pdf, .json]
}
