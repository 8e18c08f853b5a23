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
  /// Renders the report of one homework.
  ///
  /// - Errors: ``PageFault``.
  public let render: @Sendable (Report, Templates) throws -> String
}
