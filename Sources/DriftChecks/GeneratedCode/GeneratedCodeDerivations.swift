public import DriftModel

extension GeneratedCode {
  /// From every input, from what feeds all outputs, and from the files that options name, to the outputs that they feed,
  /// missing ones included.
  public func derivations(in snapshot: any RepositorySnapshot) throws(ReadFailure) -> [Derivation] {
    let pairing = try pair(in: snapshot)
    let named = namedFiles
    let there = pairing.outputs.flatMap { output in
      Set(pairing.sources(of: output) + named).sorted().map {
        Derivation(from: $0.description, to: output.path.description)
      }
    }
    let missing = pairing.missing.flatMap { output in
      output.inputs.map { Derivation(from: $0.description, to: output.pattern ?? output.path.description) }
    }
    return there + missing
  }

  /// The files that the generator's options name and that evidence `structure` reads, sorted and each once.
  var namedFiles: [RepositoryPath] {
    guard asks(for: .structure) else { return [] }
    return Set(StructureWitness.namedFiles(of: generator).compactMap(\.file)).sorted()
  }
}
