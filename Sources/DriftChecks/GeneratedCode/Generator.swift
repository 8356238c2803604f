internal import DriftModel

/// The `generator:` key: who writes the outputs.
struct Generator: Sendable {
  /// What it is called: a name that stamps know, or any other.
  let name: Located<String>
  /// Its version as the configuration states it.
  let version: Located<String>?
  /// The lock file or manifest that pins its version.
  let pinnedIn: Located<RepositoryPath>?
  /// What that file calls it; the name unless something else is said.
  let package: String?
  /// Its arguments, in order; nil if the check does not say them.
  let options: [String]?
  /// How its header looks, if it is none of those that are known.
  let stamp: DeclaredStamp?

  /// The name under which its version is pinned.
  var packageName: String { package ?? name.value }

  private static let nameField = Field(
    required: "name", "What the generator is called: 'datamodel-code-generator', 'protoc-gen-go', or any other.",
    Codec<String>.text("a name").located)
  private static let versionField = Field(
    optional: "version", "The version that has to have written the outputs.", Codec<String>.text("a version").located)
  private static let pinnedInField = Field(
    optional: "pinned-in", "The lock file or manifest that states that version.",
    Codec<RepositoryPath>.path.located)
  private static let packageField = Field(
    optional: "package", "What that file calls the generator, if not by its name.",
    Codec<String>.text("a package name").located)
  private static let optionsField = Field(
    optional: "options",
    "The arguments that the generator is called with, or its options by name; a receipt records a digest of them.",
    GeneratorOptions.codec)
  private static let stampField = Field(
    optional: "stamp",
    "A regular expression for the header's lines with a group '(?P<source>...)', '(?P<version>...)' or both.",
    Codec<DeclaredStamp>.declaredStamp)

  /// The mapping.
  static let codec = Codec<Generator>.object([
    nameField, versionField, pinnedInField, packageField, optionsField, stampField,
  ]) { values in
    let name = values.read(nameField)
    let version = values.read(versionField)
    let pinnedIn = values.read(pinnedInField)
    let package = values.read(packageField)
    let options = values.read(optionsField)
    let stamp = values.read(stampField)
    guard let name, let version, let pinnedIn, let package, let options, let stamp else { return nil }
    if let version, pinnedIn != nil {
      values.complain("'version' and 'pinned-in' both state the version", at: version.location, help: ["keep one"])
    }
    if let package, pinnedIn == nil {
      values.complain("'package' has no effect without 'pinned-in'", at: package.location)
    }
    if let pinnedIn, PinFile(pinnedIn.value) == nil {
      values.complain(
        "'\(pinnedIn.value)' is not a file whose pins can be read", at: pinnedIn.location,
        help: ["those that can: \(PinFile.known)"])
    }
    return Generator(
      name: name, version: version, pinnedIn: pinnedIn, package: package?.value, options: options, stamp: stamp)
  }
}

extension Codec where Value == String {
  /// Text on one line.
  static var oneLine: Codec<String> {
    Codec(shape: .text(what: "a command")) { node, problems in
      guard let text = Codec<String>.text("a command").decode(node, &problems) else { return nil }
      guard !text.contains(where: \.isNewline) else {
        problems.append(
          ConfigProblem(
            "'regenerate' is one line for the reader", at: node.location,
            help: ["put several commands into a script or a make target, and name that"]))
        return nil
      }
      return text
    }
  }
}
