/// The two ways of writing one language.
public enum Surface: Hashable, Sendable {
  case latex, plainText
}
