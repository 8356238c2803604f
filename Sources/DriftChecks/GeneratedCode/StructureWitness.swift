internal import Contracts
internal import DriftModel

/// Evidence `structure`: the contract that the schema states equals the contract that the generated code states.
///
/// The generator's style is inferred from all outputs of the check together, so they are judged at once.
struct StructureWitness: EvidenceReader {
  let kind = EvidenceKind.structure
  let generator: Generator?
  /// Where the configuration asks for it.
  let location: Location
  /// Whether a file that is not there would be one of the outputs.
  let expects: (RepositoryPath) -> Bool

  private static let generators: [any ContractGenerator.Type] = [DatamodelGenerator.self, JSONSchemaToTypeScript.self]

  func testify(on pairing: Pairing, in snapshot: any RepositorySnapshot) -> Testimony {
    var testimony = Testimony()
    var library = SchemaLibrary()
    var failures: [RepositoryPath: Unverified] = [:]
    let paths = Set(pairing.inputs + pairing.also).sorted()
    for (path, reading) in zip(paths, snapshot.readings(of: paths, SchemaReading.init)) {
      do throws(ReadFailure) {
        library.add(try reading.get(), at: path)
      } catch {
        failures[path] = Unverified(error, at: Location(path))
      }
    }
    library.inputs = pairing.inputs
    addReferences(to: &library, in: snapshot)
    addNamedFiles(to: &library, in: snapshot)

    var subjects: [ContractSubject] = []
    for output in pairing.outputs {
      if let failure = output.inputs.compactMap({ failures[$0] }).first {
        testimony.statements[output.path] = .unverified([failure])
        continue
      }
      do throws(ReadFailure) {
        subjects.append(
          ContractSubject(output: output.path, bytes: try snapshot.contents(of: output.path), inputs: output.inputs))
      } catch {
        testimony.statements[output.path] = .unverified([Unverified(error, at: Location(output.path))])
      }
    }
    judge(subjects, library, &testimony, snapshot.workers)
    return testimony
  }

  /// Reads what the schemas refer to by relative paths, as far as the tree has it.
  private func addReferences(to library: inout SchemaLibrary, in snapshot: any RepositorySnapshot) {
    var pending = library.paths
    var seen = Set(pending)
    while let path = pending.popLast(), seen.count < 10_000 {
      let targets = library.missingReferences(of: path).filter { seen.insert($0).inserted }
      for (target, reading) in zip(targets, snapshot.readings(of: targets, SchemaReading.init)) {
        // What cannot be read stays missing, and is reported where it is referred to.
        guard case .success(let reading) = reading else { continue }
        library.add(reading, at: target)
        pending.append(target)
      }
    }
  }

  /// The files that the generator's options name, relative to the repository's root; nil for a path that leaves it.
  static func namedFiles(of generator: Generator?) -> [(option: (name: String, path: String), file: RepositoryPath?)] {
    guard let generator, let options = generator.options,
      let writer = generators.first(where: { $0.name == generator.name.value })
    else { return [] }
    return writer.namedFiles(in: options).map { ($0, RepositoryPath.root.resolving($0.path.utf8)) }
  }

  /// Reads what the generator's options name.
  private func addNamedFiles(to library: inout SchemaLibrary, in snapshot: any RepositorySnapshot) {
    let place = generator?.name.location ?? location
    for (option, file) in Self.namedFiles(of: generator) {
      guard let file else {
        library.refuse(option, Unverified("the path leads out of the repository", at: place))
        continue
      }
      do throws(ReadFailure) {
        library.add(try snapshot.contents(of: file), at: file, named: option)
      } catch {
        library.refuse(option, Unverified(error, at: Location(file)))
      }
    }
  }

  private func judge(
    _ subjects: [ContractSubject], _ library: SchemaLibrary, _ testimony: inout Testimony, _ workers: Workers
  ) {
    let declared = generator.flatMap { generator in Self.generators.first { $0.name == generator.name.value } }
    if let generator, declared == nil {
      let known = Self.generators.map { "'\($0.name)'" }.joined(separator: ", ")
      for subject in subjects {
        testimony.statements[subject.output] = .unverified([
          Unverified(
            "evidence 'structure' does not know what '\(generator.name.value)' writes", at: generator.name.location,
            remedies: [Remedy("ask for other evidence; 'structure' knows \(known)")])
        ])
      }
      return
    }
    var rest = subjects
    for candidate in declared.map({ [$0] }) ?? Self.generators {
      let own = rest.filter { candidate.writes($0) }
      rest.removeAll { subject in own.contains { $0.output == subject.output } }
      guard !own.isEmpty else { continue }
      let (judgements, style) = candidate.judge(
        own, schemas: library, options: generator?.options, version: generator?.version?.value, workers: workers)
      for judgement in judgements {
        testimony.statements[judgement.output] = statement(judgement)
        testimony.missing += judgement.missingFiles.map(\.path).filter(expects)
        testimony.needless.formUnion(judgement.needlessFiles)
        // What was not understood is told beside what differs.
        if !judgement.differences.isEmpty { testimony.unverified += judgement.unverified }
      }
      testimony.notes += style.notes
    }
    for subject in rest {
      testimony.statements[subject.output] = .unverified([
        Unverified(
          "evidence 'structure' reads Python and TypeScript; this output is neither", at: Location(subject.output))
      ])
    }
  }

  private func statement(_ judgement: ContractJudgement) -> Statement {
    let missing = judgement.missingFiles.filter { expects($0.path) }.map(\.difference)
    let differences = judgement.differences + missing
    if !differences.isEmpty { return .differs(differences.map { difference($0) }) }
    if !judgement.unverified.isEmpty { return .unverified(judgement.unverified) }
    return .agrees(Evidence("it states what the schema states", at: Location(judgement.output)))
  }

  private func difference(_ difference: ContractDifference) -> Difference {
    let expected = difference.expected ?? "nothing of it"
    let found = difference.found ?? "nothing of it"
    return Difference(
      GeneratedCode.problem(for: difference.problem),
      "'\(difference.subject)': the schema says \(expected), the code says \(found)", at: difference.foundLocation,
      evidence: [
        Evidence("the code says \(found)", at: difference.foundLocation),
        Evidence("the schema says \(expected)", at: difference.expectedLocation),
      ])
  }
}
