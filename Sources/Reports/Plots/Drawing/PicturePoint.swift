/// A point of a picture, from its upper left corner.
struct PicturePoint: Equatable, Sendable {
  let x: Double
  let y: Double
}
