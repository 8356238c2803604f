public import DriftModel

extension VersionAgreement {
  /// From where the version is decided to every place that states it.
  public func derivations(in snapshot: any RepositorySnapshot) throws(ReadFailure) -> [Derivation] {
    let reader = VersionReader(snapshot: snapshot, except: except)
    let sources = reader.read(truth.value).subjects
    let derived = consumers.flatMap { reader.read($0.source, except: $0.except).subjects }
    return sources.flatMap { source in derived.map { Derivation(from: source, to: $0) } }
  }
}
