import Notation

/// Refuses texts that would keep libcmark busy for minutes or build trees without bound.
enum InputLimits {
  static let sizeLimit = 4 << 20
  /// Block quotes and lists inside one another.
  static let nestingLimit = 60
  /// Opening brackets, or marks of emphasis, between two blank lines.
  static let marksLimit = 2000

  static func refusal(of source: SourceFile) -> Diagnostic? {
    guard source.utf8.count <= sizeLimit else {
      return Diagnostic(.documentTooLarge, at: Span(0..<0))
    }
    var brackets = 0
    var emphasis = 0
    for line in 1...source.lineCount {
      let range = source.lineRange(line)
      if nesting(of: source.utf8[range]) > nestingLimit {
        return Diagnostic(.nestedBlocks, at: Span(range.lowerBound..<range.lowerBound + 1))
      }
      if endsParagraph(source.utf8[range]) { (brackets, emphasis) = (0, 0) }
      for offset in range {
        switch source.utf8[offset] {
        case UInt8(ascii: "["): brackets += 1
        case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "<"):
          emphasis += 1
        case 0: return Diagnostic(.nullCharacter, at: Span(offset..<offset + 1))
        default: break
        }
      }
      if brackets > marksLimit || emphasis > 10 * marksLimit {
        return Diagnostic(.tooManyMarks, at: Span(range.lowerBound..<range.lowerBound + 1))
      }
    }
    return nil
  }

  /// Whether no paragraph reaches over the line: it is blank, or blank in a quote. Behind four spaces
  /// a `>` opens no quote and only goes on with the paragraph.
  private static func endsParagraph(_ line: ArraySlice<UInt8>) -> Bool {
    var margin = 0
    for byte in line {
      switch byte {
      case UInt8(ascii: " "): margin += 1
      case UInt8(ascii: "\t"): margin += 4
      case UInt8(ascii: ">"):
        guard margin < 4 else { return false }
        margin = 0
      default: return false
      }
    }
    return true
  }

  /// The block quotes and list items that a line opens, counting two columns of indentation before
  /// a list mark as one level.
  private static func nesting(of line: ArraySlice<UInt8>) -> Int {
    var marks = 0
    var spaces = 0
    var before = 0
    var rest = line
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: " "): spaces += 1
      case UInt8(ascii: "\t"): spaces += 4
      case UInt8(ascii: ">"):
        marks += 1
        spaces = 0
      case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"):
        guard rest.first == UInt8(ascii: " ") || rest.first == UInt8(ascii: "\t") || rest.isEmpty
        else { return marks + before }
        marks += 1
        before += spaces / 2
        spaces = 0
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        while let digit = rest.first, digit >= 48, digit <= 57 { rest.removeFirst() }
        guard rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: ")") else {
          return marks + before
        }
        rest.removeFirst()
        marks += 1
        before += spaces / 2
        spaces = 0
      default: return marks + before
      }
    }
    return marks + before
  }
}

extension Diagnostic.Message {
  static let documentTooLarge = Self(
    "document-too-large", "the document has more than 4 MiB", hint: "split it into several")

  static let nestedBlocks = Self(
    "nested-too-deeply",
    "lists and quotes are nested more than \(InputLimits.nestingLimit) deep here",
    hint: "flatten this part of the document")

  static let tooManyMarks = Self(
    "too-many-marks", "this paragraph holds thousands of brackets or marks of emphasis",
    hint: "put blank lines between its parts, or fence it as code")

  static let nullCharacter = Self(
    "null-character", "the text holds a null character", hint: "is this a Markdown file?")
}
