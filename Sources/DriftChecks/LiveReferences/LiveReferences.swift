internal import Documents
public import DriftModel

/// Whether the paths that documents name are in the tree.
///
/// Subjects are the documents. Links are held to what they say; what stands in code and commands counts only where it
/// can be nothing but a path of this repository.
public struct LiveReferences: Check {
  private static let filesField = Field(
    optional: "files", "The documents, by pattern; without it all that are known by their names.",
    Codec<Located<PathPattern>>.pattern().list(orOne: true))

  private static let ignoreField = Field(
    "ignore", "Patterns of paths that documents may name although they are not there.",
    Codec<Located<PathPattern>>.pattern().list(orOne: true), default: [], defaultText: "[]")

  private static let inField = Field(
    "in", "Where paths are looked for; everywhere that is known, unless it says less.",
    Codec<String>.choice(Construct.allCases.map(\.rawValue)).list(orOne: true),
    default: Construct.allCases.map(\.rawValue),
    defaultText: "[\(Construct.allCases.map(\.rawValue).joined(separator: ", "))]")

  public static let description = KindDescription(
    name: "live-references", summary: "a path that a document names is in the tree",
    family: .guardrails, fields: [filesField, ignoreField, inField],
    problems: [referenceBroken, mentionBroken, anchorMissing, lineBeyondEnd, patternMatchesNothing])

  /// Nil for the documents that are known by their names.
  let files: [Located<PathPattern>]?
  let ignore: [PathPattern]
  let constructs: Set<Construct>
  let except: [PathPattern]
  let allowsEmpty: Bool
  let location: Location

  public init?(_ values: inout FieldValues) {
    let files = values.read(Self.filesField)
    let ignore = values.read(Self.ignoreField)
    let constructs = values.read(Self.inField)
    guard let files, let ignore, let constructs else { return nil }
    self.files = files
    self.ignore = ignore.map(\.value)
    self.constructs = Set(constructs.compactMap(Construct.init))
    self.except = values.except.map(\.value)
    self.allowsEmpty = values.allowsEmpty
    self.location = values.node.location
  }

  public func examine(_ snapshot: any RepositorySnapshot) throws(ReadFailure) -> Examination {
    var examination = Examination()
    var obstacles = Obstacles()
    let documents = try select(snapshot, &examination, &obstacles)
    guard !documents.isEmpty else {
      examination.unverified = obstacles.all
      return examination
    }
    var judge = ReferenceJudge(snapshot: snapshot, tree: try TreeMap(snapshot), ignore: ignore)
    for (path, form) in documents {
      examination.subjects.append(path.description)
      do throws(ReadFailure) {
        let bytes = try snapshot.contents(of: path)
        judge.begin(path, bytes)
        try read(bytes, path, form, &judge)
      } catch {
        obstacles.add(Unverified(error, at: Location(path)))
      }
    }
    try judge.end()
    examination.findings = judge.findings
    for obstacle in judge.obstacles { obstacles.add(obstacle) }
    examination.unverified = obstacles.all
    if let witness = judge.leftAlone.witness(isClean: judge.findings.isEmpty) { examination.witnesses = [witness] }
    return examination
  }

  private func read(
    _ bytes: [UInt8], _ path: RepositoryPath, _ form: DocumentForm, _ judge: inout ReferenceJudge
  ) throws(ReadFailure) {
    do throws(DocumentProblem) {
      switch form {
      case .markdown:
        let markdown = try MarkdownReferences(bytes, file: path, wanted: constructs)
        judge.expect(markdown.made, planned: markdown.planned)
        judge.add(markdown.anchors, of: path)
        for reference in markdown.references { judge.judge(reference) }
      case .workflow:
        guard constructs.contains(.workflows) else { return }
        let workflow = try WorkflowReferences(bytes, file: path)
        for reference in workflow.references { judge.judge(reference) }
        for filter in workflow.filters { judge.judge(filter) }
      case .codeOwners:
        guard constructs.contains(.codeowners) else { return }
        for pattern in CodeOwners.patterns(in: bytes) { judge.judge(pattern) }
      case .makefile:
        guard constructs.contains(.makefiles) else { return }
        for reference in MakefileReferences(bytes, file: path).references { judge.judge(reference) }
      case .dockerfile:
        guard constructs.contains(.dockerfiles) else { return }
        for reference in DockerfileReferences(bytes, file: path).references { judge.judge(reference) }
      }
    } catch {
      let cause: ReadFailure.Cause = error.isLimit ? .limit : .repository
      throw ReadFailure(cause, "'\(path)' cannot be read: \(error.message)", at: error.location)
    }
  }

  // MARK: Documents

  /// The documents to read, sorted by path.
  private func select(
    _ snapshot: any RepositorySnapshot, _ examination: inout Examination, _ obstacles: inout Obstacles
  ) throws(ReadFailure) -> [(path: RepositoryPath, form: DocumentForm)] {
    var found: [RepositoryPath: DocumentForm] = [:]
    guard let files else {
      for pattern in DocumentForm.patterns {
        for file in try snapshot.files(matching: pattern)
        where takes(file) && !DocumentForm.isForeign(file.path) {
          found[file.path] = DocumentForm(of: file.path)
        }
      }
      examination.selections = [
        Selection(
          "all documents that are known by their names", at: location, count: found.count, allowsEmpty: allowsEmpty)
      ]
      return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
    for pattern in files {
      do throws(ReadFailure) {
        let selected = try snapshot.files(matching: pattern.value).filter(takes)
        examination.selections.append(
          Selection("pattern '\(pattern.value)'", at: pattern.location, count: selected.count, allowsEmpty: allowsEmpty)
        )
        for file in selected {
          guard let form = DocumentForm(of: file.path) else {
            obstacles.add(
              Unverified(
                "'\(file.path)' is no document that paths are looked for in", at: Location(file.path),
                remedies: [
                  Remedy("select Markdown, workflows, CODEOWNERS, Makefiles and Dockerfiles, by their usual names")
                ]))
            continue
          }
          found[file.path] = form
        }
      } catch {
        obstacles.add(Unverified(error, at: pattern.location))
      }
    }
    return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// A link is read where its target is.
  private func takes(_ file: FileEntry) -> Bool {
    (file.kind == .file || file.kind == .executable) && !except.contains { $0.matches(file.path) }
  }
}

/// What kind of document a file is, by its name.
enum DocumentForm: Sendable {
  case markdown, workflow, codeOwners, makefile, dockerfile

  init?(of path: RepositoryPath) {
    let name = String(decoding: path.lastSegment, as: UTF8.self)
    let lower = name.lowercased()
    switch lower {
    case "codeowners": self = .codeOwners
    case "makefile", "gnumakefile": self = .makefile
    case "dockerfile", "containerfile": self = .dockerfile
    case "action.yml", "action.yaml": self = .workflow
    default:
      if lower.hasSuffix(".md") || lower.hasSuffix(".markdown") || lower.hasSuffix(".mdx") {
        self = .markdown
      } else if lower.hasSuffix(".mk") {
        self = .makefile
      } else if lower.hasSuffix(".dockerfile") || lower.hasPrefix("dockerfile.") {
        self = .dockerfile
      } else if lower.hasSuffix(".yml") || lower.hasSuffix(".yaml"),
        String(decoding: path.parent.bytes, as: UTF8.self).hasSuffix(".github/workflows")
      {
        self = .workflow
      } else {
        return nil
      }
    }
  }

  /// What is looked at where the configuration does not say.
  static let patterns: [PathPattern] = [
    "**/*.md", "**/*.markdown", ".github/workflows/*.{yml,yaml}", ".github/actions/**/action.{yml,yaml}",
    "CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS", "**/Makefile", "**/GNUmakefile", "**/makefile",
    "**/*.mk", "**/Dockerfile", "**/Containerfile", "**/Dockerfile.*", "**/*.Dockerfile",
  ].compactMap { try? PathPattern($0) }

  /// Samples for tests, copies of others' files and forms to fill in: what they name is not this repository's.
  static func isForeign(_ path: RepositoryPath) -> Bool {
    if path.segments.contains(where: { foreignFolders.contains(String(decoding: $0, as: UTF8.self).lowercased()) }) {
      return true
    }
    let name = String(decoding: path.lastSegment, as: UTF8.self).uppercased()
    let words = name.split { "-_.".contains($0) }
    return words.dropLast().contains { ["TEMPLATE", "TPL", "TMPL"].contains($0) }
      || path.bytes.contains(UInt8(ascii: "{"))
      || isTestInput(path)
  }

  /// Markdown and Dockerfiles some way below a folder of tests are what they read, unless a name or a folder says that
  /// people do: `tests/unit/README.md`, `tests/guide.md`, `tests/e2e/docs/setup.md`.
  private static func isTestInput(_ path: RepositoryPath) -> Bool {
    let folders = path.segments.dropLast().map { String(decoding: $0, as: UTF8.self).lowercased() }
    switch DocumentForm(of: path) {
    case .markdown: break
    case .dockerfile: return folders.dropLast().contains { ["test", "tests", "__tests__"].contains($0) }
    default: return false
    }
    guard folders.dropLast().contains(where: { ["test", "tests", "__tests__"].contains($0) }),
      !folders.contains(where: { ["docs", "doc", "documentation"].contains($0) })
    else { return false }
    let stem = String(decoding: path.lastSegment.prefix { $0 != UInt8(ascii: ".") }, as: UTF8.self)
    return stem != stem.uppercased() && !["README", "CONTRIBUTING"].contains { stem.uppercased().hasPrefix($0) }
  }

  private static let foreignFolders: Set<String> = [
    "fixtures", "fixture", "__fixtures__", "testdata", "test-data", "test_data", "snapshots", "__snapshots__", "vendor",
    "vendored", "third_party", "third-party", "thirdparty", "node_modules", "issue_template", "pull_request_template",
    "templates", "template", "external", "deps",
  ]
}
