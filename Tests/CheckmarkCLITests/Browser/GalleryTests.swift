import Foundation
import TestSupport
import Testing

@testable import CheckmarkCLI

/// A picture of docs/gallery.md: what a page shows at a place.
struct GalleryPicture: Sendable, CustomTestStringConvertible {
  let name: String
  let homework: String
  /// What is shown: an element, with some space around it, or what begins at the top of the page.
  let selector: String
  var width = 820
  var height: Int?
  var scheme = "light"

  var testDescription: String { name }

  static let all = [
    GalleryPicture(
      name: "page", homework: "convolution", selector: "body", width: 1280, height: 860),
    GalleryPicture(
      name: "refuted", homework: "mistakes", selector: ".answer:has(#stride), #stride"),
    GalleryPicture(
      name: "phone", homework: "recurrent", selector: "body", width: 400, height: 860,
      scheme: "dark"),
    GalleryPicture(
      name: "diagram", homework: "recurrent", selector: "figure:has(> .scroll > .diagram)"),
    GalleryPicture(
      name: "gradients", homework: "recurrent", selector: "figure.gradients", width: 1280),
    GalleryPicture(name: "plot", homework: "loss-curves", selector: "figure:has(.plot)"),
    GalleryPicture(
      name: "experiment", homework: "loss-curves", selector: "figure.experiment", scheme: "dark"),
  ]
}

/// Takes the pictures anew: `CHECKMARK_RECORD=1 swift test --filter Gallery`.
@Suite("Gallery")
struct GalleryTests {
  private static let isRecording = ProcessInfo.processInfo.environment["CHECKMARK_RECORD"] != nil

  @Test("Every picture is there, and no other")
  func pictures() throws {
    let files = try FileManager.default.contentsOfDirectory(
      atPath: Repository.root.appending(path: "docs/gallery").path)
    #expect(files.sorted() == GalleryPicture.all.map { "\($0.name).png" }.sorted())
    let page = try String(
      contentsOf: Repository.root.appending(path: "docs/gallery.md"), encoding: .utf8)
    for file in files { #expect(page.contains("](gallery/\(file))")) }
  }

  @Test("A picture is taken", .enabled(if: isRecording), arguments: GalleryPicture.all)
  func picture(_ picture: GalleryPicture) throws {
    let (_, output) = try Program.run(
      ["build", "homework/\(picture.homework).md", "--format", "html"], in: Repository.root)
    #expect(output.contains("\(picture.homework).html"))
    let page = try BrowserPage(BrowserConfinement.browser(isOffline: false))
    try page.call(
      "Emulation.setDeviceMetricsOverride",
      [
        "width": picture.width, "height": picture.height ?? 900, "deviceScaleFactor": 1,
        "mobile": false,
      ])
    try page.call(
      "Emulation.setEmulatedMedia",
      ["features": [["name": "prefers-color-scheme", "value": picture.scheme]]])
    try page.open(Repository.root.appending(path: "output/\(picture.homework).html").absoluteString)
    let place =
      try page.evaluate(
        """
        (() => { const box = document.querySelector('\(picture.selector)').getBoundingClientRect();
          return [box.x, box.y, box.width, box.height]; })()
        """) as? [Double]
    let box = try #require(place)
    let space = picture.height == nil ? 12.0 : 0
    let answer = try page.call(
      "Page.captureScreenshot",
      [
        "captureBeyondViewport": true,
        "clip": [
          "x": max(0, box[0] - space), "y": max(0, box[1] - space), "width": box[2] + 2 * space,
          "height": picture.height.map(Double.init) ?? box[3] + 2 * space, "scale": 1,
        ],
      ])
    let data = try #require((answer["data"] as? String).flatMap { Data(base64Encoded: $0) })
    try data.write(to: Repository.root.appending(path: "docs/gallery/\(picture.name).png"))
  }
}
