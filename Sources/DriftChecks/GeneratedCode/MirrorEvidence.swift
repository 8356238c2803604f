internal import DriftModel
internal import RegularExpressions

/// Evidence `mirror`: an output has the bytes of its input, less the lines that `ignore-lines` names.
struct MirrorEvidence: EvidenceReader {
  let kind = EvidenceKind.mirror
  let ignoredLines: [RegularExpression]

  func testify(on pairing: Pairing, in snapshot: any RepositorySnapshot) -> Testimony {
    var testimony = Testimony()
    for output in pairing.outputs { testimony.statements[output.path] = compare(output, in: snapshot) }
    if !ignoredLines.isEmpty {
      let list = ignoredLines.map { "'\($0.pattern)'" }.joined(separator: ", ")
      testimony.notes.append("lines that match \(list) are not compared")
    }
    return testimony
  }

  private func compare(_ output: Output, in snapshot: any RepositorySnapshot) -> Statement {
    guard let input = output.inputs.first, output.inputs.count == 1 else {
      return .unverified([
        Unverified(
          "a mirror has one original, and '\(output.path)' is fed by \(output.inputs.count) inputs",
          at: Location(output.path),
          remedies: [Remedy("write 'inputs' and 'outputs' so that each output has one input")])
      ])
    }
    let agrees = Statement.agrees(Evidence("it is equal to '\(input)'", at: Location(output.path)))
    do throws(ReadFailure) {
      // Equal ids are equal bytes; ids come from the index where nothing was touched.
      if !output.isLink, try snapshot.objectID(of: output.path) == snapshot.objectID(of: input) { return agrees }
      let original = try snapshot.contents(of: input)
      let copy = try snapshot.contents(of: output.path)
      if original == copy { return agrees }
      guard let place = Divergence(original, copy, ignoring: ignored) else { return agrees }
      return .differs([difference(output, from: input, at: place)])
    } catch {
      return .unverified([Unverified(error, at: Location(output.path))])
    }
  }

  /// The numbers of the lines that do not count.
  private func ignored(in bytes: [UInt8]) -> Set<Int> {
    Set(ignoredLines.flatMap { $0.lineMatches(in: bytes).map(\.line) })
  }

  private func difference(_ output: Output, from input: RepositoryPath, at place: Divergence) -> Difference {
    let here = Location(output.path, place.copy.region)
    let there = Location(input, place.original.region)
    return Difference(
      GeneratedCode.mirrorDiffers, "\(output.name) is not equal to '\(input)'", at: here,
      evidence: [
        Evidence(place.copy.statement, at: here),
        Evidence(place.original.statement, at: there),
      ])
  }
}

/// The first line in which two files differ.
struct Divergence: Equatable {
  /// Where one of the files stands when they part.
  struct Side: Equatable {
    /// The line; nil if the file has ended.
    let region: Region?
    /// `line 12 reads 'x'`, or that the file ends before it.
    let statement: String
  }

  let original: Side
  let copy: Side

  /// - Parameter ignored: the 1-based numbers of a file's lines that do not count.
  /// - Returns: nil if all lines that count are equal.
  init?(_ original: [UInt8], _ copy: [UInt8], ignoring ignored: ([UInt8]) -> Set<Int>) {
    let left = Divergence.lines(of: original, but: ignored(original))
    let right = Divergence.lines(of: copy, but: ignored(copy))
    let same = zip(left, right).prefix { $0.bytes == $1.bytes }.count
    guard same < left.count || same < right.count else { return nil }
    self.original = Divergence.side(left, same, of: original)
    self.copy = Divergence.side(right, same, of: copy)
  }

  private struct Line {
    let number: Int
    /// With its end, so that a missing newline at the end of a file is a difference.
    let bytes: ArraySlice<UInt8>
  }

  private static func lines(of bytes: [UInt8], but ignored: Set<Int>) -> [Line] {
    var lines: [Line] = []
    var start = 0
    var number = 0
    while start < bytes.count {
      number += 1
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
      if !ignored.contains(number) { lines.append(Line(number: number, bytes: bytes[start..<end])) }
      start = end
    }
    return lines
  }

  private static func side(_ lines: [Line], _ index: Int, of bytes: [UInt8]) -> Side {
    guard lines.indices.contains(index) else {
      return Side(region: nil, statement: "the file ends where the other goes on")
    }
    let line = lines[index]
    let hasEnd = line.bytes.last == UInt8(ascii: "\n")
    let text = hasEnd ? line.bytes.dropLast() : line.bytes
    let shown = String(decoding: text.prefix(80), as: UTF8.self) + (text.count > 80 ? "..." : "")
    let suffix = hasEnd ? "" : ", without a line's end"
    return Side(
      region: Region(line: line.number, column: 1, length: text.count), statement: "the line reads '\(shown)'\(suffix)")
  }
}
