public import DriftModel
public import DriftReports

/// Makes the edits that need no decision: those of findings whose usual remedy has one.
public struct RemedyApplier: Sendable {
  /// An edit, and the finding that it mends.
  public struct Change: Sendable, Hashable {
    /// What is replaced by what, and where.
    public let edit: Edit
    /// What it does.
    public let summary: String
    /// The line that it changes, 1-based; 0 if that is not known.
    public let line: Int
  }

  /// An edit that is not made, and why.
  public struct Refusal: Sendable, Hashable {
    /// The edit.
    public let edit: Edit
    /// One line: lower case, no full stop.
    public let reason: String
    /// Whether this is a failure of the edit, not a rule of this program.
    public let isFailure: Bool
  }

  /// The files that change, with their new bytes, sorted by path.
  public private(set) var files: [(path: RepositoryPath, bytes: [UInt8])] = []
  /// What is changed in them, by path and place.
  public private(set) var changes: [Change] = []
  /// What is left alone, by path and place.
  public private(set) var refusals: [Refusal] = []

  /// Plans the edits of a report against the bytes that are on disk now.
  ///
  /// An edit is refused where the bytes that it expects do not stand there any more, where another edit touches the
  /// same bytes, and inside a submodule, whose files are changed in its own repository.
  /// - Parameters:
  ///   - submodule: the submodule that a path lies in, if any.
  ///   - read: a file's bytes; nil if there is none.
  public init(
    _ report: Report, submodule: (RepositoryPath) -> RepositoryPath?,
    read: (RepositoryPath) throws(FileProblem) -> [UInt8]?
  ) {
    var wanted: [RepositoryPath: [(edit: Edit, summary: String)]] = [:]
    for reported in report.findings where reported.suppression == nil {
      guard let remedy = reported.finding.remedies.first, let edit = remedy.edit else { continue }
      if wanted[edit.path]?.contains(where: { $0.edit == edit }) ?? false { continue }
      wanted[edit.path, default: []].append((edit, remedy.summary))
    }
    for path in wanted.keys.sorted() {
      let edits = (wanted[path] ?? []).sorted { $0.edit.range.lowerBound < $1.edit.range.lowerBound }
      if let outer = submodule(path) {
        for (edit, _) in edits {
          refuse(edit, "'\(path)' lies in the submodule '\(outer)': change it in that repository", isFailure: false)
        }
        continue
      }
      do throws(FileProblem) {
        guard let bytes = try read(path) else {
          for (edit, _) in edits { refuse(edit, "'\(path)' is not there any more", isFailure: true) }
          continue
        }
        plan(edits, of: path, in: bytes)
      } catch {
        for (edit, _) in edits { refuse(edit, error.message, isFailure: true) }
      }
    }
  }

  private mutating func plan(_ edits: [(edit: Edit, summary: String)], of path: RepositoryPath, in bytes: [UInt8]) {
    let index = LineIndex(bytes)
    var result: [UInt8] = []
    var at = 0
    for (edit, summary) in edits {
      guard edit.range.lowerBound >= at else {
        refuse(edit, "another edit touches the same text of '\(path)'; run fix again", isFailure: true)
        continue
      }
      guard edit.range.upperBound <= bytes.count, bytes[edit.range].elementsEqual(edit.expected) else {
        refuse(edit, "'\(path)' does not state what it did when it was checked", isFailure: true)
        continue
      }
      result += bytes[at..<edit.range.lowerBound] + edit.replacement
      at = edit.range.upperBound
      changes.append(
        Change(edit: edit, summary: summary, line: index.position(of: edit.range.lowerBound).line))
    }
    guard at > 0 || !result.isEmpty else { return }
    files.append((path, result + bytes[at...]))
  }

  private mutating func refuse(_ edit: Edit, _ reason: String, isFailure: Bool) {
    refusals.append(Refusal(edit: edit, reason: reason, isFailure: isFailure))
  }
}
