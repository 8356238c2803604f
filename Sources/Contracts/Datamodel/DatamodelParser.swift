import DriftModel

/// Why the output for a schema cannot be foretold.
struct DatamodelRefusal: Error {
  let message: String
  let location: Location
}

/// Follows the generator from a schema to its list of declarations, before they are sorted and named for good.
struct DatamodelParser {
  let style: DatamodelStyle
  let types: DatamodelTypes
  let registry: GeneratedRegistry
  let library: SchemaLibrary
  private(set) var models: [GeneratedModel] = []
  /// What `additionalProperties` says, by the key under which the generator keeps it.
  private var additional: [String: Bool] = [:]
  private var root: Schema
  private var rootName: String
  private var reserved: [String: Set<String>] = [:]
  private var depth = 0

  init(style: DatamodelStyle, root: Schema, library: SchemaLibrary, names: GeneratedNames) {
    self.style = style
    self.types = DatamodelTypes(style: style)
    self.registry = GeneratedRegistry(names)
    self.library = library
    self.root = root
    self.rootName = String(decoding: root.path.lastSegment, as: UTF8.self)
  }

  // MARK: documents

  mutating func parse() throws(DatamodelRefusal) {
    let object = SchemaObject(root.node)
    guard case .mapping = root.node.content else { throw refusal("a schema that is only true or false", object) }
    var name = style.className ?? object.title ?? "Model"
    if !Self.isIdentifier(name) { name = Self.className(ofTitle: name) }
    guard Self.isIdentifier(name) else {
      throw refusal("the title '\(object.title ?? "")' makes no class name", object)
    }
    try parseFile(name, object, [rootName])
    // References that point neither into `definitions` nor to a place that was read are read on their own.
    var count = -1
    while count != models.count {
      count = models.count
      for path in (reserved[rootName] ?? []).sorted() where registry[path]?.isLoaded == false {
        try parsePointer(path)
      }
    }
  }

  static func isIdentifier(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first else { return false }
    return (first.properties.isXIDStart || first == "_")
      && name.unicodeScalars.allSatisfy { $0.properties.isXIDContinue }
      && !GeneratedNames.keywords.contains(name)
  }

  /// A title as Python's `str.title` makes it, without what is no ASCII letter or digit.
  static func className(ofTitle title: String) -> String {
    var result = ""
    var isStart = true
    for scalar in title.unicodeScalars {
      guard scalar.isASCII else {
        isStart = true
        continue
      }
      let character = Character(scalar)
      if character.isLetter {
        result += isStart ? character.uppercased() : character.lowercased()
        isStart = false
      } else {
        if character.isNumber { result.append(character) }
        isStart = true
      }
    }
    return result
  }

  private mutating func parseFile(_ name: String, _ object: SchemaObject, _ path: [String]) throws(DatamodelRefusal) {
    let name = registry.add(path, name, isUnique: false).name
    try parseObject(name, object, path)
    var keyword = "definitions"
    var definitions = root.named("definitions")
    if definitions.isEmpty {
      keyword = "$defs"
      definitions = root.named("$defs")
    }
    for (key, _, schema) in definitions {
      let path = [rootName, "#/\(keyword)", key]
      if registry[GeneratedRegistry.join(path)]?.isLoaded != true {
        try parseObject(key, SchemaObject(schema.node), path)
      }
    }
    var previous: Set<String> = []
    while previous != reserved[rootName] ?? [] {
      previous = reserved[rootName] ?? []
      for path in previous.sorted() where registry[path]?.isLoaded == false { try parsePointer(path) }
    }
  }

  private mutating func parsePointer(_ path: String) throws(DatamodelRefusal) {
    guard let mark = path.firstIndex(of: "#") else { return }
    let pointer = String(path[path.index(after: mark)...])
    let tokens = SchemaReference.tokens(SchemaReference.percentDecoded(pointer))
    guard let target = root.descendant(tokens), case .mapping = target.node.content else {
      throw DatamodelRefusal(message: "the reference '#\(pointer)' leads nowhere", location: root.location)
    }
    let written = pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
    guard let last = written.last, let first = written.first else { return }
    try parseObject(last, SchemaObject(target.node), [rootName, "#/\(first)"] + written.dropFirst())
  }

  private mutating func parseObject(_ name: String, _ object: SchemaObject, _ path: [String]) throws(DatamodelRefusal) {
    guard !name.contains(".") else {
      throw refusal("the name '\(name)' spreads the output over several modules", object)
    }
    if object.isArray {
      try parseArray(name, object, path)
    } else if !object.allOf.isEmpty {
      _ = try parseAllOf(name, object, path)
    } else if !object.oneOf.isEmpty || !object.anyOf.isEmpty {
      _ = try parseRoot(name, object, path)
    } else if let properties = object.properties, !properties.isEmpty {
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

  private mutating func followReferences(_ object: SchemaObject) throws(DatamodelRefusal) {
    try enter(object)
    defer { depth -= 1 }
    if let ref = object.ref {
      let reference = try resolve(ref, object)
      if !reference.isLoaded { reserved[rootName, default: []].insert(reference.path) }
    }
    for item in object.items { try followReferences(item) }
    if let schema = object.additionalSchema { try followReferences(schema) }
    for (_, schema) in object.patternProperties { try followReferences(schema) }
    for schema in object.anyOf + object.allOf + object.oneOf { try followReferences(schema) }
    for (_, _, schema) in object.properties ?? [] where schema.boolean == nil { try followReferences(schema) }
  }

  private mutating func enter(_ object: SchemaObject) throws(DatamodelRefusal) {
    depth += 1
    if depth > 200 { throw refusal("a schema that is nested more than 200 levels deep", object) }
  }

  private func refusal(_ what: String, _ object: SchemaObject) -> DatamodelRefusal {
    DatamodelRefusal(
      message: "what datamodel-code-generator writes is not known here: \(what)", location: object.location)
  }

  /// The reference that a `$ref` stands for.
  private func resolve(_ ref: String, _ object: SchemaObject) throws(DatamodelRefusal) -> GeneratedReference {
    var written = ref
    if written.hasSuffix("#/") { written.removeLast() }
    var local = written
    if let id = root.string("$id"), local.hasPrefix(id + "#") || local == id {
      local = String(local.dropFirst(id.count))
    }
    if local.isEmpty || local == "#" { return registry.refer(to: "\(rootName)#", written: written) }
    guard local.hasPrefix("#") else { throw refusal("a reference to another file, '\(ref)'", object) }
    if !local.hasPrefix("#/") {
      guard let target = library.resolve(local, from: root), target.path == root.path else {
        throw refusal("the anchor '\(ref)'", object)
      }
      return registry.refer(to: "\(rootName)#" + target.pointer.map { "/\($0)" }.joined(), written: written)
    }
    return registry.refer(to: rootName + local, written: written)
  }

  private func type(for ref: String, _ object: SchemaObject) throws(DatamodelRefusal) -> GeneratedType {
    GeneratedType(reference: try resolve(ref, object))
  }

  // MARK: items

  private static func special(_ word: String, _ path: [String]) -> [String] {
    path + ["#-datamodel-code-generator-#-\(word)-#-special-#"]
  }

  private func isLiteral(_ object: SchemaObject) -> Bool {
    style.enumForm == .all || style.model == .typedDict || style.enumForm == .one && object.enumValues.count == 1
  }

  private mutating func parseItem(
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
    guard !name.contains(".") || !style.titleAsName else { throw refusal("the title '\(name)'", item) }
    if item.node["customTypePath"] != nil || item.node["customBasePath"] != nil {
      throw refusal("a type of its own", item)
    }
    if let parent, item.enumValues.isEmpty, item.hasConstraint, parent.hasConstraint || style.fieldConstraints {
      let path = Self.special("array", path)
      let name = registry.add(path, name, isSingular: isSingular).name
      return try parseRoot(name, item, path)
    }
    if let ref = item.ref { return try type(for: ref, item) }
    if item.isArray { return try parseArrayField(name, item, Self.special("array", path)).type }
    if item.node["discriminator"] != nil { throw refusal("a discriminator", item) }
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
      if let properties = item.properties, !properties.isEmpty {
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

  private func literal(_ object: SchemaObject) -> GeneratedType {
    GeneratedType(literals: object.enumValues.map { Value(yaml: $0) }.filter { $0 != .null })
  }

  private func dataType(_ object: SchemaObject) throws(DatamodelRefusal) -> GeneratedType {
    if object.node["type"] == nil {
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

  private mutating func parseCombined(
    _ name: String, _ object: SchemaObject, _ path: [String], _ keyword: String
  ) throws(DatamodelRefusal) -> [GeneratedType] {
    var schemas: [SchemaObject] = []
    var references: Set<Int> = []
    for (index, schema) in object.list(keyword).enumerated() {
      guard schema.boolean == nil else { throw refusal("a schema that is only true or false", schema) }
      if schema.ref != nil { references.insert(index) }
      schemas.append(schema.ref == nil ? object.merged(into: schema, without: keyword) : schema)
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

  private mutating func parsePatterns(
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

  // MARK: declarations

  private func extras(_ object: SchemaObject) -> [String: Value] {
    var extras: [String: Value] = [:]
    for keyword in ["title", "description", "example", "examples", "const", "default_factory"] {
      if let node = object.node[keyword] { extras[keyword] = Value(yaml: node) }
    }
    return extras
  }

  private func constraints(_ object: SchemaObject) -> [String: Value] {
    var found: [String: Value] = [:]
    for keyword in SchemaObject.constraints {
      if let value = object.constraint(keyword) { found[keyword] = value }
    }
    return found
  }

  private func statesConstraints(_ object: SchemaObject) -> Bool {
    object.isArray
      || style.fieldConstraints
        && !(object.ref != nil || !object.anyOf.isEmpty || !object.oneOf.isEmpty || !object.allOf.isEmpty
          || object.isObject || !object.enumValues.isEmpty)
  }

  /// A field whose constant has been made its default.
  private func finished(_ field: GeneratedField) throws(DatamodelRefusal) -> GeneratedField {
    guard let constant = field.extras["const"] else { return field }
    field.isConstant = true
    field.nullable = false
    if style.model == .pydantic1 || !style.model.isPydantic && style.rules < .v72 {
      field.defaultValue = constant
      field.isRequired = false
    } else {
      switch constant {
      case .string, .integer, .boolean: break
      default:
        throw DatamodelRefusal(message: "a constant of a kind that is not known here", location: field.location)
      }
      field.type = GeneratedType(literals: [constant])
      if !(field.defaultValue?.isTruthy ?? false) { field.defaultValue = constant }
    }
    return field
  }

  private func field(
    _ name: String?, _ object: SchemaObject, original: String?, alias: String?, type: GeneratedType, isRequired: Bool,
    at location: Location
  ) throws(DatamodelRefusal) -> GeneratedField {
    let field = GeneratedField(name: name, originalName: original, type: type, isRequired: isRequired, at: location)
    field.alias = alias
    field.defaultValue = object.defaultValue
    field.hasDefault = object.hasDefault
    field.constraints = statesConstraints(object) ? constraints(object) : nil
    if style.strictNullable, object.hasDefault || isRequired { field.nullable = object.isNullable }
    field.typeHasNull = object.typeHasNull
    field.extras = extras(object)
    return try finished(field)
  }

  private mutating func parseFields(_ object: SchemaObject, _ path: [String]) throws(DatamodelRefusal)
    -> [GeneratedField]
  {
    let required = Set(object.required)
    var fields: [GeneratedField] = []
    var taken: Set<String> = []
    for (original, location, schema) in object.properties ?? [] {
      let (name, alias) = registry.names.field(original, excluded: taken)
      taken.insert(name)
      if schema.boolean != nil {
        let field = GeneratedField(
          name: name, originalName: original, type: GeneratedType("Any"),
          isRequired: !style.forceOptional && required.contains(original), at: location)
        field.alias = alias
        fields.append(field)
        continue
      }
      let type = try parseItem(name, schema, path + [name])
      let isRequired = !style.forceOptional && !(style.useDefault && schema.hasDefault) && required.contains(original)
      fields.append(
        try field(name, schema, original: original, alias: alias, type: type, isRequired: isRequired, at: location))
    }
    return fields
  }

  private mutating func parseCommon(
    _ name: String, _ object: SchemaObject, _ path: [String], ignoresDuplicate: Bool, fields: [GeneratedField],
    bases: [GeneratedReference], required: [String]
  ) throws(DatamodelRefusal) -> GeneratedType {
    var fields = fields
    if let properties = object.properties, !properties.isEmpty { fields += try parseFields(object, path) }
    if ignoresDuplicate, fields.isEmpty, bases.count == 1 {
      registry.delete(GeneratedRegistry.join(path))
      return GeneratedType(reference: bases[0])
    }
    func mayBeRequired(_ field: GeneratedField) -> Bool {
      !style.forceOptional && !(style.useDefault && field.hasDefault)
    }
    for field in fields where required.contains(field.originalName ?? field.name ?? "") && mayBeRequired(field) {
      field.isRequired = true
    }
    for name in object.required {
      if let field = fields.last(where: { ($0.originalName ?? $0.name) == name }) {
        if mayBeRequired(field) { field.isRequired = true }
      } else {
        fields.append(
          GeneratedField(name: nil, originalName: name, type: GeneratedType(), isRequired: true, at: object.location))
      }
    }
    var name = name
    if style.titleAsName, let title = object.title, !title.isEmpty { name = title }
    let reference = registry.add(path, name, isLoaded: true)
    let model = GeneratedModel(.record, reference, fields: fields, bases: bases, at: object.location)
    model.additionalProperties = additionalProperties(reference, object)
    model.description = object.description
    models.append(model)
    return GeneratedType(reference: reference)
  }

  /// Old versions kept the policy by class name, so that classes of one name shared it.
  private mutating func additionalProperties(_ reference: GeneratedReference, _ object: SchemaObject) -> Bool? {
    let key = style.rules == .v25 ? reference.name : reference.path
    if let flag = object.additionalFlag { additional[key] = flag }
    return additional[key]
  }

  private mutating func collectAllOf(
    _ name: String, _ object: SchemaObject, _ path: [String], _ fields: inout [GeneratedField],
    _ bases: inout [GeneratedReference], _ required: inout [String]
  ) throws(DatamodelRefusal) {
    try enter(object)
    defer { depth -= 1 }
    for item in object.allOf {
      guard item.boolean == nil else { throw refusal("a schema that is only true or false", item) }
      if let ref = item.ref {
        bases.append(try resolve(ref, item))
      } else {
        let found = try parseFields(item, path)
        if found.isEmpty { required += item.required } else { fields += found }
        try collectAllOf(name, item, path, &fields, &bases, &required)
        if !item.anyOf.isEmpty || !item.oneOf.isEmpty { throw refusal("alternatives within 'allOf'", item) }
      }
    }
  }

  private mutating func parseAllOf(
    _ name: String, _ object: SchemaObject, _ path: [String], ignoresDuplicate: Bool = false
  ) throws(DatamodelRefusal) -> GeneratedType {
    if object.allOf.count == 1, object.properties?.isEmpty ?? true, let ref = object.allOf.first?.ref,
      ref.hasPrefix("#/"),
      let target = root.descendant(SchemaReference.tokens(String(ref.dropFirst()))), target.has("enum")
    {
      return try type(for: ref, object)
    }
    var fields: [GeneratedField] = []
    var bases: [GeneratedReference] = []
    var required: [String] = []
    try collectAllOf(name, object, path, &fields, &bases, &required)
    return try parseCommon(
      name, object, path, ignoresDuplicate: ignoresDuplicate, fields: fields, bases: bases, required: required)
  }

  private mutating func parseRecord(
    _ name: String, _ object: SchemaObject, _ path: [String], isSingular: Bool = false
  ) throws(DatamodelRefusal) -> GeneratedType {
    var name = name
    if style.titleAsName, let title = object.title, !title.isEmpty { name = title }
    let reference = registry.add(path, name, isSingular: isSingular, isLoaded: true)
    var fields = try parseFields(object, path)
    var kind = GeneratedModel.Kind.record
    if fields.isEmpty, let schema = object.additionalSchema {
      let type = GeneratedType(parts: [try parseItem(name, schema, path + ["additionalProperties"])], isDict: true)
      fields = [
        try field(
          nil, schema, original: nil, alias: nil, type: type, isRequired: style.rules == .v72, at: object.location)
      ]
      kind = .root
    }
    let model = GeneratedModel(kind, reference, fields: fields, at: object.location)
    model.additionalProperties = additionalProperties(reference, object)
    model.description = object.description
    model.isNullable = object.typeHasNull
    models.append(model)
    return GeneratedType(reference: reference)
  }

  private mutating func parseArrayField(
    _ name: String, _ object: SchemaObject, _ path: [String]
  ) throws(DatamodelRefusal) -> GeneratedField {
    var parts: [GeneratedType] = []
    for (index, item) in object.items.enumerated() {
      parts.append(try parseItem(name, item, path + ["\(index)"], isSingular: true, parent: object))
    }
    var all = [GeneratedType(parts: parts, isList: true)]
    if !object.allOf.isEmpty {
      all.append(try parseAllOf(name, object, Self.special("allOf", path)))
    } else if object.isObject {
      all.append(try parseRecord(name, object, Self.special("object", path)))
    }
    if !object.enumValues.isEmpty { all.append(try parseEnum(name, object, Self.special("enum", path))) }
    let hasOwnDefault = object.hasDefault && style.useDefault
    let isRequired = !style.forceOptional && !hasOwnDefault && (style.strictNullable || !object.isNullable)
    let result = GeneratedField(
      name: nil, type: GeneratedType(parts: all), isRequired: isRequired, at: object.location)
    result.defaultValue = object.defaultValue
    result.hasDefault = object.hasDefault
    result.constraints = constraints(object)
    if style.strictNullable, !style.forceOptional { result.nullable = object.isNullable }
    result.extras = extras(object)
    return try finished(result)
  }

  private mutating func parseArray(_ name: String, _ object: SchemaObject, _ path: [String]) throws(DatamodelRefusal) {
    var name = name
    if style.titleAsName, let title = object.title, !title.isEmpty { name = title }
    let reference = registry.add(path, name, isLoaded: true)
    let field = try parseArrayField(name, object, path + [name])
    if field.type.all.contains(where: { $0.reference === reference }) {
      throw refusal("a list that contains itself", object)
    }
    appendRoot(reference, field, object, description: object.description)
  }

  private mutating func appendRoot(
    _ reference: GeneratedReference, _ field: GeneratedField, _ object: SchemaObject, description: String?
  ) {
    let model = GeneratedModel(.root, reference, fields: [field], at: object.location)
    model.description = description
    model.isNullable = object.typeHasNull
    model.additionalProperties = additionalProperties(reference, object)
    models.append(model)
  }

  private mutating func parseRoot(
    _ name: String, _ object: SchemaObject, _ path: [String]
  ) throws(DatamodelRefusal) -> GeneratedType {
    var reference: GeneratedReference?
    let type: GeneratedType
    if object.node["discriminator"] != nil { throw refusal("a discriminator", object) }
    if let ref = object.ref {
      type = try self.type(for: ref, object)
    } else if object.isArray {
      type = try parseArrayField(name, object, Self.special("array", path)).type
    } else if !object.anyOf.isEmpty || !object.oneOf.isEmpty {
      reference = registry.add(path, name, isLoaded: true)
      let keyword = object.anyOf.isEmpty ? "oneOf" : "anyOf"
      let parts = try parseCombined(name, object, Self.special(keyword, path), keyword)
      type = parts.count == 1 ? parts[0] : GeneratedType(parts: parts)
    } else if !object.patternProperties.isEmpty {
      type = try parsePatterns(name, object, path)
    } else if !object.enumValues.isEmpty {
      type = isLiteral(object) ? literal(object) : try parseEnum(name, object, path)
    } else {
      type = object.node["type"] == nil ? GeneratedType("Any") : try dataType(object)
    }
    var name = name
    if style.titleAsName, let title = object.title, !title.isEmpty { name = title }
    let target = reference ?? registry.add(path, name, isLoaded: true)
    let field = GeneratedField(
      name: nil, type: type,
      isRequired: !style.forceOptional && !object.isNullable && !(object.hasDefault && style.useDefault),
      at: object.location)
    field.defaultValue = object.defaultValue
    field.hasDefault = object.hasDefault
    field.constraints = style.fieldConstraints ? constraints(object) : [:]
    if style.strictNullable { field.nullable = object.isNullable }
    field.extras = extras(object)
    appendRoot(target, try finished(field), object, description: nil)
    if style.rules > .v25, object.hasDefault {
      models.last?.defaultValue = object.defaultValue
      models.last?.hasDefault = true
    }
    return GeneratedType(reference: target)
  }

  private mutating func parseEnum(
    _ name: String, _ object: SchemaObject, _ path: [String], isSingular: Bool = false
  ) throws(DatamodelRefusal) -> GeneratedType {
    let isString = object.singleType == "string"
    var values = object.enumValues
    let isNullable = isString && values.contains { $0.isNull }
    if isNullable { values = values.filter { !$0.isNull } }
    var taken: Set<String> = []
    var fields: [GeneratedField] = []
    for (index, node) in values.enumerated() {
      let value = Value(yaml: node)
      var text: String
      if case .string(let string) = value { text = string } else { text = Self.pythonText(value) }
      let isText = if case .string = value { true } else { false }
      if !isString, !isText { text = "\(object.singleType ?? Self.pythonType(value))_\(text)" }
      if object.variableNames.indices.contains(index) {
        text = object.variableNames[index]
      } else if !object.variableNames.isEmpty {
        throw refusal("fewer 'x-enum-varnames' than values", object)
      }
      if case .list = value { throw refusal("a list among the values of an enumeration", object) }
      if case .object = value { throw refusal("an object among the values of an enumeration", object) }
      let member = registry.names.valid(text, for: .enumeration, excluded: taken)
      taken.insert(member)
      let field = GeneratedField(name: member, type: GeneratedType("Any"), isRequired: true, at: node.location)
      field.defaultValue = value
      fields.append(field)
    }
    if style.titleAsName, let title = object.title, !title.isEmpty {
      return try appendEnum(title, object, path, isSingular, fields, isNullable)
    }
    return try appendEnum(name, object, path, isSingular, fields, isNullable)
  }

  private mutating func appendEnum(
    _ name: String, _ object: SchemaObject, _ path: [String], _ isSingular: Bool, _ fields: [GeneratedField],
    _ isNullable: Bool
  ) throws(DatamodelRefusal) -> GeneratedType {
    let reference = registry.add(path, name, isSingular: isSingular, suffix: "Enum", isLoaded: true)
    let target =
      isNullable
      ? registry.add(path + ["Enum"], "\(reference.name)Enum", isSingular: isSingular, suffix: "Enum", isLoaded: true)
      : reference
    let model = GeneratedModel(.enumeration, target, fields: fields, at: object.location)
    model.description = object.description
    model.valueType = object.singleType
    model.defaultValue = object.defaultValue
    model.hasDefault = object.hasDefault
    models.append(model)
    guard isNullable else { return GeneratedType(reference: target) }
    let field = GeneratedField(
      name: nil, type: GeneratedType(reference: target), isRequired: false, at: object.location)
    field.defaultValue = object.defaultValue
    field.hasDefault = object.hasDefault
    field.nullable = true
    field.extras = extras(object)
    let root = GeneratedModel(.root, reference, fields: [try finished(field)], at: object.location)
    root.defaultValue = object.defaultValue
    root.hasDefault = object.hasDefault
    root.isNullable = object.typeHasNull
    models.append(root)
    return GeneratedType(reference: reference)
  }

  /// A value as Python's `str` writes it.
  private static func pythonText(_ value: Value) -> String {
    switch value {
    case .null: "None"
    case .boolean(let flag): flag ? "True" : "False"
    case .integer(let digits): digits
    case .number(let number): "\(number)"
    default: value.shortText
    }
  }

  private static func pythonType(_ value: Value) -> String {
    switch value {
    case .null: "NoneType"
    case .boolean: "bool"
    case .integer: "int"
    case .number: "float"
    case .string: "str"
    case .list: "list"
    default: "dict"
    }
  }
}
