/// The suppressions in a Python comment, by the grammars of ruff 0.15, flake8 7, mypy 1, pyright 1.1 and pylint 4.
struct PythonSuppressions {
  let comment: CommentText
  /// Whether nothing but comments stands before it in the file.
  let isFirst: Bool
  private(set) var found: [FoundSuppression] = []

  init(_ comment: CommentText, isFirst: Bool) {
    self.comment = comment
    self.isFirst = isFirst
    readFileLevel()
    readNoqa()
    readIgnores()
    readMypy()
    readPylint()
  }

  /// The offsets of every `#` in the comment, which may hold several: `# noqa  # type: ignore`.
  private var hashes: [Int] { comment.range.filter { comment[$0] == UInt8(ascii: "#") } }

  // MARK: noqa

  private func passNoqa(_ offset: Int) -> Int? {
    let letters = (0..<4).map { comment[offset + $0] | 0x20 }
    return letters == Array("noqa".utf8) ? offset + 4 : nil
  }

  /// `# ruff: noqa` and `# flake8: noqa`, which count only on a line of their own.
  private mutating func readFileLevel() {
    guard !comment.isTrailing else { return }
    for hash in hashes {
      let name = comment.skipSpace(from: hash + 1)
      let isRuff = comment.has("ruff", at: name)
      guard let behind = comment.passing("ruff", at: name) ?? comment.passing("flake8", at: name) else { continue }
      let colon = comment.skipSpace(from: behind)
      guard comment[colon] == UInt8(ascii: ":"), let end = passNoqa(comment.skipSpace(from: colon + 1)) else {
        continue
      }
      if case .all = directive(from: end).meaning {
        found.append(FoundSuppression(isRuff ? .ruffNoqa : .flake8Noqa, .file, hash..<end))
      }
      return
    }
  }

  /// `# noqa` in all its forms; the first in a comment counts.
  private mutating func readNoqa() {
    for hash in hashes {
      guard let end = passNoqa(comment.skipSpace(from: hash + 1)) else { continue }
      let directive = directive(from: end)
      let range = hash..<end
      switch directive.meaning {
      case .codes where directive.hasSpaceBeforeColon:
        let colon = comment.skipSpace(from: end) + 1
        found.append(
          FoundSuppression(
            .noqa, .line, hash..<colon, fault: .spaceBeforeColon,
            replacement: Array(comment.bytes[range]) + [UInt8(ascii: ":")]))
      case .codes: break
      case .all:
        let next = comment.skipSpace(from: end)
        if next > end, case .codes(let codes) = codes(from: next), !codes.isEmpty {
          found.append(
            FoundSuppression(
              .noqa, .line, range, fault: .noColon, replacement: Array(comment.bytes[range]) + [UInt8(ascii: ":")]))
        } else {
          found.append(FoundSuppression(.noqa, .line, range))
        }
      case .noCodes where comment.isTrailing: found.append(withRest(range, .noCodes))
      case .badSuffix where comment.isTrailing: found.append(badSuffix(range))
      case .noCodes, .badSuffix, .badCode: break
      }
      return
    }
  }

  private enum Meaning {
    case all
    case codes([Range<Int>])
    case noCodes
    case badSuffix
    case badCode
  }

  /// What stands behind `noqa`.
  private func directive(from end: Int) -> (meaning: Meaning, hasSpaceBeforeColon: Bool) {
    let next = comment[end]
    if end >= comment.end || next == UInt8(ascii: "#") { return (.all, false) }
    if next == UInt8(ascii: ":") { return (named(codes(from: end + 1)), false) }
    guard comment.spaceLength(at: end) > 0 else { return (.badSuffix, false) }
    let colon = comment.skipSpace(from: end)
    guard comment[colon] == UInt8(ascii: ":") else { return (.all, false) }
    return (named(codes(from: colon + 1)), true)
  }

  private func named(_ meaning: Meaning) -> Meaning {
    if case .codes(let codes) = meaning, codes.isEmpty { .noCodes } else { meaning }
  }

  /// Codes as ruff reads them: capital letters and digits, parted by commas or white space, or by nothing.
  private func codes(from start: Int) -> Meaning {
    var codes: [Range<Int>] = []
    var at = start
    var lacksDelimiter = false
    while at < comment.end {
      at = comment.skipSpace(from: at)
      if comment[at] == UInt8(ascii: ",") {
        at += 1
        continue
      }
      let first = at
      while isCapital(comment[at]) { at += 1 }
      guard at > first else { return .codes(codes) }
      guard isDigit(comment[at]) else { return lacksDelimiter ? .badCode : .codes(codes) }
      while isDigit(comment[at]) { at += 1 }
      codes.append(first..<at)
      guard at < comment.end else { break }
      let next = comment[at]
      lacksDelimiter = isCapital(next)
      if next == UInt8(ascii: ",") {
        at += 1
      } else if comment.spaceLength(at: at) == 0, next != UInt8(ascii: "#"), !lacksDelimiter {
        return .badCode
      }
    }
    return .codes(codes)
  }

  private func isCapital(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
  private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  /// `# noqa[F401]`, of which it is certain what it means, and all that is not.
  private func badSuffix(_ range: Range<Int>) -> FoundSuppression {
    let end = range.upperBound
    if comment[end] == UInt8(ascii: "["), let close = comment.find("]", from: end) {
      let inside = CommentText(comment.bytes, end + 1..<close)
      if !inside.range.isEmpty, case .codes(let codes) = PythonSuppressions(reading: inside).codes(from: end + 1),
        codes.last?.upperBound == inside.trimmedEnd(from: end + 1, to: close)
      {
        let names = codes.map { Array(comment.bytes[$0]) }.joined(separator: Array(", ".utf8))
        return FoundSuppression(
          .noqa, .line, range.lowerBound..<close + 1, fault: .suffix,
          replacement: Array(comment.bytes[range]) + Array(": ".utf8) + Array(names))
      }
    }
    return withRest(range, .suffix)
  }

  private init(reading comment: CommentText) {
    self.comment = comment
    isFirst = false
  }

  /// The suppression with the word behind it.
  private func withRest(_ range: Range<Int>, _ fault: SuppressionFault) -> FoundSuppression {
    var end = range.upperBound
    if comment[end] == UInt8(ascii: ":") { end = comment.skipSpace(from: end + 1) }
    while end < comment.end, !CommentText.isSpace(comment[end]) { end += 1 }
    return FoundSuppression(.noqa, .line, range.lowerBound..<end, fault: fault)
  }

  // MARK: Types

  /// `# type: ignore` and `# pyright: ignore`.
  private mutating func readIgnores() {
    for hash in hashes {
      let name = comment.skipSpace(from: hash + 1)
      let isPyright = comment.has("pyright", at: name)
      guard let behind = comment.passing("type", at: name) ?? comment.passing("pyright", at: name),
        comment[behind] == UInt8(ascii: ":"),
        let end = comment.passing("ignore", at: comment.skipSpace(from: behind + 1))
      else { continue }
      let sort: SuppressionSort = isPyright ? .pyrightIgnore : .typeIgnore
      let next = comment.skipSpace(from: end)
      if next >= comment.end || comment[next] == UInt8(ascii: "#") {
        // mypy and pyright take one before everything else for the whole file.
        let reach: SuppressionReach = isFirst && !isPyright && hash == comment.start ? .file : .line
        found.append(FoundSuppression(sort, reach, hash..<end))
      } else if comment[next] == UInt8(ascii: "[") {
        let first = comment.skipSpace(from: next + 1)
        if comment[first] == UInt8(ascii: "]") { found.append(FoundSuppression(sort, .line, hash..<first + 1)) }
      } else if next > end {
        let last = comment.trimmedEnd(from: next, to: comment.find("#", from: next) ?? comment.end)
        found.append(FoundSuppression(sort, .line, hash..<last, fault: .textBehind))
      }
    }
  }

  /// `# mypy: ignore-errors`, which counts only at the beginning of a line, written so.
  private mutating func readMypy() {
    guard comment.lineStart == comment.start, let begin = comment.passing("# mypy: ", at: comment.start) else { return }
    for option in comment.bytes[begin..<comment.end].split(separator: UInt8(ascii: ",")) {
      let text = String(decoding: option.filter { !CommentText.isSpace($0) }, as: UTF8.self)
      let parts = text.lowercased().split(separator: "=", omittingEmptySubsequences: false)
      guard let name = parts.first, name == "ignore-errors" || name == "ignore_errors" else { continue }
      guard parts.count == 1 || ["true", "yes", "1", "on"].contains(parts[1]) else { continue }
      found.append(
        FoundSuppression(.mypyIgnoreErrors, .file, comment.start..<comment.trimmedEnd(from: begin, to: comment.end)))
      return
    }
  }

  // MARK: pylint

  /// `# pylint: disable=all` and `# pylint: skip-file`.
  private mutating func readPylint() {
    guard let name = comment.find("pylint:", from: comment.start) else { return }
    let begin = comment.skipSpace(from: name + 7)
    var end = begin
    while end < comment.end, comment[end] != UInt8(ascii: "#"), comment[end] != UInt8(ascii: ";") { end += 1 }
    end = comment.trimmedEnd(from: begin, to: end)
    // The comment may hold others before it.
    var start = name
    while start > comment.start, comment[start] != UInt8(ascii: "#") { start -= 1 }
    let range = start..<end
    if comment.has("skip-file", at: begin), !CommentText.isWord(comment[begin + 9]) {
      found.append(FoundSuppression(.pylintSkipFile, .file, range))
      return
    }
    guard
      let behind = comment.passing("disable-next", at: begin) ?? comment.passing("disable", at: begin)
    else { return }
    let equals = comment.skipSpace(from: behind)
    guard comment[equals] == UInt8(ascii: "="), equals < end else { return }
    let names = comment.bytes[equals + 1..<end].split(separator: UInt8(ascii: ","))
    guard names.contains(where: { $0.filter { !CommentText.isSpace($0) } == Array("all".utf8) }) else { return }
    let isLine = comment.isTrailing || comment.has("disable-next", at: begin)
    found.append(FoundSuppression(.pylintDisable, isLine ? .line : .rest, range))
  }
}

extension CommentText {
  /// Whether a byte may be part of a name.
  static func isWord(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
  }
}
