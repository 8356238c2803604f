/// A piece of TypeScript, and which part of the schema each stretch of it comes from.
struct WrittenTypes {
  /// From `offset` on the text states what stands at `place`.
  struct Mark {
    var offset: Int32
    var place: Int32
  }

  var text: [UInt8] = []
  var marks: [Mark] = []

  init() {}

  init(_ text: String, place: Int32 = -1) {
    self.text = Array(text.utf8)
    mark(place, at: 0)
  }

  static func += (left: inout WrittenTypes, right: WrittenTypes) {
    let shift = Int32(truncatingIfNeeded: left.text.count)
    left.text += right.text
    for mark in right.marks where mark.place != left.marks.last?.place {
      left.marks.append(Mark(offset: mark.offset + shift, place: mark.place))
    }
  }

  static func += (left: inout WrittenTypes, right: String) { left.text += Array(right.utf8) }

  /// Notes that what is written next states what stands at `place`.
  mutating func mark(_ place: Int32) { mark(place, at: Int32(truncatingIfNeeded: text.count)) }

  private mutating func mark(_ place: Int32, at offset: Int32) {
    if place >= 0 { marks.append(Mark(offset: offset, place: place)) }
  }

  static func joined(_ parts: [WrittenTypes], by separator: String) -> WrittenTypes {
    var result = WrittenTypes()
    result.text.reserveCapacity(parts.reduce(0) { $0 + $1.text.count + separator.utf8.count })
    for (position, part) in parts.enumerated() {
      if position > 0 { result += separator }
      result += part
    }
    return result
  }
}

/// Writes types as json-schema-to-typescript does, without its formatter: the layout is read away afterwards.
///
/// What a type is written as is kept: the generator does so too, and later simplifications do not change it.
struct TypeWriter {
  var plan: TypePlan
  let graph: SchemaGraph
  let style: TypeScriptStyle
  private var written: [Int: WrittenTypes] = [:]
  private var depth = 0
  /// How many bytes may be written in all: nested tuples multiply.
  private var budget: Int

  /// Prepares to write.
  /// - Parameter size: how many bytes the output has that is compared. What would become many times as long is not
  ///   written to its end, because a search for a style writes it dozens of times.
  init(_ plan: TypePlan, graph: SchemaGraph, style: TypeScriptStyle, comparedTo size: Int) {
    self.plan = plan
    budget = (1 << 19) + 256 * size
    self.graph = graph
    self.style = style
  }

  /// A type where it is used: its name, if it has one.
  mutating func type(_ type: Int) throws(ExpectationProblem) -> WrittenTypes {
    if let known = written[type] { return known }
    var result: WrittenTypes
    let entry = plan.entries[type]
    if let name = entry.name, !name.isEmpty {
      result = WrittenTypes(TypeScriptNaming.safeName(name), place: entry.place)
    } else {
      result = try body(of: type)
    }
    if style.strictIndexSignatures, entry.key == "[k: string]" { result += " | undefined" }
    written[type] = result
    return result
  }

  /// A type spelled out, whether it has a name or not.
  mutating func body(of type: Int) throws(ExpectationProblem) -> WrittenTypes {
    depth += 1
    defer { depth -= 1 }
    let entry = plan.entries[type]
    guard depth <= SchemaInliner.deepest else {
      throw ExpectationProblem(
        "the generator would not come to an end: a type without a name holds itself", at: graph.location(entry.place))
    }
    let result = try spelled(entry)
    budget -= result.text.count
    guard budget >= 0 else {
      throw ExpectationProblem("the generator's answer is too long to be compared", at: graph.location(entry.place))
    }
    return result
  }

  private mutating func spelled(_ entry: TypePlan.Entry) throws(ExpectationProblem) -> WrittenTypes {
    switch entry.shape {
    case .pending:
      throw ExpectationProblem("the generator cannot make a type of this schema", at: graph.location(entry.place))
    case .any: return WrittenTypes("any", place: entry.place)
    case .unknown: return WrittenTypes("unknown", place: entry.place)
    case .never: return WrittenTypes("never", place: entry.place)
    case .null: return WrittenTypes("null", place: entry.place)
    case .boolean: return WrittenTypes("boolean", place: entry.place)
    case .number: return WrittenTypes("number", place: entry.place)
    case .string: return WrittenTypes("string", place: entry.place)
    case .object: return WrittenTypes("object", place: entry.place)
    case .literal(let value): return WrittenTypes(JavaScriptText.json(value, in: graph), place: entry.place)
    case .custom(let text): return WrittenTypes(text, place: entry.place)
    case .array(let item):
      var result = WrittenTypes("", place: entry.place)
      let item = try type(item)
      let isString = item.text.last == UInt8(ascii: "\"")
      if isString { result += "(" }
      result += item
      result += isString ? ")[]" : "[]"
      return result
    case .tuple(let tuple): return try spelled(tuple, place: entry.place)
    case .union(let members): return try joined(members, by: " | ", place: entry.place)
    case .intersection(let members): return try joined(members, by: " & ", place: entry.place)
    case .interface(let members, _): return try spelled(members, place: entry.place)
    case .enumeration:
      throw ExpectationProblem(
        "the generator cannot write an enumeration without a name", at: graph.location(entry.place))
    }
  }

  private mutating func joined(
    _ members: [Int], by separator: String, place: Int32
  ) throws(ExpectationProblem) -> WrittenTypes {
    var parts: [WrittenTypes] = []
    for member in members { parts.append(try type(member)) }
    var result = WrittenTypes(parts.count == 1 ? "" : "(", place: place)
    result += WrittenTypes.joined(parts, by: separator)
    if parts.count != 1 { result += ")" }
    return result
  }

  private mutating func spelled(_ tuple: TypePlan.Tuple, place: Int32) throws(ExpectationProblem) -> WrittenTypes {
    var rest = tuple.rest
    var elements = tuple.elements
    let most = tuple.most.flatMap { $0 == 0 ? nil : $0 } ?? -1
    if tuple.least > 0, tuple.least > Double(elements.count), tuple.rest == nil, most < 0 { rest = plan.shared }
    if most > Double(elements.count), tuple.rest == nil {
      guard most <= 1_000 else {
        throw ExpectationProblem("a tuple of more than 1,000 elements is not compared", at: graph.location(place))
      }
      elements += Array(repeating: plan.shared, count: Int(most) - elements.count)
    }
    var parts: [WrittenTypes] = []
    for element in elements { parts.append(try type(element)) }
    var last = WrittenTypes()
    if let rest {
      last += "...("
      last += try type(rest)
      last += ")[]"
    }
    func bracketed(_ parts: ArraySlice<WrittenTypes>, withRest: Bool) -> WrittenTypes {
      var result = WrittenTypes("[", place: place)
      result += WrittenTypes.joined(Array(parts) + (withRest && rest != nil ? [last] : []), by: ", ")
      result += "]"
      return result
    }
    guard Double(parts.count) > tuple.least else { return bracketed(parts[...], withRest: true) }
    // One tuple for each length, which is stricter than optional elements.
    let least = max(0, Int(tuple.least))
    var lengths = [bracketed(parts[..<least], withRest: false)]
    for count in least..<parts.count {
      lengths.append(bracketed(parts[...count], withRest: count == parts.count - 1))
    }
    return WrittenTypes.joined(lengths, by: "|")
  }

  // MARK: Members

  private mutating func spelled(
    _ members: [TypePlan.Member], place: Int32
  ) throws(ExpectationProblem) -> WrittenTypes {
    var result = WrittenTypes("{\n", place: place)
    for member in members where !member.isPattern && !member.isUnreachable {
      let entry = plan.entries[member.type]
      if entry.hasComment, entry.name == nil {
        result.mark(entry.place)
        result += comment(entry.comment, isDeprecated: entry.isDeprecated) + "\n"
      }
      result.mark(member.place)
      result += Self.key(member.key) + (member.isRequired ? "" : "?") + ": "
      let type = try type(member.type)
      if style.release < .v13, entry.name != nil {
        // Early releases take what they wrote for a name, `| undefined` included.
        result += TypeScriptNaming.safeName(String(decoding: type.text, as: UTF8.self))
      } else {
        result += type
      }
      result += "\n"
    }
    result += "}"
    return result
  }

  private static func key(_ key: String) -> String {
    if key == "[k: string]" { return key }
    let isPlain =
      key.utf8.first.map { !(0x30...0x39).contains($0) } == true
      && key.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "$"): true
        default: false
        }
      }
    return isPlain ? key : JavaScriptText.quoted(key)
  }

  func comment(_ comment: String?, isDeprecated: Bool) -> String {
    var lines = ["/**"]
    if isDeprecated { lines.append(" * @deprecated") }
    if let comment {
      lines += comment.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map {
        " * " + String($0)
      }
    }
    lines.append(" */")
    return lines.joined(separator: "\n")
  }
}
