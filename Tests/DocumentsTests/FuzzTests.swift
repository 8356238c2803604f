import Documents
import DriftModel
import Testing

/// Changes documents at random, always the same way.
private struct Mutator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next(below bound: Int) -> Int {
    // SplitMix64.
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((value ^ (value >> 31)) % UInt64(bound))
  }

  /// One document with a few places changed: bytes, fragments, repetitions, cuts, parts of another document.
  mutating func mutate(_ seeds: [[UInt8]], fragments: [String]) -> [UInt8] {
    var text = seeds[next(below: seeds.count)]
    for _ in 0...next(below: 4) {
      let start = next(below: text.count + 1)
      let end = min(text.count, start + next(below: 12))
      switch next(below: 7) {
      case 0: text.replaceSubrange(start..<end, with: [UInt8(truncatingIfNeeded: next(below: 256))])
      case 1: text.removeSubrange(start..<end)
      case 2, 3: text.insert(contentsOf: fragments[next(below: fragments.count)].utf8, at: start)
      case 4: text.insert(contentsOf: Array(text[start..<end]), at: next(below: text.count + 1))
      case 5: text = Array(text[..<start])
      default:
        let other = seeds[next(below: seeds.count)]
        let cut = next(below: other.count + 1)
        text.replaceSubrange(start..<end, with: other[cut..<min(other.count, cut + 20)])
      }
    }
    return text
  }
}

struct FuzzTests {
  private static let fragments: [DocumentFormat: [String]] = [
    .yaml: [
      "- ", ": ", "? ", "&a ", "*a", "!!str ", "!x ", "|\n", ">-\n  ", "'", "\"", "\\", "[", "]", "{", "}", ", ", "#",
      "\n",
      "\n  ", "---\n", "...\n", "%YAML 1.2\n", "<<: ", "\t", "\r\n", "é", "\u{85}", "\u{2028}", "\u{FEFF}", "😀", "~",
      "\\u12",
    ],
    .json: [
      "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "\\udc00", "null", "true", "1", "-", ".", "e+", "0",
      "\n", "\r",
      "é", "\u{FEFF}", "😀", "/", "\"a\": ",
    ],
    .toml: [
      "[", "]", "[[", "]]", "{", "}", ",", "=", ".", "\"", "\"\"\"", "'", "'''", "\\", "\\u00", "\n", "\r\n", "\r", "#",
      "a", "b", " ",
      "a.b = 1\n", "[a]\n", "[[a]]\n", "[a.b]\n", "1979-05-27", "T07:32:00", "Z", "_", "0x", "e5", "inf", "é", "😀",
      "\u{FEFF}",
    ],
  ]

  private static let seeds: [DocumentFormat: [String]] = [
    .yaml: [
      "version: 1\nchecks:\n  - kind: submodule-pin\n    path: 'libs/*'\n  - kind: x\n    truth: { file: a, key: /b }\n",
      "é: &a [ü, \"\\u00e9\\n\", 'it''s']\nb: *a\nc: |\n  x\n   y\n\n  z\nd: >+\n  f\n\n",
      "? a\n: - b\n  - c: d\n    e:\n-f: \"x\n  y\"\n", "{a: [1, {b: c}], 'd' : !!str 1}\n", "---\na: 1\n...\n# c\n",
    ],
    .json: [
      "{\n  \"é\": [1.10, -0.5e+3, \"a\\u00e9\\ud83d\\ude00\", null, true, false],\n \"b\": {\"c\": {}}, \"\": []}\n",
      "[[[], [[1], \"x\\\\\\\"y\"]], 0]", "\"text\"",
    ],
    .toml: [
      "a = 1.10\nb.c = 'x' # c\n[t.u]\nk = [1, {a = 2, b.c = 3},]\n[[l]]\nx = 1979-05-27 07:32:00Z\n[[l]]\n[l.m]\ny = 2\n",
      "s = \"\"\"\nq\\\n   w\"\"\"\"\n'l i' = '''x''y'''\n\"é\\n\" = \"\\u00e9\"\nn = [0xF_F, +1_000, -inf, 1e-5, true]\n",
      "[a]\nb.c = 1\nb.d = {}\n[a.b.e]\n[a.f]\ng = 07:32:00.123\nh = 2024-02-29T00:00:00-01:30\n",
    ],
  ]

  private static let runs = 20_000

  private func mutants(_ format: DocumentFormat, seed: UInt64) -> some Sequence<[UInt8]> {
    let seeds = (FuzzTests.seeds[format] ?? []).map { Array($0.utf8) }
    let fragments = FuzzTests.fragments[format] ?? []
    return sequence(state: (Mutator(seed: seed), 0)) { state in
      guard state.1 < FuzzTests.runs else { return nil }
      state.1 += 1
      return state.0.mutate(seeds, fragments: fragments)
    }
  }

  @Test(arguments: [DocumentFormat.yaml, .json, .toml])
  func everyDocumentEndsInAValueOrALocatedProblem(format: DocumentFormat) {
    var accepted = 0
    for bytes in mutants(format, seed: 1) {
      let lines = LineIndex(bytes)
      do throws(DocumentProblem) {
        let node = try Documents.read(bytes, as: format, file: file)
        accepted += 1
        #expect(isConsistent(node, with: bytes, lines, format), "\(bytes)")
      } catch {
        #expect(isInside(error.location, lines, bytes), "\(bytes) \(described(error))")
        #expect(!error.message.contains { $0.isNewline && !bytes.contains(10) })
      }
    }
    // Were all refused, the test would say nothing about what is read.
    #expect(accepted > FuzzTests.runs / 20)
  }

  @Test func everyFileHasFrontmatterOrNot() {
    for bytes in mutants(.yaml, seed: 2) {
      do throws(DocumentProblem) {
        _ = try Documents.frontmatter(of: Array("---\n".utf8) + bytes + Array("\n---\ntext".utf8), file: file)
      } catch {
        #expect(error.location.region != nil || error.message == "the file holds no YAML document")
      }
    }
  }

  /// Places lie in the file, and a scalar's bytes are what its place covers.
  private func isConsistent(
    _ node: DocumentNode, with bytes: [UInt8], _ lines: LineIndex, _ format: DocumentFormat
  ) -> Bool {
    guard isInside(node.location, lines, bytes) else { return false }
    switch node.content {
    case .scalar(let text, let style):
      guard let range = node.byteRange, lines.region(of: range) == node.location.region else { return false }
      let written = bytes[range]
      guard style == .plain, format != .yaml || (!written.contains(10) && !written.contains(13)) else { return true }
      // A quoted YAML scalar can be plain by its tag; line ends that only YAML 1.1 knows are folded.
      return format == .yaml
        && (written.first.map { "'\"|>".utf8.contains($0) } ?? false || written.contains { $0 > 0x7F })
        || written.elementsEqual(text.utf8)
    case .sequence(let items): return items.allSatisfy { isConsistent($0, with: bytes, lines, format) }
    case .mapping(let members):
      return Set(members.map { Array($0.key.utf8) }).count == members.count
        && members.allSatisfy {
          isInside($0.keyLocation, lines, bytes) && isConsistent($0.value, with: bytes, lines, format)
        }
    }
  }

  private func isInside(_ location: Location, _ lines: LineIndex, _ bytes: [UInt8]) -> Bool {
    guard let region = location.region else { return true }
    let end = lines.position(of: bytes.count)
    return (region.line, region.column) >= (1, 1) && (region.line, region.column) <= (region.endLine, region.endColumn)
      && (region.endLine, region.endColumn) <= end
  }
}
