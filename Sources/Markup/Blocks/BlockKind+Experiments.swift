extension BlockKind {
  static let train = BlockKind(
    "train", language: "yaml", verbs: [Verb(.training, numbering: .name(.experiment))])
  static let flow = BlockKind(
    "flow", language: "yaml", verbs: [Verb(.flow, numbering: .name(.experiment))])
}
