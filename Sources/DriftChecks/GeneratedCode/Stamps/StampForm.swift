internal import DriftModel

/// What the header of one generator looks like. Forms are data: each was taken from files that the generator wrote.
struct StampForm: Sendable {
  /// How messages call it: `protoc-gen-go`.
  let name: String
  /// The names under which a configuration may know the program that wrote it; see ``GeneratorNames``.
  let generators: [String]
  /// A line that only this generator writes.
  let marker: LinePattern
  /// Lines that state the source file.
  let sources: [LinePattern]
  /// Lines that state a version, and whose.
  let versions: [VersionLine]
  /// Lines that state the version of the document that was read (`info.version` of an OpenAPI description).
  let documentVersions: [LinePattern]
  /// A file beside the outputs, or in a folder above them, that states the version: `.openapi-generator/VERSION`.
  let versionFile: RepositoryPath?

  /// A line with a version of something.
  struct VersionLine: Sendable {
    let numbering: Numbering
    let line: LinePattern
  }

  init(
    _ name: String, by generators: [String] = [], marker: LinePattern, sources: [LinePattern] = [],
    versions: [(Numbering, LinePattern)] = [], documentVersions: [LinePattern] = [], versionFile: String? = nil
  ) {
    self.name = name
    self.generators = [name] + generators
    self.marker = marker
    self.sources = sources
    self.versions = versions.map { VersionLine(numbering: $0.0, line: $0.1) }
    self.documentVersions = documentVersions
    self.versionFile = versionFile.flatMap { RepositoryPath($0) }
  }

  /// Every form that is known. Of two that a line fits, the first is meant.
  static let known: [StampForm] = jsonSchema + protobuf + openAPI + sql + goMocks
}

/// A line of a header: fixed text around one value. A space stands for any number of blanks.
struct LinePattern: Sendable, Hashable, ExpressibleByStringLiteral {
  /// What stands before the value; the line begins with it, comment marks aside.
  let before: [UInt8]
  /// What ends the value, if found: the first of these that is. Without any the line's end does.
  let ends: [[UInt8]]
  /// Whether one of ``ends`` has to be there.
  let mustEnd: Bool
  /// Text that must not stand in the value.
  let without: [UInt8]

  init(_ before: String, endingIn ends: [String] = [], mustEnd: Bool = false, without: String = "") {
    self.before = Array(before.utf8)
    self.ends = ends.map { Array($0.utf8) }
    self.mustEnd = mustEnd
    self.without = Array(without.utf8)
  }

  init(stringLiteral text: String) { self.init(text) }

  /// The byte range of the value in `line`, blanks around it left out; nil if the line does not fit.
  func value(in line: ArraySlice<UInt8>) -> Range<Int>? {
    guard let start = end(of: before, in: line, from: line.startIndex) else { return nil }
    var stop = line.endIndex
    var ended = ends.isEmpty
    for end in ends {
      guard let at = first(end, in: line[start...]), at < stop || !ended else { continue }
      stop = at
      ended = true
    }
    guard ended || !mustEnd else { return nil }
    var value = start..<max(start, stop)
    while let byte = line[value].first, isBlank(byte) { value = (value.lowerBound + 1)..<value.upperBound }
    while let byte = line[value].last, isBlank(byte) { value = value.lowerBound..<(value.upperBound - 1) }
    guard without.isEmpty || first(without, in: line[value]) == nil else { return nil }
    return value
  }

  /// Where a text ends that stands at `start`, if it does.
  private func end(of text: [UInt8], in line: ArraySlice<UInt8>, from start: Int) -> Int? {
    var at = start
    for byte in text {
      if byte == UInt8(ascii: " ") {
        guard at < line.endIndex, isBlank(line[at]) else { return nil }
        while at < line.endIndex, isBlank(line[at]) { at += 1 }
      } else {
        guard at < line.endIndex, line[at] == byte else { return nil }
        at += 1
      }
    }
    return at
  }

  private func first(_ text: [UInt8], in line: ArraySlice<UInt8>) -> Int? {
    line.indices.first { end(of: text, in: line, from: $0) != nil }
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
