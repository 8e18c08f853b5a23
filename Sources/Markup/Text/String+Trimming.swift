extension String {
  var trimmingEnd: String {
    var text = self[...]
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }

  package var trimmingSpaces: String {
    var text = trimmingEnd[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    return String(text)
  }
}
