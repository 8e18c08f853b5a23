/// Why training stops, or does not begin.
public enum TrainingError: Error, Hashable, Sendable {
  /// Data or labels that do not fit the network.
  case shape(ShapeError)
  /// A number that is not what it may be.
  case setting(String, value: String, allowed: String)
  /// As many targets do not divide among as many examples.
  case examples(inputs: Int, targets: Int)
  /// NaN or infinity; the parameters are those of before the step.
  case notFinite(NotFinite)
}

/// NaN or infinity, and what is known about how it came about.
public struct NotFinite: Hashable, Sendable {
  public enum Quantity: Hashable, Sendable {
    case input(index: [Int])
    case loss
    case gradient(parameter: String)
  }

  public let quantity: Quantity
  public let value: Double
  /// From 1.
  public let step: Int
  /// The norm of the gradient before clipping, of this step or, if it has none, of the one before.
  public let gradientNorm: Double?
  public let learningRate: Double
  public let clipping: Clipping
}

extension TrainingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .shape(let error): error.description
    case .setting(let name, let value, let allowed): "\(name) is \(value); it must be \(allowed)"
    case .examples(let inputs, let targets):
      "\(targets) targets do not divide among \(inputs) examples"
    case .notFinite(let found): found.description
    }
  }
}

extension NotFinite: CustomStringConvertible {
  public var description: String {
    let place = "step \(step): "
    // The sign of a NaN says nothing.
    let value = value.isNaN ? Double.nan : value
    let norm = gradientNorm.map { "; the gradient's norm was \($0)" } ?? ""
    switch quantity {
    case .input(let index):
      return place + "the input at \(index) is \(value): correct the data"
    case .loss: return place + "the loss is \(value)\(norm); \(advice)"
    case .gradient(let parameter):
      return place + "the gradient of '\(parameter)' is \(value)\(norm); \(advice)"
    }
  }

  private var advice: String {
    switch clipping {
    case .none: "lower the learning rate (\(learningRate)), or clip the gradient, say to norm 1"
    case .norm(let limit), .value(let limit):
      "lower the learning rate (\(learningRate)), or clip the gradient further than to \(limit)"
    }
  }
}
