public import DriftModel

/// A receipt: which blob every input and output was when outputs were last recorded, and what wrote them.
///
/// The file is JSON, sorted by path bytes, and all that is recorded of a file stands on one line. Git merges line by
/// line and takes changes that touch for one conflict, so a line with the file's name, which never changes, stands
/// before it and one that closes the entry behind it; the last entry is empty, so that none behind it needs a comma.
/// Branches that record different outputs then meet nowhere but where both add one at the same place.
public struct Receipt: Sendable, Hashable {
  /// The name of a receipt where no other is configured.
  static let fileName = "codegen.lock.json"

  /// What is recorded of one file.
  public struct Entry: Sendable, Hashable {
    /// Git's id of its bytes.
    public var blob: ObjectID
    /// What it was generated from and by; nil for a file that is only an input.
    public var origin: Origin?

    /// An entry.
    public init(blob: ObjectID, origin: Origin? = nil) {
      self.blob = blob
      self.origin = origin
    }
  }

  /// What an output was generated from and by.
  public struct Origin: Sendable, Hashable {
    /// The blob id of the text that has, for every input sorted by path bytes, its blob id, a space, its path and a
    /// NUL: inputs have lines of their own, but a merge may put together lines that no generator saw together.
    public var inputs: ObjectID
    /// The generator's name; nil if the check names none. Then the two below are nil as well.
    public var generator: String?
    /// Its version; nil if the check does not say which.
    public var version: String?
    /// The blob id of its arguments, a NUL after each.
    public var arguments: ObjectID?

    /// An origin.
    public init(inputs: ObjectID, generator: String? = nil, version: String? = nil, arguments: ObjectID? = nil) {
      self.inputs = inputs
      self.generator = generator
      self.version = version
      self.arguments = arguments
    }
  }

  /// The entries by path, relative to the receipt's folder.
  public var entries: [RepositoryPath: Entry]

  /// A receipt.
  public init(_ entries: [RepositoryPath: Entry] = [:]) { self.entries = entries }

  // MARK: Texts with ids

  /// What ``Origin/inputs`` is the blob id of, for some inputs in any order.
  static func text(ofInputs inputs: [RepositoryPath: ObjectID]) -> [UInt8] {
    inputs.sorted { $0.key < $1.key }.flatMap { path, id in
      Array(id.description.utf8) + [UInt8(ascii: " ")] + path.bytes + [0]
    }
  }

  /// What ``Origin/arguments`` is the blob id of.
  static func text(ofArguments arguments: [String]) -> [UInt8] { arguments.flatMap { Array($0.utf8) + [0] } }

  // MARK: Writing

  /// The file's bytes. Paths that are not UTF-8 cannot be written and are left out: nobody may record them.
  public var bytes: [UInt8] {
    var text = "{\n\"receipt\": 1,\n\"files\": [\n"
    for (path, entry) in entries.sorted(by: { $0.key < $1.key }) where path.isUTF8 {
      text += "{\"name\": \(Receipt.quoted(String(decoding: path.lastSegment, as: UTF8.self))),\n"
      text += " \"path\": \(Receipt.quoted(path.description)), \"blob\": \"\(entry.blob)\""
      if let origin = entry.origin {
        text += ", \"inputs\": \"\(origin.inputs)\""
        if let generator = origin.generator { text += ", \"generator\": \(Receipt.quoted(generator))" }
        if let version = origin.version { text += ", \"version\": \(Receipt.quoted(version))" }
        if let arguments = origin.arguments { text += ", \"arguments\": \"\(arguments)\"" }
      }
      text += "\n},\n"
    }
    text += "{}\n]\n}\n"
    return Array(text.utf8)
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\u{0}"..<"\u{20}", "\u{7F}":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
