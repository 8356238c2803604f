import DriftModel
internal import Synchronization

/// Schemas that one run of the generator turned, or may have turned, into several outputs of a check.
final class DatamodelPackage: Sendable {
  private let sources: DatamodelSources
  /// Any of the documents, as a place to report what concerns all of them.
  private let first: Schema
  /// The folder that the generator wrote to.
  let outputRoot: RepositoryPath
  /// What the last style asked for gave: the outputs are asked for one by one.
  private let last = Mutex<(style: DatamodelStyle, result: Result<[DatamodelModules.Module], DatamodelRefusal>)?>(nil)

  /// - Parameters:
  ///   - inputs: the documents that the check feeds to the generator.
  ///   - outputs: where what it wrote lies.
  ///   - isFolder: whether the generator was given their folder, rather than the one document.
  init?(_ inputs: [Schema], outputs: [RepositoryPath], isFolder: Bool, library: SchemaLibrary) {
    guard let first = inputs.first, let outputRoot = Self.commonFolder(of: outputs),
      let base = Self.commonFolder(of: inputs.map(\.path))
    else { return nil }
    self.first = first
    self.outputRoot = outputRoot
    sources =
      isFolder
      ? DatamodelSources(inputs, below: Self.base(base, inputs, outputs, outputRoot), in: library)
      : DatamodelSources(first, in: library)
  }

  /// The innermost folder that all files lie in.
  private static func commonFolder(of paths: [RepositoryPath]) -> RepositoryPath? {
    guard var folder = paths.first?.parent else { return nil }
    for path in paths.dropFirst() {
      while !path.isInside(folder), folder != .root { folder = folder.parent }
    }
    return folder
  }

  /// The folder that the generator was given: that of all inputs, unless the outputs lie in folders of its name.
  private static func base(
    _ folder: RepositoryPath, _ inputs: [Schema], _ outputs: [RepositoryPath], _ outputRoot: RepositoryPath
  ) -> RepositoryPath {
    let folders = Set(outputs.map { $0.parent })
    func fitting(_ base: RepositoryPath) -> Int {
      inputs.count { input in
        folders.contains(input.path.parent.relative(to: base).map { outputRoot.appending($0) } ?? outputRoot)
      }
    }
    var best = (base: folder, count: fitting(folder))
    var candidate = folder
    for _ in 0..<4 where candidate != .root {
      candidate = candidate.parent
      let count = fitting(candidate)
      if count > best.count { best = (candidate, count) }
    }
    return best.base
  }

  /// The file of an output below the folder that was written to.
  func file(of output: RepositoryPath) -> [String]? {
    output.relative(to: outputRoot)?.segments.map { String(decoding: $0, as: UTF8.self) }
  }

  /// The places where a difference may be no more than the version of the generator, and why.
  ///
  /// - Parameter settled: what is no doubt.
  func doubts(but settled: Set<String>) -> [Location: String] {
    sources.sources.reduce(into: [:]) { $0.merge(DatamodelDoubts.all(in: $1.root, but: settled)) { first, _ in first } }
  }

  /// The modules that the generator would write under a style.
  func modules(_ style: DatamodelStyle, declared: Set<String>) throws(DatamodelRefusal) -> [DatamodelModules.Module] {
    let result = last.withLock { last in
      if let last, last.style == style { return last.result }
      let result = Result { () throws(DatamodelRefusal) in try write(style, declared) }
      last = (style, result)
      return result
    }
    return try result.get()
  }

  private func write(
    _ style: DatamodelStyle, _ declared: Set<String>
  ) throws(DatamodelRefusal) -> [DatamodelModules.Module] {
    var parser = DatamodelParser(
      style: style, sources: sources, fallback: first, names: GeneratedNames(style: style, declared: declared))
    defer { parser.registry.dismantle() }
    try parser.parse()
    return try DatamodelModules.all(of: parser)
  }
}
