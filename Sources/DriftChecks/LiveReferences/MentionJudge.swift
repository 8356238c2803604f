internal import DriftModel

/// What code and commands name: paths that count only where something speaks for them.
extension ReferenceJudge {
  /// Judges what only reads like a path.
  mutating func judgeMention(_ reference: Reference) {
    guard let target = Target.plain(reference.text) else { return }
    // The past is spoken of in its own words, and so is what only shows how something is done.
    if reference.construct == .code || reference.construct == .commands, isRecordOrSample { return }
    let located = locate(reference, target)
    var candidates: [RepositoryPath] = []
    var isBegun = false
    for folder in reference.folders {
      guard let path = Resolving.path(target.path, from: folder), path != .root else { continue }
      switch tree.standing(at: path) {
      case .file, .folder:
        follow(located, target, to: path)
        return
      // The submodule's own state is told where a link leads into it.
      case .unknown: return
      case .absent:
        candidates.append(path)
        // `ROOT/a/b.c` begins nowhere, though `a/b.c` may be found.
        let segments = path.relative(to: folder)?.segments ?? []
        let first = segments.count > 1 ? segments.first.flatMap { RepositoryPath($0) } : nil
        isBegun = isBegun || first.map { tree.isFolder(folder.appending($0)) } ?? true
      }
    }
    guard !candidates.isEmpty, !candidates.contains(where: { isIgnored($0) || tree.ignores($0) }) else { return }
    // Relative to a folder that is named elsewhere, or understood.
    if reference.mayBeClone || isSomewhere(target.path) || isAside(reference, candidates) { return }
    var absent = MissingReference(
      located, target, candidates: candidates, isLikely: true,
      isPlausible: isBegun
        && candidates.contains {
          // What a command reads others before it may have made.
          (showing == .host && reference.construct != .commands && hasKin($0)) || tree.elsewhere($0) != nil
        } && !isExample(reference) && !isPlanned(reference) && !PathGuess.statesVersion(target.path))
    absent.isOfReader = !showing.sites.isEmpty && [.code, .commands].contains(reference.construct)
    missing.append(absent)
  }

  /// Whether a document's text names a path without saying that it is there: beside words that say so, or where
  /// whatever is there is left out by `.gitignore`.
  private func isAside(_ reference: Reference, _ candidates: [RepositoryPath]) -> Bool {
    if candidates.contains(where: { tree.ignoresInside($0) || tree.ignoresDeeper($0) || isMade($0) }) { return true }
    guard reference.construct == .code || reference.construct == .commands, let range = reference.range else {
      return false
    }
    return MentionCues.isStruck(range, in: bytes)
      || MentionCues.silence(range, in: bytes, isCommand: reference.construct == .commands)
  }

  /// Whether a command of the document makes the path, or a folder above it.
  private func isMade(_ path: RepositoryPath) -> Bool {
    var path = path
    while path != .root {
      if made.contains(path) { return true }
      path = path.parent
    }
    return false
  }

  /// Whether some folder holds the path, as seen from there.
  private mutating func isSomewhere(_ path: [UInt8]) -> Bool {
    var tail = path[...]
    while tail.starts(with: "./".utf8) || tail.starts(with: "../".utf8) {
      tail = tail[((tail.firstIndex(of: UInt8(ascii: "/")) ?? tail.startIndex) + 1)...]
    }
    while tail.last == UInt8(ascii: "/") { tail.removeLast() }
    guard !tail.isEmpty else { return true }
    if let path = RepositoryPath(tail), tree.exists(path) { return true }
    let ending = [UInt8(ascii: "/")] + tail
    let name = tail.split(separator: UInt8(ascii: "/")).last ?? []
    if tree.files(named: name).contains(where: { $0.bytes.reversed().starts(with: ending.reversed()) }) { return true }
    return tree.folders(named: name).contains { $0.bytes.reversed().starts(with: ending.reversed()) }
  }

  /// Whether the line speaks of a file that the reader is to make, or of any such file.
  private func isExample(_ reference: Reference) -> Bool {
    let offset = min(reference.offset, bytes.count)
    let start = offset - lines.position(of: offset).column + 1
    let line = String(decoding: bytes[start...].prefix(2000).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
      .lowercased()
    return MentionCues.unknown.contains { line.contains($0) }
      || (reference.construct == .code && reference.range.map { MentionCues.isTitle($0, in: bytes) } ?? false)
  }

  /// Whether the path's folder is there, some way down, and holds files of its kind.
  private func hasKin(_ path: RepositoryPath) -> Bool {
    let folder = path.parent
    guard folder.segments.count > 1, let dot = path.lastSegment.lastIndex(of: UInt8(ascii: ".")) else { return false }
    let ending = Array(path.bytes[dot...])
    return tree.files(inside: folder).contains {
      $0.parent == folder && $0.bytes.reversed().starts(with: ending.reversed())
    }
  }

  /// Whether the document tells of the past, or only shows how something is done.
  private var isRecordOrSample: Bool {
    SiteMap.isSample(document) || isDated
      || document.segments.contains { segment in
        // `release-notes`, `v4-notes`, `.changes`, `CHANGELOG.md`, `change-register.md`.
        String(decoding: segment, as: UTF8.self).lowercased().split { "-_.".contains($0) }
          .contains { ReferenceJudge.past.contains(String($0)) }
      }
  }

  /// Whether the document's name begins with a date, `2014-03-27-backups.md`: it tells of that day.
  private var isDated: Bool {
    let name = document.lastSegment
    let digits = name.prefix(10).filter(isDigit)
    return digits.count == 8 && name.prefix(10).allSatisfy { isDigit($0) || "-_.".utf8.contains($0) }
      || name.prefix(8).allSatisfy(isDigit) && digits.count >= 8
  }

  /// Words in the names of documents and folders that tell of what was, or of what was thought of then.
  private static let past: Set<String> = [
    "adr", "adrs", "archive", "archived", "blog", "change", "changelog", "changelogs", "changes", "changeset",
    "decision", "decisions", "history", "implemented", "migrate", "migrating", "migration", "migrations", "news",
    "notes", "posts", "proposal", "proposals", "release", "releases", "rfc", "rfcs", "upgrade", "upgrading",
  ]
}
