/// The suppressions in a Swift comment, by the grammars of SwiftLint and swift-format.
struct SwiftSuppressions {
  private(set) var found: [FoundSuppression] = []

  init(_ comment: CommentText) {
    var start = comment.start
    while let name = comment.find("swiftlint:disable", from: start) {
      start = readSwiftLint(comment, name)
    }
    readSwiftFormat(comment)
  }

  /// `swiftlint:disable all`, `swiftlint:disable:next all`. Names are parted by white space, and ` - ` ends them.
  ///
  /// - Returns: the offset behind it: SwiftLint takes the rest of the line for names.
  private mutating func readSwiftLint(_ comment: CommentText, _ name: Int) -> Int {
    var at = name + 17
    var reach = SuppressionReach.rest
    if comment[at] == UInt8(ascii: ":") {
      guard
        let end = comment.passing(":next", at: at) ?? comment.passing(":this", at: at)
          ?? comment.passing(":previous", at: at)
      else { return at }
      (at, reach) = (end, .line)
    }
    guard comment[at] == UInt8(ascii: " ") || comment[at] == UInt8(ascii: "\t") else { return at }
    while at < comment.end, comment[at] != UInt8(ascii: "\n") {
      while comment[at] == UInt8(ascii: " ") || comment[at] == UInt8(ascii: "\t") { at += 1 }
      let first = at
      while at < comment.end, !CommentText.isSpace(comment[at]) { at += 1 }
      if at == first || (at == first + 1 && comment[first] == UInt8(ascii: "-")) { break }
      if at == first + 3, comment.has("all", at: first) {
        found.append(FoundSuppression(.swiftlintDisable, reach, name..<at))
        break
      }
    }
    while at < comment.end, comment[at] != UInt8(ascii: "\n") { at += 1 }
    return at
  }

  /// `// swift-format-ignore`, which counts only on a line of its own with nothing behind it.
  private mutating func readSwiftFormat(_ comment: CommentText) {
    guard comment.has("//", at: comment.start), !comment.isTrailing else { return }
    let name = comment.skipSpace(from: comment.start + 2)
    guard let end = comment.passing("swift-format-ignore", at: name) else { return }
    if let behind = comment.passing("-file", at: end) {
      guard comment.skipSpace(from: behind) == comment.end else { return }
      found.append(FoundSuppression(.swiftFormatIgnoreFile, .file, comment.start..<behind))
    } else if comment.skipSpace(from: end) == comment.end {
      found.append(FoundSuppression(.swiftFormatIgnore, .line, comment.start..<end))
    }
  }
}

/// The suppressions in a Go comment, by the grammar of golangci-lint 2.
struct GoSuppressions {
  private(set) var found: [FoundSuppression] = []

  /// - Parameter code: the bytes behind the comment, to tell whether it stands before the package clause.
  init(_ comment: CommentText) {
    guard comment.has("//", at: comment.start) else { return }
    var name = comment.start
    while comment[name] == UInt8(ascii: "/") || comment[name] == UInt8(ascii: " ") { name += 1 }
    guard let end = comment.passing("nolint", at: name) else { return }
    let reach: SuppressionReach = Self.standsBeforePackage(comment) ? .file : .line
    let next = comment[end]
    if end >= comment.end || next == UInt8(ascii: " ") {
      found.append(FoundSuppression(.nolint, reach, comment.start..<end))
      return
    }
    guard next == UInt8(ascii: ":") else { return }
    let limit = comment.find("//", from: end) ?? comment.end
    if comment.has("all", at: end + 1) {
      // golangci-lint compares the beginning only.
      found.append(FoundSuppression(.nolint, reach, comment.start..<end + 4))
      return
    }
    for part in comment.bytes[end + 1..<limit].split(separator: UInt8(ascii: ",")) {
      let word = part.filter { !CommentText.isSpace($0) }.map { $0 | 0x20 }
      guard word == Array("all".utf8) else { continue }
      let last = comment.trimmedEnd(from: end, to: limit)
      found.append(FoundSuppression(.nolint, reach, comment.start..<last))
      return
    }
  }

  private static func standsBeforePackage(_ comment: CommentText) -> Bool {
    guard !comment.isTrailing else { return false }
    var at = comment.end
    while at < comment.bytes.count, CommentText.isSpace(comment.bytes[at]) { at += 1 }
    return comment.bytes[at...].starts(with: "package ".utf8)
  }
}
