import Markup
import Notation
import NumericCore

/// The contents of the files that an experiment names.
public struct DataFiles: Sendable {
  private let contents: [String: [UInt8]]

  public init(_ contents: [String: [UInt8]] = [:]) { self.contents = contents }

  /// In the order of their names, for a key.
  var sorted: [(name: String, bytes: [UInt8])] {
    contents.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  func bytes(_ name: String) throws(TaskError) -> [UInt8] {
    guard let bytes = contents[name] else { throw .data("'\(name)' was not read") }
    return bytes
  }

  func text(_ name: String) throws(TaskError) -> String {
    guard let text = String(validating: try bytes(name), as: UTF8.self) else {
      throw .data("'\(name)' is no UTF-8")
    }
    return text
  }
}

extension TaskKind {
  /// Grey images in the files of MNIST; unless said otherwise, the digits that come with Checkmark.
  static let digits = TaskKind(
    "digits",
    [
      .optional("permuted", .integer(0...Int.max)),
      .optional("images", .file, else: .text("digits/images.idx3-ubyte")),
      .optional("labels", .file, else: .text("digits/labels.idx1-ubyte")),
      .optional("test-images", .file), .optional("test-labels", .file),
    ]
  ) { options, files in
    func read(_ images: String, _ labels: String) throws -> LabelledImages? {
      guard let images = options.text(images), let labels = options.text(labels) else {
        return nil
      }
      return try LabelledImages(images: files.bytes(images), labels: files.bytes(labels))
    }
    let permuted = options.integer("permuted").map { UInt64($0) }
    guard let training = try read("images", "labels") else {
      throw TaskError.data("there are no images")
    }
    guard (options.text("test-images") == nil) == (options.text("test-labels") == nil) else {
      throw TaskError.data("images to test with have labels: give 'test-images' and 'test-labels'")
    }
    guard let evaluation = try read("test-images", "test-labels") else {
      return .labels(try Images(training, permuted: permuted))
    }
    return .labels(try Images(training: training, evaluation: evaluation, permuted: permuted))
  }

  static let table = TaskKind(
    "table",
    [
      .required("file", .file), .required("inputs", .texts), .optional("classes", .text),
      .optional("targets", .texts),
    ]
  ) { options, files in
    let name = options.text("file") ?? ""
    let table = CSV(parsing: SourceFile(name: name, text: try files.text(name)))
    if let problem = table.diagnostics.first {
      throw TaskError.data("\(name): \(problem.message.text)")
    }
    func columns(_ option: String) throws -> [[Double]] {
      let place = options.place(of: option) ?? Span(0..<0)
      return try (options.texts(option) ?? []).map { try table.column($0, namedAt: place) }
    }
    if let classes = options.text("classes"), let place = options.place(of: "classes") {
      return .labels(
        try NumericCore.Table<[Int]>(
          columns("inputs"), classes: table.column(classes, namedAt: place)))
    }
    guard options.texts("targets") != nil else {
      throw TaskError.data("a table is learnt with 'classes' or with 'targets'")
    }
    return .numbers(
      try NumericCore.Table<Tensor<Float>>(columns("inputs"), targets: columns("targets")))
  }
}
