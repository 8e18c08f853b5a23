/// A form in which reports can be had. Adding one is a declaration in a file of its own and a place
/// in ``all``.
public struct OutputFormat: Sendable {
  public let name: String
  public let fileExtension: String
  /// Whether formulas must be typeset for it.
  public let needsMaths: Bool
  /// Whether what ``render`` gives is a page that a browser has still to print.
  public var isPrinted = false
  /// Whether pictures are in the report, or shown not at all; else they stand beside it.
  public var carriesPictures = true
  /// How the results of several homeworks are printed as one text; `nil` where each is a page.
  public private(set) var listing: Listing?
  /// Renders the report of one homework.
  ///
  /// - Errors: ``PageFault``.
  public let render: @Sendable (Report, Templates) throws -> String

  init(
    name: String, fileExtension: String, needsMaths: Bool, isPrinted: Bool = false,
    carriesPictures: Bool = true,
    render: @escaping @Sendable (Report, Templates) throws -> String
  ) {
    (self.name, self.fileExtension, self.needsMaths) = (name, fileExtension, needsMaths)
    (self.isPrinted, self.carriesPictures, self.render) = (isPrinted, carriesPictures, render)
  }

  /// What is no page.
  init(name: String, fileExtension: String, _ listing: Listing) {
    self.init(name: name, fileExtension: fileExtension, needsMaths: false) { report, _ in
      listing.text(of: report) + "\n"
    }
    self.listing = listing
  }
}

/// How the results of several homeworks become one text, which ends without a line end.
public enum Listing: Sendable {
  /// What stands there of each, and the text of all.
  case texts(part: @Sendable (Report) -> String, whole: @Sendable ([String]) -> String)
  /// The text of what other programs are told of each.
  case records(@Sendable ([ResultRecord]) -> String)

  func text(of report: Report) -> String {
    switch self {
    case .texts(let part, let whole): whole([part(report)])
    case .records(let text): text([ResultRecord(report)])
    }
  }
}
