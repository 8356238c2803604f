/// What Python's own modules are known to hold, by the target's version; models `_python_type_import_registry.py`.
enum DatamodelPythonSymbols {
  /// Where a name comes from.
  enum Source {
    case imported(String)
    /// A name that the target does not have yet, which the generator refuses.
    case unavailable
  }

  private static func words(_ text: String) -> Set<String> { Set(text.split(separator: " ").map(String.init)) }

  private static let builtIns = words(
    """
    ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError \
    BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError \
    ConnectionResetError DeprecationWarning EOFError EncodingWarning EnvironmentError Exception ExceptionGroup \
    FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError ImportError \
    ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt \
    LookupError MemoryError ModuleNotFoundError NameError None NotADirectoryError NotImplementedError OSError \
    OverflowError PendingDeprecationWarning PermissionError ProcessLookupError PythonFinalizationError \
    RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration \
    SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError TypeError UnboundLocalError \
    UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError \
    Warning bool bytearray bytes classmethod complex dict enumerate filter float frozenset int list map memoryview \
    object property range reversed set slice staticmethod str super tuple type zip
    """)

  private static let builtInsSince = ["BaseExceptionGroup": 11, "ExceptionGroup": 11, "PythonFinalizationError": 13]

  /// Whether a name needs no import.
  static func isBuiltIn(_ name: String, _ minor: Int) -> Bool {
    builtIns.contains(name) && minor >= builtInsSince[name] ?? 10
  }

  /// The modules that are looked into, in order, and their names.
  private static let modules: [(module: String, names: Set<String>)] = [
    (
      "typing",
      words(
        """
        AbstractSet Any AnyStr AsyncContextManager AsyncGenerator AsyncIterable AsyncIterator Awaitable BinaryIO \
        ByteString Callable ChainMap ClassVar Collection Concatenate Container ContextManager Coroutine Counter \
        DefaultDict Deque Dict Final ForwardRef FrozenSet Generator Generic GenericAlias Hashable IO ItemsView \
        Iterable Iterator KeysView List Literal LiteralString Mapping MappingView Match MutableMapping \
        MutableSequence MutableSet NamedTuple Never NewType NoDefault NoReturn NotRequired Optional OrderedDict \
        ParamSpec ParamSpecArgs ParamSpecKwargs Pattern Protocol ReadOnly Required Reversible Self Sequence Set \
        Sized SupportsAbs SupportsBytes SupportsComplex SupportsFloat SupportsIndex SupportsInt SupportsRound Text \
        TextIO Tuple Type TypeAlias TypeAliasType TypeGuard TypeIs TypeForm TypeVar TypeVarTuple TypedDict Union \
        Unpack ValuesView override
        """)
    ),
    (
      "collections.abc",
      words(
        """
        AsyncGenerator AsyncIterable AsyncIterator Awaitable Buffer ByteString Callable Collection Container \
        Coroutine Generator Hashable ItemsView Iterable Iterator KeysView Mapping MappingView MutableMapping \
        MutableSequence MutableSet Reversible Sequence Set Sized ValuesView
        """)
    ),
    ("collections", words("ChainMap Counter OrderedDict UserDict UserList UserString defaultdict deque")),
    (
      "pathlib",
      words(
        "DirEntryInfo Path PosixPath PurePath PurePosixPath PureWindowsPath UnsupportedOperation WindowsPath")
    ),
    ("pathlib.types", ["PathInfo"]),
    (
      "decimal",
      words(
        """
        Clamped Context ConversionSyntax Decimal DecimalException DecimalTuple DivisionByZero DivisionImpossible \
        DivisionUndefined FloatOperation Inexact InvalidContext InvalidOperation Overflow Rounded Subnormal Underflow
        """)
    ),
    ("uuid", ["SafeUUID", "UUID"]),
    ("datetime", ["date", "datetime", "time", "timedelta", "timezone", "tzinfo"]),
    (
      "enum",
      words(
        """
        DynamicClassAttribute Enum EnumCheck EnumDict EnumMeta EnumType Flag FlagBoundary IntEnum IntFlag ReprEnum \
        StrEnum auto member nonmember property verify
        """)
    ),
    ("re", ["Match", "Pattern", "PatternError", "RegexFlag", "Scanner", "error"]),
  ]

  /// Names that are sought elsewhere than in the first module that has them.
  private static let preferred: [String: String] = {
    var paths: [String: String] = [:]
    for name in words(
      """
      Callable Iterable Iterator Generator Awaitable Coroutine AsyncIterable AsyncIterator AsyncGenerator Mapping \
      MutableMapping Sequence MutableSequence Set MutableSet Collection Reversible ByteString Container Hashable \
      ItemsView KeysView MappingView Sized ValuesView
      """)
    { paths[name] = "collections.abc" }
    for name in ["defaultdict", "OrderedDict", "Counter", "deque", "ChainMap"] { paths[name] = "collections" }
    for name in ["Pattern", "Match"] { paths[name] = "re" }
    paths["Annotated"] = "typing"
    paths["BaseModel"] = "pydantic"
    return paths
  }()

  private static let since: [String: Int] = [
    "collections.abc.Buffer": 12, "enum.EnumCheck": 11, "enum.EnumDict": 13, "enum.EnumType": 11,
    "enum.FlagBoundary": 11, "enum.ReprEnum": 11, "enum.StrEnum": 11, "enum.member": 11, "enum.nonmember": 11,
    "enum.property": 11, "enum.verify": 11, "pathlib.DirEntryInfo": 14, "pathlib.types.PathInfo": 14,
    "pathlib.UnsupportedOperation": 13, "re.PatternError": 13, "typing.LiteralString": 11, "typing.Never": 11,
    "typing.NoDefault": 13, "typing.NotRequired": 11, "typing.ReadOnly": 13, "typing.Required": 11, "typing.Self": 11,
    "typing.TypeAliasType": 12, "typing.TypeForm": 15, "typing.TypeIs": 13, "typing.TypeVarTuple": 11,
    "typing.Unpack": 11, "typing.override": 12,
  ]

  /// Names that `typing_extensions` has for targets that lack them.
  private static let backports: [String: Int] = [
    "Buffer": 12, "LiteralString": 11, "Never": 11, "NoDefault": 13, "NotRequired": 11, "ReadOnly": 13,
    "Required": 11, "Self": 11, "TypeAliasType": 12, "TypeIs": 13, "TypeForm": 15, "TypeVarTuple": 11, "Unpack": 11,
    "override": 12,
  ]

  /// Where a name without a module comes from; nil if nothing is known of it.
  static func source(of name: String, _ minor: Int) -> Source? {
    if let first = backports[name], minor < first { return .imported("typing_extensions.\(name)") }
    guard let module = preferred[name] ?? modules.first(where: { $0.names.contains(name) })?.module else { return nil }
    let path = "\(module).\(name)"
    return minor < since[path] ?? 10 ? .unavailable : .imported(path)
  }

  /// Where a name with its module comes from.
  static func source(ofPath path: String, _ minor: Int) -> Source {
    let source = PythonImport(path: path)
    if source.module == "builtins", builtIns.contains(source.name) {
      return minor < builtInsSince[source.name] ?? 10 ? .unavailable : .imported(path)
    }
    guard modules.contains(where: { $0.module == source.module && $0.names.contains(source.name) }) else {
      return .imported(path == "pydantic.main.BaseModel" ? "pydantic.BaseModel" : path)
    }
    if let first = backports[source.name], minor < first { return .imported("typing_extensions.\(source.name)") }
    return minor < since[path] ?? 10 ? .unavailable : .imported(path)
  }
}
