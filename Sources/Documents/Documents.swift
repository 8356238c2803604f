public import DriftModel

/// The formats of structured documents, told apart by a file's ending.
public enum DocumentFormat: Sendable {
  case yaml, json, toml

  /// The format that a path's ending stands for: `.yml`, `.yaml`, `.json` or `.toml` in any ASCII case; nil for others.
  public init?(endingOf path: RepositoryPath) {
    let name = path.lastSegment
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    let ending = name[(dot + 1)...].map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 + 32 : $0 }
    switch String(decoding: ending, as: UTF8.self) {
    case "yml", "yaml": self = .yaml
    case "json": self = .json
    case "toml": self = .toml
    default: return nil
    }
  }

  /// `YAML`, `JSON` or `TOML`.
  var name: String {
    switch self {
    case .yaml: "YAML"
    case .json: "JSON"
    case .toml: "TOML"
    }
  }
}

/// How much a document may ask of its reader.
public struct DocumentLimits: Sendable {
  /// How many collections may be open at once. Values above 1,000 count as 1,000: nodes are freed by recursion.
  public var depth = 200
  /// How many values a document may hold, those that aliases repeat included.
  public var nodes = 1_000_000
  /// How many aliases a YAML document may use.
  public var aliases = 10_000

  /// The usual limits.
  public init() {}

  var openCollections: Int { min(depth, 1_000) }
  /// Far from where sums of it would overflow.
  var values: Int { min(nodes, 1 << 40) }
}

/// Why a document could not be read, and where.
public struct DocumentProblem: Error, Sendable, Hashable {
  /// One line: lower case, names in single quotes, no full stop.
  public let message: String
  /// The place; without a region if it is about the file as a whole.
  public let location: Location
  /// What to do about it, a line each.
  public let help: [String]
  /// Whether the document may be correct and only asks too much.
  public let isLimit: Bool

  /// A problem at a place.
  init(_ message: String, at location: Location, help: [String] = [], isLimit: Bool = false) {
    self.message = message
    self.location = location
    self.help = help
    self.isLimit = isLimit
  }
}

/// Reads documents into located values. Pure functions of the bytes: nothing is opened, included or fetched.
public enum Documents {
  /// Reads a whole document.
  ///
  /// Scalars keep the text that was written (`1.10` stays `1.10`), strings have their escapes resolved. Keys are
  /// unique. A collection's location is where it begins: its first key, its first `-` or its opening bracket.
  /// - Parameter file: the name that locations carry.
  /// - Throws: the first problem, located.
  public static func read(
    _ bytes: [UInt8], as format: DocumentFormat, file: FileName, limits: DocumentLimits = .init()
  ) throws(DocumentProblem) -> DocumentNode {
    switch format {
    case .yaml: try YAMLReader.read(bytes[...], file: file, limits: limits)
    case .json: try JSONReader.read(bytes, file: file, limits: limits)
    case .toml: try TOMLReader.read(bytes, file: file, limits: limits)
    }
  }

  /// Reads the YAML front matter of a document; the rest of the file is not looked at.
  ///
  /// Front matter begins with `---` on the very first line (a byte order mark may stand before it) and ends before the
  /// next line that is `---` or `...`. Lines and offsets of the result are those of the whole file. An empty block is
  /// an empty value.
  /// - Returns: nil if the file does not begin with such a block, or never ends it.
  /// - Throws: the first problem within the block, located.
  public static func frontmatter(
    of bytes: [UInt8], file: FileName, limits: DocumentLimits = .init()
  ) throws(DocumentProblem) -> DocumentNode? {
    guard let end = Frontmatter.end(in: bytes) else { return nil }
    return try YAMLReader.read(bytes[..<end], file: file, limits: limits)
  }
}
