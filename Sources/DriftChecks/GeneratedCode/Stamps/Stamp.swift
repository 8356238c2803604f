internal import DriftModel

/// The header of one output: what it states, and where.
struct Stamp: Sendable {
  /// A statement and its place.
  struct Fact: Sendable, Hashable {
    let text: String
    let location: Location
  }

  /// How messages call the form; nil for a header that the configuration declares.
  let form: StampForm?
  /// The source as written.
  let source: Fact?
  /// Versions, each in its numbering; a declared header's is nil.
  var versions: [(numbering: Numbering?, fact: Fact)]
  /// The version of the document that was read.
  let documentVersion: Fact?
  /// The line that shows that there is a header.
  let location: Location

  /// How much of a file is searched for its header.
  static let reach = (lines: 120, bytes: 16_384)
  /// How far from the marker a form's facts may stand.
  private static let window = 14

  /// Reads the header of a form that is known.
  ///
  /// - Returns: nil if there is none.
  init?(of bytes: [UInt8], at path: RepositoryPath, among forms: [StampForm] = StampForm.known) {
    let lines = Stamp.lines(of: bytes)
    for (index, line) in lines.enumerated() {
      guard let form = forms.first(where: { $0.marker.value(in: line.text) != nil }) else { continue }
      let near = lines[max(0, index - Stamp.window)..<min(lines.count, index + Stamp.window)]
      let after = near[index...]
      self.form = form
      self.source = Stamp.first(form.sources, in: after, of: path)
      self.versions = form.versions.compactMap { version in
        // `(unknown)`, `(devel)`: the generator did not know.
        guard let fact = Stamp.first([version.line], in: after, of: path), !fact.text.hasPrefix("(") else { return nil }
        return (version.numbering, fact)
      }
      self.documentVersion = Stamp.first(form.documentVersions, in: near, of: path)
      self.location = Location(path, line.region(line.text.startIndex..<line.text.endIndex))
      return
    }
    return nil
  }

  /// A header that a form does not describe.
  init(source: Fact?, version: Fact?, at location: Location) {
    self.form = nil
    self.source = source
    self.versions = version.map { [(nil, $0)] } ?? []
    self.documentVersion = nil
    self.location = location
  }

  // MARK: Lines

  /// A line without its end, its indentation and its comment marks.
  struct Line {
    let number: Int
    /// The offset in the file at which the line begins.
    let start: Int
    let text: ArraySlice<UInt8>

    /// The stretch that some offsets of the file cover.
    func region(_ range: Range<Int>) -> Region {
      Region(line: number, column: range.lowerBound - start + 1, length: range.count)
    }
  }

  /// The lines in which a header is looked for.
  static func lines(of bytes: [UInt8]) -> [Line] {
    var lines: [Line] = []
    let head = bytes.prefix(reach.bytes)
    var start = 0
    while start < head.endIndex, lines.count < reach.lines {
      var end = head[start...].firstIndex(of: UInt8(ascii: "\n")) ?? head.endIndex
      let next = end + 1
      if end > start, head[end - 1] == UInt8(ascii: "\r") { end -= 1 }
      let marks = Set(" \t/#*-;\"'<!".utf8)
      let text = bytes[start..<end].drop { marks.contains($0) }
      lines.append(Line(number: lines.count + 1, start: start, text: text))
      start = next
    }
    return lines
  }

  private static func first(
    _ patterns: [LinePattern], in lines: ArraySlice<Line>, of path: RepositoryPath
  ) -> Fact? {
    for line in lines {
      for pattern in patterns {
        guard let range = pattern.value(in: line.text), !range.isEmpty else { continue }
        let text = String(decoding: line.text[range], as: UTF8.self)
        return Fact(text: text, location: Location(path, line.region(range)))
      }
    }
    return nil
  }
}
