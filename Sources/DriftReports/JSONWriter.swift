/// A JSON document whose keys keep the order in which they were written down.
package enum JSONValue {
  case null
  case boolean(Bool)
  case integer(Int)
  case string(String)
  case array([JSONValue])
  case object([(key: String, value: JSONValue)])

  /// A string, or null.
  package static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  /// A list of strings.
  package static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}

/// Writes JSON: two spaces a level, short and flat values on one line, keys in the order given.
package struct JSONWriter {
  private var text: [UInt8] = []

  /// The document's bytes, the last line ended.
  package static func bytes(of value: JSONValue) -> [UInt8] {
    var writer = JSONWriter()
    writer.write(value, indent: 0)
    writer.put("\n")
    return writer.text
  }

  /// The document on one line, not ended.
  package static func line(of value: JSONValue) -> String {
    var writer = JSONWriter()
    writer.write(value, indent: oneLineIndent)
    return String(decoding: writer.text, as: UTF8.self)
  }

  /// An indent that stands for one line.
  private static let oneLineIndent = -1

  private mutating func put(_ string: String) { text += string.utf8 }

  private mutating func write(_ value: JSONValue, indent: Int) {
    switch value {
    case .null: put("null")
    case .boolean(let flag): put(flag ? "true" : "false")
    case .integer(let number): put(String(number))
    case .string(let string): Escaping.json(string, onto: &text)
    case .array(let values): write(values.map { (nil, $0) }, in: ("[", "]"), indent: indent)
    case .object(let members): write(members.map { ($0.key, $0.value) }, in: ("{", "}"), indent: indent)
    }
  }

  private mutating func write(_ members: [(key: String?, value: JSONValue)], in brackets: (String, String), indent: Int)
  {
    if members.allSatisfy({ indent < 0 || JSONWriter.isNested($0.value, atMost: 1) }) {
      let start = text.count
      writeOneLine(members, in: brackets)
      // What is written on one line stays there, however long it is.
      if indent < 0 || indent + text.count - start <= 110 || members.isEmpty { return }
      text.removeLast(text.count - start)
    }
    let margin = "\n" + String(repeating: " ", count: indent + 2)
    put(brackets.0)
    for (index, member) in members.enumerated() {
      if index > 0 { put(",") }
      put(margin)
      write(member.key)
      write(member.value, indent: indent + 2)
    }
    put("\n" + String(repeating: " ", count: indent) + brackets.1)
  }

  private mutating func writeOneLine(
    _ members: [(key: String?, value: JSONValue)], in brackets: (String, String)
  ) {
    put(brackets.0)
    for (index, member) in members.enumerated() {
      if index > 0 { put(", ") }
      write(member.key)
      write(member.value, indent: JSONWriter.oneLineIndent)
    }
    put(brackets.1)
  }

  private mutating func write(_ key: String?) {
    guard let key else { return }
    Escaping.json(key, onto: &text)
    put(": ")
  }

  /// Whether containers are nested at most so deeply in a value; empty ones do not count.
  private static func isNested(_ value: JSONValue, atMost depth: Int) -> Bool {
    switch value {
    case .array(let values): values.isEmpty || depth > 0 && values.allSatisfy { isNested($0, atMost: depth - 1) }
    case .object(let members):
      members.isEmpty || depth > 0 && members.allSatisfy { isNested($0.value, atMost: depth - 1) }
    default: true
    }
  }
}
