internal import DriftModel

/// Links that nobody can tell to be meant for this tree, so that what they name is not missed.
struct LeftAlone {
  private var links: [RepositoryPath: (count: Int, first: [UInt8])] = [:]

  mutating func add(_ located: LocatedReference) {
    let known = links[located.document]
    links[located.document] = ((known?.count ?? 0) + 1, known?.first ?? located.reference.text)
  }

  /// How many documents are named.
  private static let shown = 5

  /// What a reader should know of them; nil if there are none.
  func witness(isClean: Bool) -> Witness? {
    guard !links.isEmpty else { return nil }
    var notes = links.sorted { $0.key < $1.key }.prefix(Self.shown).map { document, link in
      let text = String(decoding: link.first, as: UTF8.self)
      return link.count == 1
        ? "left alone '\(text)' in '\(document)': links like it lead nowhere in this tree"
        : "left alone \(link.count) links in '\(document)', the first '\(text)': links like them lead nowhere in this tree"
    }
    if links.count > Self.shown { notes.append("and others in \(links.count - Self.shown) more documents") }
    return Witness(kind: "links", verdict: isClean ? .clean : .drift, notes: notes)
  }
}
