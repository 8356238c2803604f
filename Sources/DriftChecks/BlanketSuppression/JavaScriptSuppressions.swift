/// The suppressions in a comment of JavaScript or TypeScript, by the grammars of ESLint 9, TypeScript 5 and Biome 2.
struct JavaScriptSuppressions {
  let comment: CommentText
  /// Whether nothing but comments stands before it in the file.
  let isFirst: Bool
  private(set) var found: [FoundSuppression] = []

  init(_ comment: CommentText, isFirst: Bool) {
    self.comment = comment
    self.isFirst = isFirst
    readESLint()
    readTypeScript()
    readBiome()
  }

  private var isBlock: Bool { comment.has("/*", at: comment.start) }

  /// What stands between the delimiters, white space aside.
  private var value: Range<Int> {
    var end = comment.end
    if isBlock, end - comment.start >= 4, comment.has("*/", at: end - 2) { end -= 2 }
    let first = min(comment.skipSpace(from: comment.start + 2), end)
    return first..<comment.trimmedEnd(from: first, to: end)
  }

  // MARK: ESLint

  private mutating func readESLint() {
    let value = value
    let sorts: [(StaticString, SuppressionSort, SuppressionReach)] = [
      ("eslint-disable-next-line", .eslintDisableNextLine, .line), ("eslint-disable-line", .eslintDisableLine, .line),
      ("eslint-disable", .eslintDisable, .rest),
    ]
    for (name, sort, reach) in sorts {
      guard let end = comment.passing(name, at: value.lowerBound), end <= value.upperBound else { continue }
      guard end == value.upperBound || CommentText.isSpace(comment[end]) else { continue }
      // Only the two about lines count in `//`.
      guard isBlock || sort != .eslintDisable else { return }
      if rules(from: end, to: value.upperBound).isEmpty {
        found.append(FoundSuppression(sort, reach, value.lowerBound..<end))
      }
      return
    }
  }

  /// What names rules: the text up to ` -- `, behind which stands why.
  private func rules(from start: Int, to end: Int) -> Range<Int> {
    var at = start
    var limit = end
    while at < end {
      var dashes = at + 1
      while comment[dashes] == UInt8(ascii: "-") { dashes += 1 }
      if CommentText.isSpace(comment[at]), dashes - at >= 3, CommentText.isSpace(comment[dashes]) {
        limit = at
        break
      }
      at = max(at + 1, dashes)
    }
    let first = min(comment.skipSpace(from: start), limit)
    return first..<comment.trimmedEnd(from: first, to: limit)
  }

  // MARK: TypeScript

  private mutating func readTypeScript() {
    guard let name = nameBehindDelimiter else { return }
    if let end = comment.passing("@ts-ignore", at: name) {
      found.append(FoundSuppression(.tsIgnore, .line, name..<end))
    } else if let end = comment.passing("@ts-expect-error", at: name) {
      found.append(FoundSuppression(.tsExpectError, .line, name..<end))
    } else if !isBlock, isFirst, let end = comment.passing("@ts-nocheck", at: name),
      end == comment.end || CommentText.isSpace(comment[end]) || comment[end] == UInt8(ascii: ":")
    {
      found.append(FoundSuppression(.tsNocheck, .file, name..<end))
    }
  }

  /// Where a directive would stand: behind `//` or `///`; in a block comment on its last line, behind what opens it.
  private var nameBehindDelimiter: Int? {
    var at = comment.start
    if isBlock {
      var line = comment.end
      while line > comment.start, comment[line - 1] != UInt8(ascii: "\n") { line -= 1 }
      at = comment.skipSpace(from: line)
      while comment[at] == UInt8(ascii: "/") || comment[at] == UInt8(ascii: "*") { at += 1 }
    } else {
      at += 2
      if comment[at] == UInt8(ascii: "/") { at += 1 }
    }
    let name = comment.skipSpace(from: at)
    return comment[name] == UInt8(ascii: "@") ? name : nil
  }

  // MARK: Biome

  private mutating func readBiome() {
    let value = value
    guard var at = comment.passing("biome-ignore", at: value.lowerBound) else { return }
    var reach = SuppressionReach.line
    if let end = comment.passing("-all", at: at) {
      (at, reach) = (end, .file)
    } else if let end = comment.passing("-start", at: at) {
      (at, reach) = (end, .rest)
    }
    guard CommentText.isSpace(comment[at]) else { return }
    var end = comment.skipSpace(from: at)
    while end < value.upperBound, comment[end] != UInt8(ascii: ":") {
      let first = end
      while end < value.upperBound, !CommentText.isSpace(comment[end]), comment[end] != UInt8(ascii: ":") { end += 1 }
      // `lint` alone is every rule; `lint/suspicious/noExplicitAny` is one.
      if comment.has("lint", at: first), end == first + 4 {
        found.append(FoundSuppression(.biomeIgnore, reach, value.lowerBound..<end))
        return
      }
      end = comment.skipSpace(from: max(end, first))
    }
  }
}
