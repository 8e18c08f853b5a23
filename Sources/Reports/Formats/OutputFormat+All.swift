extension OutputFormat {
  /// The formats of `checkmark build`; those of `checkmark verify` are the ones with a listing.
  public static let all: [OutputFormat] = [
    .html, .markdown, .pdf, .text, .json, .jsonLines, .junit, .sarif, .github, .gradescope, .tap,
    .csv,
  ]
}
