internal import DriftModel

/// How a document reaches its readers, which says how far its links can be held to the tree.
enum Showing: Hashable {
  /// The repository's host shows it as it lies in the tree, whatever else is made of it: links are what they say.
  case host
  /// As a file, most likely; or it is put into something else that nothing here tells of.
  case file
  /// Perhaps not at all: it lies beside code, which may read it, as the text of a command's help, or in a hidden folder,
  /// as the inputs of tools do.
  case text
  /// As a page of a site, by a generator with rules of its own. The folders of its sites, outermost first.
  case page([RepositoryPath])

  init(_ document: RepositoryPath, _ bytes: [UInt8], _ sites: SiteMap, _ tree: TreeMap) {
    let inside = sites.folders(around: document)
    let hasPageMatter = SiteMap.hasPageMatter(bytes)
    let isAboutRepository = SiteMap.isAboutRepository(document)
    var own = inside
    // A site may keep its first page in a README; its front matter tells.
    if isAboutRepository, !hasPageMatter { own.removeAll { $0 == .root || $0 == document.parent } }
    if document.parent.bytes.elementsEqual(".github".utf8) {
      self = .host
    } else if !own.isEmpty {
      self = .page(own)
    } else if isAboutRepository, !hasPageMatter {
      self = .host
    } else if hasPageMatter {
      self = .page([document.segments.first.flatMap { document.parent == .root ? .root : RepositoryPath($0) } ?? .root])
    } else {
      let isHidden = document.segments.dropLast().contains { $0.first == UInt8(ascii: ".") }
      self = document.parent == .root ? .host : isHidden || tree.holdsCode(document.parent) ? .text : .file
    }
  }

  /// The folders of the sites that it is a page of.
  var sites: [RepositoryPath] {
    if case .page(let sites) = self { sites } else { [] }
  }

  /// How far above a document others tell how its links are meant.
  var limit: RepositoryPath { sites.first ?? .root }

  /// What links of a document have in common with others that are written for the same readers.
  func form(_ target: Target, _ path: RepositoryPath, isImage: Bool) -> LinkForm {
    guard case .page(let sites) = self else { return target.isAbsolute ? .absolute : .ofFile }
    if let site = sites.first, !path.isInside(site) { return .leavingItsSite }
    if isImage { return .imageOfPage }
    let name = path.lastSegment
    return .ofPage(ending: name.lastIndex(of: UInt8(ascii: ".")).map { Array(name[$0...]) } ?? [])
  }
}

/// Names that generators make begin alike, or lie in a folder that is not there before.
struct LinkGroup: Hashable {
  let folder: RepositoryPath
  let word: [UInt8]

  init(_ path: RepositoryPath, _ tree: TreeMap) {
    folder = path.parent
    word = tree.isFolder(folder) ? Array(path.lastSegment.prefix { isLetter($0) || isDigit($0) }) : []
  }
}

/// What makes links alike.
enum LinkForm: Hashable {
  /// In a document that is no page of a site.
  case ofFile
  /// The same, as seen from the root: of the repository, or of a site.
  case absolute
  case imageOfPage
  /// To a page or file, by its ending.
  case ofPage(ending: [UInt8])
  case leavingItsSite
}
