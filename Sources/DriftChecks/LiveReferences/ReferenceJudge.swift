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
  let sites: SiteMap

  private(set) var findings: [Finding] = []
  private(set) var obstacles: [Unverified] = []
  var missing: [MissingReference] = []
  private var lineCounts: [RepositoryPath: Int] = [:]
  private var headings: HeadingJudge
  private var habits = Habits<LinkForm>()
  private var groups = Habits<LinkGroup>()
  private var settings: SiteSettings
  private(set) var leftAlone = LeftAlone()

  var document = RepositoryPath.root
  var showing = Showing.host
  var lines = LineIndex([])
  var bytes: [UInt8] = []
  private var contributors: [Range<Int>] = []
  var made: Set<RepositoryPath> = []
  private var planned: [Range<Int>] = []

  init(snapshot: any RepositorySnapshot, tree: TreeMap, ignore: [PathPattern]) {
    self.snapshot = snapshot
    self.tree = tree
    self.ignore = ignore
    self.sites = SiteMap(tree)
    self.settings = SiteSettings(snapshot)
    self.headings = HeadingJudge(snapshot: snapshot, sites: sites, tree: tree)
  }

  /// Turns to a document; what is judged next stands in it.
  mutating func begin(_ document: RepositoryPath, _ bytes: [UInt8]) {
    self.document = document
    self.bytes = bytes
    lines = LineIndex(bytes)
    showing = Showing(document, bytes, sites, tree)
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

  func isPlanned(_ reference: Reference) -> Bool { planned.contains { $0.contains(reference.offset) } }

  /// Keeps what a document offers to links.
  mutating func add(_ anchors: Anchors, of document: RepositoryPath) { headings.add(anchors, of: document) }

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
        headings.ask(located, document, fragment)
      }
      return
    }
    let folder = target.isAbsolute ? RepositoryPath.root : document.parent
    // What leaves the repository may be a page of its host: `../../issues`.
    guard let path = Resolving.path(target.path, from: folder), !isIgnored(path), !tree.ignores(path) else { return }
    let form = showing.form(target, path, isImage: reference.construct == .images)
    switch tree.standing(at: path) {
    case .file, .folder:
      note(target.path, form, path, in: document, isFound: true)
      // A site's root is not the repository's.
      if target.isAbsolute, !showing.sites.isEmpty { return }
      follow(located, target, to: path)
      return
    case .unknown(let failure):
      obstacles.append(Unverified(failure, at: located.location))
      return
    case .absent: break
    }
    switch shown(target, path) {
    case .found:
      note(target.path, form, path, in: document, isFound: true)
      return
    case .untold: return
    case .absent: break
    }
    if isInCatalog(target, reference) || sites.mayBeItem(target, in: document)
      || BuiltPages.hold(target, path, linkedFrom: document, in: &tree)
      || BuiltPages.isInOriginal(path, linkedFrom: document, in: &tree)
    {
      return
    }
    missing.append(
      MissingReference(
        located, target, candidates: [path], isLikely: false,
        isPlausible: SiteMap.isAboutRepository(document) || !(mayBeRoute(target) || isPlanned(reference)),
        habit: showing == .host ? nil : (form, showing)))
  }

  private mutating func note(
    _ name: [UInt8], _ form: LinkForm, _ path: RepositoryPath, in document: RepositoryPath, isFound: Bool,
    isSure: Bool = true
  ) {
    habits.note(name, of: form, in: document, isFound: isFound)
    // However many documents name one page, each tells of it.
    groups.note(
      document.bytes + [0] + name, of: LinkGroup(path, tree), in: document, isFound: isFound && isSure)
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

  /// What a site's generator makes of a link.
  private enum Shown {
    case found, absent
    /// Nobody can tell.
    case untold
  }

  private mutating func shown(_ target: Target, _ path: RepositoryPath) -> Shown {
    let name = target.path.split(separator: UInt8(ascii: "/")).last ?? []
    guard !showing.sites.isEmpty else {
      // The README of a site's folder may be its first page, and the pages be built.
      let isFirst = document.parent != .root && sites.folders(around: document).contains(document.parent)
      return isFirst && name.ends(with: ".html") ? .untold : .absent
    }
    if target.isAbsolute { return .untold }
    if isAsset(target.path) { return .found }
    let candidates = showing.sites.flatMap { sites.candidates(target, in: document, of: $0) }
    if candidates.contains(where: { tree.exists($0) }) { return .found }
    let isUntold =
      !PathGuess.hasKnownEnding(name) || name.ends(with: ".html")
      || (SiteMap.mayBeGenerated(path) && !tree.isFolder(path.parent))
    return isUntold ? .untold : .absent
  }

  /// Whether a file that is no document lies where a link names it as seen from some folder: generators put
  /// such folders elsewhere.
  private mutating func isAsset(_ path: [UInt8]) -> Bool {
    let names = path.split(separator: UInt8(ascii: "/"))
      .drop { $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }
    guard names.count > 1, let name = names.last, let dot = name.lastIndex(of: UInt8(ascii: ".")),
      ![".md", ".mdx", ".markdown", ".rst", ".html"].contains(where: { name[dot...].elementsEqual($0.utf8) })
    else { return false }
    let tail = [UInt8(ascii: "/")] + Array(names.joined(separator: [UInt8(ascii: "/")]))
    return tree.files(named: name).contains { ([UInt8(ascii: "/")] + $0.bytes).suffix(tail.count).elementsEqual(tail) }
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

  func isIgnored(_ path: RepositoryPath) -> Bool { ignore.contains { $0.matches(path) } }

  // MARK: Patterns

  mutating func judge(_ pattern: PatternReference) {
    // `**/package.json` speaks of any such file, should there be one, and of no place.
    guard pattern.text.first != UInt8(ascii: "*") else { return }
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

  // MARK: Lines

  mutating func follow(_ reference: LocatedReference, _ target: Target, to path: RepositoryPath) {
    if let line = target.line {
      if let count = lineCount(of: path), line > count {
        findings.append(ReferenceFindings.beyondEnd(reference, line: line, count: count, of: path))
      }
      return
    }
    if let fragment = target.fragment { headings.ask(reference, path, fragment) }
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

  // MARK: The end

  /// Asks the history about all that is missing.
  mutating func end() throws(ReadFailure) {
    findings += headings.judge(&tree, &leftAlone)
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
    let explained = missing.map { ($0, writer.explain($0)) }
    for (missing, explanation) in explained {
      guard let (form, _) = missing.habit else { continue }
      note(
        missing.target.path, form, explanation.path, in: missing.located.document,
        isFound: isKnown(missing, explanation),
        isSure: explanation.isSure)
    }
    for (missing, explanation) in explained {
      if !explanation.wasThere, !missing.isPlausible { continue }
      if missing.isOfReader, explanation.target == nil { continue }
      if isMadeElsewhere(missing, explanation)
        || (!isKnown(missing, explanation) && (!isMeant(missing) || isAlias(missing)))
      {
        leftAlone.add(missing.located)
      } else if let finding = writer.finding(for: missing, explanation) {
        findings.append(finding)
      }
    }
  }

  /// Whether a link that leads to what nobody knows is meant for this tree, as far as others like it tell. That an
  /// address is not one of the web is plain wherever it is shown.
  private func isMeant(_ missing: MissingReference) -> Bool {
    guard let (form, showing) = missing.habit, !ReferenceFindings.readsAsAddress(missing.target.path) else {
      return true
    }
    if showing == .text { return habits.mostAreFound(form, in: missing.located.document) }
    return habits.speak(for: form, in: missing.located.document, upTo: showing.limit)
      ?? (habits.areFew(form, in: showing.limit) && form == .ofFile && !isWord(missing.target.path)
        || habits.mostAreFound(form, in: showing.limit))
  }

  /// Whether a name is a mere word, `url`: more often it stands for what is to be put there than for a file.
  private func isWord(_ name: [UInt8]) -> Bool { name.allSatisfy(isLetter) }

  /// Whether what a page or a text names is made by a generator, as all that begins alike is: no commit had any of it.
  private func isMadeElsewhere(_ missing: MissingReference, _ explanation: ReferenceFindings.Explanation) -> Bool {
    guard !explanation.isSure, let showing = missing.habit?.showing, showing == .text || !showing.sites.isEmpty,
      !ReferenceFindings.readsAsAddress(missing.target.path)
    else { return false }
    return groups.mostFail(
      LinkGroup(explanation.path, tree), in: missing.located.document, upTo: showing.limit)
  }

  /// Whether something says that a path of this tree is meant. That a file elsewhere has its name says little of what a
  /// page names outside of its site, of what begins at some root, and of a text that may be shown elsewhere.
  private func isKnown(_ missing: MissingReference, _ explanation: ReferenceFindings.Explanation) -> Bool {
    guard explanation.isKnown, !explanation.isSure, let hint = explanation.hint, let habit = missing.habit else {
      return explanation.isKnown
    }
    if habit.showing == .text || habit.form == .absolute { return false }
    return habit.showing.sites.first.map(hint.isInside) ?? true
  }

  /// Whether a page is shown under another name, as the settings of its site say, or a script makes it.
  private mutating func isAlias(_ missing: MissingReference) -> Bool {
    guard let sites = missing.habit?.showing.sites, !sites.isEmpty else { return false }
    return settings.name(missing.target.path, of: sites, besides: missing.located.document, in: &tree)
      || missing.candidates.contains { settings.makes($0, in: tree) }
  }

  func locate(_ reference: Reference, _ target: Target) -> LocatedReference {
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
