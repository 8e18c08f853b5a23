import Markup
import Notation
import NumericCore

/// A question that has points.
public struct GradedQuestion: Codable, Hashable, Sendable {
  public let question: String
  public let title: String
  public let pointsPossible: Double
  /// Whether a person says what an answer has earned.
  public let isByHand: Bool

  enum CodingKeys: String, CodingKey {
    case question, title
    case pointsPossible = "points_possible"
    case isByHand = "by_hand"
  }
}

extension Assignment {
  /// The questions that have points, in order.
  public var gradedQuestions: [GradedQuestion] {
    leaves.map { self[$0] }.filter { $0.points > 0 }.map {
      GradedQuestion(
        question: $0.label.text, title: $0.title.trimmingSpaces, pointsPossible: $0.points,
        isByHand: $0.isByHand)
    }
  }

  /// What every verdict of it rests on: another text is another key.
  public var fingerprint: String {
    var bytes = document.source.utf8
    for (path, file) in document.companions.sorted(by: { $0.key < $1.key }) {
      bytes += [0] + Array(path.utf8) + [0] + (file?.utf8 ?? [])
    }
    return Fingerprint.text(of: bytes)
  }
}

/// What a comment of an assignment says of the points of a question.
struct PointsComment {
  let points: Double
  let isByHand: Bool

  private static let marks = [("graded by hand:", true), ("points:", false)]

  /// - Returns: `nil` for any other comment.
  /// - Errors: a comment of this sort without a number.
  init?(_ text: String, at span: Span) throws(Diagnostic) {
    guard let (mark, isByHand) = Self.marks.first(where: { text.hasPrefix($0.0) }) else {
      return nil
    }
    let words = text.dropFirst(mark.count).split { " ,\n\t".contains($0) }
    guard let number = words.first, let points = BlockKind.points(in: String(number)) else {
      throw Diagnostic(.pointsUnclear(mark), at: span)
    }
    (self.points, self.isByHand) = (points, isByHand)
  }
}

extension Diagnostic.Message {
  fileprivate static func pointsUnclear(_ mark: String) -> Self {
    Self(
      "points-unclear", "this comment says no number of points",
      hint: "write <!-- \(mark) 5\(mark == "points:" ? "" : " points, rubric: …") -->")
  }

  static func pointsOfParts(_ question: String) -> Self {
    Self(
      "points-of-parts", "\(question) has points, and parts that are graded by themselves",
      hint: "give the points to its parts")
  }

  static let pointsOutside = Self(
    "points-outside", "these points belong to no question",
    hint: "put them below the heading of a question, such as '## (a)'")
}
