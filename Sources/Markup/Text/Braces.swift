extension UInt8 {
  var isASCIILetter: Bool { (97...122).contains(self | 0x20) }
}

extension [UInt8] {
  /// Where the brace closes that opens at a place; `nil` where none does. A backslash takes what follows it.
  func closingBrace(of open: Int, before end: Int) -> Int? {
    var (depth, place) = (0, open)
    while place < end {
      switch self[place] {
      case UInt8(ascii: "\\"): place += 1
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"):
        depth -= 1
        if depth == 0 { return place }
      default: break
      }
      place += 1
    }
    return nil
  }
}
