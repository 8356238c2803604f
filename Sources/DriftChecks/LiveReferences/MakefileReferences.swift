internal import DriftModel

/// The files that a Makefile includes, and the scripts that its recipes call.
struct MakefileReferences {
  private(set) var references: [Reference] = []

  /// Reads a Makefile; its own folder is where it runs, the root where it is included from.
  init(_ bytes: [UInt8], file: RepositoryPath) {
    let folders = file.parent == .root ? [.root] : [file.parent, RepositoryPath.root]
    var targets: Set<[UInt8]> = []
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let line = bytes[start..<end]
      if line.first == UInt8(ascii: "\t") {
        addRecipe(line, folders)
      } else if line.starts(with: "include ".utf8) {
        addInclude(line, folders)
      } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
        for word in line[..<colon].split(separator: 32) { targets.insert(Array(word)) }
      }
      start = end + 1
    }
    // What a rule makes need not be there.
    references.removeAll {
      targets.contains($0.text) || targets.contains(Array($0.text.drop { "./".utf8.contains($0) }))
    }
  }

  private mutating func addInclude(_ line: ArraySlice<UInt8>, _ folders: [RepositoryPath]) {
    let code = line[..<(line.firstIndex(of: UInt8(ascii: "#")) ?? line.endIndex)]
    for word in code.dropFirst("include ".utf8.count).split(whereSeparator: { $0 == 32 || $0 == 9 || $0 == 13 }) {
      guard !Target.isPlaceholder(Array(word)), word.first != UInt8(ascii: "/"), !word.contains(UInt8(ascii: "%"))
      else {
        continue
      }
      references.append(
        Reference(.makefiles, Array(word), at: word.startIndex..<word.endIndex, from: folders, certainty: .stated))
    }
  }

  private mutating func addRecipe(_ line: ArraySlice<UInt8>, _ folders: [RepositoryPath]) {
    let recipe = line.drop { $0 == 9 || $0 == 32 || "@-+".utf8.contains($0) }
    let shell = ShellLine(recipe, startingAt: recipe.startIndex, place: .start)
    references += shell.mentions.compactMap { CommandPaths.reference($0.mention, $0.place, from: folders, .makefiles) }
  }
}
