import Notation

/// What became of a claim, how it was found out, and what a reader needs to believe it.
public struct Verdict: Hashable, Sendable {
  public enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
    case verified, refuted, unchecked, error
  }

  /// How both sides were compared.
  public enum Method: String, Hashable, Sendable, Codable {
    /// As polynomials, over the prime field of 2^61 − 1 elements.
    case exact
    /// In floating point, with a running error bound.
    case numeric
    /// As an inequality that follows from the ranges of what stands there.
    case bounds
    /// For every admissible assignment of whole numbers within a bound.
    case exhaustive
    /// Over the runs of an experiment.
    case measured
  }

  public var outcome: Outcome
  public var method: Method?
  /// The conventions under which the verdict holds, where they were not the only ones possible.
  public var reading: String?
  /// One sentence for a person.
  public var message: String
  public var counterexample: Counterexample?
  /// The first wrong step of a chain, counted from 1.
  public var step: Int?
  /// What becomes of the steps behind it.
  public var laterSteps: [LaterStep] = []
  /// What makes a false claim true, where a small edit does.
  public var suggestion: Suggestion?
  public var notes: [Note]

  public init(
    _ outcome: Outcome, method: Method? = nil, reading: String? = nil, message: String,
    counterexample: Counterexample? = nil, step: Int? = nil, notes: [Note] = []
  ) {
    self.outcome = outcome
    self.method = method
    self.reading = reading
    self.message = message
    self.counterexample = counterexample
    self.step = step
    self.notes = notes
  }
}

/// A place at which a claim is false: the values of its letters, and both sides there.
public struct Counterexample: Hashable, Sendable {
  public struct Index: Hashable, Sendable {
    public let name: String
    public let value: Int

    public init(name: String, value: Int) {
      self.name = name
      self.value = value
    }
  }

  /// Free indices and letter sizes, in the order in which the claim names them.
  public let indices: [Index]
  public let left: String
  public let right: String
  /// How many sizes the left side is, where it is a shape.
  public let sizes: Int?

  public init(indices: [Index], left: String, right: String, sizes: Int? = nil) {
    self.indices = indices
    self.left = left
    self.right = right
    self.sizes = sizes
  }
}
