import Documents
import DriftModel

let file = FileName.external("d")

func read(_ text: String, as format: DocumentFormat, _ limits: DocumentLimits = .init()) throws -> DocumentNode {
  try Documents.read(Array(text.utf8), as: format, file: file, limits: limits)
}

/// The problem with a document, as `line:column-line:column message`; nil if it can be read.
func problem(_ text: String, as format: DocumentFormat, _ limits: DocumentLimits = .init()) -> String? {
  problem(Array(text.utf8), as: format, limits)
}

func problem(_ bytes: [UInt8], as format: DocumentFormat, _ limits: DocumentLimits = .init()) -> String? {
  do throws(DocumentProblem) {
    _ = try Documents.read(bytes, as: format, file: file, limits: limits)
    return nil
  } catch {
    return described(error)
  }
}

func described(_ problem: DocumentProblem) -> String {
  "\(place(problem.location)) \(problem.isLimit ? "LIMIT " : "")\(problem.message)"
    + problem.help.map { " | " + $0 }.joined()
}

/// `line:column` of a place and, where it is not empty, `-line:column` of its end.
func place(_ location: Location) -> String {
  guard let region = location.region else { return "-" }
  let start = "\(region.line):\(region.column)"
  if region.line == region.endLine {
    return region.column == region.endColumn ? start : "\(start)-\(region.endColumn)"
  }
  return "\(start)-\(region.endLine):\(region.endColumn)"
}

extension DocumentNode {
  /// The meaning as one line: quoted scalars in quotes, keys before colons.
  var meaning: String {
    switch content {
    case .scalar(let text, .plain): text.isEmpty ? "~" : text
    case .scalar(let text, .quoted): "\"\(text)\""
    case .sequence(let items): "[" + items.map(\.meaning).joined(separator: ", ") + "]"
    case .mapping(let members): "{" + members.map { "\($0.key): \($0.value.meaning)" }.joined(separator: ", ") + "}"
    }
  }

  /// Every key and value with its place, one a line.
  var places: [String] {
    switch content {
    case .scalar: ["\(meaning) \(place(location))" + (byteRange.map { " @\($0.lowerBound)..<\($0.upperBound)" } ?? "")]
    case .sequence(let items): ["[] \(place(location))"] + items.flatMap(\.places)
    case .mapping(let members):
      ["{} \(place(location))"] + members.flatMap { ["\($0.key): \(place($0.keyLocation))"] + $0.value.places }
    }
  }
}
