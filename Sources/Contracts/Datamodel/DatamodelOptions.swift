import Documents
import DriftModel

/// The generator's command line, as the configuration declares it.
///
/// A list that is declared is taken for the whole command line: what it does not say has the generator's default, as far
/// as that is the same in all versions.
struct DatamodelOptions {
  /// What an option is for.
  enum Effect: Sendable {
    /// It says where things are, or how the file is laid out: nothing that is compared.
    case none
    /// It sets something; false if the value is not one that the option takes.
    case sets(@Sendable (inout DatamodelStyle, [String]) -> Bool)
    /// It sets something by a JSON object, or by a file that holds one; false if the object is not one that it takes.
    case reads(@Sendable (inout DatamodelStyle, [DocumentNode.Member]) -> Bool)
    /// It changes what is written in a way that is not known here.
    case unknown
  }

  /// How many values follow an option.
  enum Arity: Sendable {
    case flag, one, many, maybe
  }

  /// Settings that were stated, by the names that ``DatamodelVariants`` uses.
  private(set) var stated: Set<String> = []
  /// The options that were stated, without their values and leading hyphens.
  private(set) var names: [String] = []
  /// What they set, in order.
  private var changes: [@Sendable (inout DatamodelStyle) -> Void] = []
  /// Why nothing can be said of any output; empty if all is understood.
  private(set) var problems: [String] = []
  /// The files that could not be read or do not hold what their option takes, which is no less a reason.
  private(set) var fileProblems: [Unverified] = []
  /// The files that options name, in order.
  private(set) var files: [(name: String, path: String)] = []
  private let contents: [String: NamedFile]

  /// Reads a command line.
  ///
  /// - Parameter files: What ``files`` hold, by their paths as written.
  init(_ options: [String], files contents: [String: NamedFile] = [:]) {
    self.contents = contents
    var rest = DatamodelOptions.words(options)[...]
    while let word = rest.popFirst() {
      guard word.hasPrefix("--"), word != "--" else {
        // A lone hyphen stands for the standard input or output.
        if word != "-", word != "--" {
          problems.append("'\(word)' in 'generator.options' is no option of datamodel-code-generator")
        }
        continue
      }
      var name = word
      var values: [String] = []
      if let mark = word.firstIndex(of: "=") {
        name = String(word[..<mark])
        values = [String(word[word.index(after: mark)...])]
      }
      guard let option = DatamodelOptions.option(named: name) else {
        let hint = closestName(to: name, among: DatamodelOptionTable.names).map { "; did you mean '\($0)'?" } ?? ""
        problems.append("'\(name)' in 'generator.options' is no option of datamodel-code-generator\(hint)")
        // What may be its value is no problem of its own.
        while let next = rest.first, !next.hasPrefix("--") { rest = rest.dropFirst() }
        continue
      }
      if values.isEmpty {
        switch option.arity {
        case .flag: break
        case .one: if let value = rest.popFirst() { values = [value] }
        case .maybe:
          if let next = rest.first, !next.hasPrefix("-") {
            values = [next]
            rest = rest.dropFirst()
          }
        case .many:
          while let next = rest.first, !next.hasPrefix("--") {
            values.append(next)
            rest = rest.dropFirst()
          }
        }
      }
      apply(option, values)
    }
  }

  /// Options are written one to an element, or with their value behind a space.
  private static func words(_ options: [String]) -> [String] {
    options.flatMap { option -> [String] in
      guard option.hasPrefix("--"), let space = option.firstIndex(of: " "),
        !option[..<space].utf8.contains(UInt8(ascii: "="))
      else { return [option] }
      let value = option[option.index(after: space)...].drop { $0 == " " }
      return value.isEmpty ? [String(option[..<space])] : [String(option[..<space]), String(value)]
    }
  }

  /// The option of this name, or the only one that begins with it, as the generator's own parser takes them.
  private static func option(named name: String) -> DatamodelOptionTable.Option? {
    if let exact = DatamodelOptionTable.options[name] { return exact }
    let longer = Set(DatamodelOptionTable.names.filter { $0.hasPrefix(name) })
    return longer.count == 1 ? longer.first.flatMap { DatamodelOptionTable.options[$0] } : nil
  }

  private mutating func apply(_ option: DatamodelOptionTable.Option, _ values: [String]) {
    let name = option.name
    if option.arity == .one || option.arity == .many, values.isEmpty {
      problems.append("'\(name)' in 'generator.options' needs a value")
      return
    }
    names.append(String(name.dropFirst(2)))
    stated.formUnion(option.settles)
    switch option.effect {
    case .none: return
    case .unknown:
      problems.append("what datamodel-code-generator writes with '\(name)' is not known here")
    case .sets(let change):
      var style = DatamodelStyle()
      if change(&style, values) {
        changes.append { _ = change(&$0, values) }
      } else {
        problems.append(
          "what datamodel-code-generator writes with '\(name) \(values.joined(separator: " "))' is not known here")
      }
    case .reads(let change): read(name, values[0], change)
    }
  }

  /// Takes a JSON object, or a path of a file that holds one.
  private mutating func read(
    _ name: String, _ value: String, _ change: @escaping @Sendable (inout DatamodelStyle, [DocumentNode.Member]) -> Bool
  ) {
    let content: DocumentNode
    let isInline = value.drop { $0 == " " }.hasPrefix("{")
    if isInline {
      do throws(DocumentProblem) {
        content = try Documents.read(Array(value.utf8), as: .json, file: .repository(.root))
      } catch {
        problems.append("the value of '\(name)' in 'generator.options' is no JSON: \(error.message)")
        return
      }
    } else {
      files.append((name, value))
      switch contents[value] {
      case .document(let document): content = document
      case .unreadable(let problem):
        fileProblems.append(problem)
        return
      case nil:
        problems.append("'\(name)' names a file, '\(value)', which is not here")
        return
      }
    }
    guard case .mapping(let members) = content.content else {
      fileProblems.append(Unverified("'\(name) \(value)' is no JSON object", at: content.location))
      return
    }
    var style = DatamodelStyle()
    if change(&style, members) {
      changes.append { _ = change(&$0, members) }
    } else if isInline {
      problems.append("what datamodel-code-generator writes with '\(name) \(value)' is not known here")
    } else {
      fileProblems.append(
        Unverified(
          "what datamodel-code-generator writes with '\(name) \(value)' is not known here", at: content.location))
    }
  }

  /// A style with what the command line says in place of what it says itself.
  func applied(to style: DatamodelStyle) -> DatamodelStyle {
    var style = style
    for change in changes { change(&style) }
    if let preset = style.preset { apply(preset, to: &style) }
    return style
  }

  /// What a preset sets, where no option says otherwise.
  private func apply(_ preset: DatamodelStyle.Preset, to style: inout DatamodelStyle) {
    func set<Setting>(
      _ name: String, _ path: WritableKeyPath<DatamodelStyle, Setting>, _ value: Setting
    ) {
      if !stated.contains(name) { style[keyPath: path] = value }
    }
    if !stated.contains("model") { style.model = .pydantic2 }
    set("target-python-version", \.pythonMinor, preset.pythonMinor)
    style.hasStrEnum = (style.pythonMinor ?? 10) >= 11
    set("use-standard-collections", \.standardCollections, true)
    set("use-union-operator", \.unionOperator, true)
    set("use-annotated", \.annotated, true)
    if style.annotated { style.fieldConstraints = true }
    set("enum-field-as-literal", \.enumForm, .one)
    style.isEnumFormDeclared = true
    set("use-subclass-enum", \.subclassEnum, true)
    set("collapse-root-models", \.collapseRoots, true)
    set("strict-nullable", \.strictNullable, true)
    set("set-default-enum-member", \.enumDefaults, true)
    set("use-specialized-enum", \.specializedEnum, style.hasStrEnum)
    switch style.model {
    case .pydantic2, .pydanticDataclass:
      set("snake-case-field", \.snakeCase, true)
      set("allow-population-by-field-name", \.populateByName, true)
      set("use-frozen-field", \.frozenFields, true)
    case .msgspec:
      set("snake-case-field", \.snakeCase, true)
      set("use-standard-primitive-types", \.standardPrimitives, true)
    case .typedDict:
      set("use-frozen-field", \.frozenFields, true)
      set("use-standard-primitive-types", \.standardPrimitives, true)
    case .dataclass: set("use-standard-primitive-types", \.standardPrimitives, true)
    case .pydantic1: break
    }
    guard preset.isPractical else { return }
    set("naming-strategy", \.namingStrategy, "primary-first")
    set("reuse-model", \.reuseModel, true)
    set("collapse-reuse-models", \.collapseReuse, true)
    set("use-title-as-name", \.titleAsName, true)
    set("use-default-kwarg", \.defaultKeyword, true)
    set("use-object-type", \.objectType, true)
    set("use-tuple-for-fixed-items", \.tupleForFixedItems, true)
    set("use-unique-items-as-set", \.uniqueItemsAsSet, true)
    set("use-schema-description", \.schemaDescription, true)
    set("use-field-description", \.fieldDescription, true)
    set("use-field-description-example", \.fieldExamples, true)
  }

  /// The style of the whole command line, where `observed` tells what is not the same in all versions.
  func complete(_ observed: DatamodelStyle) -> DatamodelStyle {
    var style = DatamodelStyle()
    style.model = observed.model
    style.rules = observed.rules
    style.isFolder = observed.isFolder
    style.standardCollections = observed.standardCollections
    style.unionOperator = observed.unionOperator
    style.awareDatetime = observed.awareDatetime
    style.hasStrEnum = observed.hasStrEnum
    style.deferredAnnotations = observed.deferredAnnotations
    style.specializedEnum = observed.specializedEnum
    return applied(to: style)
  }

  /// Settings whose default is another in other versions, or that no option says.
  static let versionDependent: Set<String> = [
    "model", "rules", "use-standard-collections", "use-union-operator", "aware-datetime", "use-specialized-enum",
    "numbers rewritten by JavaScript", "constants as defaults", "typed extras", "input is a folder",
    "references followed by the generator", "target-python-version", "base64 strings", "template data as code",
    "configured root models", "validators of property counts",
  ]
}
