extension Edit {
  /// In the order of plausibility; sums first, since one that runs too far costs the most to look at.
  static let all: [Edit] =
    derivatives + sums + indices + shapes + signs + factors + counts + products + guards
    + coefficients + activations + softmax
}
