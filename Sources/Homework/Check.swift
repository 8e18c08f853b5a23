import Experiments
import Judging
import Markup
import Notation

/// Checks a homework: the whole pipeline, in the order in which it runs.
///
/// Checking never fails. What is wrong with the homework is in the result.
///
/// Experiments are not run here: whoever has run them hands over their logs, by their names.
public func check(
  _ source: SourceFile, experiments: [String: ExperimentLog] = [:]
) -> CheckedHomework {
  check(Document(parsing: source), experiments: experiments)
}

/// Checks a homework that was read already.
public func check(
  _ document: Document, experiments: [String: ExperimentLog] = [:]
) -> CheckedHomework {
  var cache = JudgmentCache()
  return check(document, experiments: experiments, recalling: &cache)
}

/// Checks a version of a homework that was checked before: what is found out is the same as ever, but
/// what did not change is not computed again.
public func check(
  _ document: Document, experiments: [String: ExperimentLog] = [:],
  recalling cache: inout JudgmentCache
) -> CheckedHomework {
  if document.isBuiltReport { return CheckedHomework(builtReport: document) }
  var program = Program(document, experiments: experiments, recalling: cache)
  defer { cache = program.cache }
  return program.run()
}
