import Notation
import NumericCore

extension Syntax.Expression {
  /// How many bits the factors of the polynomial can have that this is, by the numbers in it: far from those
  /// of the prime, what is equal in the field is equal. Nil where that is not seen so easily.
  var literalBits: Int? {
    switch kind {
    case .number(let number):
      return number.numerator.magnitude.bits + number.denominator.magnitude.bits
    case .name: return 0
    case .indexed(let base, _): return base.literalBits
    case .derivative(let output, _, _), .gradient(let output, _): return output.literalBits
    case .negated(let inner), .transposed(let inner): return inner.literalBits
    case .binary(_, let left, let right):
      guard let one = left.literalBits, let two = right.literalBits else { return nil }
      return one + two + 1
    case .power(let base, let exponent):
      guard case .number(let number) = exponent.kind, let count = number.integer,
        (0...4).contains(count), let bits = base.literalBits
      else { return nil }
      return count * (bits + 1)
    case .reduction(.sum, let binder, let body) where body.bareIndices.contains(binder.name):
      return body.literalBits
    default: return nil
    }
  }
}

extension UInt {
  fileprivate var bits: Int { Self.bitWidth - leadingZeroBitCount }
}
