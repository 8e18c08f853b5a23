#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The matrix products of OpenBLAS, looked up when the first large product is to be computed.
///
/// Linked, the library would cost every run of the checker milliseconds and a thread per core, and
/// verification needs none of it. Where it is not installed, or `CHECKMARK_PLAIN` is set, products
/// are computed by our own kernels.
private struct BLAS: Sendable {
  let single: SingleProduct
  let double: DoubleProduct

  static let shared = BLAS()

  private static let libraries = ["libopenblas.so.0", "libopenblas.so", "libopenblas.dylib"]

  private init?() {
    guard getenv("CHECKMARK_PLAIN") == nil,
      let library = Self.libraries.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first,
      let single = dlsym(library, "cblas_sgemm"), let double = dlsym(library, "cblas_dgemm"),
      let setThreads = dlsym(library, "openblas_set_num_threads")
    else { return nil }
    // The work is divided by us, in the same way whatever the number of cores.
    unsafeBitCast(setThreads, to: (@convention(c) (Int32) -> Void).self)(1)
    self.single = unsafeBitCast(single, to: SingleProduct.self)
    self.double = unsafeBitCast(double, to: DoubleProduct.self)
  }
}

private typealias SingleProduct =
  @convention(c) (
    Int32, Int32, Int32, Int32, Int32, Int32, Float, UnsafePointer<Float>, Int32,
    UnsafePointer<Float>, Int32, Float, UnsafeMutablePointer<Float>, Int32
  ) -> Void

private typealias DoubleProduct =
  @convention(c) (
    Int32, Int32, Int32, Int32, Int32, Int32, Double, UnsafePointer<Double>, Int32,
    UnsafePointer<Double>, Int32, Double, UnsafeMutablePointer<Double>, Int32
  ) -> Void

/// As `cblas.h` numbers them.
private enum Order {
  static let rows: Int32 = 101

  static func of(transposed: Bool) -> Int32 { transposed ? 112 : 111 }
}

extension Float {
  public static func multiplyByBLAS(
    _ product: MatrixProduct, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    _ c: UnsafeMutablePointer<Float>
  ) -> Bool {
    guard let blas = BLAS.shared else { return false }
    blas.single(
      Order.rows, Order.of(transposed: product.transposesLeft),
      Order.of(transposed: product.transposesRight), Int32(product.rows), Int32(product.columns),
      Int32(product.depth), 1, a, Int32(product.leftStride), b, Int32(product.rightStride),
      product.accumulates ? 1 : 0, c, Int32(product.resultStride))
    return true
  }
}

extension Double {
  public static func multiplyByBLAS(
    _ product: MatrixProduct, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>,
    _ c: UnsafeMutablePointer<Double>
  ) -> Bool {
    guard let blas = BLAS.shared else { return false }
    blas.double(
      Order.rows, Order.of(transposed: product.transposesLeft),
      Order.of(transposed: product.transposesRight), Int32(product.rows), Int32(product.columns),
      Int32(product.depth), 1, a, Int32(product.leftStride), b, Int32(product.rightStride),
      product.accumulates ? 1 : 0, c, Int32(product.resultStride))
    return true
  }
}
