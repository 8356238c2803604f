internal import DriftModel

/// What the settings of sites say of their pages' addresses: aliases, redirects and entries of menus name pages that no
/// file is called after.
struct SiteSettings {
  private let snapshot: any RepositorySnapshot
  private var texts: [RepositoryPath: [(file: RepositoryPath, text: [UInt8])]] = [:]

  private var scripts: [[UInt8]]?

  init(_ snapshot: any RepositorySnapshot) { self.snapshot = snapshot }

  /// Whether the settings of one of some sites, or of the repository's root, name a page as a link does, by its last
  /// name.
  mutating func name(
    _ path: [UInt8], of sites: [RepositoryPath], besides document: RepositoryPath, in tree: inout TreeMap
  ) -> Bool {
    let last = path.split(separator: UInt8(ascii: "/")).last ?? []
    let stem = last.lastIndex(of: UInt8(ascii: ".")).map { last[..<$0] } ?? last
    guard !stem.isEmpty else { return false }
    for folder in Set(sites + [.root]) {
      for (file, text) in settings(in: folder, &tree) where file != document && holds(text, Array(stem)) {
        return true
      }
    }
    return false
  }

  /// Whether a script of the repository names a path by its last two names, and so makes what lies there.
  mutating func makes(_ path: RepositoryPath, in tree: TreeMap) -> Bool {
    let names = path.segments.suffix(2)
    guard names.count == 2 else { return false }
    let tail = String(decoding: Array(names.joined(separator: [UInt8(ascii: "/")])), as: UTF8.self)
    let texts = scripts ?? readScripts(tree)
    scripts = texts
    return texts.contains { Target.contains($0, tail) }
  }

  /// How many scripts are read; where there are more a few are as good.
  private static let scriptLimit = 500

  private func readScripts(_ tree: TreeMap) -> [[UInt8]] {
    let files = tree.files.filter { file in
      let name = file.lastSegment
      return name.elementsEqual("Makefile".utf8)
        || [".sh", ".mk", ".bash"].contains { name.suffix($0.utf8.count).elementsEqual($0.utf8) }
    }
    return files.prefix(Self.scriptLimit).compactMap { try? snapshot.contents(of: $0) }
  }

  /// Whether a text has a page's name: behind a `/`, or before its ending.
  private func holds(_ text: [UInt8], _ stem: [UInt8]) -> Bool {
    guard let first = stem.first else { return false }
    var rest = text[...]
    while let start = rest.firstIndex(of: first) {
      rest = rest[(start + 1)...]
      let end = start + stem.count
      guard text[start...].starts(with: stem), start == 0 || !isOfName(text[start - 1]) else { continue }
      let isInPath = start > 0 && text[start - 1] == UInt8(ascii: "/")
      guard end < text.count else { return isInPath }
      if isInPath, !isOfName(text[end]) { return true }
      if [".md", ".html", ".rst"].contains(where: { text[end...].starts(with: $0.utf8) }) { return true }
    }
    return false
  }

  private func isOfName(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) || "-_".utf8.contains(byte) }

  private mutating func settings(
    in folder: RepositoryPath, _ tree: inout TreeMap
  ) -> [(file: RepositoryPath, text: [UInt8])] {
    if let known = texts[folder] { return known }
    let hidden = [".vitepress", ".vuepress"].compactMap { RepositoryPath($0).map(folder.appending) }
    // The menu lies beside the pages.
    let places =
      [folder] + ["src", "source", "docs", "content"].compactMap { RepositoryPath($0).map(folder.appending) }
    let files = tree.files(inside: folder).filter { file in
      hidden.contains(file.parent) || (places.contains(file.parent) && SiteMap.isSetting(file))
    }
    let found = files.compactMap { file in (try? snapshot.contents(of: file)).map { (file, $0) } }
    texts[folder] = found
    return found
  }
}
