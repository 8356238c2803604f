import DriftModel

/// One output, read, with the schema that it may have been generated from.
struct DatamodelCase {
  let subject: ContractSubject
  let module: PythonReader.Module
  /// The schema as the generator was given it, if it was given this one alone: with others that it refers to put in.
  let root: Schema
  /// The schema after a program that knows only one kind of number has written it.
  var rewritten: Schema { Schema(SchemaNumbers.rewritten(root.node), path: root.path, pointer: []) }
  /// The schema as it was written.
  let document: Schema
  let declared: Set<String>
  /// Whether other schemas were put into this one, which is itself a guess at how the generator was run.
  let isBundled: Bool
  /// Why other schemas cannot be put into this one.
  let bundleProblem: DatamodelRefusal?
  /// What it was written together with, if it is, or may be, a module of a package.
  var package: DatamodelPackage?
  /// Whether it can be no output of a run of its own.
  var isModule = false

  /// Whether the module takes anything from another of its package.
  var importsModules: Bool { module.imports.values.contains { $0.hasPrefix(".") } }

  /// Reads an output and its schema.
  ///
  /// - Returns: nil and the reason if one of them cannot be read.
  static func read(_ subject: ContractSubject, in library: SchemaLibrary) -> (DatamodelCase?, Unverified?) {
    for input in subject.inputs {
      if let problem = library.problems[input] { return (nil, problem) }
      if library.document(input) == nil {
        return (nil, Unverified("the schema could not be read", at: Location(input)))
      }
    }
    guard let document = main(of: subject.inputs, in: library) else {
      return (nil, Unverified("the output has no schema", at: Location(subject.output)))
    }
    let (module, refusal) = PythonReader.read(subject.bytes, at: subject.output)
    guard let module else { return (nil, refusal) }
    var root = document
    var problem: DatamodelRefusal?
    let bytes = library.bytes(of: document.path)
    let isBundled = bytes.mayReferElsewhere && SchemaBundle.refersElsewhere(document)
    if isBundled {
      do throws(SchemaBundleProblem) {
        root = try SchemaBundle.bundle(document, in: library)
      } catch {
        problem = DatamodelRefusal(message: error.message, location: error.location)
      }
    }
    return (
      DatamodelCase(
        subject: subject, module: module, root: root, document: document,
        declared: Set(module.contract.declarations.map(\.name)), isBundled: isBundled, bundleProblem: problem),
      nil
    )
  }

  /// The schema that an output is generated from, if it is one: the only one that no other refers to, else the first.
  private static func main(of inputs: [RepositoryPath], in library: SchemaLibrary) -> Schema? {
    let documents = inputs.compactMap { library.document($0) }
    return tops(of: documents, in: library).first ?? documents.first
  }

  /// Those of several documents that none of the others refers to.
  static func tops(of documents: [Schema], in library: SchemaLibrary) -> [Schema] {
    guard documents.count > 1 else { return documents }
    var targets: Set<RepositoryPath> = []
    for document in documents {
      var pending = [document.node]
      while let node = pending.popLast() {
        switch node.content {
        case .mapping(let members):
          for member in members {
            if member.key == "$ref", let text = member.value.scalar, !text.hasPrefix("#"),
              let target = library.resolve(SchemaReference.withoutFragment(text), from: document),
              target.path != document.path
            {
              targets.insert(target.path)
            }
            pending.append(member.value)
          }
        case .sequence(let items): pending += items
        case .scalar: continue
        }
      }
    }
    return documents.filter { !targets.contains($0.path) }
  }
}

/// Finds out which outputs of a check are, or may be, modules of one package.
struct DatamodelPackaging {
  private let library: SchemaLibrary
  private let inputs: [RepositoryPath]

  init(_ library: SchemaLibrary, _ subjects: [ContractSubject]) {
    self.library = library
    inputs = library.inputs.isEmpty ? Set(subjects.flatMap(\.inputs)).sorted() : library.inputs
  }

  func apply(to cases: inout [DatamodelCase]) {
    let documents = inputs.compactMap { library.document($0) }
    // One document whose names have dots becomes several modules.
    let byInput = Dictionary(grouping: cases.indices, by: { cases[$0].subject.inputs })
    for (inputs, indices) in byInput where inputs.count == 1 && indices.count > 1 {
      let isSplit = indices.contains {
        cases[$0].importsModules || cases[$0].subject.output.lastSegment.elementsEqual("__init__.py".utf8)
      }
      let stems = Set([DatamodelStyle.Rules.v25, .v72].map { stem(of: inputs[0], $0) })
      let hasOwn = indices.contains {
        stems.contains(String(decoding: cases[$0].subject.output.lastSegment, as: UTF8.self))
      }
      guard isSplit, let document = library.document(inputs[0]) else { continue }
      guard !hasOwn else {
        for index in indices { cases[index].isModule = true }
        continue
      }
      let package = DatamodelPackage(
        [document], outputs: indices.map { cases[$0].subject.output }, isFolder: false, library: library)
      for index in indices {
        cases[index].package = package
        cases[index].isModule = true
      }
    }
    let rest = cases.indices.filter { cases[$0].package == nil }
    guard documents.count == inputs.count,
      let package = DatamodelPackage(
        documents, outputs: rest.map { cases[$0].subject.output }, isFolder: true, library: library)
    else { return }
    let isTogether = rest.contains { cases[$0].importsModules }
    for index in rest {
      cases[index].package = package
      let inputs = cases[index].subject.inputs
      // Of several schemas that are said to feed one output, one can be the one that was given to the generator.
      let standsAlone =
        inputs.count == 1
        || rest.count == 1 && DatamodelCase.tops(of: inputs.compactMap { library.document($0) }, in: library).count == 1
      if isTogether || !standsAlone { cases[index].isModule = true }
    }
  }

  private func stem(of input: RepositoryPath, _ rules: DatamodelStyle.Rules) -> String {
    var style = DatamodelStyle()
    style.rules = rules
    return DatamodelModules.stem(String(decoding: input.lastSegment, as: UTF8.self), style) + ".py"
  }
}
