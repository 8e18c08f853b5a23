extension BlockKind {
  static let gradcheck = BlockKind(
    "gradcheck", verbs: [Verb(.gradients, numbering: .name(.gradients), keys: [.tolerance])])
}
