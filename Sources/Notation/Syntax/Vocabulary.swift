/// The names that mean something where a formula stands; the readers need them to tell `HK` from
/// H times K, and `W_c` from the c-th entry of W.
public struct Vocabulary: Sendable {
  /// What a reader must know of a name.
  public enum Entry: Hashable, Sendable {
    /// A whole number or a scalar: it has no axes to index.
    case number
    /// A tensor; a rank that follows from a definition is not known to the reader.
    case tensor(rank: Int?)
    /// A tensor that is written with arguments, `f_W(x)`.
    case function
    /// Values by indices, `q_i[t]`: so many of them are written below the name.
    case family(subscripts: Int, rank: Int)
  }

  public private(set) var entries: [String: Entry]
  /// The names of tensors that no definition makes.
  public internal(set) var given: Set<String> = []
  /// Those that are given index by index, `x^{(i)} \in \R^n`.
  var counted: Set<String> = []
  /// How the values of names are made, where the homework says it.
  var origins: [String: Origin] = [:]
  /// The letters of names with a label, `dW` of `dW^{[1]}`; those of names that are forgotten still count.
  private(set) var stems: Set<String>
  /// No name has more letters; one that is forgotten still counts.
  private(set) var longestName: Int

  /// What a reader must know of a value to tell what it is differentiated by, and how far that reaches.
  struct Origin: Hashable, Sendable {
    /// How many axes a value of a function or family has, where that can be told without its sizes.
    var rank: Int?
    /// The parameters of a function, or what a loss is a function of.
    var variables: [String] = []
    /// Every name that the value changes with.
    var dependencies: Set<String> = []
  }

  public init(_ entries: [String: Entry] = [:]) {
    self.entries = entries
    longestName = entries.keys.map(\.utf8.count).max() ?? 0
    stems = Set(entries.keys.compactMap(\.stem))
  }

  /// The declared name that some words are, in whatever case their letters are written: names of
  /// several words, or of one long word. A name of few letters is told apart by their case.
  func name(inWords words: String) -> String? {
    if entries[words] != nil { return words }
    let folded = words.foldedWords
    guard folded.count > 3, folded.contains(where: \.isLetter) else { return nil }
    let names = entries.keys.filter { $0.foldedWords == folded }
    return names.count == 1 ? names.first : nil
  }

  public subscript(name: String) -> Entry? {
    get { entries[name] }
    set {
      entries[name] = newValue
      longestName = max(longestName, name.utf8.count)
      if let stem = name.stem { stems.insert(stem) }
    }
  }
}

extension String {
  /// What stands in front of a label, where that is more than one plain letter.
  fileprivate var stem: String? {
    guard let mark = firstIndex(where: { $0 == "^" || $0 == "_" }) else { return nil }
    let letters = String(self[..<mark])
    return letters.count > 1 && letters.allSatisfy(\.isLetter) ? letters : nil
  }

  /// Words in small letters with one space between them.
  package var foldedWords: String {
    lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

extension Syntax {
  /// How a number is written as a label.
  static func labels(of number: String) -> [String] {
    ["(\(number))", "[\(number)]", "<\(number)>"]
  }
}
