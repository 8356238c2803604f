internal import Documents
internal import DriftModel
internal import RegularExpressions
internal import SourceText

/// What forbidden-text asks of one file: where the entries are found. A pure function of the file.
///
/// A mark's rule is the entry's position; behind the entries come the pointers, each of which is marked once in a
/// document in which it names something. Texts: the bytes found; for a Python name also the import's region.
struct ForbiddenTextLook: Sendable {
  /// More in one file is not listed.
  static let limit = 1000
  /// How much of a match is kept.
  static let longestText = 400

  let entries: [ForbiddenEntry]
  let place: ForbiddenText.Place
  let pointers: [PointerPattern]
  private let search: TextSearch
  private let names: [(rule: Int, name: DottedName)]

  init(entries: [ForbiddenEntry], place: ForbiddenText.Place, pointers: [PointerPattern]) {
    self.entries = entries
    self.place = place
    self.pointers = pointers
    search = TextSearch(entries.map(\.needle))
    names = entries.enumerated().compactMap { rule, entry in
      if case .name(let name) = entry.form { (rule, name) } else { nil }
    }
  }

  /// The question, for the engine.
  var survey: FileSurvey {
    let parts = entries.map(\.label) + pointers.map { "pointer '\($0.text)'" }
    let needsLanguage = place != .anywhere || !names.isEmpty
    return FileSurvey(
      kind: "forbidden-text", identity: "3 \(place.rawValue) " + parts.map { "\($0.utf8.count):\($0)" }.joined(),
      aspect: { path in
        // Which reader is taken is told by the name.
        if !pointers.isEmpty { return String(decoding: path.lastSegment, as: UTF8.self) }
        guard needsLanguage else { return "" }
        return Language(fileName: path.lastSegment)?.rawValue
          ?? (Language.mayBeToldByFirstLine(path.lastSegment) ? "told by its first line" : "unknown")
      }, look: { look(at: $0) })
  }

  private func look(at file: SurveyedFile) -> FileAnswer {
    if file.isBinary { return .binary }
    if !pointers.isEmpty { return lookIntoDocument(file) }
    let found = search.matches(in: file.bytes, limit: ForbiddenTextLook.limit)
    // Most files hold nothing.
    guard !found.all.isEmpty || !found.isComplete else { return FileAnswer() }
    var answer = FileAnswer()
    let language = Language(fileName: file.path.lastSegment, firstBytes: file.bytes.prefix(256))
    let plain = found.all.filter { !isName($0.needle) }
    if !plain.isEmpty { mark(plain, in: file, language, &answer) }
    if found.all.count > plain.count, language == .python { markNames(in: file, &answer) }
    answer.marks = ForbiddenTextLook.apart(answer.marks)
    if !found.isComplete { answer.doubts.append(FileDoubt(ForbiddenTextLook.tooMany)) }
    return answer
  }

  private static let tooMany = "it holds more than \(limit) matches, and the rest is not listed"

  private func isName(_ rule: Int) -> Bool { if case .name = entries[rule].form { true } else { false } }

  // MARK: Text

  private func mark(_ matches: [TextMatch], in file: SurveyedFile, _ language: Language?, _ answer: inout FileAnswer) {
    var map: SourceMap?
    if place != .anywhere {
      guard let language else {
        answer.doubts.append(
          FileDoubt(
            "its name tells no language that is known, so which part of it is \(place.noun) cannot be said"))
        return
      }
      map = SourceMap(file.bytes, as: language)
    }
    for match in matches where map.map({ counts(match.range, in: file.bytes, $0) }) ?? true {
      answer.marks.append(
        FileMark(
          rule: match.needle, range: match.range,
          region: Region(line: match.line, column: match.column, length: match.range.count),
          texts: [ForbiddenTextLook.kept(file.bytes, match.range)]))
    }
  }

  /// Whether a match stands where it counts: in code if it begins there, blanks aside; in comments and strings if any
  /// of it does.
  private func counts(_ range: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>, _ map: SourceMap) -> Bool {
    switch place {
    case .anywhere: return true
    case .comments: return map.holds(.comment, in: range)
    case .strings: return map.holds(.string, in: range)
    case .code:
      let start = range.first { bytes[$0] != UInt8(ascii: " ") && bytes[$0] != UInt8(ascii: "\t") }
      return map.kind(at: start ?? range.lowerBound) == .code
    }
  }

  private func markNames(in file: SurveyedFile, _ answer: inout FileAnswer) {
    let uses = PythonUses.find(names.map(\.name), in: file.bytes)
    guard !uses.isEmpty else { return }
    let lines = LineIndex(file.bytes)
    for use in uses.prefix(ForbiddenTextLook.limit) {
      var texts = [ForbiddenTextLook.kept(file.bytes, use.range)]
      if let range = use.importRange {
        let region = lines.region(of: range)
        texts.append(Array("\(region.line) \(region.column) \(range.count)".utf8))
      }
      answer.marks.append(
        FileMark(rule: names[use.name].rule, range: use.range, region: lines.region(of: use.range), texts: texts))
    }
    if uses.count > ForbiddenTextLook.limit { answer.doubts.append(FileDoubt(ForbiddenTextLook.tooMany)) }
  }

  // MARK: Documents

  private func lookIntoDocument(_ file: SurveyedFile) -> FileAnswer {
    guard let format = DocumentFormat(endingOf: file.path) else {
      return FileAnswer(doubts: [
        FileDoubt("it is neither JSON, YAML nor TOML by its ending, so 'pointer' cannot be followed")
      ])
    }
    var answer = FileAnswer()
    do throws(DocumentProblem) {
      let bytes = Array(file.bytes)
      let root = try Documents.read(bytes, as: format, file: .repository(file.path))
      var isComplete = true
      for (index, pointer) in pointers.enumerated() {
        let isThere = pointer.forEachScalar(in: root) { scalar in
          if answer.marks.count > ForbiddenTextLook.limit {
            isComplete = false
          } else if !mark(scalar, bytes, &answer) {
            isComplete = false
          }
        }
        if isThere {
          let start = Region(line: 1, column: 1, length: 0)
          answer.marks.append(FileMark(rule: entries.count + index, range: 0..<0, region: start))
        }
      }
      answer.marks = ForbiddenTextLook.apart(answer.marks)
      if !isComplete { answer.doubts.append(FileDoubt(ForbiddenTextLook.tooMany)) }
    } catch {
      // A doubt has no room for help of its own.
      let reason = ([error.message] + error.help).joined(separator: "; ")
      answer.doubts.append(FileDoubt(reason, at: error.location.region))
    }
    return answer
  }

  /// Marks what is found in a scalar.
  ///
  /// - Returns: whether all of it was searched.
  private func mark(_ scalar: DocumentNode, _ bytes: [UInt8], _ answer: inout FileAnswer) -> Bool {
    guard let text = scalar.scalar, let whole = scalar.location.region else { return true }
    let value = Array(text.utf8)
    let matches = value.withUnsafeBufferPointer { search.matches(in: $0, limit: ForbiddenTextLook.limit) }
    for match in matches.apart {
      let found = Array(value[match.range].prefix(ForbiddenTextLook.longestText))
      let written = scalar.byteRange ?? 0..<0
      // Where the value is written as it is read, the match can be pointed at.
      if let offset = ForbiddenTextLook.offset(of: value, in: bytes, written), whole.line == whole.endLine {
        let range = (offset + match.range.lowerBound)..<(offset + match.range.upperBound)
        let column = whole.column + range.lowerBound - written.lowerBound
        answer.marks.append(
          FileMark(
            rule: match.needle, range: range, region: Region(line: whole.line, column: column, length: range.count),
            texts: [found]))
      } else {
        answer.marks.append(FileMark(rule: match.needle, range: written, region: whole, texts: [found]))
      }
    }
    return matches.isComplete
  }

  private static func offset(of value: [UInt8], in bytes: [UInt8], _ range: Range<Int>) -> Int? {
    guard range.upperBound <= bytes.count, value.count <= range.count else { return nil }
    return (range.lowerBound...(range.upperBound - value.count)).first { bytes[$0...].starts(with: value) }
  }

  // MARK: Marks

  /// Sorted by place, without those that overlap an earlier one: one mistake is one finding.
  private static func apart(_ marks: [FileMark]) -> [FileMark] {
    let sorted = marks.sorted {
      ($0.range.lowerBound, -$0.range.count, $0.rule) < ($1.range.lowerBound, -$1.range.count, $1.rule)
    }
    var end = 0
    return sorted.filter { mark in
      guard mark.range.lowerBound >= end else { return false }
      end = mark.range.upperBound
      return true
    }
  }

  private static func kept(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> [UInt8] {
    Array(bytes[range].prefix(longestText))
  }
}
