import Documents
import DriftModel

/// Why the output for a schema cannot be foretold.
struct DatamodelRefusal: Error {
  let message: String
  let location: Location
}

/// Follows the generator from a schema to its list of declarations, before they are sorted and named for good.
struct DatamodelParser {
  let types: DatamodelTypes
  let registry: GeneratedRegistry
  let library: SchemaLibrary
  let sources: DatamodelSources
  var models: [GeneratedModel] = []
  /// What `additionalProperties` says, by the key under which the generator keeps it.
  var additional: [String: Bool] = [:]
  /// The document that is read just now, and its name.
  var root: Schema
  var rootName: String
  /// The file of the folder that is read just now; nil where the generator reads a single file.
  private var file: String?
  var reserved: [String: Set<String>] = [:]
  /// The paths of declarations that others are known to extend.
  var extended: Set<String> = []
  var depth = 0

  var style: DatamodelStyle { types.style }

  init(style: DatamodelStyle, root: Schema, library: SchemaLibrary, names: GeneratedNames) {
    self.init(style: style, sources: DatamodelSources(root, in: library), fallback: root, names: names)
  }

  /// - Parameter fallback: any of the documents.
  init(style: DatamodelStyle, sources: DatamodelSources, fallback root: Schema, names: GeneratedNames) {
    self.types = DatamodelTypes(style: style)
    self.registry = GeneratedRegistry(names)
    self.library = sources.library
    self.sources = sources
    self.root = root
    self.rootName = String(decoding: root.path.lastSegment, as: UTF8.self)
  }

  // MARK: documents

  mutating func parse() throws(DatamodelRefusal) {
    if let obstacle = style.overrides.obstacle(style) { throw refusal(obstacle, SchemaObject(root.node)) }
    for source in sources.sources {
      enter(source)
      try parseSource()
    }
    // References that point neither into `definitions` nor to a place that was read are read on their own.
    var count = -1
    while count != models.count {
      count = models.count
      for source in sources.sources {
        enter(source)
        for path in (reserved[rootName] ?? []).sorted() where registry[path]?.isLoaded == false {
          try parsePointer(path)
        }
      }
    }
    if let model = models.first(where: { $0.methodObstacle(style) != nil }), let obstacle = model.methodObstacle(style)
    {
      throw DatamodelRefusal(
        message: "what datamodel-code-generator writes is not known here: \(obstacle)", location: model.location)
    }
  }

  private mutating func enter(_ source: DatamodelSources.Source) {
    root = asRead(source.root)
    rootName = source.name
    file = sources.isFolder ? source.name : nil
  }

  /// A document as the generator reads it: newer versions know `1e5` for a number, others take it for a text.
  func asRead(_ document: Schema) -> Schema {
    guard style.rules == .v72, library.hasExponents else { return document }
    let isYAML = DocumentFormat(endingOf: document.path) == .yaml
    return Schema(SchemaNumbers.floating(document.node, isYAML: isYAML), path: document.path, pointer: [])
  }

  /// Adds a declaration, which belongs to the module of the file that the generator was given.
  mutating func declare(_ model: GeneratedModel) {
    model.file = file
    model.firstName = model.reference.name
    model.sequence = sequence(of: model)
    models.append(model)
  }

  private mutating func parseSource() throws(DatamodelRefusal) {
    let object = SchemaObject(root.node)
    guard case .mapping = root.node.content else { throw refusal("a schema that is only true or false", object) }
    let name = Self.rootClassName(object, style)
    guard Self.isIdentifier(name) else {
      throw refusal("the title '\(object.title ?? "")' makes no class name", object)
    }
    try parseFile(name)
  }

  /// Reads a document, or what a pointer leads to in it, and all its definitions.
  mutating func parseFile(_ name: String, pointer: String? = nil) throws(DatamodelRefusal) {
    if let pointer {
      let parts = SchemaPointer(pointer, in: root).written
      _ = registry.add([rootName, "#/\(parts.first ?? "")"] + parts.dropFirst(), name, isUnique: false)
      try parsePointer("\(rootName)#\(pointer)", isForeign: true)
    } else {
      let name = registry.add([rootName], name, isUnique: false).name
      try parseObject(name, SchemaObject(root.node), [rootName])
    }
    var keyword = "definitions"
    var definitions = root.named("definitions")
    if definitions.isEmpty {
      keyword = "$defs"
      definitions = root.named("$defs")
    }
    if isNew { return try parseDefinitions(keyword) }
    for (key, _, schema) in definitions {
      let path = [rootName, "#/\(keyword)", key]
      if registry[GeneratedRegistry.join(path)]?.isLoaded != true {
        try parseObject(key, SchemaObject(schema.node), path)
      }
    }
    try parseReserved()
  }

  mutating func parseReserved() throws(DatamodelRefusal) {
    var previous: Set<String> = []
    while previous != reserved[rootName] ?? [] {
      previous = reserved[rootName] ?? []
      for path in previous.sorted() where registry[path]?.isLoaded == false { try parsePointer(path) }
    }
  }

  /// - Parameter isForeign: whether it comes from another document that is read just now, not in its turn.
  mutating func parsePointer(_ path: String, isForeign: Bool = false) throws(DatamodelRefusal) {
    guard let mark = path.utf8.firstIndex(of: UInt8(ascii: "#")) else { return }
    let text = String(path[path.utf8.index(after: mark)...])
    let pointer = SchemaPointer(text, in: root)
    let target = pointer.target(in: root)
    var node = target?.node
    // A schema that is only true or false, where nothing but its name is left of it.
    if isNew, let target, target.boolean != nil { node = Self.node([:], target.location) }
    guard let node, case .mapping = node.content else {
      throw DatamodelRefusal(message: "the reference '#\(text)' leads nowhere", location: root.location)
    }
    guard let last = isForeign ? pointer.keys.last : pointer.written.last, let first = pointer.written.first else {
      return
    }
    try parseObject(last, SchemaObject(node), [rootName, "#/\(first)"] + pointer.written.dropFirst())
  }

  mutating func parseObject(_ name: String, _ object: SchemaObject, _ path: [String]) throws(DatamodelRefusal) {
    if isNew { return try currentObject(name, object, path) }
    if object.isArray {
      try parseArray(name, object, path)
    } else if !object.allOf.isEmpty {
      _ = try parseAllOf(name, object, path)
    } else if !object.oneOf.isEmpty || !object.anyOf.isEmpty {
      _ = try parseRoot(name, object, path)
    } else if object.hasProperties {
      _ = try parseRecord(name, object, path)
    } else if !object.patternProperties.isEmpty {
      _ = try parseRoot(name, object, path)
    } else if object.singleType == "object" {
      _ = try parseRecord(name, object, path)
    } else if !object.enumValues.isEmpty, !isLiteral(object) {
      _ = try parseEnum(name, object, path)
    } else {
      _ = try parseRoot(name, object, path)
    }
    try followReferences(object)
  }

  mutating func followReferences(_ object: SchemaObject) throws(DatamodelRefusal) {
    guard object.mayHoldSchemas else { return }
    try enter(object)
    defer { depth -= 1 }
    if let ref = object.ref {
      let reference = try resolve(ref, object)
      if !reference.isLoaded { try follow(reference, isLocal: ref.hasPrefix("#"), object) }
    }
    for item in object.items { try followReferences(item) }
    if let schema = object.additionalSchema { try followReferences(schema) }
    for (_, schema) in object.patternProperties { try followReferences(schema) }
    for schema in object.anyOf + object.allOf + object.oneOf { try followReferences(schema) }
    if style.schemaValidators {
      for keyword in ["if", "then", "else"] {
        if let schema = object.child(keyword), schema.boolean == nil { try followReferences(schema) }
      }
    }
    for (_, _, schema) in object.properties ?? [] where schema.boolean == nil { try followReferences(schema) }
  }

  mutating func enter(_ object: SchemaObject) throws(DatamodelRefusal) {
    depth += 1
    if depth > 200 { throw refusal("a schema that is nested more than 200 levels deep", object) }
  }

  func refusal(_ what: String, _ object: SchemaObject) -> DatamodelRefusal {
    DatamodelRefusal(
      message: "what datamodel-code-generator writes is not known here: \(what)", location: object.location)
  }

  /// The reference that a `$ref` stands for.
  func resolve(_ ref: String, _ object: SchemaObject) throws(DatamodelRefusal) -> GeneratedReference {
    var written = ref
    if written.hasSuffix("#/") { written.removeLast() }
    var local = written
    if let id = root.string("$id"), local.hasPrefix(id + "#") || local == id {
      local = String(local.dropFirst(id.count))
    }
    if local.isEmpty || local == "#" { return registry.refer(to: "\(rootName)#", written: written, from: rootName) }
    guard local.hasPrefix("#") else {
      return registry.refer(to: try external(local, object), written: written, from: rootName)
    }
    if !local.hasPrefix("#/") {
      guard let target = library.resolve(local, from: root), target.path == root.path else {
        throw refusal("the anchor '\(ref)'", object)
      }
      return registry.refer(
        to: "\(rootName)#" + target.pointer.map { "/\($0)" }.joined(), written: written, from: rootName)
    }
    return registry.refer(to: rootName + local, written: written, from: rootName)
  }

  func type(for ref: String, _ object: SchemaObject) throws(DatamodelRefusal) -> GeneratedType {
    GeneratedType(reference: try resolve(ref, object))
  }

  // MARK: items

  static func special(_ word: String, _ path: [String]) -> [String] {
    path + ["#-datamodel-code-generator-#-\(word)-#-special-#"]
  }

  func isLiteral(_ object: SchemaObject) -> Bool {
    style.enumForm == .all || style.model == .typedDict || style.enumForm == .one && object.enumValues.count == 1
  }

  mutating func parseItem(
    _ name: String, _ item: SchemaObject, _ path: [String], isSingular: Bool = false, parent: SchemaObject? = nil
  ) throws(DatamodelRefusal) -> GeneratedType {
    try enter(item)
    defer { depth -= 1 }
    guard item.boolean == nil else { throw refusal("a schema that is only true or false", item) }
    var name = name
    var isSingular = isSingular
    if style.titleAsName, let title = item.title, !title.isEmpty {
      name = title
      isSingular = false
    }
    guard !style.titleAsName || !name.contains(".") else { throw refusal("the title '\(name)'", item) }
    if item.node.has("customTypePath") || item.node.has("customBasePath") {
      throw refusal("a type of its own", item)
    }
    if let parent, item.enumValues.isEmpty, item.hasConstraint, parent.hasConstraint || style.fieldConstraints {
      let path = Self.special("array", path)
      let name = registry.add(path, name, isSingular: isSingular).name
      return try parseRoot(name, item, path)
    }
    if let ref = item.ref { return try type(for: ref, item) }
    if item.isArray { return try parseArrayField(name, item, Self.special("array", path)).type }
    if item.node.has("discriminator") { throw refusal("a discriminator", item) }
    if !item.anyOf.isEmpty {
      return GeneratedType(parts: try parseCombined(name, item, Self.special("anyOf", path), "anyOf"))
    }
    if !item.oneOf.isEmpty {
      return GeneratedType(parts: try parseCombined(name, item, Self.special("oneOf", path), "oneOf"))
    }
    if !item.allOf.isEmpty {
      let path = [GeneratedRegistry.join(Self.special("allOf", path))]
      return try parseAllOf(registry.add(path, name, isSingular: isSingular).name, item, path, ignoresDuplicate: true)
    }
    if item.isObject || !item.patternProperties.isEmpty {
      let path = Self.special("object", path)
      if item.hasProperties {
        return try parseRecord(name, item, path, isSingular: isSingular)
      }
      if !item.patternProperties.isEmpty { return try parsePatterns(name, item, path) }
      if let schema = item.additionalSchema {
        return GeneratedType(parts: [try parseItem(name, schema, path)], isDict: true)
      }
      return GeneratedType("Any", isDict: true)
    }
    if !item.enumValues.isEmpty {
      if isLiteral(item) { return literal(item) }
      return try parseEnum(name, item, Self.special("enum", path), isSingular: isSingular)
    }
    return try dataType(item)
  }

  func literal(_ object: SchemaObject) -> GeneratedType {
    GeneratedType(literals: object.enumValues.map { Value(yaml: $0) }.filter { $0 != .null })
  }

  func dataType(_ object: SchemaObject) throws(DatamodelRefusal) -> GeneratedType {
    if !object.node.has("type") {
      switch object.constant {
      case .string?: return GeneratedType("str")
      case .boolean?: return GeneratedType("bool")
      case .integer?: return GeneratedType("int")
      case .number?: return GeneratedType("float")
      case .object?: return GeneratedType(style.standardCollections ? "dict" : "Dict")
      case .list?: return GeneratedType(style.standardCollections ? "list" : "List")
      default: return GeneratedType("Any")
      }
    }
    var parts: [GeneratedType] = []
    for name in object.types where !object.hasTypeList || name != "null" {
      guard let type = types.type(name, format: object.format, constraints: object) else {
        throw refusal("format '\(object.format ?? "")' with bounds", object)
      }
      parts.append(type)
    }
    if object.hasTypeList { return GeneratedType(parts: parts, isOptional: object.typeHasNull) }
    return parts.first ?? GeneratedType("Any")
  }

  mutating func parseCombined(
    _ name: String, _ object: SchemaObject, _ path: [String], _ keyword: String
  ) throws(DatamodelRefusal) -> [GeneratedType] {
    var schemas: [SchemaObject] = []
    var references: Set<Int> = []
    var base = object
    for (index, schema) in object.list(keyword).enumerated() {
      guard schema.boolean == nil else { throw refusal("a schema that is only true or false", schema) }
      if schema.ref != nil {
        references.insert(index)
        schemas.append(schema)
        continue
      }
      schemas.append(base.merged(into: schema, without: keyword))
      // These versions add to the lists of the schema itself, so that later alternatives have what earlier ones require.
      if style.rules == .v28 { base = base.lengthened(by: schema) }
    }
    var parsed: [GeneratedType] = []
    for (index, schema) in schemas.enumerated() {
      parsed.append(try parseItem(name, schema, path + ["\(index)"], parent: object))
    }
    let common = Self.special("\(keyword)Common", path)
    for index in parsed.indices where references.contains(index) {
      guard let reference = parsed[index].reference else { continue }
      parsed[index] = try parseCommon(
        name, object, common + ["\(index)"], ignoresDuplicate: true, fields: [], bases: [reference], required: [])
    }
    return parsed
  }

  mutating func parsePatterns(
    _ name: String, _ object: SchemaObject, _ path: [String]
  ) throws(DatamodelRefusal) -> GeneratedType {
    var parts: [GeneratedType] = []
    for (index, (pattern, schema)) in object.patternProperties.enumerated() {
      guard schema.boolean == nil else { throw refusal("a schema that is only true or false", schema) }
      let value = try parseItem(name, schema, Self.special("patternProperties/\(index)", path))
      let key = DocumentNode(
        .mapping([
          .init(
            key: "pattern", keyLocation: schema.location,
            value: DocumentNode(.scalar(pattern, style: .quoted), at: schema.location))
        ]), at: schema.location)
      parts.append(
        GeneratedType(
          parts: [value], isDict: true, dictKey: types.type("string", format: nil, constraints: SchemaObject(key))))
    }
    return GeneratedType(parts: parts)
  }
}
