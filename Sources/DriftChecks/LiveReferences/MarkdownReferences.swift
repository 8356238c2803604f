internal import Documents
internal import DriftModel

/// The paths that a Markdown document names, and what of itself others may name.
struct MarkdownReferences {
  private(set) var references: [Reference] = []
  /// What its commands make, each as seen from every place that they may run in.
  private(set) var made: Set<[RepositoryPath]> = []
  /// Sections whose headings say that what they tell of is not there yet.
  let planned: [Range<Int>]
  let anchors: Anchors

  private let bytes: [UInt8]
  private let lines: LineIndex
  private let file: RepositoryPath
  private let wanted: Set<Construct>

  /// Reads a document.
  ///
  /// - Parameter wanted: what to collect.
  init(_ bytes: [UInt8], file: RepositoryPath, wanted: Set<Construct>) throws(DocumentProblem) {
    self.bytes = bytes
    self.lines = LineIndex(bytes)
    self.file = file
    self.wanted = wanted
    let document = try Documents.markdown(bytes, file: .repository(file))
    let html = document.html.map { HTMLScan(bytes, $0) }
    planned = MarkdownReferences.plannedSections(document, end: bytes.count)
    anchors = Anchors(document, bytes: bytes, html: html)
    addLinks(document)
    if wanted.contains(.html) { addHTML(html) }
    let addresses = Addresses(document, bytes)
    if wanted.contains(.code) { addCode(document, addresses) }
    if wanted.contains(.code) || wanted.contains(.commands) {
      for block in document.codeBlocks { addCommands(block, addresses) }
    }
  }

  private static func plannedSections(_ document: MarkdownDocument, end: Int) -> [Range<Int>] {
    var sections: [Range<Int>] = []
    var open: (level: Int, start: Int)?
    for heading in document.headings {
      if let section = open, heading.level <= section.level {
        sections.append(section.start..<max(section.start, heading.offset))
        open = nil
      }
      if open == nil, MentionCues.plans(heading.text) { open = (heading.level, heading.offset) }
    }
    if let section = open { sections.append(section.start..<max(section.start, end)) }
    return sections
  }

  private mutating func addLinks(_ document: MarkdownDocument) {
    var seen: Set<Range<Int>> = []
    for link in document.links where wanted.contains(link.isImage ? .images : .links) {
      // A definition that several links share is one reference; so is what a footnote's definition looks like none.
      if let range = link.range {
        guard seen.insert(range).inserted, !isFootnote(range), !isLinkInBrackets(range) else { continue }
      }
      references.append(
        Reference(
          link.isImage ? .images : .links, link.destination, at: link.range, offset: link.offset, from: [file.parent]))
    }
  }

  /// `<[address](address)>`, of which md4c 0.4.8 makes an address in angle brackets: to it any character may begin one.
  /// It is a link to the web, unless it is the destination of another.
  private func isLinkInBrackets(_ range: Range<Int>) -> Bool {
    !range.isEmpty && range.lowerBound > 0 && bytes[range.lowerBound] == UInt8(ascii: "[")
      && bytes[range.lowerBound - 1] == UInt8(ascii: "<")
      && (range.lowerBound < 2 || bytes[range.lowerBound - 2] != UInt8(ascii: "("))
  }

  private func isFootnote(_ range: Range<Int>) -> Bool {
    let start = range.lowerBound - lines.position(of: range.lowerBound).column + 1
    return bytes[start...].starts(with: "[^".utf8)
  }

  private mutating func addHTML(_ html: [HTMLScan]) {
    for scan in html {
      for (value, range, _) in scan.references {
        let isPlain = bytes[range].elementsEqual(value)
        references.append(
          Reference(.html, value, at: isPlain ? range : nil, offset: range.lowerBound, from: [file.parent]))
      }
    }
  }

  // MARK: Code

  /// Where a path in code may be relative to: the root, as most are, or the document.
  private var places: [RepositoryPath] { file.parent == .root ? [.root] : [.root, file.parent] }

  private mutating func addCode(_ document: MarkdownDocument, _ addresses: Addresses) {
    for span in document.codeSpans {
      let text = Array(bytes[span.range])
      guard let target = Target.plain(text), PathGuess.readsAsPath(target.path),
        !addresses.isElsewhere(target.path, at: span.range)
      else { continue }
      references.append(Reference(.code, text, at: span.range, from: places, certainty: .likely))
    }
  }

  private static let shells: Set<String> = ["sh", "bash", "shell", "zsh", "console", "terminal", "shell-session"]

  private mutating func addCommands(_ block: MarkdownDocument.CodeBlock, _ addresses: Addresses) {
    let isShell = MarkdownReferences.shells.contains(block.language)
    let hasPrompts = block.lines.contains { bytes[$0].starts(with: "$ ".utf8) }
    guard isShell || (hasPrompts && block.language.isEmpty) else { return }
    var place = ShellLine.Place.start
    for line in block.lines {
      var line = line
      // Between prompts stands what the commands print.
      if hasPrompts {
        guard bytes[line].starts(with: "$ ".utf8) else { continue }
        line = (line.lowerBound + 2)..<line.upperBound
      }
      let shell = ShellLine(bytes[line], startingAt: line.lowerBound, place: place)
      for (place, path) in shell.made { addMade(path, place) }
      place = shell.place
      guard wanted.contains(.commands) else { continue }
      for (place, mention) in shell.mentions {
        guard var reference = CommandPaths.reference(mention, place, from: places, .commands) else { continue }
        reference.mayBeClone = place == .start && mention.isFolder && addresses.mayBeClone(mention.word)
        references.append(reference)
      }
    }
  }

  private mutating func addMade(_ path: [UInt8], _ place: ShellLine.Place) {
    made.insert(CommandPaths.folders(of: place, from: places).compactMap { Resolving.path(path, from: $0) })
  }
}

/// Paths in commands, whatever file holds them.
enum CommandPaths {
  /// The reference that a word of a command makes; nil where nobody can tell what it is relative to.
  static func reference(
    _ mention: ShellLine.Mention, _ place: ShellLine.Place, from folders: [RepositoryPath], _ construct: Construct
  ) -> Reference? {
    var word = mention.word
    if mention.isFolder, word.last != UInt8(ascii: "/") { word.append(UInt8(ascii: "/")) }
    guard PathGuess.readsAsPath(word) || (word.starts(with: "./".utf8) && !Target.isPlaceholder(word)) else {
      return nil
    }
    let places = Self.folders(of: place, from: folders)
    guard !places.isEmpty else { return nil }
    return Reference(construct, word, at: mention.range, from: places, certainty: .likely)
  }

  /// Where a command may run that a reader gives in one of some folders; nowhere if nobody can tell.
  static func folders(of place: ShellLine.Place, from folders: [RepositoryPath]) -> [RepositoryPath] {
    switch place {
    case .start: folders
    case .folder(let folder): folders.compactMap { Resolving.path(folder, from: $0) }
    case .elsewhere: []
    }
  }
}
