internal import DriftModel

/// Lock files and manifests that are read line by line.
enum PinLines {
  /// `requirements.txt`: requirements of the form `name==1.2.3`, with extras, markers and hashes.
  static func requirements(
    _ bytes: [UInt8], _ package: String, _ path: RepositoryPath
  ) throws(PinProblem) -> [Stamp.Fact] {
    let wanted = PythonName.normalized(package)
    var facts: [Stamp.Fact] = []
    for line in lines(of: bytes) {
      guard let requirement = Requirement(line.text), requirement.name == wanted else { continue }
      let location = line.location(in: path)
      guard let version = requirement.exactVersion else {
        throw PinProblem(
          "'\(path)' does not pin '\(package)' to one version", at: location,
          remedies: [Remedy("pin it with '==', or name a lock file in 'generator.pinned-in'")])
      }
      facts.append(Stamp.Fact(text: version, location: location))
    }
    return facts
  }

  /// `go.mod`: `require` lines, alone or in a block; `replace` is not followed.
  static func goModule(_ bytes: [UInt8], _ package: String, _ path: RepositoryPath) -> [Stamp.Fact] {
    var facts: [Stamp.Fact] = []
    var block: Substring?
    for line in lines(of: bytes) {
      let code = line.text.firstRange(of: "//").map { line.text[..<$0.lowerBound] } ?? line.text[...]
      var words = code.split(whereSeparator: \.isWhitespace)
      if words.first == ")" {
        block = nil
        continue
      }
      if words.count == 2, words[1] == "(" {
        block = words[0]
        continue
      }
      if block == nil, words.first == "require" { words.removeFirst() } else if block != "require" { continue }
      guard words.count == 2, words[0] == package else { continue }
      facts.append(Stamp.Fact(text: String(words[1]), location: line.location(in: path)))
    }
    return facts
  }

  /// `.tool-versions`: `name version`; further versions on the line are fallbacks.
  static func toolVersions(_ bytes: [UInt8], _ package: String, _ path: RepositoryPath) -> [Stamp.Fact] {
    lines(of: bytes).compactMap { line in
      let words = line.text.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
      guard words.count >= 2, words[0] == package else { return nil }
      return Stamp.Fact(text: String(words[1]), location: line.location(in: path))
    }
  }

  private struct Line {
    let number: Int
    let text: String
    let count: Int

    func location(in path: RepositoryPath) -> Location {
      Location(path, Region(line: number, column: 1, length: count))
    }
  }

  private static func lines(of bytes: [UInt8]) -> [Line] {
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated().map { index, line in
      let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      return Line(number: index + 1, text: String(decoding: line, as: UTF8.self), count: line.count)
    }
  }
}
