import Markup
import Notation
import NumericCore

/// What a `train` or `flow` block asks for, before its data are there.
public struct Experiment: Sendable {
  /// Its name, as claims and plots use it.
  public let name: Located
  /// The block.
  public let span: Span
  /// What runs, as it stands and, where the block has one, in its short form.
  let full: Settings
  let short: Settings?

  enum Settings: Sendable {
    case training(TrainingSettings, text: String)
    case flow(FlowSettings, text: String)
  }

  /// Whether it is slow, and has a form that is quicker.
  public var hasShortForm: Bool { short != nil }

  /// The files beside the homework that it needs, with the places where it says so.
  public func files(isFull: Bool) -> [Located] {
    guard case .training(let settings, _) = self.settings(isFull: isFull) else { return [] }
    let task = settings.task
    return task.kind.options.compactMap { option in
      guard case .file = option.form, let path = task.options.text(option.name) else { return nil }
      return Located(text: path, span: task.options.place(of: option.name) ?? task.span)
    }
  }

  func settings(isFull: Bool) -> Settings { isFull ? full : short ?? full }
}
