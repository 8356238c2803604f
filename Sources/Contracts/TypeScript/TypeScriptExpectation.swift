internal import DriftModel

/// The declarations that json-schema-to-typescript would write for a schema, and where the schema asks for each.
struct TypeScriptExpectation {
  let tree: TypeScriptTree
  private let marks: [WrittenTypes.Mark]
  private let graph: SchemaGraph
  private let path: RepositoryPath

  /// Foretells the output for one document.
  /// - Parameter size: how many bytes the output has that it is compared with.
  /// - Throws: what keeps the generator from writing one, or us from knowing it.
  static func make(
    for path: RepositoryPath, of library: SchemaLibrary, style: TypeScriptStyle, comparedTo size: Int
  ) throws(ExpectationProblem) -> TypeScriptExpectation {
    let fileName = fileName(path, style.rootName)
    let (keepingCircular, remembering) = style.followsReferences
    let (graph, root, names) = try SchemaInliner.inline(
      path, of: library, keepingCircular: keepingCircular, remembering: remembering
    ) { graph, root throws(ExpectationProblem) in
      guard style.release < .v10 else { return }
      var normalizer = SchemaNormalizer(graph, root: root, names: [:], style: style, fileName: fileName)
      try normalizer.runEarly()
      graph = normalizer.graph
    }
    guard graph.isObject(root) else {
      throw ExpectationProblem("the generator takes an object for a schema", at: Location(path))
    }
    var normalizer = SchemaNormalizer(graph, root: root, names: names, style: style, fileName: fileName)
    if style.release >= .v10 { try normalizer.run() }
    let (plan, type, planned) = try TypePlanner.plan(normalizer)
    var writer = TypeWriter(plan, graph: planned, style: style, comparedTo: size)
    let simplified = try TypeSimplifier.simplify(type, in: &writer, style: style)
    let written = try DeclarationWriter.write(simplified, writer)
    do throws(TypeScriptProblem) {
      let tree = try TypeScriptReader.read(written.text)
      return TypeScriptExpectation(tree: tree, marks: written.marks, graph: planned, path: path)
    } catch {
      let place = Self.place(in: written.marks, at: error.range.lowerBound)
      throw ExpectationProblem(
        "the generator's answer to this schema cannot be read: \(error.message)",
        at: planned.location(place) ?? Location(path))
    }
  }

  private static func fileName(_ path: RepositoryPath, _ rootName: TypeScriptStyle.RootName) -> String {
    switch rootName {
    case .given(let name): return name
    case .fileName(let endings):
      // The normaliser drops the last ending itself.
      var name = String(decoding: path.lastSegment, as: UTF8.self)
      for _ in 0..<max(0, endings - 1) { name = TypeScriptNaming.withoutExtension(name) }
      return name
    }
  }

  /// Where the schema asks for what stands at an offset of the foretold text.
  func location(at offset: Int32) -> Location {
    graph.location(Self.place(in: marks, at: Int(offset))) ?? Location(path)
  }

  private static func place(in marks: [WrittenTypes.Mark], at offset: Int) -> Int32 {
    var low = 0
    var high = marks.count
    while low < high {
      let middle = (low + high) / 2
      if Int(marks[middle].offset) <= offset { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? marks[low - 1].place : -1
  }
}
