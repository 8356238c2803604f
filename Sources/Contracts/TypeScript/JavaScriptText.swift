/// Values as JavaScript turns them into text.
enum JavaScriptText {
  /// The longest text of one value. References can make a value hold itself, or grow without end.
  private static let longest = 100_000

  /// `JSON.stringify`: literals of a type are written by it. What is too long is cut off.
  static func json(_ value: Int, in graph: SchemaGraph) -> String {
    var text = ""
    write(value, in: graph, depth: 0, to: &text)
    return text
  }

  private static func write(_ value: Int, in graph: SchemaGraph, depth: Int, to text: inout String) {
    guard depth < 200, text.utf8.count < longest else { return }
    switch graph.contents[value] {
    case .null: text += "null"
    case .boolean(let boolean): text += boolean ? "true" : "false"
    case .number(let number): text += number.isFinite ? JavaScriptNumber.text(number) : "null"
    case .string(let string): text += quoted(string)
    case .array(let items):
      text += "["
      for (position, item) in items.enumerated() {
        if position > 0 { text += "," }
        write(item, in: graph, depth: depth + 1, to: &text)
      }
      text += "]"
    case .object(let members):
      text += "{"
      for position in 0..<members.count {
        if position > 0 { text += "," }
        text += quoted(members.keys[position]) + ":"
        write(members.values[position], in: graph, depth: depth + 1, to: &text)
      }
      text += "}"
    }
  }

  /// `String(value)`.
  static func string(of value: Int, in graph: SchemaGraph) -> String {
    switch graph.contents[value] {
    case .string(let text): text
    case .array(let items):
      items.map { graph.items($0) == nil ? string(of: $0, in: graph) : json($0, in: graph) }.joined(separator: ",")
    case .object: "[object Object]"
    default: json(value, in: graph)
    }
  }

  /// A string as JSON has it.
  static func quoted(_ text: String) -> String {
    var result: [UInt8] = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): result += [UInt8(ascii: "\\"), byte]
      case 0x0A: result += Array("\\n".utf8)
      case 0x0D: result += Array("\\r".utf8)
      case 0x09: result += Array("\\t".utf8)
      case 0x08: result += Array("\\b".utf8)
      case 0x0C: result += Array("\\f".utf8)
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        result += Array(("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits).utf8)
      default: result.append(byte)
      }
    }
    result.append(UInt8(ascii: "\""))
    return String(decoding: result, as: UTF8.self)
  }

  /// Whether two values are equal in depth, the order of members aside.
  static func isSame(_ left: Int, _ right: Int, in graph: SchemaGraph) -> Bool {
    var compared: Set<[Int]> = []
    var waiting = [[left, right]]
    while let pair = waiting.popLast() {
      guard pair[0] != pair[1], compared.insert(pair).inserted else { continue }
      switch (graph.contents[pair[0]], graph.contents[pair[1]]) {
      case (.null, .null): continue
      case (.boolean(let one), .boolean(let other)) where one == other: continue
      case (.number(let one), .number(let other)) where one == other: continue
      case (.string(let one), .string(let other)) where one == other: continue
      case (.array(let one), .array(let other)) where one.count == other.count:
        waiting += zip(one, other).map { [$0, $1] }
      case (.object(let one), .object(let other)) where one.count == other.count:
        for (key, value) in zip(one.keys, one.values) {
          guard let counterpart = other[key] else { return false }
          waiting.append([value, counterpart])
        }
      default: return false
      }
    }
    return true
  }
}
