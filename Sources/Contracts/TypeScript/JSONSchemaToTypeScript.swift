public import DriftModel

/// json-schema-to-typescript (`json2ts`), releases 6 to 15: one file of declarations for one schema.
public enum JSONSchemaToTypeScript: ContractGenerator {
  /// `json-schema-to-typescript`.
  public static let name = "json-schema-to-typescript"

  /// Whether the output is TypeScript.
  public static func writes(_ subject: ContractSubject) -> Bool {
    let name = subject.output.lastSegment
    return name.suffix(3).elementsEqual(".ts".utf8)
  }

  /// Infers the release and the options from all outputs together, and compares each with its schema.
  public static func judge(
    _ subjects: [ContractSubject], schemas: SchemaLibrary, options: [String]?, version: String?, workers: Workers
  ) -> (judgements: [ContractJudgement], style: Style) {
    let cases = workers.map(subjects.count) { TypeScriptCase(subjects[$0], schemas) }
    let declared = TypeScriptDeclaration(options: options, version: version)
    var inference = TypeScriptInference(cases, declared, workers)
    let style = inference.infer()
    let found = inference
    let judgements = workers.map(cases.count) { index in
      var judgement = found.judgement(of: cases[index], style)
      judgement.unverified += declared.problems.map { Unverified($0, at: Location(cases[index].subject.output)) }
      return judgement
    }
    return (judgements, found.description(of: style))
  }
}

/// One output with its schema, read once.
struct TypeScriptCase {
  let subject: ContractSubject
  let library: SchemaLibrary
  /// What the output declares, or why that cannot be read.
  let tree: Result<TypeScriptTree, TypeScriptProblem>
  let lines: LineIndex

  init(_ subject: ContractSubject, _ library: SchemaLibrary) {
    self.subject = subject
    self.library = library
    lines = LineIndex(subject.bytes)
    do throws(TypeScriptProblem) {
      tree = .success(try TypeScriptReader.read(subject.bytes))
    } catch {
      tree = .failure(error)
    }
  }

  /// What schema and output say differently if the generator was run in this style.
  func judge(_ style: TypeScriptStyle) -> ContractJudgement {
    let output = subject.output
    func unverified(_ reason: String, at location: Location) -> ContractJudgement {
      ContractJudgement(output: output, unverified: [Unverified(reason, at: location)])
    }
    guard subject.inputs.count == 1, let input = subject.inputs.first else {
      return unverified(
        "json-schema-to-typescript writes one file for one schema; this one has \(subject.inputs.count)",
        at: Location(output))
    }
    switch tree {
    case .failure(let problem):
      return unverified(problem.message, at: Location(output, lines.region(of: problem.range)))
    case .success(let tree):
      do throws(ExpectationProblem) {
        let expectation = try expectation(input, tree, style)
        return ContractJudgement(
          output: output,
          differences: TypeScriptComparison.differences(expectation, tree, output: output, lines: lines))
      } catch {
        return unverified(error.message, at: error.location ?? Location(input))
      }
    }
  }

  /// The root's name, if the caller gave one, is what the output declares and the schema does not name.
  private func expectation(
    _ input: RepositoryPath, _ tree: TypeScriptTree, _ style: TypeScriptStyle
  ) throws(ExpectationProblem) -> TypeScriptExpectation {
    guard case .given(let placeholder) = style.rootName else {
      return try TypeScriptExpectation.make(for: input, of: library, style: style, comparedTo: subject.bytes.count)
    }
    let draft = try TypeScriptExpectation.make(for: input, of: library, style: style, comparedTo: subject.bytes.count)
    let names = Set(draft.tree.declarations.map { draft.tree.name(of: $0) })
    let unnamed = tree.declarations.filter { !names.contains(tree.name(of: $0)) }
    guard names.contains(placeholder),
      let root = unnamed.first(where: { $0.kind == .interface }) ?? unnamed.first
    else { return draft }
    var style = style
    style.rootName = .given(tree.name(of: root))
    return try TypeScriptExpectation.make(for: input, of: library, style: style, comparedTo: subject.bytes.count)
  }
}
