/// How datamodel-code-generator was run: the options that change what it writes for a schema.
struct DatamodelStyle: Sendable, Hashable {
  /// What records become.
  enum Model: String, Sendable, Hashable, CaseIterable {
    case pydantic1 = "pydantic.BaseModel"
    case pydantic2 = "pydantic_v2.BaseModel"
    case dataclass = "dataclasses.dataclass"
    case pydanticDataclass = "pydantic_v2.dataclass"
    case typedDict = "typing.TypedDict"
    case msgspec = "msgspec.Struct"

    var isPydantic: Bool { self == .pydantic1 || self == .pydantic2 }

    /// Whether pydantic checks the values.
    var usesPydantic: Bool { isPydantic || self == .pydanticDataclass }
  }

  /// Which enumerations are written as `Literal[...]`.
  enum EnumForm: String, Sendable, Hashable {
    case none, one, all
  }

  /// Which of the generator's sets of rules is followed; they changed at certain versions.
  enum Rules: Int, Sendable, Hashable, Comparable, CaseIterable {
    case v25, v28, v33, v72

    static func < (left: Rules, right: Rules) -> Bool { left.rawValue < right.rawValue }
  }

  var model = Model.pydantic1
  var rules = Rules.v25
  var standardCollections = false
  var unionOperator = false
  var annotated = false
  var fieldConstraints = false
  var schemaDescription = false
  var fieldDescription = false
  /// Whether examples stand behind fields as well.
  var fieldExamples = false
  var awareDatetime = true
  var snakeCase = false
  var enumForm = EnumForm.none
  var subclassEnum = false
  var specializedEnum = false
  var titleAsName = false
  var useDefault = false
  var forceOptional = false
  var strictNullable = false
  var defaultKeyword = false
  var capitaliseEnum = false
  var uniqueItemsAsSet = false
  var enumDefaults = false
  var literalAsDefault = false
  var extraFields: String?
  var populateByName = false
  var keepOrder = false
  var stripDefaultNone = false
  /// The name of each schema's own class; nil if its title makes it.
  var className: String?
  /// Whether each schema's own class has the name that its output gives it: the generator was told one for each.
  var ownClassNames = false
  /// What records derive from, as the outputs name it; nil for the library's own base.
  var baseClass: String?
  /// Whether a constant is a default even where nothing asks for one; versions differ.
  var constantDefaults = false
  /// Whether properties without names become a field of their own beside named ones; versions differ.
  var typedExtras = true
  /// Whether a root model, too, says that the library does not know its type; versions differ.
  var configuresRoots = false
  /// Whether annotations are written as text, which decides how that field is declared.
  var deferredAnnotations = true
  var includesAllExtras = false
  /// A named set of options.
  struct Preset: Sendable, Hashable {
    let isPractical: Bool
    let pythonMinor: Int
  }

  var preset: Preset?
  var genericContainers = false
  /// Whether Python has `StrEnum`: since 3.11.
  var hasStrEnum = true
  /// Whether format `byte` is a type of its own; versions differ.
  var base64 = true
  var classPrefix = ""
  var classSuffix = ""
  /// Which classes the prefix and suffix are for: `all`, `models` or `enums`.
  var affixScope = "all"
  var keepsLeadingUnderscore = false
  var reuseModel = false
  /// Whether what several modules declare alike stands in a module of its own.
  var sharesModels = false
  /// What that module is called.
  var sharedModule = "shared"
  /// Whether every declaration has a module of its own.
  var splitsModules = false
  /// Whether dots in names stand for modules: always, never, or, if nil, in the names of declarations alone.
  var dotsAreModules: Bool?
  /// Whether only names whose parts all are identifiers stand for modules.
  var strictDots = false
  var collapseReuse = false
  var collapseRoots = false
  /// Whose name is kept where a root model of another declaration is left out: `child` or `parent`; nil leaves none out.
  var collapseNames: String?
  var immutable = false
  var decorators: [String] = []
  var genericBase = false
  var baseClasses: [String: [String]] = [:]
  var serializeAsAny = false
  var frozenFields = false
  var objectType = false
  var strictTypes: Set<String> = []
  var specialPrefix = "field"
  var removesSpecialPrefix = false
  var emptyName = "_"
  var noAlias = false
  var aliasGenerator: String?
  /// What files that options name say of single fields and classes.
  var overrides = DatamodelOverrides()
  /// Whether records come in variants for what is sent and what is received.
  var readWriteModels = false
  /// Whether records check what their types cannot say.
  var schemaValidators = false
  /// What the class is called that has the checks in common.
  var validatorBase = "_JsonSchemaRuntimeValidationBase"
  /// Whether they check how many properties there are; newer releases do.
  var countValidators = true
  /// Whether root models of lists are sequences themselves.
  var sequenceInterface = false
  /// Whether texts in such files are written as code rather than as texts; versions differ.
  var codeInOverrides = false
  /// Whether a name in the data is only for writing: what is read has the field's own name.
  var serializationAlias = false
  /// What separates words in the schema's names, for names in `snake_case`.
  var originalDelimiter: String?
  var extraKeys: Set<String> = []
  var plainExtraKeys: Set<String> = []
  var modelExtraKeys: Set<String> = []
  var plainModelExtraKeys: Set<String> = []
  var nestedFactory = false
  /// Types and formats, as `string+binary`, and what is written for them.
  var typeMappings: [String: String] = [:]
  var typeOverrides: [String: String] = [:]
  var modelNames: [String: String] = [:]
  var missingSentinel = false
  var duplicateSuffix = ""
  var duplicateEnumSuffix = ""
  /// `numbered`, `parent-prefixed`, `full-path` or `primary-first`.
  var namingStrategy = "numbered"
  var typeAlias = false
  var typeAliasType = false
  var rootAlias = false
  var totalFalse = false
  /// Whether formats have types of the standard library where no library checks values.
  var standardPrimitives = false
  var closedTypedDict = true
  var renamesTypes = false
  var tupleForFixedItems = false
  var allOfHierarchy = false
  /// Fields whose enumerations are, or are not, written as literals.
  var enumLiterals: [String: Bool] = [:]
  var isEnumFormDeclared = false
  /// `--target-python-version`, without the 3; nil if it is not known.
  var pythonMinor: Int?
  /// `--target-pydantic-version`, without the 2; nil if it is not known.
  var pydanticMinor: Int?
  /// Whether fields of data classes and structures are given by name only.
  var keywordOnly = false
  /// Whether data classes cannot be changed.
  var frozen = false
  /// Whether the generator was given the folder of the schemas rather than one after the other.
  var isFolder = false
  /// Whether modules import declarations from each other, rather than each other.
  var exactImports = false
  /// Whether the generator itself follows references to other documents, rather than get them bundled.
  var followsReferences = false
  /// Whether the schemas went through a program that writes `1.0` as `1` before the generator read them.
  var rewrittenNumbers = false
}

extension DatamodelStyle {
  /// The style with what the generator sets by itself.
  var settled: DatamodelStyle {
    guard model == .msgspec else { return self }
    var style = self
    style.annotated = true
    style.fieldConstraints = true
    return style
  }
}
