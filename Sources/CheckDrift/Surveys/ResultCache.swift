internal import DriftModel

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
  /// - Parameters:
  ///   - path: absolute, or relative to the current directory.
  ///   - repository: the repository's folder, which must not hold it.
  ///   - program: what names this very program: answers of any other are not used.
  public init(_ path: String, outside repository: String, program: String) throws(FileProblem) {
    let absolute = try DiskFile.absolute(path)
    if DiskFile.pathBelow(repository, absolute + "/x") != nil {
      throw FileProblem("the cache '\(path)' lies in the repository: nothing but reports is written there")
    }
    folder = try CacheFolder(absolute, name: path)
    self.program = program
  }

  /// The kept answers of a survey.
  func results(of survey: FileSurvey) -> ResultFile {
    let identity = ObjectID(blobOf: Array("\(program)\u{0}\(survey.kind)\u{0}\(survey.identity)".utf8))
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
