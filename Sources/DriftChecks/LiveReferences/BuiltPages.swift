internal import DriftModel

/// Pages that are built from documents which lie elsewhere than the pages' addresses say.
enum BuiltPages {
  private static let original = ["en", "en-US", "en-us", "en_US"]

  /// Whether a page of a translation, `docs/de/news.md`, is there in English, `docs/en/news.md`: sites show the original
  /// where a translation is missing.
  static func isInOriginal(
    _ path: RepositoryPath, linkedFrom document: RepositoryPath, in tree: inout TreeMap
  ) -> Bool {
    let (segments, own) = (path.segments, document.segments)
    guard
      let place = zip(segments, own).prefix(while: { $0.elementsEqual($1) }).enumerated()
        .first(where: { isLanguage($1.0) })?.offset
    else { return false }
    for language in original {
      let other = segments[..<place] + [Array(language.utf8)[...]] + segments[(place + 1)...]
      if let page = RepositoryPath(Array(other.joined(separator: [UInt8(ascii: "/")]))), tree.exists(page) {
        return true
      }
    }
    return false
  }

  /// `de`, `pt-BR`, `zh_Hant`.
  private static func isLanguage(_ segment: ArraySlice<UInt8>) -> Bool {
    let parts = segment.split(omittingEmptySubsequences: false) { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    guard let first = parts.first, first.count == 2, parts.count < 3, !segment.starts(with: "en".utf8) else {
      return false
    }
    return first.allSatisfy { (0x61...0x7A).contains($0) }
      && parts.dropFirst().allSatisfy {
        (2...4).contains($0.count) && $0.allSatisfy { (0x61...0x7A).contains($0 | 0x20) }
      }
  }

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
