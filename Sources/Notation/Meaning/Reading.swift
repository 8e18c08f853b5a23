/// One way to read what authors leave unsaid; a claim is judged under one reading at a time.
public struct Reading: Hashable, Sendable {
  public var layout: Layout
  /// Derivatives, by their canonical text, that are laid out otherwise than the rest.
  public var exceptions: [String: Layout] = [:]
  /// Derivatives of the answer, by their canonical text, through which nothing at another time is
  /// followed.
  public var directDerivatives: Set<String> = []
  /// Whether that holds for what is asked, on the left side, too.
  public var asksDirectly = false
  /// Whether a product that the strict rules do not know is taken as its shapes allow.
  public var multipliesLoosely = false
  public var sigma: Sigma = .default
  /// Whether an index list may leave out the axes of size 1.
  public var squeezesAxes = false
  public var outside: Outside = .default
  /// The index base of each section that does not declare one.
  public var indexBases: [Int: Int]

  public init(layout: Layout = .default, indexBases: [Int: Int] = [:]) {
    self.layout = layout
    self.indexBases = indexBases
  }

  func isDirect(_ derivative: String, isAsked: Bool) -> Bool {
    isAsked ? asksDirectly : directDerivatives.contains(derivative)
  }

  /// The part of the reading on which the values of definitions and derivatives depend.
  var ofValues: Reading {
    var values = self
    values.layout = .default
    values.exceptions = [:]
    values.directDerivatives = []
    values.asksDirectly = false
    return values
  }

  func layout(of derivative: String) -> Layout { exceptions[derivative] ?? layout }
}
