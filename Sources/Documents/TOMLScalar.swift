/// The grammar of TOML's values that are not strings.
enum TOMLScalar {
  typealias Text = Slice<UnsafeBufferPointer<UInt8>>

  /// Whether the text is a Boolean, a number, a date or a time.
  static func isValid(_ text: Text) -> Bool {
    text.elementsEqual("true".utf8) || text.elementsEqual("false".utf8) || isInteger(text) || isFloat(text)
      || isDate(text) || isTime(text) || isDateTime(text)
  }

  /// Whether a byte is `0` to `9`.
  static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  // MARK: numbers

  private static func isInteger(_ text: Text) -> Bool {
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where text.starts(with: prefix.utf8) {
      return number(text.dropFirst(2), radix: radix).map { Int64($0, radix: radix) != nil } ?? false
    }
    guard let digits = decimal(unsigned(text)) else { return false }
    return Int64((text.first == UInt8(ascii: "-") ? "-" : "") + digits) != nil
  }

  private static func isFloat(_ text: Text) -> Bool {
    let text = unsigned(text)
    if text.elementsEqual("inf".utf8) || text.elementsEqual("nan".utf8) { return true }
    let parts = text.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 | 0x20 == UInt8(ascii: "e") }
    guard let mantissa = parts.first else { return false }
    if parts.count == 2, number(unsigned(parts[1]), radix: 10) == nil { return false }
    let halves = mantissa.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count + parts.count > 2, let whole = halves.first, decimal(whole) != nil else { return false }
    return halves.count == 1 || number(halves[1], radix: 10) != nil
  }

  private static func unsigned(_ text: Text) -> Text {
    text.first == UInt8(ascii: "+") || text.first == UInt8(ascii: "-") ? text.dropFirst() : text
  }

  /// Digits without a leading zero, as ``number(_:radix:)`` gives them.
  private static func decimal(_ text: Text) -> String? {
    guard text.count == 1 || text.first != UInt8(ascii: "0") else { return nil }
    return number(text, radix: 10)
  }

  /// The digits without underscores, which stand only between two of them; nil if it is no number.
  private static func number(_ text: Text, radix: Int) -> String? {
    var digits: [UInt8] = []
    var isDigitBefore = false
    for byte in text {
      if byte == UInt8(ascii: "_") {
        guard isDigitBefore else { return nil }
        isDigitBefore = false
      } else {
        guard let value = JSONStringReader.value(of: byte), value < radix else { return nil }
        digits.append(byte)
        isDigitBefore = true
      }
    }
    return isDigitBefore ? String(decoding: digits, as: UTF8.self) : nil
  }

  // MARK: dates and times (RFC 3339)

  /// Whether the text is a day that exists: `1979-05-27`.
  static func isDate(_ text: Text) -> Bool {
    let parts = text.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.count == 3, let year = digits(parts[0], 4), let month = digits(parts[1], 2),
      let day = digits(parts[2], 2), (1...12).contains(month)
    else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    return (1...days).contains(day)
  }

  private static func isTime(_ text: Text) -> Bool {
    let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3, let hour = digits(parts[0], 2), hour < 24,
      let minute = digits(parts[1], 2), minute < 60
    else { return false }
    guard parts.count == 3 else { return true }
    let seconds = parts[2].split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    // 60 is a leap second.
    guard let second = digits(seconds[0], 2), second <= 60 else { return false }
    return seconds.count == 1 || (!seconds[1].isEmpty && seconds[1].allSatisfy(isDigit))
  }

  private static func isDateTime(_ text: Text) -> Bool {
    guard text.count > 11, isDate(text.prefix(10)), let separator = text.dropFirst(10).first,
      "Tt ".utf8.contains(separator)
    else { return false }
    var time = text.dropFirst(11)
    if let last = time.last, last | 0x20 == UInt8(ascii: "z") {
      time = time.dropLast()
    } else if let sign = time.lastIndex(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }) {
      let offset = time[time.index(after: sign)...]
      guard offset.count == 5, isTime(offset) else { return false }
      time = time[..<sign]
    }
    return isTime(time)
  }

  private static func digits(_ text: Text, _ count: Int) -> Int? {
    guard text.count == count, text.allSatisfy(isDigit) else { return nil }
    return Int(String(decoding: text, as: UTF8.self))
  }
}
