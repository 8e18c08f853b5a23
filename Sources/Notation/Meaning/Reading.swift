/// How the axes of a derivative are laid out.
public enum Layout: String, Hashable, Sendable, CaseIterable {
  /// The axes of the output, then those of the input: a gradient has the shape of its variable.
  case shape
  /// The axes of the output, then those of the input in reverse.
  case numerator
  /// The axes of the input, then those of the output in reverse.
  case denominator

  /// The natural axes (outputs first, then inputs) in the order of this layout.
  func axes(outputs: Int, inputs: Int) -> [Int] {
    let output = Array(0..<outputs)
    let input = Array(outputs..<(outputs + inputs))
    return switch self {
    case .shape: output + input
    case .numerator: output + input.reversed()
    case .denominator: input + output.reversed()
    }
  }
}

/// Which indices read 0 outside of their axis.
public enum ZeroOutside: Hashable, Sendable {
  /// All but those that a sum runs over, as authors mean who say nothing of it.
  case freeIndices
  /// All, as an author may declare.
  case everywhere
}

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
  /// Whether σ is the softmax, and not the logistic sigmoid.
  public var sigmaIsSoftmax = false
  /// Whether an index list may leave out the axes of size 1.
  public var squeezesAxes = false
  /// Where an index outside its axis reads 0; `nil` where it is an error.
  public var outside: ZeroOutside?
  /// The index base of each section that does not declare one.
  public var indexBases: [Int: Int]

  public init(layout: Layout = .shape, indexBases: [Int: Int] = [:]) {
    self.layout = layout
    self.indexBases = indexBases
  }

  func isDirect(_ derivative: String, isAsked: Bool) -> Bool {
    isAsked ? asksDirectly : directDerivatives.contains(derivative)
  }

  /// The part of the reading on which the values of definitions and derivatives depend.
  var ofValues: Reading {
    var values = self
    values.layout = .shape
    values.exceptions = [:]
    values.directDerivatives = []
    values.asksDirectly = false
    return values
  }

  func layout(of derivative: String) -> Layout { exceptions[derivative] ?? layout }
}
