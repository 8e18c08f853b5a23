import Foundation

/// Prints pages as PDF with one browser, which starts when the first page is printed.
final class PDFPrinter {
  private var tools: DevTools?

  /// The page as a PDF on A4, with page numbers, an outline and its structure for screen readers.
  ///
  /// - Errors: ``BrowserFailure`` for a page that is not loaded or not printed whole.
  func pdf(of html: String) throws -> [UInt8] {
    let tools = try tools ?? BrowserConfinement.browser(isOffline: true)
    self.tools = tools
    let page = try BrowserPage(tools)
    defer { _ = try? page.call("Page.close") }
    try page.show(html)
    let answer = try page.call("Page.printToPDF", Self.settings)
    if let failure = page.failure { throw failure }
    guard let data = (answer["data"] as? String).flatMap({ Data(base64Encoded: $0) }),
      data.starts(with: Data("%PDF-".utf8)), data.suffix(32).contains("%%EOF".utf8)
    else { throw BrowserFailure.refused("to print", "what came is no whole PDF") }
    return Self.withoutDates([UInt8](data))
  }

  private static var settings: [String: Any] {
    [
      "paperWidth": 8.27, "paperHeight": 11.69, "marginTop": 0.8, "marginBottom": 0.9,
      "marginLeft": 0.9, "marginRight": 0.9, "printBackground": true, "preferCSSPageSize": false,
      "generateTaggedPDF": true, "generateDocumentOutline": true, "displayHeaderFooter": true,
      "headerTemplate": "<span></span>",
      "footerTemplate": """
      <div style="width: 100%; text-align: center; font: 8pt serif">\
      <span class="pageNumber"></span> / <span class="totalPages"></span></div>
      """,
    ]
  }

  /// The same homework gives the same bytes: the times of printing become one that never changes.
  private static func withoutDates(_ pdf: [UInt8]) -> [UInt8] {
    var pdf = pdf
    let never = Array("20000101000000".utf8)
    for key in ["/CreationDate (D:", "/ModDate (D:"] {
      for start in pdf.ranges(of: Array(key.utf8)).map(\.upperBound)
      where start + never.count <= pdf.count {
        pdf.replaceSubrange(start..<start + never.count, with: never)
      }
    }
    return pdf
  }
}

extension Data {
  fileprivate func contains(_ bytes: String.UTF8View) -> Bool { firstRange(of: Data(bytes)) != nil }
}
