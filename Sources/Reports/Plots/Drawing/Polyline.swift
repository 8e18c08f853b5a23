/// A line on paper with no more points than the eye can tell apart.
///
/// The points are taken piece by piece, and of each piece the lowest and the highest are drawn: a
/// peak of a single sample among a million is still there. A gap inside a piece is narrower than a
/// pixel and not drawn.
struct Polyline: Sendable {
  /// The places between two gaps, at least one each.
  private(set) var runs: [[PicturePoint]] = []

  /// - Parameters:
  ///   - places: in order; `nil` is a gap.
  ///   - pieces: how many there are at most, gaps at their borders aside; columns of pixels if
  ///     there are enough.
  init(through places: some Collection<PicturePoint?>, pieces: Int) {
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
        piece?.take(place, at: index)
      } else {
        append(piece)
        piece = Piece(number: number, follows: !hasGap, place, at: index)
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
    var path = PathData()
    for run in runs where !Self.isDot(run) { path.draw(run) }
    return path.text
  }

  /// Strokes without length, which round ends make visible.
  var dots: String {
    runs.filter(Self.isDot).map { "M\($0[0].x.pixels) \($0[0].y.pixels)h0" }.joined()
  }

  /// Whether nobody could see a line through these places.
  private static func isDot(_ run: [PicturePoint]) -> Bool {
    run.allSatisfy { abs($0.x - run[0].x) < 0.1 && abs($0.y - run[0].y) < 0.1 }
  }
}

/// The `d` of a path, in steps of a tenth of a pixel, as short as it can be.
struct PathData {
  private(set) var text = ""

  /// A line through places; at least one.
  mutating func draw(_ places: [PicturePoint]) {
    var pen = Self.tenths(places[0])
    text += "M\(places[0].x.pixels) \(places[0].y.pixels)"
    for (index, place) in places.enumerated().dropFirst() {
      let next = Self.tenths(place)
      text += index == 1 ? "l" : next.x < pen.x ? "" : " "
      text += Self.short(next.x - pen.x)
      text += next.y < pen.y ? "" : " "
      text += Self.short(next.y - pen.y)
      pen = next
    }
  }

  mutating func close() { text += "z" }

  private static func tenths(_ place: PicturePoint) -> (x: Int, y: Int) {
    (Int((place.x * 10).rounded()), Int((place.y * 10).rounded()))
  }

  /// As `12`, `-3.4` or `.5`.
  private static func short(_ tenths: Int) -> String {
    let (whole, part) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
    return (tenths < 0 ? "-" : "") + (whole == 0 && part != 0 ? "" : "\(whole)")
      + (part == 0 ? "" : ".\(part)")
  }
}

/// How a line is cut into pieces.
private enum Cut {
  /// By columns of the paper, so many pixels wide: for a line that never turns back.
  case columns(width: Double)
  /// By the number of points in each.
  case stretches(length: Int)

  init(_ places: some Collection<PicturePoint?>, pieces: Int) {
    var (extent, rises, falls) = (Extent(), false, false)
    var last: Double?
    for case let x? in places.lazy.map({ $0?.x }) {
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

  func piece(of index: Int, at place: PicturePoint) -> Int {
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
  private var low: (index: Int, place: PicturePoint)
  private var high: (index: Int, place: PicturePoint)

  init(number: Int, follows: Bool, _ place: PicturePoint, at index: Int) {
    (self.number, self.follows) = (number, follows)
    (low, high) = ((index, place), (index, place))
  }

  mutating func take(_ place: PicturePoint, at index: Int) {
    if place.y < low.place.y { low = (index, place) }
    if place.y > high.place.y { high = (index, place) }
  }

  /// In order.
  var places: [PicturePoint] {
    low.index == high.index
      ? [low.place] : low.index < high.index ? [low.place, high.place] : [high.place, low.place]
  }
}
