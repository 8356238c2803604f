import Foundation

/// A case in one text file, readable from top to bottom: what is in the repository, how the program is called, what it
/// says, and what each remedy that it prints leads to.
///
/// Prose comes first. Then sections follow, each begun by a line `-- NAME --`:
///
/// | section | holds |
/// | --- | --- |
/// | `check-drift.yml` | the configuration; becomes `.check-drift.yml` |
/// | `tree/PATH` | a file of the first commit |
/// | `remote/NAME/PATH` | a file of the first commit of another repository |
/// | `setup` | a script for `sh -eu`, run after the first commit |
/// | `arguments` | words for the command line; `--strict` if there is no such section |
/// | `expect` | everything that the program prints, then `exit STATUS` |
/// | `remedy N.M` | remedy M of the Nth block of the output is followed; see ``ScenarioRun`` |
/// | `expect after N.M` | what the program then prints; it must be clean if there is no such section |
///
/// The name of a file may be followed by `(mode 100755)`, `(link)`, `(base64)` or `(no end of line)`. A remote `NAME`
/// is a bare repository; scripts find its URL in `$REMOTE_NAME` and a clone to work in at `$CLONE_NAME`.
public struct Scenario: Sendable, CustomStringConvertible {
  /// A section, as the file has it.
  public struct Section: Sendable, Equatable {
    /// What stands between the dashes, attributes left out.
    public let name: String
    /// What stands in parentheses behind the name.
    public let attributes: [String]
    /// The lines below, each ended.
    public var body: String
  }

  /// What is wrong with the text of a scenario.
  public struct Problem: Error, CustomStringConvertible, Equatable {
    public let description: String
  }

  /// The file.
  public let path: String
  /// Whether the file holds more than this scenario: a page of the documentation.
  public let isExcerpt: Bool
  /// What is said before the first section.
  public let prose: String
  /// The sections in the order of the file.
  public private(set) var sections: [Section]

  /// Reads the text of a scenario.
  ///
  /// - Parameter isExcerpt: whether the file at `path` holds more than this text.
  public init(_ text: String, path: String, isExcerpt: Bool = false) throws(Problem) {
    var prose = ""
    var sections: [Section] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(text.hasSuffix("\n") ? 1 : 0) {
      if let (name, attributes) = Scenario.header(line) {
        guard !sections.contains(where: { $0.name == name }) else {
          throw Problem(description: "\(path): the section '\(name)' stands here twice")
        }
        guard Scenario.isKnown(name) else {
          throw Problem(description: "\(path): there is no such section as '\(name)'")
        }
        sections.append(Section(name: name, attributes: attributes, body: ""))
      } else if sections.isEmpty {
        prose += line + "\n"
      } else {
        sections[sections.count - 1].body += line + "\n"
      }
    }
    self.path = path
    self.isExcerpt = isExcerpt
    self.prose = prose
    self.sections = sections
    guard prose.contains(where: { !$0.isWhitespace }) else {
      throw Problem(description: "\(path): say in the first lines what this case shows")
    }
    for name in ["check-drift.yml", "expect"] where self[name] == nil {
      throw Problem(description: "\(path): the section '\(name)' is missing")
    }
  }

  /// The body of a section; nil if there is none.
  public subscript(name: String) -> String? { sections.first { $0.name == name }?.body }

  /// The scenario's text with the bodies that it has now.
  public var text: String {
    sections.reduce(prose) { text, section in
      let attributes = section.attributes.map { " (\($0))" }.joined()
      return text + "-- \(section.name)\(attributes) --\n" + section.body
    }
  }

  /// Puts a body into a section; a new one stands behind `predecessor`.
  mutating func set(_ name: String, to body: String, after predecessor: String) {
    if let index = sections.firstIndex(where: { $0.name == name }) {
      sections[index].body = body
    } else {
      let index = sections.firstIndex { $0.name == predecessor }.map { $0 + 1 } ?? sections.count
      sections.insert(Section(name: name, attributes: [], body: body), at: index)
    }
  }

  /// The kind and the case: `submodule-pin/edited`, or the page: `Kinds/submodule-pin.md`.
  public var description: String {
    path.split(separator: "/").suffix(2).joined(separator: "/").replacingOccurrences(of: ".scenario", with: "")
  }

  /// Writes `recorded` where this scenario was read.
  func replace(by recorded: Scenario) throws {
    var text = recorded.text
    if isExcerpt {
      text = try String(contentsOfFile: path, encoding: .utf8).replacingOccurrences(of: self.text, with: text)
    }
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  /// Every scenario below a folder, sorted by path.
  public static func all(below folder: String) throws -> [Scenario] {
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return try names.filter { $0.hasSuffix(".scenario") }.sorted().map { name in
      let path = folder + "/" + name
      return try Scenario(String(contentsOfFile: path, encoding: .utf8), path: path)
    }
  }

  /// `-- NAME (ATTRIBUTE)... --`.
  private static func header(_ line: Substring) -> (name: String, attributes: [String])? {
    guard line.hasPrefix("-- "), line.hasSuffix(" --"), line.count > 6 else { return nil }
    var name = line.dropFirst(3).dropLast(3)
    var attributes: [String] = []
    while name.hasSuffix(")"), let open = name.range(of: " (", options: .backwards) {
      attributes.insert(String(name[open.upperBound...].dropLast()), at: 0)
      name = name[..<open.lowerBound]
    }
    return (String(name), attributes)
  }

  private static func isKnown(_ name: String) -> Bool {
    ["check-drift.yml", "setup", "arguments", "expect"].contains(name)
      || ["tree/", "remote/", "remedy ", "expect after "].contains { name.hasPrefix($0) && name != $0 }
  }
}

extension Scenario.Section {
  /// The bytes of the file that the section describes.
  func bytes() throws(Scenario.Problem) -> [UInt8] {
    if attributes.contains("base64") {
      guard let data = Data(base64Encoded: body, options: .ignoreUnknownCharacters) else {
        throw Scenario.Problem(description: "section '\(name)' is not base64")
      }
      return Array(data)
    }
    return Array((attributes.contains("no end of line") ? String(body.dropLast()) : body).utf8)
  }
}
