import DriftModel

/// A name that the generator reserves for a place of the schema. Names change until the end, so that everything that
/// refers to a declaration refers to this.
final class GeneratedReference {
  let path: String
  var originalName: String
  var name: String
  var duplicateName: String?
  var isLoaded: Bool
  var source: GeneratedModel?
  var children: [GeneratedType] = []
  var modelChildren: [GeneratedModel] = []

  /// The name without the modules that it may stand behind: `Pet` of `shop.Pet`.
  var shortName: String {
    get {
      guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return name }
      return String(name[name.utf8.index(after: dot)...])
    }
    set {
      guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else {
        name = newValue
        return
      }
      name = name[...dot] + newValue
    }
  }

  init(path: String, originalName: String, name: String, duplicateName: String? = nil, isLoaded: Bool) {
    self.path = path
    self.originalName = originalName.isEmpty ? name : originalName
    self.name = name
    self.duplicateName = duplicateName
    self.isLoaded = isLoaded
  }
}

/// What holds several values.
enum GeneratedContainer {
  case list, sequence, set, frozenSet, dict, mapping
}

/// A type as the generator keeps it until it is written.
final class GeneratedType {
  var type: String?
  var reference: GeneratedReference?
  var parts: [GeneratedType]
  var arguments: [Attribute]
  var isOptional: Bool
  var isDict: Bool
  var isList: Bool
  var isSet = false
  var isTuple = false
  /// Whether a list is a `Sequence`, a set a `frozenset`, and a dictionary a `Mapping`.
  var isVariant = false
  /// The type in Python's own words, which ``type`` holds as text.
  var python: DatamodelPythonType?
  /// Where the schema says that the type is imported from.
  var source: PythonImport?
  /// Whether the library has to be told that it does not know the type.
  var isCustom = false
  /// Whether `|` cannot be used, because a name within stands in quotes.
  var avoidsOperator = false
  /// The field that tells the alternatives apart, where the type itself says so.
  var discriminator: String?
  var literals: [Value]
  var dictKey: GeneratedType?
  /// How the declaration of another module is written here: `shop.Pet`.
  var alias: String?

  init(
    _ type: String? = nil, reference: GeneratedReference? = nil, parts: [GeneratedType] = [],
    arguments: [Attribute] = [], isOptional: Bool = false, isDict: Bool = false, isList: Bool = false,
    literals: [Value] = [], dictKey: GeneratedType? = nil
  ) {
    self.type = type
    self.reference = reference
    self.parts = parts
    self.arguments = arguments
    self.isOptional = isOptional
    self.isDict = isDict
    self.isList = isList
    self.literals = literals
    self.dictKey = dictKey
    if parts.contains(where: { $0.type == "Any" && $0.isOptional }), parts.contains(where: { $0.type != "Any" }) {
      self.isOptional = true
      self.parts = parts.filter { !($0.type == "Any" && $0.isOptional) }
    }
    reference?.children.append(self)
  }

  /// A type that holds several values.
  convenience init(_ container: GeneratedContainer, of parts: [GeneratedType], dictKey: GeneratedType? = nil) {
    self.init(
      parts: parts, isDict: container == .dict || container == .mapping,
      isList: container == .list || container == .sequence, dictKey: dictKey)
    isSet = container == .set || container == .frozenSet
    isVariant = container == .sequence || container == .frozenSet || container == .mapping
  }

  /// This type and those within it, innermost first.
  var all: GeneratedTypes {
    var inner: [GeneratedType] = []
    addInner(to: &inner, keys: true)
    return GeneratedTypes(inner: inner, outer: self)
  }

  /// This type and those within it, without those of dictionary keys, which the order of declarations ignores.
  var allButKeys: GeneratedTypes {
    var inner: [GeneratedType] = []
    addInner(to: &inner, keys: false)
    return GeneratedTypes(inner: inner, outer: self)
  }

  /// Whether a condition holds for this type or one within it, asked innermost first.
  func includes(_ condition: (GeneratedType) -> Bool) -> Bool {
    for part in parts where part.includes(condition) { return true }
    return dictKey?.includes(condition) ?? false || condition(self)
  }

  /// The same, but for the types of dictionary keys.
  func includesButInKeys(_ condition: (GeneratedType) -> Bool) -> Bool {
    for part in parts where part.includesButInKeys(condition) { return true }
    return condition(self)
  }

  /// Does something with this type and those within it, innermost first.
  func visit(_ body: (GeneratedType) -> Void) {
    for part in parts { part.visit(body) }
    dictKey?.visit(body)
    body(self)
  }

  private func addInner(to inner: inout [GeneratedType], keys: Bool) {
    for part in parts {
      part.addInner(to: &inner, keys: keys)
      inner.append(part)
    }
    guard keys, let dictKey else { return }
    dictKey.addInner(to: &inner, keys: keys)
    inner.append(dictKey)
  }

  /// A number with a bound in its name.
  var isNamedNumber: Bool {
    ["PositiveInt", "NegativeInt", "PositiveFloat", "NegativeFloat"].contains(type ?? "")
  }

  /// Nothing is said of the type: a required property that is only named.
  var isUnknown: Bool { type == nil && reference == nil && parts.isEmpty && literals.isEmpty && dictKey == nil }

  func replaceReference(_ new: GeneratedReference?) {
    reference?.children.removeAll { $0 === self }
    reference = new
    new?.children.append(self)
  }

  private func takeWords(of other: GeneratedType) {
    isVariant = other.isVariant
    python = other.python
    source = other.source
    isCustom = other.isCustom
  }

  /// The same type with the same parts.
  func shallowCopy() -> GeneratedType {
    let copy = GeneratedType(
      type, reference: reference, parts: parts, arguments: arguments, isOptional: isOptional, isDict: isDict,
      isList: isList, literals: literals, dictKey: dictKey)
    copy.isSet = isSet
    copy.isTuple = isTuple
    copy.discriminator = discriminator
    copy.takeWords(of: self)
    return copy
  }

  func copy() -> GeneratedType {
    let copy = GeneratedType(
      type, reference: reference, parts: parts.map { $0.copy() }, arguments: arguments, isOptional: isOptional,
      isDict: isDict, isList: isList, literals: literals, dictKey: dictKey)
    copy.isSet = isSet
    copy.alias = alias
    copy.isTuple = isTuple
    copy.discriminator = discriminator
    copy.takeWords(of: self)
    return copy
  }
}

/// A type and those within it, innermost first. Most types hold no others, and cost no list then.
struct GeneratedTypes: RandomAccessCollection {
  fileprivate let inner: [GeneratedType]
  fileprivate let outer: GeneratedType

  var startIndex: Int { 0 }
  var endIndex: Int { inner.count + 1 }

  subscript(index: Int) -> GeneratedType { index < inner.count ? inner[index] : outer }
}

/// A field as the generator keeps it.
final class GeneratedField {
  var name: String?
  var originalName: String?
  var alias: String?
  /// Its names in data that is read, where several are taken.
  var choices: [String]?
  /// Its name in data that is written, where an option says it.
  var written: String?
  /// What it is called where its type comes from a class that is extended: that class knows other names.
  var ownNames: GeneratedNames.FieldName?
  var type: GeneratedType
  var defaultValue: Value?
  var hasDefault = false
  var isRequired: Bool
  var nullable: Bool?
  var typeHasNull = false
  var isConstant = false
  var isReadOnly = false
  var isWriteOnly = false
  /// Whether a required field is written with its default.
  var showsDefault = false
  /// Whether it can only be given by name, because one that need not be given comes before it.
  var isKeywordOnly = false
  /// Whether it is written with an assignment although it has no default, so that it does not take an inherited one.
  var isForced = false
  /// Whether its bounds stand in an annotation, whatever the options say.
  var isAnnotated = false
  /// Whether the class says it in its own arguments, as the tag of a structure, so that it is no field.
  var isTag = false
  /// Whether it was added when the others had got their order already.
  var isAppended = false
  /// What makes the default of an optional record.
  var nestedFactory: Value?
  /// Title, description, examples; in no order.
  var extras: NamedValues = [:]
  /// The order in which the schema says them.
  var extraOrder: [String] = []
  /// Bounds and lengths by the names of the schema; nil if this field states none.
  var constraints: NamedValues?
  var location: Location

  init(name: String?, originalName: String? = nil, type: GeneratedType, isRequired: Bool, at location: Location) {
    self.name = name
    self.originalName = originalName
    self.type = type
    self.isRequired = isRequired
    self.location = location
  }

  /// Takes over all names but the one in the code.
  func take(_ names: GeneratedNames.FieldName) {
    alias = names.alias
    choices = names.choices
    written = names.written
  }

  func copy() -> GeneratedField {
    let copy = GeneratedField(
      name: name, originalName: originalName, type: type.copy(), isRequired: isRequired, at: location)
    copy.alias = alias
    copy.choices = choices
    copy.written = written
    copy.defaultValue = defaultValue
    copy.hasDefault = hasDefault
    copy.nullable = nullable
    copy.typeHasNull = typeHasNull
    copy.isConstant = isConstant
    copy.isReadOnly = isReadOnly
    copy.isWriteOnly = isWriteOnly
    copy.showsDefault = showsDefault
    copy.extras = extras
    copy.extraOrder = extraOrder
    copy.constraints = constraints
    return copy
  }
}

/// A declaration as the generator keeps it.
final class GeneratedModel {
  enum Kind {
    case record, root, enumeration
  }

  let kind: Kind
  let reference: GeneratedReference
  var fields: [GeneratedField]
  /// Declarations that this one extends; empty for the usual base class.
  var bases: [GeneratedReference]
  var description: String?
  var defaultValue: Value?
  var hasDefault = false
  var isNullable = false
  var additionalProperties: Bool?
  var unevaluatedProperties: Bool?
  /// The name that a deprecation names, which is the one that the declaration was made with; nil for what is not deprecated.
  var deprecatedName: String?
  /// Whether the decorators of the options stand before it.
  var isDecorated = true
  /// Whether others were known to extend it when it was made: then it says nothing of keys that it does not name.
  var isExtended = false
  /// The type of keys that a typed dictionary does not name, as it is written behind `extra_items=`.
  var extraItems: Value?
  /// The paths of the declarations that ``extraItems`` names.
  var extraItemNeeds: Set<String> = []
  /// What stands in the class's brackets beside its bases.
  var classArguments: [(name: String, value: Value)] = []
  /// What the schema itself says that it extends.
  var customBases: [String]?
  /// Whether it is an item of a set.
  var isHashable = false
  /// Whether this is the base class that the generator makes for all records.
  var isGenericBase = false
  /// How the declaration of another name for a type is written; nil for a root model.
  var aliasForm: String?
  /// Whether a field names a declaration that only follows.
  var hasForwardReference = false
  var title: String?
  /// What the schema says beside its keywords and the declaration repeats, in order.
  var extras: [(name: String, value: Value)] = []
  /// The JSON type of an enumeration's values.
  var valueType: String?
  /// The file of the folder that this comes from; nil where the generator reads a single file.
  var file: String?
  /// The module that this has for itself, with its folders, if every declaration has one.
  var ownModule: [String]?
  /// Whether all its fields can only be given by name, for the same reason.
  var needsKeywords = false
  /// The class as options speak of it: the name that it had when it was made.
  var firstName = ""
  /// What a root model of a list gives out, an item and a slice, in the words of the time when it was made.
  var sequence: (item: TypeExpression, slice: TypeExpression)?
  /// What it checks beyond the types of its fields.
  var rules: GeneratedRules?
  /// The class that it has these checks from, if no other that it extends has them.
  var validatorBase: String?
  /// How base classes of other modules are written here, by the path of the reference.
  var baseAliases: [String: String] = [:]
  let location: Location

  init(
    _ kind: Kind, _ reference: GeneratedReference, fields: [GeneratedField], bases: [GeneratedReference] = [],
    at location: Location
  ) {
    self.kind = kind
    self.reference = reference
    self.bases = bases
    self.location = location
    var names = NameSet()
    self.fields = fields.filter { field in field.name.map { names.insert($0) } ?? true }
    reference.source = self
    for base in bases { base.modelChildren.append(self) }
  }

  func baseName(_ base: GeneratedReference) -> String { baseAliases[base.path] ?? base.shortName }

  /// The paths of all declarations that this one needs.
  var needs: Set<String> {
    var paths: Set<String> = []
    _ = needs { path in
      paths.insert(path)
      return false
    }
    return paths
  }

  /// Whether this needs a declaration for whose path the condition holds.
  func needs(where isMeant: (String) -> Bool) -> Bool {
    bases.contains { isMeant($0.path) } || extraItemNeeds.contains(where: isMeant)
      || fields.contains { $0.type.includesButInKeys { type in type.reference.map { isMeant($0.path) } ?? false } }
  }
}
