internal import DriftModel

/// Says what became of what is missing, and how the document is made right.
struct ReferenceFindings {
  private let snapshot: any RepositorySnapshot
  private var tree: TreeMap
  private let departures: Departures
  /// Where things went that were moved more than once.
  private var destinations: [RepositoryPath: RepositoryPath] = [:]

  /// How often a path may have been moved for its newest name to be found.
  private static let moves = 4

  init(snapshot: any RepositorySnapshot, tree: TreeMap, departures: Departures) {
    self.snapshot = snapshot
    self.tree = tree
    self.departures = departures
    follow()
  }

  /// Finds the newest names of what was moved and moved again.
  private mutating func follow() {
    var open: [RepositoryPath: RepositoryPath] = [:]
    for departure in departures.all { open[departure.path] = departure.destination }
    for _ in 0..<Self.moves {
      for (path, destination) in open where tree.exists(destination) {
        destinations[path] = destination
        open[path] = nil
      }
      guard !open.isEmpty, let next = try? snapshot.departures(of: Set(open.values).sorted()) else { return }
      open = open.compactMapValues { next[$0]?.destination }
    }
  }

  // MARK: What is missing

  /// Finds out what became of what a reference names.
  mutating func explain(_ missing: MissingReference) -> Explanation {
    var path = missing.candidates.first ?? .root
    var fate = fate(of: path)
    for candidate in missing.candidates.dropFirst() where fate == nil {
      fate = self.fate(of: candidate)
      if fate != nil { path = candidate }
    }
    var explanation = Explanation(path: path, fate: fate)
    explanation.sameInLowercase = fate?.destination == nil ? tree.fileIgnoringCase(path) : nil
    // Removed under one name and added under the other is renamed, if not in one commit.
    if explanation.sameInLowercase != nil { explanation.fate = nil }
    explanation.wasThere = fate != nil
    if explanation.target == nil, !ReferenceFindings.readsAsAddress(missing.target.path) {
      let isFolder = missing.target.path.last == UInt8(ascii: "/")
      let other = atOtherDepth(missing)
      explanation.isAtOtherDepth = other != nil
      explanation.hint = other ?? (isFolder ? nil : namesake(of: explanation))
    }
    return explanation
  }

  /// The finding. What is only code is none where too little speaks for it.
  func finding(for missing: MissingReference, _ explanation: Explanation) -> Finding? {
    let located = missing.located
    let path = explanation.path
    // What became a template of itself is made of it now.
    if missing.isLikely, let destination = explanation.fate?.destination, Self.isTemplate(destination, of: path) {
      return nil
    }
    // That some commit removed what lay at the root says little: a name so short stands for much else. Only `cd` is sure.
    let isEntered = located.reference.construct == .commands && missing.target.path.last == UInt8(ascii: "/")
    if [.code, .commands].contains(located.reference.construct), !isEntered, let fate = explanation.fate,
      fate.commit != nil, fate.destination == nil, path.segments.count == 1
    {
      return nil
    }
    var evidence = explanation.fate.map { [$0.evidence] } ?? []
    if let other = explanation.sameInLowercase {
      evidence.append(Evidence("it differs from '\(other)' in capitals alone", at: Location(other)))
    } else if explanation.fate == nil, departures.isComplete {
      evidence.append(Evidence("no commit that led here had it"))
    }
    if let hint = explanation.hint {
      let what = tree.isFolder(hint) ? "a folder" : "a file"
      evidence.append(Evidence("\(what) of that name is at '\(hint)'", at: Location(hint)))
    }
    return inPlace(
      Finding(
        missing.isLikely ? LiveReferences.mentionBroken : LiveReferences.referenceBroken,
        ReferenceFindings.message(located, path, missing.target), at: located.location, evidence: evidence,
        remedies: remedies(
          for: missing, path, target: explanation.target, hint: explanation.hint, explanation.fate)),
      in: located.document)
  }

  /// What the history knows of a path.
  struct Fate {
    let evidence: Evidence
    let destination: RepositoryPath?
    /// The commit that removed it; nil if none did yet.
    let commit: ObjectID?
  }

  /// Whether a file has another's name with an ending of templates behind it: `config.yaml.tmpl`.
  private static func isTemplate(_ template: RepositoryPath, of path: RepositoryPath) -> Bool {
    let endings = [".tmpl", ".tpl", ".template", ".in", ".j2", ".example", ".sample", ".dist"]
    return template.bytes.starts(with: path.bytes)
      && endings.contains { template.bytes.dropFirst(path.bytes.count).elementsEqual($0.utf8) }
  }

  /// What is known of something that is missing.
  struct Explanation {
    /// What the reference means, as far as can be told.
    let path: RepositoryPath
    /// Nil if no commit had it.
    var fate: Fate?
    /// Whether a commit had it, whatever is said of that.
    var wasThere = false
    /// A file whose path differs in capitals alone.
    var sameInLowercase: RepositoryPath?
    /// What may be meant instead.
    var hint: RepositoryPath?
    /// Whether that is where the path leads, seen from another folder.
    var isAtOtherDepth = false

    init(path: RepositoryPath, fate: Fate?) {
      self.path = path
      self.fate = fate
    }

    /// What took its place.
    var target: RepositoryPath? { fate?.destination ?? sameInLowercase }

    /// Whether something says that a path of this tree is meant: it was there, or its like is.
    var isKnown: Bool { isSure || hint != nil }

    /// Whether that is more than a file of the same name.
    var isSure: Bool { fate != nil || target != nil || isAtOtherDepth }
  }

  private func fate(of path: RepositoryPath) -> Fate? {
    if let departure = departures[path] {
      let subject = String(String.UnicodeScalarView(departure.subject.unicodeScalars.prefix(100)))
      let by = "by \(departure.commit.short): '\(subject)'"
      let what = departure.destination.map { "moved to '\($0)' \(by)" } ?? "removed \(by)"
      return Fate(evidence: Evidence(what), destination: destinations[path], commit: departure.commit)
    }
    // With a base the reference is the base's tree, which says nothing of what is not committed.
    if case .tree = snapshot.base { return nil }
    guard let reference = snapshot.reference else { return nil }
    let wasThere = try? reference.entry(at: path) != nil || !reference.files(matching: PathPattern(below: path)).isEmpty
    guard wasThere == true else { return nil }
    return Fate(
      evidence: Evidence("the last commit has it: its removal is not committed yet"),
      destination: uncommittedDestination(of: path, reference), commit: nil)
  }

  /// The new file that has the bytes of one that the last commit had.
  private func uncommittedDestination(
    of path: RepositoryPath, _ reference: any RepositorySnapshot
  ) -> RepositoryPath? {
    guard let id = try? reference.objectID(of: path) else { return nil }
    return tree.files.first { file in
      (try? reference.entry(at: file)) == .some(nil) && (try? snapshot.objectID(of: file)) == id
    }
  }

  /// What a link names if it was meant as seen from another folder above its document, or from the root.
  private mutating func atOtherDepth(_ missing: MissingReference) -> RepositoryPath? {
    guard !missing.isLikely, !missing.target.isAbsolute else { return nil }
    let names = missing.target.path.split(separator: UInt8(ascii: "/"))
      .drop { $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }
    // A single name says little; the one file that is called so is looked for elsewhere.
    guard names.count > 1 || missing.target.path.starts(with: "../".utf8) && names.count == 1 else { return nil }
    let tail = Array(names.joined(separator: [UInt8(ascii: "/")]))
    var folder = missing.located.document.parent
    while true {
      if let path = Resolving.path(tail, from: folder), tree.exists(path), names.count > 1 || !isCommon(path) {
        return path
      }
      guard folder != .root else { return nil }
      folder = folder.parent
    }
  }

  /// The one file that has the path's name.
  private mutating func namesake(of explanation: Explanation) -> RepositoryPath? {
    let path = explanation.path
    if let file = tree.elsewhere(path) { return file }
    guard !isCommon(path) else { return nil }
    let files = tree.files(named: path.lastSegment)
    return files.count == 1 ? files.first : nil
  }

  /// Whether a file's name is one that any folder may have, so that another of that name says nothing.
  private func isCommon(_ path: RepositoryPath) -> Bool {
    let stem = path.lastSegment.prefix { $0 != UInt8(ascii: ".") }
    return ["readme", "index", "_index", "__init__", "mod", "main", "makefile", "dockerfile", "package", "cargo"]
      .contains(String(decoding: stem, as: UTF8.self).lowercased())
  }

  private static func message(_ located: LocatedReference, _ path: RepositoryPath, _ target: Target) -> String {
    let verb =
      switch located.reference.construct {
      case .links: "links to"
      case .images: "shows"
      case .html: "refers to"
      case .code: "names"
      case .commands, .workflows, .codeowners, .makefiles, .dockerfiles: "uses"
      }
    let written = String(decoding: target.path, as: UTF8.self)
    var plain = target.path[...]
    while plain.last == UInt8(ascii: "/") { plain.removeLast() }
    if plain.starts(with: "./".utf8) { plain = plain.dropFirst(2) }
    return plain.elementsEqual(path.bytes)
      ? "'\(located.document)' \(verb) '\(written)', which is not in the tree"
      : "'\(located.document)' \(verb) '\(written)', and there is no '\(path)' in the tree"
  }

  // MARK: Remedies

  private func remedies(
    for missing: MissingReference, _ path: RepositoryPath, target: RepositoryPath?, hint: RepositoryPath?, _ fate: Fate?
  ) -> [Remedy] {
    let located = missing.located
    let line = located.location.region.map { "line \($0.line) of " } ?? ""
    var remedies: [Remedy] = []
    if let new = target ?? hint {
      let text = ReferenceFindings.text(for: new, missing, path)
      let old = String(decoding: missing.located.written.prefix(missing.target.length), as: UTF8.self)
      let shown = String(decoding: text, as: UTF8.self)
      remedies.append(
        Remedy(
          target == nil ? "perhaps '\(shown)' is meant" : "name '\(shown)' instead",
          steps: [.instruction("replace '\(old)' with '\(shown)' in \(line)'\(located.document)'")],
          edit: target == nil
            ? nil : ReferenceFindings.edit(located, of: missing.target.length, to: text)))
    } else if ReferenceFindings.readsAsSite(missing.target.path) {
      let written = String(decoding: missing.target.path, as: UTF8.self)
      remedies.append(
        Remedy(
          "if a site is meant, say how it is reached",
          steps: [.instruction("replace '\(written)' with 'https://\(written)' in \(line)'\(located.document)'")]))
    } else {
      remedies.append(
        Remedy(
          "name what took its place, or leave it out",
          steps: [.instruction("mend \(line)'\(located.document)'")]))
    }
    if let fate, target == nil {
      remedies.append(ReferenceFindings.restore(path, fate.commit))
    }
    if missing.isLikely {
      remedies.append(
        Remedy(
          "if it is not meant as a path of this repository, say so",
          steps: [.instruction("name '\(path)' in 'ignore', or '\(located.document)' in 'except'")]))
    }
    return remedies
  }

  /// Whether a path is an address with a slip of the pen, which leads nowhere from anywhere: brackets or blanks before
  /// its scheme, or none at all, as in `www.example.com` and `me@example.com`.
  static func readsAsAddress(_ path: [UInt8]) -> Bool {
    Target.contains(path, ":/") || path.contains(UInt8(ascii: "@")) && !path.contains(UInt8(ascii: "/"))
      || readsAsSite(path)
  }

  /// `www.example.com/page`, which without a scheme is a path.
  private static func readsAsSite(_ path: [UInt8]) -> Bool {
    let host = String(decoding: path.split(separator: UInt8(ascii: "/")).first ?? [], as: UTF8.self)
    return host.hasPrefix("www.") || [".com", ".org", ".net", ".io", ".dev"].contains { host.hasSuffix($0) }
  }

  private static func restore(_ path: RepositoryPath, _ commit: ObjectID?) -> Remedy {
    let source = commit.map { "\($0)^" } ?? "HEAD"
    return Remedy("bring it back", steps: [Git.step(["checkout", source], paths: [path])])
  }

  /// A path as the document would write it.
  private static func text(for path: RepositoryPath, _ missing: MissingReference, _ old: RepositoryPath) -> [UInt8] {
    let reference = missing.located.reference
    var text: [UInt8]
    if missing.target.isAbsolute {
      text = [UInt8(ascii: "/")] + path.bytes
    } else {
      let base = reference.folders.first { Resolving.path(missing.target.path, from: $0) == old } ?? .root
      text = Resolving.relative(path, from: base)
      if missing.target.path.starts(with: "./".utf8), !text.starts(with: "..".utf8) { text = Array("./".utf8) + text }
    }
    if missing.target.path.last == UInt8(ascii: "/") { text.append(UInt8(ascii: "/")) }
    guard [.links, .images, .html].contains(reference.construct) else { return text }
    return text.flatMap { byte -> [UInt8] in
      guard byte <= 32 || "()<>\"'%#?".utf8.contains(byte) else { return [byte] }
      return Array("%".utf8) + Array((byte < 16 ? "0" : "").utf8) + Array(String(byte, radix: 16, uppercase: true).utf8)
    }
  }

  private static func edit(_ located: LocatedReference, of length: Int, to text: [UInt8]) -> Edit? {
    guard let range = located.pathRange, range.count == length, located.written.count >= length else { return nil }
    return Edit(
      path: located.document, range: range, expected: Array(located.written.prefix(length)), replacement: text)
  }

  /// A document in a submodule is mended in that repository, and the pin bumped.
  private func inPlace(_ finding: Finding, in document: RepositoryPath) -> Finding {
    guard let submodule = try? snapshot.submodule(containing: document) else { return finding }
    let all = (try? snapshot.submodules()) ?? []
    let way = SubmoduleSteps(into: submodule, among: all)
    let own = document.relative(to: submodule.path) ?? document
    let remedies = finding.remedies.map { remedy in
      Remedy(
        "\(remedy.summary), in the submodule's repository, and bump '\(submodule.path)'",
        steps: way.enter + remedy.steps + way.publish("Mend references in \(own)"))
    }
    return Finding(
      finding.problem, finding.message, at: finding.location, culprit: finding.culprit, evidence: finding.evidence,
      remedies: remedies, consequenceOf: submodule.mayDeviate(at: document) ? submodule.path : nil)
  }

  // MARK: Lines, headings, patterns

  static func beyondEnd(_ located: LocatedReference, line: Int, count: Int, of path: RepositoryPath) -> Finding {
    Finding(
      LiveReferences.lineBeyondEnd,
      "'\(located.document)' names line \(line) of '\(path)', which has \(count == 1 ? "1 line" : "\(count) lines")",
      at: located.location, evidence: [Evidence("the file ends at line \(count)", at: Location(path))],
      remedies: [
        Remedy(
          "name what is meant, not its line",
          steps: [.instruction("look up what is meant in '\(path)', and mend '\(located.document)'")])
      ])
  }

  static func anchor(
    _ fragment: String, of path: RepositoryPath, at located: LocatedReference, closest: String?, isSure: Bool,
    place: Location?
  ) -> Finding {
    let whose = path == located.document ? "itself" : "'\(path)'"
    var remedies: [Remedy] = []
    if let closest {
      let range = fragmentRange(located, fragment)
      remedies.append(
        Remedy(
          isSure ? "name '#\(closest)' instead" : "perhaps '#\(closest)' is meant",
          steps: [.instruction("replace '#\(fragment)' with '#\(closest)' in '\(located.document)'")],
          edit: isSure
            ? range.map {
              Edit(
                path: located.document, range: $0, expected: Array(fragment.utf8), replacement: Array(closest.utf8))
            } : nil))
    }
    if remedies.isEmpty {
      remedies = [
        Remedy("name a heading that is there", steps: [.instruction("mend the link in '\(located.document)'")])
      ]
    }
    return Finding(
      LiveReferences.anchorMissing,
      "'\(located.document)' links to '#\(fragment)' of \(whose), where nothing is called that",
      at: located.location,
      evidence: closest.map { [Evidence("the heading that is closest is '#\($0)'", at: place)] } ?? [],
      remedies: remedies)
  }

  private static func fragmentRange(_ located: LocatedReference, _ fragment: String) -> Range<Int>? {
    let bytes = Array(fragment.utf8)
    guard let start = located.reference.range?.lowerBound, located.written.count > bytes.count,
      located.written.suffix(bytes.count).elementsEqual(bytes)
    else { return nil }
    let end = start + located.written.count
    return (end - bytes.count)..<end
  }

  /// - Parameter folder: the folder that a filter names without saying that its files are meant.
  static func emptyPattern(
    _ pattern: PatternReference, in document: RepositoryPath, at location: Location, folder: RepositoryPath?
  ) -> Finding {
    let text = String(decoding: pattern.text, as: UTF8.self)
    let message = "\(pattern.holder) names '\(text)', which matches no file"
    guard let folder else {
      return Finding(
        LiveReferences.patternMatchesNothing, message, at: location,
        remedies: [
          Remedy(
            "name what took its place, or remove the pattern",
            steps: [.instruction("mend or remove '\(text)' in '\(document)'")])
        ])
    }
    let edit = pattern.range.map {
      Edit(path: document, range: $0, expected: pattern.text, replacement: pattern.text + Array("/**".utf8))
    }
    return Finding(
      LiveReferences.patternMatchesNothing, message, at: location,
      evidence: [Evidence("it is a folder, and a filter matches whole paths of files", at: Location(folder))],
      remedies: [
        Remedy(
          "name the files in it", steps: [.instruction("replace '\(text)' with '\(text)/**' in '\(document)'")],
          edit: edit)
      ])
  }
}
