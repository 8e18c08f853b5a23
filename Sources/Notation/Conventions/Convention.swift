/// A convention in which courses differ: a type whose values are what it may be.
///
/// A new one is a file beside this, an entry in `Conventions.all`, and the place that asks for it.
public protocol Convention: CaseIterable, Hashable, Sendable {
  /// What an author calls it, and the report.
  static var key: String { get }
  /// What an author may declare beside `auto`, in the order in which a message lists it.
  static var values: KeyValuePairs<String, Self> { get }
  /// What holds, or is tried first, where nothing is declared.
  static var `default`: Self { get }
  static var discovery: Discovery { get }
}

/// How a convention is found out that nobody declares.
public enum Discovery: Sendable {
  /// Never, the default holds: what is right under one value is a common mistake under another.
  case never
  /// By the answers of a section: all of them are read alike, and the report names the value.
  case bySection
  /// By a claim itself, whose verdict names the value.
  case byClaim
}

/// The table of conventions.
public enum Conventions {
  /// By their keys.
  public static let all: [any Convention.Type] = [
    ChannelAxes.self, Dilation.self, IndexBase.self, Layout.self, Outside.self, Partial.self,
    ProductOrder.self, Products.self, SampleAxis.self, Sigma.self,
  ]

  /// What asks Checkmark to find a convention out, as does an author who declares nothing.
  static let auto = "auto"

  public static subscript(key: String) -> (any Convention.Type)? { all.first { $0.key == key } }
}

extension Convention {
  /// What may stand behind the key.
  public static var spellings: [String] { [Conventions.auto] + values.map(\.key) }

  /// How an author declares it; `nil` where it can only be found out.
  public var name: String? { Self.values.first { $0.value == self }?.key }
}
