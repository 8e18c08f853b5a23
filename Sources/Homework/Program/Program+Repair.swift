import Judging
import Markup
import Notation
import NumericCore

extension Program {
  /// The judgment on each item as a whole; where it is false, with the small edit that makes it true.
  ///
  /// Searching takes most of the time, and sections share few names: so each is a piece of work.
  mutating func repaired(_ judged: [JudgedItem]) -> [Judgment?] {
    var judgments = judged.map { Judgment(all: $0.judgments) }
    var mendable: [Int] = []
    for place in judged.indices where judgments[place]?.isMendable == true {
      guard let claim = judged[place].item.claim else { continue }
      let known = cache.judgments(on: repairIdentity(of: claim, judged[place]), at: claim.places)
      if let known = known?.first { judgments[place] = known } else { mendable.append(place) }
    }
    let sections = Dictionary(grouping: mendable) { judged[$0].item.section }
      .sorted { $0.key < $1.key }.map(\.value)
    let document = document
    let repaired = Workers.shared.map(sections) { places in
      let memory = Memory()
      return places.map { judged[$0].repaired(in: document, memory) }
    }
    for (place, judgment) in zip(sections.joined(), repaired.joined()) {
      judgments[place] = judgment
      guard let judgment, let claim = judged[place].item.claim else { continue }
      cache.keep([judgment], on: repairIdentity(of: claim, judged[place]), at: claim.places)
    }
    return judgments
  }

  private func repairIdentity(of claim: Item.Claim, _ judged: JudgedItem) -> Question.Identity {
    identity(of: claim, in: judged.item.scope, judged.conventions, isRepair: true)
  }
}

extension Program.JudgedItem {
  fileprivate func repaired(in document: Document, _ memory: Memory) -> Judgment? {
    var judgment = Judgment(all: judgments)
    let samples = Samples(scope: item.scope, seed: document.frontMatter.seed, memory: memory)
    guard let claim = item.claim,
      let place = judgments.firstIndex(where: \.isMendable),
      let question = try? claim.questions(samples, conventions)[place]
    else { return judgment }
    if judgments[place].verdict.outcome == .refuted {
      judgment?.verdict.laterSteps = Judge(question).laterSteps(after: judgments[place])
    }
    judgment?.verdict.suggestion = Repair(of: question, surface: claim.surface)
      .suggestion(for: claim.text, judgments, in: document.source)
    return judgment
  }
}

extension Judgment {
  /// All must be true; one that is false decides, then one that cannot be read.
  fileprivate init?(all judgments: [Judgment]) {
    guard let first = judgments.first else { return nil }
    if let decisive = judgments.first(where: { $0.verdict.outcome == .refuted })
      ?? judgments.first(where: { $0.verdict.outcome == .error })
    {
      self = decisive
      return
    }
    self = first
    for verdict in judgments.dropFirst().map(\.verdict) {
      self.verdict.notes += verdict.notes.filter { !self.verdict.notes.contains($0) }
      self.verdict.reading = self.verdict.reading ?? verdict.reading
      if self.verdict.method == .exact {
        self.verdict.method = verdict.method
        self.verdict.message = verdict.message
      }
    }
  }
}
