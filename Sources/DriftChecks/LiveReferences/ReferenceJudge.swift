internal import DriftModel

/// A pattern that must match something, and where it is written.
struct PatternReference: Sendable {
  let text: [UInt8]
  let glob: Glob
  /// Where it stands; nil if only its line is known.
  let range: Range<Int>?
  let line: Int
  /// What takes the pattern: `CODEOWNERS`, `the filter of 'push'`.
  let holder: String
}

/// Holds references to the tree, one document after the other. What is missing is collected, so that the history is
/// asked once for all of it.
struct ReferenceJudge {
  let snapshot: any RepositorySnapshot
  var tree: TreeMap
  private let ignore: [PathPattern]
  private let sites: SiteMap

  private(set) var findings: [Finding] = []
  private(set) var obstacles: [Unverified] = []
  private var missing: [MissingReference] = []
  private var anchors: [RepositoryPath: Anchors?] = [:]
  private var lineCounts: [RepositoryPath: Int] = [:]
  /// Links to headings, judged when all documents of the check have been read.
  private var anchorQuestions: [(reference: LocatedReference, target: RepositoryPath, fragment: String)] = []

  private var document = RepositoryPath.root
  private var lines = LineIndex([])
  private var bytes: [UInt8] = []
  private var contributors: [Range<Int>] = []
  private var made: Set<RepositoryPath> = []
  private var planned: [Range<Int>] = []

  init(snapshot: any RepositorySnapshot, tree: TreeMap, ignore: [PathPattern]) {
    self.snapshot = snapshot
    self.tree = tree
    self.ignore = ignore
    self.sites = SiteMap(tree)
  }

  /// Turns to a document; what is judged next stands in it.
  mutating func begin(_ document: RepositoryPath, _ bytes: [UInt8]) {
    self.document = document
    self.bytes = bytes
    lines = LineIndex(bytes)
    contributors = Contributors.tables(in: bytes)
    made = []
    planned = []
  }

  /// Takes note of what the document's commands make, as seen from several places, and of its sections that tell of what
  /// is not there yet. Of a folder that is there in one of the places nothing is learnt.
  mutating func expect(_ made: Set<[RepositoryPath]>, planned: [Range<Int>]) {
    for places in made where !places.contains(where: { tree.isFolder($0) }) { self.made.formUnion(places) }
    self.planned = planned
  }

  private func isPlanned(_ reference: Reference) -> Bool { planned.contains { $0.contains(reference.offset) } }

  /// Keeps what a document offers to links.
  mutating func add(_ anchors: Anchors, of document: RepositoryPath) { self.anchors[document] = anchors }

  // MARK: References

  mutating func judge(_ reference: Reference) {
    switch reference.certainty {
    case .stated where [.links, .images, .html].contains(reference.construct): judgeLink(reference)
    case .stated: judgeStated(reference)
    case .likely: judgeMention(reference)
    }
  }

  private mutating func judgeLink(_ reference: Reference) {
    guard let target = Target.link(reference.text) else { return }
    let located = locate(reference, target)
    if target.path.isEmpty {
      // The robot that writes this table names anchors that nobody makes.
      let isOfContributor = contributors.contains { $0.contains(reference.offset) }
      if let fragment = target.fragment, !isOfContributor || !Contributors.isContribution(fragment) {
        ask(located, document, fragment)
      }
      return
    }
    let folder = target.isAbsolute ? RepositoryPath.root : document.parent
    // What leaves the repository may be a page of its host: `../../issues`.
    guard let path = Resolving.path(target.path, from: folder), !isIgnored(path), !tree.ignores(path) else { return }
    switch tree.standing(at: path) {
    case .file, .folder:
      follow(located, target, to: path)
      return
    case .unknown(let failure):
      obstacles.append(Unverified(failure, at: located.location))
      return
    case .absent: break
    }
    if isPageOfSite(target, path) || isInCatalog(target, reference) || sites.mayBeItem(target, in: document)
      || BuiltPages.hold(target, path, linkedFrom: document, in: &tree)
      || BuiltPages.isInOriginal(path, linkedFrom: document, in: &tree)
    {
      return
    }
    missing.append(
      MissingReference(
        located, target, candidates: [path], isLikely: false,
        isPlausible: SiteMap.isAboutRepository(document) || !(mayBeRoute(target) || isPlanned(reference)))
    )
  }

  /// Whether a link reads as the address of a page below a site's root that is shown elsewhere, `guide/setup/first`:
  /// it has no ending, and begins with the name of nothing here, neither beside the document nor at the root.
  private func mayBeRoute(_ target: Target) -> Bool {
    let segments = target.path.split(separator: UInt8(ascii: "/"))
    guard !target.isAbsolute, segments.count > 1,
      target.path.allSatisfy({ isLetter($0) || isDigit($0) || "-_/".utf8.contains($0) }),
      let name = segments.first.flatMap({ RepositoryPath($0) })
    else { return false }
    return !tree.isFolder(document.parent.appending(name)) && !tree.isFolder(name)
  }

  /// Whether a site's generator would find what a link names, or nobody can tell.
  private mutating func isPageOfSite(_ target: Target, _ path: RepositoryPath) -> Bool {
    let roots = siteRoots(of: document, bytes)
    guard !roots.isEmpty else { return false }
    if target.isAbsolute { return true }
    let candidates = roots.flatMap { sites.candidates(target, in: document, of: $0) }
    if candidates.contains(where: { tree.exists($0) }) { return true }
    let name = target.path.split(separator: UInt8(ascii: "/")).last ?? []
    return !PathGuess.hasKnownEnding(name) || name.reversed().starts(with: "lmth.".utf8)
      || (SiteMap.mayBeGenerated(path) && !tree.isFolder(path.parent))
  }

  /// The folders of the sites that a document is a page of; its front matter may say that, too.
  private func siteRoots(of path: RepositoryPath, _ bytes: [UInt8]) -> [RepositoryPath] {
    let roots = sites.roots(of: path)
    guard roots.isEmpty, SiteMap.isPage(path, bytes) else { return roots }
    return [path.segments.first.flatMap { path.parent == .root ? .root : RepositoryPath($0) } ?? .root]
  }

  /// DocC finds images by name alone, whatever their scale and folder.
  private mutating func isInCatalog(_ target: Target, _ reference: Reference) -> Bool {
    guard let folder = SiteMap.catalog(of: document) else { return false }
    guard reference.construct == .images else { return false }
    let wanted = ReferenceJudge.stem(of: target.path)
    return tree.files(inside: folder).contains { ReferenceJudge.stem(of: Array($0.lastSegment)).starts(with: wanted) }
  }

  private static func stem(of path: [UInt8]) -> [UInt8] {
    let name = path.split(separator: UInt8(ascii: "/")).last ?? []
    return Array(name.lastIndex(of: UInt8(ascii: ".")).map { name[..<$0] } ?? name)
  }

  private mutating func judgeStated(_ reference: Reference) {
    guard let target = Target.plain(reference.text) else { return }
    let located = locate(reference, target)
    let candidates = reference.folders.compactMap { Resolving.path(target.path, from: $0) }
    for path in candidates {
      switch tree.standing(at: path) {
      case .file, .folder: return
      case .unknown(let failure):
        obstacles.append(Unverified(failure, at: located.location))
        return
      case .absent: break
      }
    }
    guard let first = candidates.first, !candidates.contains(where: { isIgnored($0) || tree.ignores($0) }) else {
      return
    }
    missing.append(
      MissingReference(located, target, candidates: [first], isLikely: false, isPlausible: true))
  }

  private mutating func judgeMention(_ reference: Reference) {
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
    missing.append(
      MissingReference(
        located, target, candidates: candidates, isLikely: true,
        isPlausible: isBegun && candidates.contains { hasKin($0) || tree.elsewhere($0) != nil }
          && !isExample(reference) && !isPlanned(reference) && !PathGuess.statesVersion(target.path)))
  }

  /// Whether a document's text names a path without saying that it is there: beside words that say so, or where
  /// whatever is there is left out by `.gitignore`.
  private func isAside(_ reference: Reference, _ candidates: [RepositoryPath]) -> Bool {
    guard reference.construct == .code || reference.construct == .commands, let range = reference.range else {
      return false
    }
    return candidates.contains { tree.ignoresInside($0) || tree.ignoresDeeper($0) || isMade($0) }
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
    let name = String(decoding: document.lastSegment, as: UTF8.self).uppercased()
    return SiteMap.isSample(document)
      || ["CHANGELOG", "CHANGES", "HISTORY", "NEWS", "RELEASE", "MIGRAT", "UPGRAD"].contains { name.hasPrefix($0) }
      || document.segments.dropLast().contains { segment in
        [
          "changelog", "changelogs", "changes", "releases", "release-notes", "release_notes", "adr", "adrs", "rfc",
          "rfcs",
          "proposal", "proposals", "blog", "decisions", "decision-records", "decision_records", ".changeset", "news",
        ]
        .contains(String(decoding: segment, as: UTF8.self).lowercased())
      }
  }

  private func isIgnored(_ path: RepositoryPath) -> Bool { ignore.contains { $0.matches(path) } }

  // MARK: Patterns

  mutating func judge(_ pattern: PatternReference) {
    if tree.files(inside: pattern.glob.head).contains(where: { pattern.glob.matches($0.bytes) }) { return }
    // A submodule's files are not listed, and a pattern may name what lies in it.
    if tree.submodulePaths.contains(where: { pattern.glob.head.isInside($0) || pattern.glob.matches($0.bytes) }) {
      return
    }
    if tree.untrackedMatch(pattern.glob) { return }
    let region = pattern.range.map(lines.region) ?? Region(line: pattern.line, column: 1, length: 0)
    let folder = RepositoryPath(pattern.text).flatMap { tree.isFolder($0) ? $0 : nil }
    findings.append(
      ReferenceFindings.emptyPattern(
        pattern, in: document, at: Location(document, pattern.line > 0 ? region : nil), folder: folder))
  }

  // MARK: Lines and headings

  private mutating func follow(_ reference: LocatedReference, _ target: Target, to path: RepositoryPath) {
    if let line = target.line {
      if let count = lineCount(of: path), line > count {
        findings.append(ReferenceFindings.beyondEnd(reference, line: line, count: count, of: path))
      }
      return
    }
    if let fragment = target.fragment { ask(reference, path, fragment) }
  }

  private mutating func lineCount(of path: RepositoryPath) -> Int? {
    if let known = lineCounts[path] { return known }
    guard case .file = tree.standing(at: path), let bytes = try? snapshot.contents(of: path), !bytes.contains(0) else {
      return nil
    }
    let count = bytes.count { $0 == UInt8(ascii: "\n") } + (bytes.last == UInt8(ascii: "\n") || bytes.isEmpty ? 0 : 1)
    lineCounts[path] = count
    return count
  }

  private mutating func ask(_ reference: LocatedReference, _ path: RepositoryPath, _ fragment: [UInt8]) {
    let text = String(decoding: fragment, as: UTF8.self)
    // Text fragments, footnotes, and what scripts of a page understand.
    let isForeign = ["~", ":", "!", "/", "fn", "user-content-fn"].contains { text.hasPrefix($0) }
    guard !text.isEmpty, !isForeign, !text.contains("=") else { return }
    anchorQuestions.append((reference, path, text))
  }

  private mutating func judgeAnchor(_ reference: LocatedReference, _ path: RepositoryPath, _ fragment: String) {
    var target = path
    if case .folder = tree.standing(at: path) {
      guard
        let readme = ["README.md", "readme.md", "Readme.md"].compactMap({ RepositoryPath($0) }).map(path.appending)
          .first(where: { tree.exists($0) })
      else { return }
      target = readme
    }
    // A part of other documents is shown among their headings.
    if target == reference.document, SiteMap.isPart(target) { return }
    guard let anchors = anchors(of: target), !anchors.holds(fragment), let text = try? snapshot.contents(of: target),
      !Anchors.isAssembled(text)
    else { return }
    let nearly = anchors.nearly(fragment)
    // Generators name headings in ways of their own.
    if nearly != nil, !siteRoots(of: target, text).isEmpty { return }
    let names = anchors.all.map(\.name)
    let closest = nearly?.name ?? closestName(to: fragment.lowercased(), among: names)
    findings.append(
      ReferenceFindings.anchor(
        fragment, of: target, at: reference, closest: closest, isSure: nearly != nil,
        place: closest.flatMap { name in anchors.all.first { $0.name == name } }
          .flatMap { anchor in place(of: anchor.offset, in: target) }))
  }

  private mutating func anchors(of path: RepositoryPath) -> Anchors? {
    if let known = anchors[path] { return known }
    var found: Anchors?
    if case .markdown? = DocumentForm(of: path), let bytes = try? snapshot.contents(of: path),
      let document = try? MarkdownReferences(bytes, file: path, wanted: [])
    {
      found = document.anchors
    }
    anchors[path] = .some(found)
    return found
  }

  private func place(of offset: Int, in path: RepositoryPath) -> Location? {
    guard offset > 0, let bytes = try? snapshot.contents(of: path) else { return nil }
    return Location(path, LineIndex(bytes).region(of: offset..<offset))
  }

  // MARK: The end

  /// Asks the history about all that is missing.
  mutating func end() throws(ReadFailure) {
    for (reference, path, fragment) in anchorQuestions { judgeAnchor(reference, path, fragment) }
    guard !missing.isEmpty else { return }
    let asked = Set(missing.flatMap(\.candidates))
    var departures = Departures()
    do throws(ReadFailure) {
      departures = try snapshot.departures(of: asked.sorted())
    } catch {
      // What is missing is missing all the same.
      departures = Departures()
    }
    var writer = ReferenceFindings(snapshot: snapshot, tree: tree, departures: departures)
    for missing in missing {
      if let finding = writer.finding(for: missing) { findings.append(finding) }
    }
  }

  private func locate(_ reference: Reference, _ target: Target) -> LocatedReference {
    let whole = reference.range ?? reference.offset..<reference.offset
    let region =
      reference.range == nil
      ? Region(line: lines.position(of: min(reference.offset, bytes.count)).line, column: 1, length: 0)
      : lines.region(of: whole)
    return LocatedReference(
      reference: reference, document: document, location: Location(document, region),
      pathRange: reference.range.map { $0.lowerBound..<($0.lowerBound + target.length) },
      written: reference.range.map { Array(bytes[$0]) } ?? reference.text)
  }
}
