/// What a tool says on its standard error, for messages.
public enum ToolRemarks {
  /// The last line that says something, shortened; nil if there is none. Not escaped.
  public static func last(of bytes: [UInt8]) -> String? {
    let lines = bytes.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") })
    let blank: Set<UInt8> = [UInt8(ascii: " "), UInt8(ascii: "\t")]
    guard let line = lines.last(where: { !$0.allSatisfy { blank.contains($0) } }) else { return nil }
    let text = String(decoding: line.drop { blank.contains($0) }, as: UTF8.self)
    return text.count > 200 ? text.prefix(200) + "..." : text
  }
}
