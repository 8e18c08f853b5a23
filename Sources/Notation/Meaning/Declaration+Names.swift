/// What a declaration rests on, and what readers must know of its name.
extension Declaration {
  /// The right sides that it states.
  package var bodies: [Syntax.Expression] {
    switch kind {
    case .definition(_, _, let body): [body]
    case .family(let family): family.lines.compactMap(\.body)
    case .number(let value): value.map { [$0] } ?? []
    case .tensor, .loss: []
    }
  }

  var directDependencies: [String] {
    switch kind {
    case .number(let value): value.map { Array($0.freeNames()) } ?? []
    case .tensor(let extents): extents.flatMap { $0.freeNames() }
    case .definition(_, let indices, let body):
      Array(body.freeNames().subtracting(indices))
    case .family(let family):
      family.lines.flatMap { line in
        Array((line.body?.freeNames() ?? []).subtracting(line.pattern.flatMap { $0.freeNames() }))
          + line.conditions.flatMap(\.expressions).flatMap { $0.freeNames() }
      } + (family.extents ?? []).flatMap { $0.freeNames() }
    case .loss(let inputs): inputs.flatMap { $0.freeNames() }
    }
  }

  func vocabularyEntry(in vocabulary: Vocabulary) -> Vocabulary.Entry {
    switch kind {
    case .number: .number
    case .tensor(let extents): .tensor(rank: extents.count)
    case .definition(let arguments, let indices, let body):
      if !arguments.isEmpty {
        .function
      } else if indices.isEmpty {
        .tensor(rank: vocabulary.rank(of: body))
      } else {
        .family(subscripts: 0, rank: indices.count)
      }
    case .family(let family): .family(subscripts: family.subscripts, rank: family.rank)
    case .loss: .number
    }
  }

  func origin(
    in vocabulary: Vocabulary, dependingOn dependencies: Set<String>
  ) -> Vocabulary.Origin {
    var origin = Vocabulary.Origin(dependencies: dependencies)
    switch kind {
    case .definition(let arguments, _, let body):
      origin.rank = vocabulary.rank(of: body)
      origin.variables = arguments
    case .family(let family):
      origin.rank =
        family.extents?.count ?? family.lines.firstResult { $0.body.flatMap(vocabulary.rank) }
    case .loss(let inputs):
      origin.rank = 0
      origin.variables = inputs.map(\.text)
    case .number, .tensor: break
    }
    return origin
  }
}

/// What a declaration is, in few words.
extension Declaration {
  /// Whether nobody can write its name.
  package var isHidden: Bool { Scope.isHidden(name) }

  /// Whether other names say what it is.
  var isDefined: Bool {
    switch kind {
    case .definition: true
    case .family(let family): family.lines.contains { $0.body != nil && !$0.isBoundary }
    case .number, .tensor, .loss: false
    }
  }

  /// Whether it has values with axes, or may have.
  package var isTensor: Bool {
    switch kind {
    case .tensor, .definition, .family: true
    case .number, .loss: false
    }
  }

  /// Whether it is no number that is given as one.
  var mayHaveAxes: Bool { if case .tensor(let extents) = kind { !extents.isEmpty } else { true } }
}
