import DriftModel

/// Types that schemas state in Python's own words, which versions since about 0.47 know: `x-python-type`,
/// `x-python-import`, `customTypePath`.
extension DatamodelParser {
  private static let compatible: [String: Set<String>] = [
    "string": ["str", "String"], "integer": ["int", "Integer"], "number": ["float", "int", "Number"],
    "boolean": ["bool", "Boolean"],
    "array": [
      "list", "List", "set", "Set", "frozenset", "FrozenSet", "Sequence", "MutableSequence", "tuple", "Tuple",
      "AbstractSet", "MutableSet",
    ],
    "object": ["dict", "Dict", "Mapping", "MutableMapping", "TypedDict"],
  ]

  /// Types that no schema says in its own words.
  private static let foreign: Set<String> = [
    "Callable", "Type", "defaultdict", "OrderedDict", "Counter", "deque", "ChainMap",
  ]

  private func statedType(_ object: SchemaObject) throws(DatamodelRefusal) -> DatamodelPythonType? {
    guard let node = object.extra("x-python-type"), case .string(let text) = Value(yaml: node), !text.isEmpty else {
      return nil
    }
    guard let type = DatamodelPythonType(reading: text) else { throw refusal("the Python type '\(text)'", object) }
    return type
  }

  /// The type that a schema states in Python's words, where it is more than its own words say.
  func pythonType(_ object: SchemaObject) throws(DatamodelRefusal) -> GeneratedType? {
    guard let stated = try statedType(object), !isCompatible(stated, with: object) else { return nil }
    let bound = try stated.rewritten { leaf throws(DatamodelRefusal) in try bind(leaf, object) }
    guard bound.expression != nil else { throw refusal("the Python type '\(stated.text)'", object) }
    let type = GeneratedType(bound.text)
    type.python = bound
    return type
  }

  /// Models `_is_compatible_python_type`.
  private func isCompatible(_ type: DatamodelPythonType, with object: SchemaObject) -> Bool {
    if type.names.contains(where: { Self.foreign.contains($0) }) { return false }
    guard let name = object.hasTypeList ? nil : object.singleType else { return !type.isUnion }
    let base = type.baseName
    return ["Union", "Optional"].contains(base) || Self.compatible[name]?.contains(base) ?? false
  }

  private func bind(_ leaf: DatamodelPythonType, _ object: SchemaObject) throws(DatamodelRefusal) -> DatamodelPythonType
  {
    let minor = style.pythonMinor ?? 10
    switch leaf {
    case .qualified(let parts):
      let path = parts.joined(separator: ".")
      guard case .imported(let found) = DatamodelPythonSymbols.source(ofPath: path, minor) else {
        throw refusal("'\(path)', which Python 3.\(minor) does not have", object)
      }
      let source = PythonImport(path: found)
      return .bound(source.name, source)
    case .name(let name):
      if DatamodelPythonSymbols.isBuiltIn(name, minor) { return leaf }
      let known = DatamodelPythonSymbols.source(of: name, minor)
      if case .imported(let path)? = known { return .bound(name, PythonImport(path: path)) }
      if let schema = root.descendant(["$defs", name]), let source = try importPath(SchemaObject(schema.node)) {
        return .bound(source.name, source)
      }
      if case .unavailable? = known { throw refusal("'\(name)', which Python 3.\(minor) does not have", object) }
      return leaf
    default: return leaf
    }
  }

  /// What stands for a list, set or dictionary that a schema states; models `_get_python_type_flags`.
  func container(_ object: SchemaObject, _ usual: GeneratedContainer) throws(DatamodelRefusal) -> GeneratedContainer {
    guard let stated = try statedType(object) else { return usual }
    if let found = Self.containers[stated.baseName] { return found }
    guard stated.isUnion else { return usual }
    return stated.arguments.lazy.compactMap { Self.containers[$0.baseName] }.first ?? usual
  }

  private static let containers: [String: GeneratedContainer] = [
    "Set": .set, "set": .set, "MutableSet": .set, "FrozenSet": .frozenSet, "frozenset": .frozenSet,
    "AbstractSet": .frozenSet, "Mapping": .mapping, "MutableMapping": .mapping, "Sequence": .sequence,
    "MutableSequence": .sequence,
  ]

  /// What a schema says is imported in its stead; nil if it says nothing of the kind.
  private func importPath(_ object: SchemaObject) throws(DatamodelRefusal) -> PythonImport? {
    guard let node = object.extra("x-python-import"), case .mapping = node.content else { return nil }
    let (module, name) = (node.scalar(of: "module") ?? "", node.scalar(of: "name") ?? "")
    if module.isEmpty, name.isEmpty { return nil }
    guard !module.isEmpty, !name.isEmpty else { throw refusal("'x-python-import' without a module or a name", object) }
    return try importPath("\(module).\(name)", object)
  }

  private func importPath(_ path: String, _ object: SchemaObject) throws(DatamodelRefusal) -> PythonImport {
    let parts = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.allSatisfy(Self.isIdentifier) else { throw refusal("the Python path '\(path)'", object) }
    return PythonImport(path: path)
  }

  /// The type that is imported instead of the declaration that a reference leads to; nil if there is a declaration.
  func importedType(_ target: SchemaObject) throws(DatamodelRefusal) -> GeneratedType? {
    guard target.extra("x-python-import") != nil else { return nil }
    guard let source = try importPath(target) else { throw refusal("an empty 'x-python-import'", target) }
    let type = GeneratedType(source.name)
    type.source = source
    return type
  }

  /// Whether a schema that stands on its own declares nothing, because another module does.
  func isImported(_ object: SchemaObject) -> Bool { object.node.has("x-python-import") }

  /// The type of `customTypePath`; nil without one.
  func customType(_ object: SchemaObject) throws(DatamodelRefusal) -> GeneratedType? {
    guard let path = object.node.scalar(of: "customTypePath"), !path.isEmpty else { return nil }
    let source = try importPath(path, object)
    let type = GeneratedType(source.name)
    type.source = source
    type.isCustom = true
    return type
  }
}
