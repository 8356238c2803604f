/// Why TypeScript source could not be read, and where: byte offsets of one file.
struct TypeScriptProblem: Error, Hashable, Sendable {
  /// One line: lower case, names in single quotes, no full stop.
  let message: String
  /// What it is about.
  let range: Range<Int>

  init(_ message: String, _ range: Range<Int>) {
    self.message = message
    self.range = range
  }
}

/// The declarations of one file. Everything is kept in flat arrays and named by index, so that a file of any shape is
/// read without a memory allocation for each node, and freed without recursion.
struct TypeScriptTree: Sendable {
  /// What a type is made of.
  enum Kind: UInt8, Sendable {
    /// A name, dotted perhaps (`string`, `null`, `Foo`, `a.B`); children are its type arguments.
    case name
    case string, number, template
    case union, intersection
    /// One child.
    case array
    /// Children are elements, among them `optional`, `rest` and `labelled`.
    case tuple
    case optional, rest, labelled
    /// Members are in `members`.
    case object
    /// `(a: A) => B`: the parameters, each `labelled`, `optional` or `rest`, and last the result.
    case function
    /// `keyof`, `typeof`, `readonly`, `unique` before a type; the word stands at `start`.
    case prefixed
    /// `A["b"]`: the object and the index.
    case indexed
  }

  /// A type expression. `start` and `end` are byte offsets; `first` and `count` are a stretch of `children`, for an
  /// `object` of `members`.
  struct Node: Sendable {
    var kind: Kind
    var start: Int32
    var end: Int32
    var first: Int32 = 0
    var count: Int32 = 0
  }

  /// A member of an interface or of an object type.
  struct Member: Sendable {
    enum Kind: UInt8, Sendable {
      case property
      /// `[k: string]: T`.
      case index
    }
    var kind: Kind
    var isOptional = false
    var isReadonly = false
    /// The name as written, quotes and brackets included.
    var nameStart: Int32
    var nameEnd: Int32
    var nameKind: NameKind
    /// For an index signature: the type of the key; else -1.
    var key: Int32 = -1
    var type: Int32 = -1
    /// A JSDoc comment's number; -1 if it has none.
    var documentation: Int32
    var end: Int32 = 0
  }

  /// How a name was written, which decides how it is read.
  enum NameKind: UInt8, Sendable {
    case plain, string, number
  }

  /// A member of an enumeration. `value` is a type node (a literal); -1 if there is none.
  struct EnumMember: Sendable {
    var nameStart: Int32
    var nameEnd: Int32
    var nameKind: NameKind
    var value: Int32 = -1
    var documentation: Int32
    var end: Int32 = 0
  }

  /// A declaration at the top of the file.
  struct Declaration: Sendable {
    enum Kind: UInt8, Sendable {
      case interface, alias, enumeration
    }
    var kind: Kind
    var isExported = false
    var isDeclared = false
    /// `const enum`.
    var isConstant = false
    var start: Int32 = 0
    var nameStart: Int32 = 0
    var nameEnd: Int32 = 0
    var end: Int32 = 0
    /// The number of the JSDoc comment just before it; -1 if there is none.
    var documentation: Int32 = -1
    /// The body: an `object` of an interface, the type of an alias; -1 for an enumeration.
    var type: Int32 = -1
    /// Stretches of `children` (types that are extended) and of `enumMembers`.
    var extended: Range<Int32> = 0..<0
    var enumMembers: Range<Int32> = 0..<0
  }

  let source: [UInt8]
  var nodes: [Node] = []
  var children: [Int32] = []
  var members: [Member] = []
  var enumMembers: [EnumMember] = []
  var declarations: [Declaration] = []
  /// JSDoc comments, from `/**` to past `*/`.
  var documentation: [Range<Int>] = []
  /// How many of those stand before the first declaration: a banner, and perhaps that declaration's own last.
  var leadingDocumentation = 0

  init(source: [UInt8]) {
    self.source = source
  }

  /// The text between two offsets.
  func text(_ start: Int32, _ end: Int32) -> String {
    String(decoding: source[Int(start)..<Int(end)], as: UTF8.self)
  }

  /// A node's source.
  func text(of node: Node) -> String { text(node.start, node.end) }

  /// The children of a node that is no `object`.
  func children(of node: Node) -> ArraySlice<Int32> { children[Int(node.first)..<Int(node.first + node.count)] }

  /// The members of an `object`.
  func members(of node: Node) -> ArraySlice<Member> { members[Int(node.first)..<Int(node.first + node.count)] }

  /// A declaration's name.
  func name(of declaration: Declaration) -> String { text(declaration.nameStart, declaration.nameEnd) }

  /// A member's name as it is at run time: quotes gone, escapes resolved.
  func name(of member: Member) -> String { name(member.nameStart, member.nameEnd, member.nameKind) }

  /// An enumeration member's name as it is at run time.
  func name(of member: EnumMember) -> String { name(member.nameStart, member.nameEnd, member.nameKind) }

  private func name(_ start: Int32, _ end: Int32, _ kind: NameKind) -> String {
    switch kind {
    case .plain: text(start, end)
    case .number:
      TypeScriptLiterals.number(source[Int(start)..<Int(end)]).map(JavaScriptNumber.text) ?? text(start, end)
    case .string: TypeScriptLiterals.string(source[Int(start)..<Int(end)])
    }
  }
}
