internal import DriftModel

/// Pages that are built from documents which lie elsewhere than the pages' addresses say.
enum BuiltPages {
  private static let endings = [".md", ".mdx", ".rst", ".adoc"].map { Array($0.utf8) }
  private static let html = Array(".html".utf8)

  /// Whether a link that leads to nothing in the tree, `../reference/a.html`, names the page of a book or site that has
  /// a `reference/a.md`, as in a document that is put into it. Beside the page's own place its document says the
  /// opposite: `a.html` for `a.md` is a slip.
  static func hold(
    _ target: Target, _ path: RepositoryPath, linkedFrom document: RepositoryPath, in tree: inout TreeMap
  ) -> Bool {
    guard path.bytes.suffix(html.count).elementsEqual(html), !SiteMap.isAboutRepository(document) else { return false }
    let segments = target.path.dropLast(html.count).split(separator: UInt8(ascii: "/"))
      .drop { $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }
    guard segments.count > 1, let last = segments.last else { return false }
    let stem = [UInt8(ascii: "/")] + segments.joined(separator: [UInt8(ascii: "/")])
    return endings.contains { ending in
      let own = RepositoryPath(path.bytes.dropLast(html.count) + ending)
      let tail = stem + ending
      return tree.files(named: Array(last) + ending)
        .contains { $0 != own && $0.bytes.suffix(tail.count).elementsEqual(tail) }
    }
  }
}
