internal import DriftModel

/// The sources that a Dockerfile copies from its build context. Which folder that is the file does not say: its own or
/// one above it is tried, and a path that any folder holds is taken to be right.
struct DockerfileReferences {
  private(set) var references: [Reference] = []

  init(_ bytes: [UInt8], file: RepositoryPath) {
    var folders = [file.parent]
    while let last = folders.last, last != .root { folders.append(last.parent) }
    var start = 0
    var isContinued = false
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let line = bytes[start..<end]
      if !isContinued { add(line, folders) }
      let trimmed = line.reversed().drop { $0 == 13 || $0 == 32 }
      isContinued = trimmed.first == UInt8(ascii: "\\")
      start = end + 1
    }
  }

  private mutating func add(_ line: ArraySlice<UInt8>, _ folders: [RepositoryPath]) {
    let words = line.split(whereSeparator: { $0 == 32 || $0 == 9 || $0 == 13 })
    guard let instruction = words.first,
      ["COPY", "ADD"].contains(String(decoding: instruction, as: UTF8.self).uppercased())
    else { return }
    let options = words.dropFirst().prefix { $0.starts(with: "--".utf8) }
    // From another stage or image; or written over several lines, or as a list.
    guard !options.contains(where: { $0.starts(with: "--from".utf8) }), words.last?.first != UInt8(ascii: "\\") else {
      return
    }
    let paths = words.dropFirst(1 + options.count)
    guard paths.count > 1, !paths.contains(where: { "[<".utf8.contains($0.first ?? 0) }) else { return }
    for path in paths.dropLast() {
      var text = Array(path)
      if text.first == UInt8(ascii: "/") { text.removeFirst() }
      guard !text.isEmpty, !Target.isPlaceholder(text), !text.contains(UInt8(ascii: "?")),
        !text.contains(UInt8(ascii: ":")),
        PathGuess.readsAsPath(text) || PathGuess.hasKnownEnding(text)
      else { continue }
      references.append(
        Reference(
          .dockerfiles, text, at: (path.endIndex - text.count)..<path.endIndex, from: folders, certainty: .likely))
    }
  }
}
