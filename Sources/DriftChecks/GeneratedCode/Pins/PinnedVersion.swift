internal import Documents
internal import DriftModel

/// The version that has to have written the outputs: what `generator.version` says, or the file that
/// `generator.pinned-in` names.
enum PinnedVersion {
  /// Nothing says which.
  case notStated
  /// This one.
  case stated(Stamp.Fact)
  /// Something should say which, and does not.
  case unverified(Unverified)

  /// The version and its place, if it is known.
  var stated: Stamp.Fact? { if case .stated(let fact) = self { fact } else { nil } }

  /// Looks the version up.
  static func read(for generator: Generator?, in snapshot: any RepositorySnapshot) -> PinnedVersion {
    guard let generator else { return .notStated }
    if let version = generator.version {
      return .stated(Stamp.Fact(text: version.value, location: version.location))
    }
    guard let place = generator.pinnedIn, let file = PinFile(place.value) else { return .notStated }
    let bytes: [UInt8]
    do throws(ReadFailure) {
      bytes = try snapshot.contents(of: place.value)
    } catch {
      return .unverified(Unverified(error, at: place.location))
    }
    do throws(PinProblem) {
      return .stated(try file.version(of: generator.packageName, in: bytes))
    } catch {
      return .unverified(
        Unverified(error.message, at: error.location ?? Location(place.value), remedies: error.remedies))
    }
  }
}

/// Why a file does not say a version.
struct PinProblem: Error {
  let message: String
  let location: Location?
  let remedies: [Remedy]

  init(_ message: String, at location: Location? = nil, remedies: [Remedy] = []) {
    self.message = message
    self.location = location
    self.remedies = remedies
  }

  init(_ problem: DocumentProblem) { self.init(problem.message, at: problem.location) }

  /// No entry of that name.
  static func noEntry(_ package: String, in path: RepositoryPath) -> PinProblem {
    PinProblem(
      "'\(path)' pins no '\(package)'", at: Location(path),
      remedies: [Remedy("name it as '\(path)' does, in 'generator.package'")])
  }
}

/// A file that pins versions, told by its name.
struct PinFile: Sendable {
  private enum Form: Sendable {
    /// TOML with a list `package` of tables with `name` and `version`: poetry.lock, uv.lock, Cargo.lock.
    case packageTables(normalizesNames: Bool)
    case requirements, packageLock, packageJSON, pyproject, goModule, packageResolved, bufGenerate, toolVersions
    case openAPITools
  }

  private let path: RepositoryPath
  private let form: Form

  /// The names that are known, for messages.
  static let known =
    "poetry.lock, uv.lock, requirements*.txt, pyproject.toml, package-lock.json, package.json, go.mod, "
    + "Package.resolved, Cargo.lock, buf.gen.yaml, openapitools.json, .tool-versions"

  /// - Returns: nil if files of that name are not known.
  init?(_ path: RepositoryPath) {
    self.path = path
    let name = String(decoding: path.lastSegment, as: UTF8.self)
    switch name {
    case "poetry.lock", "uv.lock": form = .packageTables(normalizesNames: true)
    case "Cargo.lock": form = .packageTables(normalizesNames: false)
    case "package-lock.json", "npm-shrinkwrap.json": form = .packageLock
    case "package.json": form = .packageJSON
    case "pyproject.toml": form = .pyproject
    case "go.mod": form = .goModule
    case "Package.resolved": form = .packageResolved
    case "openapitools.json": form = .openAPITools
    case ".tool-versions": form = .toolVersions
    default:
      if name.hasPrefix("requirements"), name.hasSuffix(".txt") {
        form = .requirements
      } else if name.hasPrefix("buf.gen"), name.hasSuffix(".yaml") {
        form = .bufGenerate
      } else {
        return nil
      }
    }
  }

  /// The one version that the file pins.
  ///
  /// - Throws: that it pins none, or several, or cannot be read.
  func version(of package: String, in bytes: [UInt8]) throws(PinProblem) -> Stamp.Fact {
    let facts = try versions(of: package, in: bytes)
    guard let first = facts.first else { throw PinProblem.noEntry(package, in: path) }
    if let other = facts.first(where: { $0.text != first.text }) {
      throw PinProblem(
        "'\(path)' pins '\(package)' to '\(first.text)' and to '\(other.text)'", at: other.location,
        remedies: [Remedy("state the version that generates in 'generator.version'")])
    }
    return first
  }

  private func versions(of package: String, in bytes: [UInt8]) throws(PinProblem) -> [Stamp.Fact] {
    switch form {
    case .packageTables(let normalizes):
      return PinDocuments.packageTables(try document(bytes, .toml), package, normalizesNames: normalizes)
    case .pyproject: return try PinDocuments.pyproject(try document(bytes, .toml), package, path)
    case .packageLock: return PinDocuments.packageLock(try document(bytes, .json), package)
    case .packageJSON: return try PinDocuments.packageJSON(try document(bytes, .json), package, path)
    case .packageResolved: return PinDocuments.packageResolved(try document(bytes, .json), package)
    case .openAPITools: return PinDocuments.openAPITools(try document(bytes, .json), package)
    case .bufGenerate: return PinDocuments.bufGenerate(try document(bytes, .yaml), package)
    case .requirements: return try PinLines.requirements(bytes, package, path)
    case .goModule: return PinLines.goModule(bytes, package, path)
    case .toolVersions: return PinLines.toolVersions(bytes, package, path)
    }
  }

  private func document(_ bytes: [UInt8], _ format: DocumentFormat) throws(PinProblem) -> DocumentNode {
    do throws(DocumentProblem) {
      return try Documents.read(bytes, as: format, file: .repository(path))
    } catch {
      throw PinProblem(error)
    }
  }
}

/// Names of Python packages: compared without case, and with `-`, `_` and `.` as one (PEP 503).
enum PythonName {
  static func normalized(_ name: some StringProtocol) -> String {
    var text = ""
    for character in name.lowercased() {
      guard "-_.".contains(character) else {
        text.append(character)
        continue
      }
      if text.last != "-" { text.append("-") }
    }
    return text
  }
}
