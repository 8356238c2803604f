internal import DriftModel

/// The patterns of a CODEOWNERS file.
enum CodeOwners {
  /// One for each line that names a pattern, in the order of the file. What git's ignore rules know and CODEOWNERS does
  /// not (`!`, `[…]`) is left alone.
  static func patterns(in bytes: [UInt8]) -> [PatternReference] {
    var patterns: [PatternReference] = []
    var start = 0
    var number = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      number += 1
      if let pattern = pattern(bytes[start..<end], number) { patterns.append(pattern) }
      start = end + 1
    }
    return patterns
  }

  private static func pattern(_ line: ArraySlice<UInt8>, _ number: Int) -> PatternReference? {
    var at = line.startIndex
    while at < line.endIndex, line[at] == 32 || line[at] == 9 { at += 1 }
    let first = at
    // `\ ` is a blank of the pattern; `[` begins a section where GitLab reads the file.
    guard at < line.endIndex, !"#!^[".utf8.contains(line[at]) else { return nil }
    var text: [UInt8] = []
    while at < line.endIndex, line[at] != 32, line[at] != 9, line[at] != 13 {
      if line[at] == UInt8(ascii: "\\"), at + 1 < line.endIndex {
        text.append(line[at])
        at += 1
      }
      text.append(line[at])
      at += 1
    }
    guard let glob = Glob(ignoring: text, in: .root) else { return nil }
    return PatternReference(text: text, glob: glob, range: first..<at, line: number, holder: "CODEOWNERS")
  }
}
