internal import DriftModel
internal import RegularExpressions
internal import SourceText

/// What blanket-suppression asks of one file: where its suppressions stand that name no rule. A pure function of the
/// file.
///
/// A mark's rule is the sort's number. Texts: reach, what is written, fault (may be empty), and, where what was meant is
/// certain, the replacement.
struct SuppressionLook: Sendable {
  /// More in one file is not listed.
  static let limit = 1000
  /// The rule of the mark which says that a file without a telling name is one to look at.
  static let isSource = SuppressionSort.allCases.count
  private static let longestText = 200

  private let families: Set<SuppressionFamily>
  private let sorts: Set<SuppressionSort>
  private let searches: [SuppressionFamily: TextSearch]

  init(languages: Set<SuppressionFamily>, also: Set<SuppressionSort>) {
    families = languages
    sorts = also.union(SuppressionSort.allCases.filter { !$0.isOptional })
    var searches: [SuppressionFamily: TextSearch] = [:]
    for family in languages {
      // They are constants, which a test compiles.
      let words = family.words.compactMap { try? RegularExpression($0) }
      searches[family] = TextSearch(words.map { .expression($0) })
    }
    self.searches = searches
  }

  /// Whether a file is one to look at; nil where only its first line tells.
  func looksAt(_ path: RepositoryPath) -> Bool? {
    let name = path.lastSegment
    if let language = Language(fileName: name) {
      return SuppressionFamily(language).map { families.contains($0) } ?? false
    }
    return Language.mayBeToldByFirstLine(name) ? nil : false
  }

  /// The question, for the engine.
  var survey: FileSurvey {
    let names = families.map(\.rawValue).sorted() + sorts.map(\.rawValue).sorted()
    return FileSurvey(
      kind: "blanket-suppression", identity: "2 " + names.joined(separator: " "),
      aspect: { Language(fileName: $0.lastSegment)?.rawValue ?? "told by its first line" }, look: { look(at: $0) })
  }

  private func look(at file: SurveyedFile) -> FileAnswer {
    guard let language = Language(fileName: file.path.lastSegment, firstBytes: file.bytes.prefix(256)),
      let family = SuppressionFamily(language), let search = searches[family]
    else { return FileAnswer() }
    if file.isBinary { return .binary }
    var answer = FileAnswer()
    if looksAt(file.path) == nil {
      answer.marks.append(
        FileMark(rule: SuppressionLook.isSource, range: 0..<0, region: Region(line: 1, column: 1, length: 0)))
    }
    let matches = search.matches(in: file.bytes)
    if !matches.isComplete {
      answer.doubts.append(FileDoubt("a line holds so many suppressions that the rest of it was not searched"))
    }
    guard !matches.all.isEmpty else { return answer }
    let map = SourceMap(file.bytes, as: language)
    let found = SuppressionLook.find(matches.all.map(\.range), in: file.bytes, map, family)
      .filter { sorts.contains($0.sort) }
    guard !found.isEmpty else { return answer }
    let lines = LineIndex(file.bytes)
    answer.marks += found.prefix(SuppressionLook.limit).map { mark($0, in: file.bytes, lines) }
    if found.count > SuppressionLook.limit {
      answer.doubts.append(
        FileDoubt("it holds more than \(SuppressionLook.limit) suppressions, and the rest is not listed"))
    }
    return answer
  }

  private func mark(
    _ found: FoundSuppression, in bytes: UnsafeBufferPointer<UInt8>, _ lines: LineIndex
  ) -> FileMark {
    var texts = [
      Array(found.reach.rawValue.utf8), Array(bytes[found.range].prefix(SuppressionLook.longestText)),
      Array((found.fault?.rawValue ?? "").utf8),
    ]
    if let replacement = found.replacement, found.range.count <= SuppressionLook.longestText {
      texts.append(replacement)
    }
    return FileMark(
      rule: found.sort.number, range: found.range, region: lines.region(of: found.range), texts: texts)
  }

  /// The suppressions near some matches, in order, each once.
  private static func find(
    _ matches: [Range<Int>], in bytes: UnsafeBufferPointer<UInt8>, _ map: SourceMap, _ family: SuppressionFamily
  ) -> [FoundSuppression] {
    var found: [FoundSuppression] = []
    var end = 0
    var start: Int?
    for match in matches {
      if family == .rust {
        guard map.kind(at: match.lowerBound) == .code, match.lowerBound >= end else { continue }
        let isFile = bytes[match.lowerBound + 1] == UInt8(ascii: "!")
        end = match.upperBound
        while end < bytes.count, bytes[end] != UInt8(ascii: "]"), bytes[end] != UInt8(ascii: "\n") { end += 1 }
        if end < bytes.count, bytes[end] == UInt8(ascii: "]") { end += 1 }
        found.append(FoundSuppression(.rustAllow, isFile ? .file : .line, match.lowerBound..<end))
        continue
      }
      guard match.lowerBound >= end, let span = map.span(at: match.lowerBound), span.kind == .comment else { continue }
      end = span.end
      let comment = CommentText(bytes, span.range)
      switch family {
      case .python, .javascript:
        let first = start ?? startOfCode(in: bytes, map)
        start = first
        found +=
          family == .python
          ? PythonSuppressions(comment, isFirst: span.start < first).found
          : JavaScriptSuppressions(comment, isFirst: span.start < first).found
      case .swift: found += SwiftSuppressions(comment).found
      case .go: found += GoSuppressions(comment).found
      case .rust: break
      }
    }
    return found.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// The offset of the first byte that is neither comment nor white space.
  private static func startOfCode(in bytes: UnsafeBufferPointer<UInt8>, _ map: SourceMap) -> Int {
    var at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    for span in map.spans {
      while at < span.start, CommentText.isSpace(bytes[at]) { at += 1 }
      guard at >= span.start, span.kind == .comment else { return at }
      at = span.end
    }
    while at < bytes.count, CommentText.isSpace(bytes[at]) { at += 1 }
    return at
  }
}
