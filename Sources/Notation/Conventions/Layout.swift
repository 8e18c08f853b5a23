/// How the axes of a derivative are laid out.
public enum Layout: String, Convention {
  /// The axes of the output, then those of the input: a gradient has the shape of its variable.
  case shape
  /// The axes of the output, then those of the input in reverse.
  case numerator
  /// The axes of the input, then those of the output in reverse. It is never found out.
  case denominator

  public static let key = "layout"
  public static let values: KeyValuePairs = [
    "numerator": Self.numerator, "denominator": .denominator, "shape": .shape,
  ]
  public static let `default` = shape
  public static let discovery = Discovery.bySection

  /// What a verdict says of it.
  package var words: String { "\(rawValue) layout" }

  /// The natural axes (outputs first, then inputs) in the order of this layout. It says how the gradient
  /// of a number lies; a Jacobian is outputs × inputs in each.
  func axes(outputs: Int, inputs: Int) -> [Int] {
    let output = Array(0..<outputs)
    let input = Array(outputs..<(outputs + inputs))
    return switch self {
    case .denominator where outputs > 0 && inputs > 0: output + input
    case .shape: output + input
    case .numerator: output + input.reversed()
    case .denominator: input + output.reversed()
    }
  }
}
