public import DriftModel

extension GeneratedCode {
  /// From every input, and from what feeds all outputs, to the outputs that they feed, missing ones included.
  public func derivations(in snapshot: any RepositorySnapshot) throws(ReadFailure) -> [Derivation] {
    let pairing = try pair(in: snapshot)
    let there = pairing.outputs.flatMap { output in
      pairing.sources(of: output).map { Derivation(from: $0.description, to: output.path.description) }
    }
    let missing = pairing.missing.flatMap { output in
      output.inputs.map { Derivation(from: $0.description, to: output.pattern ?? output.path.description) }
    }
    return there + missing
  }
}
