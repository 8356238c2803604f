internal import Documents
public import DriftModel

extension Baseline {
  /// Mistakes in a baseline, all of them.
  public struct Mistakes: Error, Sendable {
    /// At least one.
    public let problems: [ConfigProblem]
  }

  private static let version = Field(
    required: "version", "The version of the format.", Codec<String>.choice(["1"]))
  private static let entries = Field(
    required: "entries", "What is accepted.", Codec<[Entry]>.entries)

  /// Reads a baseline.
  /// - Throws: all mistakes, located.
  public static func read(_ bytes: [UInt8], file: FileName) throws(Mistakes) -> Baseline {
    let node: DocumentNode
    do throws(DocumentProblem) {
      node = try Documents.read(bytes, as: .json, file: file)
    } catch {
      throw Mistakes(problems: [ConfigProblem(error.message, at: error.location, help: error.help)])
    }
    var values = FieldValues(node, fields: [version, entries])
    let version = values.read(version)
    let read = values.read(entries)
    guard values.problems.isEmpty, version != nil, let read else { throw Mistakes(problems: values.problems) }
    return Baseline(file: file, entries: read)
  }
}

extension Codec where Value == [Baseline.Entry] {
  /// A list that may be empty: nothing is accepted any more.
  fileprivate static var entries: Codec<[Baseline.Entry]> {
    let one = Codec<Baseline.Entry>.entry
    return Codec(shape: .list(one.shape, orOne: false)) { node, problems in
      guard case .sequence(let nodes) = node.content else {
        problems.append(ConfigProblem("expected a list, found \(node.shapeName)", at: node.location))
        return nil
      }
      let entries = nodes.map { one.decode($0, &problems) }
      return entries.contains { $0 == nil } ? nil : entries.compactMap(\.self)
    }
  }
}

extension Codec where Value == Baseline.Entry {
  fileprivate static var entry: Codec<Baseline.Entry> {
    let fingerprint = Field(required: "fingerprint", "What names it.", Codec<String>.text("a fingerprint"))
    let count = Field(required: "count", "How many equal ones.", Codec<Int>.integer(minimum: 1))
    let kind = Field(required: "kind", "The kind of the check.", Codec<String>.text("a kind"))
    let problem = Field(required: "problem", "The problem, or 'unverified'.", Codec<String>.text("a problem"))
    let path = Field(required: "path", "The file.", Codec<String>.text("a path"))
    let message = Field(required: "message", "What is stated.", Codec<String>.text("a message"))
    let reason = Field("reason", "Why it is accepted.", Codec<String?>.textOrNull, default: nil, defaultText: nil)
    let until = Field("until", "The last day on which it is.", Codec<Day?>.dayOrNull, default: nil, defaultText: nil)
    return .object([fingerprint, count, kind, problem, path, message, reason, until]) { values in
      let values = (
        values.read(fingerprint), values.read(count), values.read(kind), values.read(problem), values.read(path),
        values.read(message), values.read(reason), values.read(until), values.node.location
      )
      guard let fingerprint = values.0, let count = values.1, let kind = values.2, let problem = values.3,
        let path = values.4, let message = values.5, let reason = values.6, let until = values.7
      else { return nil }
      return Baseline.Entry(
        fingerprint: fingerprint, count: count, kind: kind, problem: problem, path: path, message: message,
        reason: reason, until: until, location: values.8)
    }
  }
}

extension Codec where Value == String? {
  fileprivate static var textOrNull: Codec<String?> {
    Codec(shape: .text(what: "a text or null")) { node, problems in
      if node.isNull { return .some(nil) }
      return Codec<String>.text("a text or null").decode(node, &problems).map { .some($0) }
    }
  }
}

extension Codec where Value == Day? {
  fileprivate static var dayOrNull: Codec<Day?> {
    Codec(shape: .text(what: "a day as 2026-12-31, or null")) { node, problems in
      if node.isNull { return .some(nil) }
      guard let text = node.scalar, let day = Day(text) else {
        let found = node.scalar.map { "'\($0)'" } ?? node.shapeName
        problems.append(ConfigProblem("expected a day as 2026-12-31, or null, found \(found)", at: node.location))
        return nil
      }
      return .some(day)
    }
  }
}
