/// The conventions that a document declares.
public struct DeclaredConventions: Hashable, Sendable {
  /// As they are written, by key.
  private var spellings: [String: String] = [:]

  public init() {}

  /// What is declared; `nil` where it is not, or `auto`.
  public subscript<C: Convention>(_: C.Type) -> C? {
    get { spellings[C.key].flatMap { text in C.values.first { $0.key == text }?.value } }
    set { spellings[C.key] = newValue?.name }
  }

  /// What is declared, or else the default.
  public func value<C: Convention>(of convention: C.Type) -> C { self[convention] ?? C.default }

  /// What is declared, as its author writes it.
  public func spelling(of convention: any Convention.Type) -> String? {
    spellings[convention.key]
  }

  /// Takes what stands behind a key; `false` where that is no value of the convention.
  public mutating func declare(_ text: String, for convention: any Convention.Type) -> Bool {
    guard convention.spellings.contains(text) else { return false }
    spellings[convention.key] = text == Conventions.auto ? nil : text
    return true
  }

  /// Those only that are found out so.
  public func found(_ discovery: Discovery) -> Self {
    var found = Self()
    for convention in Conventions.all where convention.discovery == discovery {
      found.spellings[convention.key] = spellings[convention.key]
    }
    return found
  }
}
