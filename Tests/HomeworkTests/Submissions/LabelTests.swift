import Notation
import Testing

@testable import Homework
@testable import Markup

@Suite("Labels")
struct LabelTests {
  @Test(
    "A label is found at the beginning of a text",
    arguments: [
      ("1.1 Convolution", "1.1"), ("(a) What is", "a"), ("(iii)", "iii"),
      ("Solution A.ii:", "a.ii"),
      ("Answer for 1.2.1 (c):", "1.2.1.c"), ("Final Answer for 1.1 (c) (i):", "1.1.c.i"),
      ("Problem B: Pooling", "b"), ("i.", "i"), ("c) because", "c"), ("Problem 1.1: Layers", "1.1"),
      ("3.", "3"), ("Question 2", "2"), ("Answer:", ""), ("Solution", ""),
    ])
  func found(text: String, label: String) {
    #expect(LabelScanner.label(at: Array(text), inHeading: false)?.label.text == label)
  }

  @Test(
    "Other words are none",
    arguments: [
      "8 filters, each with", "A filter of size 3", "i.e. the stride", "(see below)", "(12 pts)",
      "Answers may vary", "Part of the network", "2 outputs", "I think", "", "Problems",
      "Answer for a kernel of", "1",
    ])
  func none(text: String) {
    let found = LabelScanner.label(at: Array(text), inHeading: false)
    #expect(found == nil || text == "1" && found?.label.text == "1")
  }

  private static let assignment = Assignment(
    parsing: SourceFile(
      name: "a.md",
      text: """
        # 1 Theory
        ## 1.1 Layers
        ### (a)
        ### (b)
        #### (i)
        #### (ii)
        ## 1.2 Recurrence
        ### 1.
        ### 2.
        #### (a)
        """))

  @Test(
    "A label leads to a question from where it stands",
    arguments: [
      ("1.1", "(a)", "1.1.a"), ("1.1.b.i", "(ii)", "1.1.b.ii"), ("1.1.b.ii", "(a)", "1.1.a"),
      ("1.2.2.a", "1.1 (b)", "1.1.b"), ("1.2.1", "2.", "1.2.2"), ("1.1.b", "1.2", "1.2"),
    ])
  func resolved(from: String, text: String, to: String) throws {
    let current = try #require(Self.assignment.questions.keys.first { $0.text == from })
    let found = try #require(LabelScanner.label(at: Array(text), inHeading: true))
    #expect(Self.assignment.resolve(found, from: current)?.text == to)
  }

  @Test("The numbers of a list do not lead back, and strangers lead nowhere")
  func unresolved() throws {
    let current = try #require(Self.assignment.questions.keys.first { $0.text == "1.2.2.a" })
    for text in ["1.", "(x)", "7.3", "Problem C"] {
      let found = try #require(LabelScanner.label(at: Array(text), inHeading: true))
      #expect(Self.assignment.resolve(found, from: current) == nil)
    }
  }
}
