extension BlockKind {
  static let diagram = BlockKind(
    "diagram", language: "yaml", verbs: [Verb(.diagram, numbering: .caption(.figure))])
}
