internal import DriftModel

/// What can show that an output is fresh, weakest first.
enum EvidenceKind: String, Sendable, Hashable, Comparable, CaseIterable {
  case stamp, mirror, receipt, structure

  static func < (left: EvidenceKind, right: EvidenceKind) -> Bool {
    let order = allCases
    return (order.firstIndex(of: left) ?? 0) < (order.firstIndex(of: right) ?? 0)
  }
}

extension Codec where Value == EvidenceKind {
  /// The name of a kind of evidence.
  static var evidence: Codec<EvidenceKind> {
    let words = EvidenceKind.allCases.map(\.rawValue)
    return Codec(shape: .choice(words)) { node, problems in
      return Codec<String>.choice(words).decode(node, &problems).flatMap(EvidenceKind.init(rawValue:))
    }
  }
}

/// One kind of evidence: how it is read off a snapshot. A new kind is one file with a type of this kind, a case of
/// ``EvidenceKind``, and a line in ``GeneratedCode/witnesses(_:_:)``.
protocol EvidenceReader {
  /// Which kind it reads.
  var kind: EvidenceKind { get }

  /// Looks at all outputs of a check at once, because what one output states may be judged by the others.
  func testify(on pairing: Pairing, in snapshot: any RepositorySnapshot) -> Testimony
}

/// What one kind of evidence says of a check's outputs.
struct Testimony {
  /// By output. An output without a statement is covered by one of ``findings`` or ``unverified``.
  var statements: [RepositoryPath: Statement] = [:]
  /// What is wrong with more than one output at once: a receipt that is not there.
  var findings: [Finding] = []
  /// What could not be looked at for more than one output at once.
  var unverified: [Unverified] = []
  /// Files that should stand beside the outputs and do not.
  var missing: [RepositoryPath] = []
  /// Files that an input could have and that nothing has to yield.
  var needless: Set<RepositoryPath> = []
  /// What was not compared, and how the witness worked, a sentence each.
  var notes: [String] = []

  /// What the witness says of all that it looked at.
  var verdict: Verdict {
    if !findings.isEmpty || statements.values.contains(where: \.isDrift) { return .drift }
    if !unverified.isEmpty || statements.values.contains(where: \.isUnverified) { return .unverified }
    return .clean
  }
}

/// What one kind of evidence says of one output.
enum Statement {
  /// The output is what it should be as far as this can tell.
  case agrees(Evidence)
  /// It is not. Never empty.
  case differs([Difference])
  /// Something was in the way.
  case unverified([Unverified])

  var isDrift: Bool { if case .differs = self { true } else { false } }
  var isUnverified: Bool { if case .unverified = self { true } else { false } }
}

/// One way in which an output is not what it should be: a finding without the answer to who is wrong and what to do.
struct Difference {
  /// Which problem it is.
  let problem: Problem
  /// The finding's message.
  let message: String
  /// Where the reader looks first.
  let location: Location
  /// Facts on both sides.
  let evidence: [Evidence]
  /// Which side the evidence itself shows to have moved; nil if it cannot tell.
  let mover: Mover?

  init(
    _ problem: Problem, _ message: String, at location: Location, evidence: [Evidence], mover: Mover? = nil
  ) {
    self.problem = problem
    self.message = message
    self.location = location
    self.evidence = evidence
    self.mover = mover
  }
}

/// A side that is known to have moved.
enum Mover: Sendable, Hashable {
  case output
  /// These inputs; empty if it is only known that one did.
  case inputs([RepositoryPath])
  case generator
}
