internal import DriftModel

/// Holds links to headings and other names inside documents, when all documents have been read.
struct HeadingJudge {
  private let snapshot: any RepositorySnapshot
  private let sites: SiteMap
  private let tree: TreeMap
  private var anchors: [RepositoryPath: Anchors?] = [:]
  private var questions: [(reference: LocatedReference, target: RepositoryPath, fragment: String)] = []
  private var showings: [RepositoryPath: Showing] = [:]
  private var habits = Habits<NameForm>()
  /// By the first word of a name, which is the same in those that a generator gives: `config.a`, `builtins-a`.
  private var words = Habits<String>()

  /// What makes names of one kind.
  private enum NameForm {
    /// Letters, digits and dashes: what any renderer may call a heading.
    case ofHeading
    /// Else, which somebody gives by hand, or a generator of a site.
    case given

    static func of(_ name: String) -> Self {
      let isOfHeading = name.unicodeScalars.allSatisfy { scalar in
        switch scalar.value {
        case 128...: true
        case let ascii:
          "-_".unicodeScalars.contains(scalar) || isDigit(UInt8(ascii))
            || isLetter(UInt8(ascii)) && !(65...90).contains(ascii)
        }
      }
      return isOfHeading ? .ofHeading : .given
    }
  }

  /// A name that its document lacks.
  private struct Lack {
    let reference: LocatedReference
    let target: RepositoryPath
    let fragment: String
    /// The name that is meant for sure, as it differs in punctuation alone.
    let nearly: String?
    let closest: String?
    let place: Int?
    let showing: Showing
    let form: NameForm
  }

  init(snapshot: any RepositorySnapshot, sites: SiteMap, tree: TreeMap) {
    self.snapshot = snapshot
    self.sites = sites
    self.tree = tree
  }

  /// Keeps what a document offers to links.
  mutating func add(_ anchors: Anchors, of document: RepositoryPath) { self.anchors[document] = anchors }

  /// Takes note of a link to what stands behind `#`.
  mutating func ask(_ reference: LocatedReference, _ path: RepositoryPath, _ fragment: [UInt8]) {
    let text = String(decoding: fragment, as: UTF8.self)
    // Text fragments, footnotes, and what scripts of a page understand.
    let isForeign = ["~", ":", "!", "/", "fn", "user-content-fn"].contains { text.hasPrefix($0) }
    guard !text.isEmpty, !isForeign, !text.contains("=") else { return }
    questions.append((reference, path, text))
  }

  mutating func judge(_ tree: inout TreeMap, _ leftAlone: inout LeftAlone) -> [Finding] {
    var lacks: [Lack] = []
    for (reference, path, fragment) in questions {
      guard let target = document(at: path, &tree), let anchors = anchors(of: target) else { continue }
      let form = form(of: fragment, in: target)
      let word = HeadingJudge.firstWord(of: fragment)
      if anchors.holds(fragment) {
        if let word { words.note(Array(fragment.utf8), of: word, in: target, isFound: true) }
        habits.note(Array(fragment.utf8), of: form, in: target, isFound: true)
      } else if let lack = lack(of: fragment, in: target, anchors, reference, form) {
        if let word { words.note(Array(fragment.utf8), of: word, in: target, isFound: false) }
        // A heading of nearly that name says that its document's headings are meant.
        habits.note(
          Array(fragment.utf8), of: form, in: target,
          isFound: lack.closest.map { self.form(of: $0, in: target) == form } ?? false)
        lacks.append(lack)
      }
    }
    var findings: [Finding] = []
    for lack in lacks {
      guard isMeant(lack) else {
        leftAlone.add(lack.reference)
        continue
      }
      findings.append(
        ReferenceFindings.anchor(
          lack.fragment, of: lack.target, at: lack.reference, closest: lack.closest, isSure: lack.nearly != nil,
          place: lack.place.flatMap { place(of: $0, in: lack.target) }))
    }
    return findings
  }

  /// The document that a link to a path shows: of a folder its README.
  private func document(at path: RepositoryPath, _ tree: inout TreeMap) -> RepositoryPath? {
    guard case .folder = tree.standing(at: path) else { return path }
    for name in ["README.md", "readme.md", "Readme.md"] {
      if let readme = RepositoryPath(name).map(path.appending), tree.exists(readme) { return readme }
    }
    return nil
  }

  private mutating func lack(
    of fragment: String, in target: RepositoryPath, _ anchors: Anchors, _ reference: LocatedReference, _ form: NameForm
  ) -> Lack? {
    // A part of other documents is shown among their headings.
    if target == reference.document, SiteMap.isPart(target) { return nil }
    guard let text = try? snapshot.contents(of: target), !Anchors.isAssembled(text) else { return nil }
    let showing = showing(of: target)
    let nearly = anchors.nearly(fragment)?.name
    // Generators name headings in ways of their own, and other things than headings.
    if !showing.sites.isEmpty, nearly != nil || anchors.mayBeNested(fragment) || Anchors.mayBeTitle(fragment, in: text)
    {
      return nil
    }
    let closest = nearly ?? closestName(to: fragment.lowercased(), among: anchors.all.map(\.name))
    return Lack(
      reference: reference, target: target, fragment: fragment, nearly: nearly, closest: closest,
      place: closest.flatMap { name in anchors.all.first { $0.name == name }?.offset }, showing: showing, form: form)
  }

  /// The first of several words.
  private static func firstWord(of fragment: String) -> String? {
    let word = fragment.prefix { $0.isLetter || $0.isNumber }
    return word.isEmpty || word.count == fragment.count ? nil : word.lowercased()
  }

  /// Whether a link means a heading of this tree's document, as far as others tell.
  private func isMeant(_ lack: Lack) -> Bool {
    if lack.showing == .text || !lack.showing.sites.isEmpty, let word = HeadingJudge.firstWord(of: lack.fragment),
      words.mostFail(word, in: lack.target, upTo: lack.target.parent)
    {
      return false
    }
    return switch lack.showing {
    case .host: true
    case .text: lack.nearly != nil || habits.mostAreFound(lack.form, in: lack.target)
    // What differs in punctuation alone is meant for sure.
    case .file where lack.nearly != nil: true
    case .file: habits.speak(for: lack.form, in: lack.target, upTo: .root) ?? habits.areFew(lack.form, in: .root)
    case .page where lack.form == .given: habits.mostAreFound(.given, in: lack.target)
    case .page:
      habits.speak(for: lack.form, in: lack.target, upTo: lack.showing.limit)
        ?? habits.mostAreFound(lack.form, in: lack.showing.limit)
    }
  }

  private mutating func showing(of document: RepositoryPath) -> Showing {
    if let known = showings[document] { return known }
    let showing = (try? snapshot.contents(of: document)).map { Showing(document, $0, sites, tree) } ?? .host
    showings[document] = showing
    return showing
  }

  /// Only pages have names that are given by hand; where a host shows a document, all are of its headings.
  private mutating func form(of name: String, in document: RepositoryPath) -> NameForm {
    showing(of: document).sites.isEmpty ? .ofHeading : NameForm.of(name)
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
}
