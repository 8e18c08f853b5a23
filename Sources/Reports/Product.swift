/// What other programs are told of the one that wrote a result.
package enum Product {
  package static let name = "checkmark"
  package static let version = "0.1.0"
}
