import Notation

/// What came of judging a statement under one reading.
enum ReadingResult {
  case verified(Verdict.Method, notes: [Note])
  case refuted(Refutation)
  case error(Diagnostic)
}

/// Why a reading was not taken.
struct Failure {
  enum Kind {
    /// Both sides had values, and these differed.
    case values
    case shapes
    /// An index outside its axis, in a sum that runs too far or anywhere else.
    case outside, outsideInSum
    /// It has no meaning, or cannot be decided.
    case error
  }

  let reading: Reading
  let kind: Kind
  /// Whether leaving out axes of size 1 could have made a difference.
  let meetsAxesOfOne: Bool
}

extension ReadingResult {
  /// `nil` where the statement is true.
  var failure: Failure.Kind? {
    switch self {
    case .verified: nil
    case .refuted(let refutation): refutation.disagreement.failure
    case .error: .error
    }
  }

  var refutation: Refutation? {
    if case .refuted(let refutation) = self { refutation } else { nil }
  }

  var diagnostic: Diagnostic? {
    if case .error(let diagnostic) = self { diagnostic } else { nil }
  }

  var isProvisional: Bool { refutation?.isProvisional ?? false }

  /// Whether nothing but shapes keeps it from having a meaning.
  var isAboutShapes: Bool {
    diagnostic?.message.cause?.isAboutShapes ?? false
  }

  /// That shapes differ which are equal in every convention.
  var mismatch: Diagnostic? {
    diagnostic.flatMap { $0.message.cause == .shapesDiffer ? $0 : nil }
  }
}

extension Disagreement {
  var failure: Failure.Kind {
    if fault != nil { return isFaultOfSum ? .outsideInSum : .outside }
    return differsInShape ? .shapes : .values
  }
}
