/// A line on paper with no more points than the eye can tell apart.
///
/// The points are taken piece by piece, and of each piece the first, the lowest, the highest and
/// the last are drawn: a peak of a single sample among a million is still there. A gap inside a
/// piece is narrower than a pixel and not drawn.
struct Polyline: Sendable {
  struct Place: Equatable, Sendable {
    let x: Double
    let y: Double
  }

  /// The places between two gaps, at least one each.
  private(set) var runs: [[Place]] = []

  /// - Parameters:
  ///   - places: in order; `nil` is a gap.
  ///   - pieces: how many there are at most, gaps at their borders aside.
  init(through places: some Sequence<Place?>, pieces: Int) {
    let places = Array(places)
    let cut = Cut(places, pieces: pieces)
    var piece: Piece?
    var hasGap = true
    for (index, place) in places.enumerated() {
      guard let place else {
        hasGap = true
        continue
      }
      let number = cut.piece(of: index, at: place)
      if piece?.number == number {
        piece?.take(place)
      } else {
        append(piece)
        piece = Piece(number: number, follows: !hasGap, place)
      }
      hasGap = false
    }
    append(piece)
  }

  private mutating func append(_ piece: Piece?) {
    guard let piece else { return }
    if piece.follows, !runs.isEmpty {
      runs[runs.count - 1] += piece.places
    } else {
      runs.append(piece.places)
    }
  }

  // MARK: - As path data

  var path: String {
    runs.filter { $0.count > 1 }.map { run in
      "M" + run.map { "\($0.x.pixels) \($0.y.pixels)" }.joined(separator: "L")
    }.joined()
  }

  /// Strokes without length, which round ends make visible.
  var dots: String {
    runs.filter { $0.count == 1 }.map { "M\($0[0].x.pixels) \($0[0].y.pixels)h0" }.joined()
  }
}

/// How a line is cut into pieces.
private enum Cut {
  /// By columns of the paper, so many pixels wide: for a line that never turns back.
  case columns(width: Double)
  /// By the number of points in each.
  case stretches(length: Int)

  init(_ places: [Polyline.Place?], pieces: Int) {
    let xs = places.lazy.compactMap { $0?.x }
    var (extent, rises, falls) = (Extent(), false, false)
    var last: Double?
    for x in xs {
      extent.insert(x)
      if let last { (rises, falls) = (rises || x > last, falls || x < last) }
      last = x
    }
    if rises && falls {
      self = .stretches(length: places.count / pieces + 1)
    } else {
      self = .columns(width: max(1, (extent.high - extent.low) / Double(pieces)))
    }
  }

  func piece(of index: Int, at place: Polyline.Place) -> Int {
    switch self {
    case .columns(let width): Int((place.x / width).rounded(.down))
    case .stretches(let length): index / length
    }
  }
}

/// The points of a piece that are drawn.
private struct Piece {
  let number: Int
  /// Whether the line comes from the piece before without a gap.
  let follows: Bool
  private let first: Polyline.Place
  private var low: (index: Int, place: Polyline.Place)
  private var high: (index: Int, place: Polyline.Place)
  private var last: Polyline.Place
  private var count = 1

  init(number: Int, follows: Bool, _ place: Polyline.Place) {
    self.number = number
    self.follows = follows
    first = place
    low = (0, place)
    high = (0, place)
    last = place
  }

  mutating func take(_ place: Polyline.Place) {
    if place.y < low.place.y { low = (count, place) }
    if place.y > high.place.y { high = (count, place) }
    last = place
    count += 1
  }

  /// In order; what is both first and lowest, say, comes once.
  var places: [Polyline.Place] {
    let turns = low.index < high.index ? [low.place, high.place] : [high.place, low.place]
    return (turns + [last]).reduce(into: [first]) { places, place in
      if place != places[places.count - 1] { places.append(place) }
    }
  }
}
