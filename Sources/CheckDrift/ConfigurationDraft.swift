internal import DriftModel
internal import DriftReports
internal import GitSnapshots

/// A first configuration for a repository: what can be checked at once, and comments where something has to be decided.
public struct ConfigurationDraft: Sendable {
  /// The file's text.
  public let text: String
  /// How many checks it has.
  public let checks: Int

  private let checkout: String?

  /// Looks at what is there.
  public init(_ options: RunOptions, in surroundings: Surroundings) throws(RunFailure) {
    let repository = try Checkup.open(options, in: surroundings)
    do throws(ReadFailure) {
      let submodules = try repository.snapshot.submodules().filter { $0.parent == .root && $0.state != .notDeclared }
      let versions = StatedVersions.find(in: repository.snapshot)
      let entries = submodules.compactMap(DraftText.entry) + (DraftText.entry(versions).map { [$0] } ?? [])
      text = DraftText.file(entries.isEmpty ? [DraftText.anySubmodule] : entries)
      checks = max(1, entries.count)
    } catch {
      throw RunFailure("cannot look at the repository: \(error.reason)", exitStatus: 3)
    }
    checkout = repository.isBare ? nil : repository.root
  }

  /// Writes it to the repository's root.
  ///
  /// - Returns: the file's name.
  /// - Throws: if there is one already, tracked or not, or nothing to write to.
  public func write() throws(RunFailure) -> String {
    let name = Configuration.fileName
    guard let checkout else { throw RunFailure("a bare repository has no files", help: ["check-drift init --print"]) }
    do throws(FileProblem) {
      guard try DiskFile.read(Array(name.utf8), below: checkout) != nil else {
        try DiskFile.write(Array(text.utf8), at: Array(name.utf8), below: checkout)
        return name
      }
    } catch {
      throw RunFailure(error)
    }
    throw RunFailure(
      "there is a '\(name)' already, and it is not overwritten",
      help: ["to see what would be written: check-drift init --print"])
  }
}

/// The parts of the file.
private enum DraftText {
  static func file(_ entries: [String]) -> String {
    """
    # What must agree in this repository, checked by reading only.
    # Write patterns and regular expressions in single quotes. 'check-drift kinds KIND' explains the keys of a kind.
    version: 1
    checks:
    \(entries.joined(separator: "\n"))
      # Generated code that is committed agrees with the schemas that it is made from. Fill in and uncomment:
      # - kind: generated-code
      #   inputs: 'schemas/{name}.schema.json'
      #   outputs: 'src/generated/{name:snake}.py'
      #   evidence: [structure]
      #   regenerate: make generate

    """
  }

  /// What is checked where nothing else was found: nothing yet, and every submodule that will come.
  static let anySubmodule = """
      - kind: submodule-pin
        path: '**'
        allow-empty: true            # there is no submodule yet

    """

  static func entry(_ submodule: Submodule) -> String? {
    guard let path = quoted(submodule.path) else { return nil }
    let branch =
      submodule.branch == nil
      ? "    # branch: main              # the pin must be on it, as last fetched\n"
      : "    # the pin must be on the branch that '.gitmodules' names, as last fetched\n"
    return """
        - kind: submodule-pin
          name: \(quoted("pin of \(submodule.path)"))
          path: \(path)
      \(branch)
      """
  }

  static func entry(_ versions: [StatedVersions.Place]) -> String? {
    guard let truth = versions.first, versions.count > 1 else { return nil }
    let consumers = versions.dropFirst().map { "      - \($0.yaml)\n" }.joined()
    return """
        - kind: version-agreement
          truth: \(truth.yaml)
          consumers:
      \(consumers)
      """
  }

  /// A path as a pattern that matches nothing else, in single quotes; nil if YAML could not show it.
  private static func quoted(_ path: RepositoryPath) -> String? {
    guard path.isUTF8, Escaping.visible(path.bytes) == path.description else { return nil }
    let pattern = path.description.unicodeScalars.map { "*?[]{}\\".unicodeScalars.contains($0) ? "\\\($0)" : "\($0)" }
    return quoted(pattern.joined())
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }
}
