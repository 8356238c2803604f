import DriftModel

/// Builds a document from events, with a stack of its own instead of recursion, so that nesting is a number to check
/// and not a way to run out of memory.
struct YAMLComposer {
  /// The document, once it has ended.
  private(set) var document: DocumentNode?

  private let source: YAMLSource
  private let limits: DocumentLimits
  private var open: [OpenCollection] = []
  private var anchors: [ExactText: Anchored] = [:]
  private var nodes = 0
  private var aliases = 0
  private var hasDocument = false

  /// A finished value and what repeating it costs.
  private struct Anchored {
    /// Nil while its collection is still open: an alias to it would hold itself.
    var node: DocumentNode?
    var size: Int
    var height: Int
  }

  /// A collection whose end is not seen yet.
  private struct OpenCollection {
    let isMapping: Bool
    let location: Location
    let anchor: String?
    var items: [DocumentNode] = []
    var members: [DocumentNode.Member] = []
    var keys = KeySet()
    var pendingKey: (text: String, location: Location)?
    /// Values within, itself included; levels of collections, itself included.
    var size = 1
    var height = 1
  }

  /// Starts with nothing.
  init(_ source: YAMLSource, limits: DocumentLimits) {
    self.source = source
    self.limits = limits
  }

  /// Takes the next event.
  mutating func take(_ marked: YAMLMarkedEvent) throws(DocumentProblem) {
    let start = source.offset(ofCharacter: marked.start)
    let end = max(start, source.offset(ofCharacter: marked.end))
    switch marked.event {
    case .streamStart, .streamEnd, .documentEnd: break
    case .documentStart:
      guard !hasDocument else {
        throw DocumentProblem(
          "a second document begins here, and only one is read", at: source.location(start..<max(start, end)),
          help: ["remove the '---' line, or put the documents into files of their own"])
      }
      hasDocument = true
    case .alias(let name): try takeAlias(name, at: start..<end)
    case .scalar(let text, let style, let anchor, let tag):
      let range = source.content(from: start, to: end)
      let location = source.location(range)
      let meaning = try YAMLTags.scalarStyle(of: text, style, tag: tag, at: source.location(start..<end))
      let node = DocumentNode(
        .scalar(text, style: meaning), at: location, byteRange: source.fileRange(range))
      if isAtKey {
        try takeKey(text, isPlain: style == .plain && tag == nil, at: location)
      } else {
        try count(1, at: location)
        attach(node, size: 1, height: 0)
      }
      if let anchor { anchors[ExactText(anchor)] = Anchored(node: node, size: 1, height: 0) }
    case .sequenceStart(let anchor, let tag, let isFlow):
      let location = source.location(beginning(of: start..<end, length: 1))
      try YAMLTags.check(tag, isMapping: false, at: source.location(start..<end))
      try begin(isMapping: false, isFlow: isFlow, anchor: anchor, at: location)
    case .mappingStart(let anchor, let tag, let isFlow):
      let location = source.location(beginning(of: start..<end, length: isFlow ? 1 : 0))
      try YAMLTags.check(tag, isMapping: true, at: source.location(start..<end))
      try begin(isMapping: true, isFlow: isFlow, anchor: anchor, at: location)
    case .sequenceEnd, .mappingEnd: finish()
    }
  }

  /// The first character of a collection; libyaml's start mark may be that of its anchor or tag.
  private func beginning(of range: Range<Int>, length: Int) -> Range<Int> {
    let start = source.content(from: range.lowerBound, to: range.upperBound).lowerBound
    return start..<(start + length)
  }

  private var isAtKey: Bool { open.last.map { $0.isMapping && $0.pendingKey == nil } ?? false }

  private mutating func count(_ more: Int, at location: Location) throws(DocumentProblem) {
    // A size was counted before it can be repeated, so it is within the limit and the sum cannot overflow.
    nodes += more
    guard nodes <= limits.values else {
      throw DocumentProblem(
        "the document holds more than \(limits.values) values", at: location,
        help: ["values that aliases repeat are counted each time"], isLimit: true)
    }
  }

  private mutating func begin(
    isMapping: Bool, isFlow: Bool, anchor: String?, at location: Location
  ) throws(DocumentProblem) {
    guard !isAtKey else { throw YAMLMessages(source).keyIsNoScalar(isMapping: isMapping, isFlow: isFlow, at: location) }
    guard open.count < limits.openCollections else {
      throw DocumentProblem(
        "the document is nested more than \(limits.openCollections) levels deep", at: location, isLimit: true)
    }
    try count(1, at: location)
    if let anchor { anchors[ExactText(anchor)] = Anchored(node: nil, size: 0, height: 0) }
    open.append(OpenCollection(isMapping: isMapping, location: location, anchor: anchor))
  }

  private mutating func finish() {
    guard let collection = open.popLast() else { return }
    let content: DocumentNode.Content =
      collection.isMapping ? .mapping(collection.members) : .sequence(collection.items)
    // A block mapping begins with its first key, and pointing at that is more use than pointing at nothing.
    let location =
      collection.location.region.map { $0.column == $0.endColumn && $0.line == $0.endLine } == true
      ? collection.members.first?.keyLocation ?? collection.location : collection.location
    let node = DocumentNode(content, at: location)
    if let anchor = collection.anchor {
      anchors[ExactText(anchor)] = Anchored(node: node, size: collection.size, height: collection.height)
    }
    attach(node, size: collection.size, height: collection.height)
  }

  private mutating func takeKey(_ text: String, isPlain: Bool, at location: Location) throws(DocumentProblem) {
    guard !isPlain || text != "<<" else {
      throw DocumentProblem(
        "merge keys ('<<') are not part of YAML 1.2", at: location, help: ["write the keys out where they apply"])
    }
    guard !isPlain || !text.isEmpty else {
      throw DocumentProblem("there is no key before this ':'", at: location)
    }
    let last = open.count - 1
    if let first = open[last].keys.insert(text, at: location) {
      throw DocumentProblem(
        "the key '\(text)' stands here twice", at: location,
        help: ["it was first given on line \(first.line), column \(first.column)"])
    }
    open[last].pendingKey = (text, location)
  }

  private mutating func takeAlias(_ name: String, at range: Range<Int>) throws(DocumentProblem) {
    let location = source.location(range)
    aliases += 1
    guard aliases <= limits.aliases else {
      throw DocumentProblem("the document uses more than \(limits.aliases) aliases", at: location, isLimit: true)
    }
    guard let anchored = anchors[ExactText(name)] else { throw YAMLMessages(source).unknownAlias(name, at: location) }
    guard let node = anchored.node else {
      throw DocumentProblem("the alias '*\(name)' stands within the value that it repeats", at: location)
    }
    guard !isAtKey else {
      guard case .scalar(let text, _) = node.content else {
        throw YAMLMessages(source).keyIsNoScalar(isMapping: false, isFlow: false, at: location)
      }
      return try takeKey(text, isPlain: false, at: location)
    }
    try count(anchored.size, at: location)
    guard open.count + anchored.height <= limits.openCollections else {
      throw DocumentProblem(
        "the alias '*\(name)' nests the document more than \(limits.openCollections) levels deep", at: location,
        isLimit: true)
    }
    attach(node, size: anchored.size, height: anchored.height)
  }

  /// Puts a finished value where it belongs.
  private mutating func attach(_ node: DocumentNode, size: Int, height: Int) {
    let last = open.count - 1
    guard last >= 0 else {
      document = node
      return
    }
    open[last].size += size
    open[last].height = max(open[last].height, height + 1)
    if let key = open[last].pendingKey {
      open[last].members.append(DocumentNode.Member(key: key.text, keyLocation: key.location, value: node))
      open[last].pendingKey = nil
    } else {
      open[last].items.append(node)
    }
  }
}
