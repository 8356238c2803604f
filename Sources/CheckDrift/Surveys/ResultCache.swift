public import DriftModel

/// A folder of kept answers, one file a survey: an answer is found again only by the same program, for the same question,
/// about the same bytes.
///
/// What is in the folder is believed as far as its owner is: it must belong to the caller, and nobody else may write to
/// it. A file that is broken, of another program or another question is as good as none, and a folder that cannot be
/// written to costs time and nothing else.
public final class ResultCache: Sendable {
  private let folder: CacheFolder
  private let program: String

  /// How much the folder may hold before what was not used for longest is removed.
  private static let folderLimit = 256 << 20

  /// Opens a folder, which is made if it is not there.
  ///
  /// In the repository a folder is taken only if git tracks nothing there, as in `.build`: what comes with a commit may
  /// have been written by a stranger.
  /// - Parameters:
  ///   - path: absolute, or relative to the current directory.
  ///   - root: the repository's folder.
  ///   - isTracked: whether git tracks a folder of the repository, or anything in it.
  ///   - program: what names this very program: answers of any other are not used.
  public init(
    _ path: String, in root: String, isTracked: (RepositoryPath) -> Bool, program: String
  ) throws(FileProblem) {
    let absolute = try DiskFile.absolute(path)
    if let inside = DiskFile.pathBelow(root, absolute + "/x") {
      guard let folder = RepositoryPath(inside)?.parent, folder != .root, !isTracked(folder) else {
        throw FileProblem(
          "the cache '\(path)' lies in the repository, among what git tracks: what comes with a commit is not believed")
      }
    }
    folder = try CacheFolder(absolute, name: path)
    self.program = program
  }

  /// The kept answers of a survey; nil if its name cannot be made.
  ///
  /// - Parameter digest: git's blob id of some bytes.
  func results(of survey: FileSurvey, digest: ([UInt8]) -> ObjectID?) -> ResultFile? {
    guard let identity = digest(Array("\(program)\u{0}\(survey.kind)\u{0}\(survey.identity)".utf8)) else {
      return nil
    }
    guard let bytes = folder.read(ResultCache.name(identity), limit: ResultFile.sizeLimit) else {
      return ResultFile(empty: identity)
    }
    return ResultFile(bytes, identity: identity) ?? ResultFile(empty: identity)
  }

  /// Adds new answers to those that a survey used, and to as many again of those that it did not: another branch may
  /// use them.
  func keep(_ fresh: [(key: ResultKey, answer: FileAnswer)], known: [ResultKey], beside old: ResultFile) {
    let used = Set(known)
    let previous = old.entries
    let unused = previous.filter { !used.contains($0.key) }.prefix(max(1000, fresh.count + known.count))
    var entries = fresh.map { (key: $0.key, answer: $0.answer.encoded) }
    entries += previous.filter { used.contains($0.key) }
    entries += unused
    let bytes = ResultFile.bytes(identity: old.identity, entries)
    guard bytes.count <= ResultFile.sizeLimit else { return }
    folder.write(bytes, as: ResultCache.name(old.identity))
    folder.trim(to: ResultCache.folderLimit, ending: ResultCache.ending)
  }

  private static let ending = ".drift-results"

  private static func name(_ identity: ObjectID) -> String { identity.description + ending }
}
