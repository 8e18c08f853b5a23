import Testing

@testable import Markup

@Suite("Phrases")
struct PhrasebookTests {
  @Test("Each phrase of each row is found", arguments: Phrasebook.rows.indices)
  func rows(_ place: Int) {
    let row = Phrasebook.rows[place]
    #expect(!row.phrases.isEmpty)
    for phrase in row.phrases {
      let found = Phrasebook.length(of: [row.cue], atStartOf: phrase + ["x"])
      #expect(found?.cue == row.cue && found?.count == phrase.count, "\(phrase)")
      #expect(phrase.count <= Phrasebook.lengthLimit)
    }
  }

  @Test("Every language has every kind", arguments: Language.allCases)
  func languages(_ language: Language) {
    let cues = Set(Phrasebook.rows.filter { $0.language == language }.map(\.cue))
    #expect(cues == Set(Cue.allCases))
  }

  @Test("The longest phrase counts, and Chinese needs no spaces")
  func longest() {
    #expect(Phrasebook.length(of: [.negation], atStartOf: ["no", "longer", "8"])?.count == 2)
    #expect(Phrasebook.length(of: [.negation], atStartOf: Phrasebook.words(of: "不是8"))?.count == 2)
    #expect(Phrasebook.length(of: [.negation], atStartOf: ["notable"]) == nil)
    #expect(Phrasebook.words(of: "所以output是8") == ["所", "以", "output", "是", "8"])
  }
}
