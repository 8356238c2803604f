extension JavaScriptLexer {
  /// Reads a `<` of code: an element begins, or something is compared, or type parameters begin.
  mutating func readLess() {
    guard allowsJSX, !endsOperand, let begin = elementName() else {
      at += 1
      last = .operation
      return
    }
    at = begin
    open.append(.tag)
  }

  /// The offset behind the name of the element that begins at the place read; nil if none does.
  private mutating func elementName() -> Int? {
    let first = text[at + 1]
    if first == Byte.greater { return at + 1 }
    guard first.startsIdentifier || first == Byte.dollar else { return nil }
    let end = endOfName(from: at + 1)
    var next = end
    while next < text.count, text[next].isSpace { next += 1 }
    // `<T,>`, `<T extends U>` and `<T = U>` are type parameters: TypeScript reads them so too.
    if text[next] == Byte.comma || text[next] == Byte.equals { return nil }
    if text.equals(at + 1..<end, "const"), text[next].startsIdentifier { return nil }
    if text.has("extends", at: next), !text[next + 7].isIdentifier, !text[next + 7].isAttributeEnd { return nil }
    if text[next] == Byte.greater, text[next + 1] == Byte.openParen, !isClosed(at + 1..<end, from: next) { return nil }
    return end
  }

  /// Whether `</name` follows somewhere: `<T>(x: T) => T` in a type looks like the beginning of an element.
  private mutating func isClosed(_ name: Range<Int>, from start: Int) -> Bool {
    var at = start
    while at < text.count, lookAhead > 0 {
      lookAhead -= 1
      if text[at] == Byte.less, text[at + 1] == Byte.slash {
        var offset = 0
        while offset < name.count, text[at + 2 + offset] == text[name.lowerBound + offset] { offset += 1 }
        lookAhead -= offset
        if offset == name.count, !text[at + 2 + offset].isIdentifier { return true }
      }
      at += 1
    }
    return false
  }

  /// Names of elements and attributes may hold `-`, `.` and `:`.
  private func endOfName(from start: Int) -> Int {
    var end = start
    while end < text.count {
      let byte = text[end]
      guard
        byte.isIdentifier || byte == Byte.dollar || byte == Byte.minus || byte == Byte.dot || byte == Byte.colon
      else { break }
      end += 1
    }
    return end
  }

  /// Goes on between `<name` and `>`.
  mutating func readTag() {
    let byte = text[at]
    switch byte {
    case Byte.greater:
      at += 1
      open.removeLast()
      open.append(.children)
    case Byte.slash where text[at + 1] == Byte.greater:
      at += 2
      open.removeLast()
      endElement()
    case Byte.slash:
      if !readComment() { at += 1 }
    case Byte.doubleQuote, Byte.singleQuote:
      // No escapes here, and ends of lines are part of the value.
      let end = min(text.firstOffset(of: byte, from: at + 1) + 1, text.count)
      list.add(.string, at, end)
      at = end
    case Byte.openBrace:
      at += 1
      open.append(.attribute)
      last = .operation
    case Byte.less where text[at - 1] == Byte.equals:
      // An element as the value of an attribute.
      at = endOfName(from: at + 1)
      open.append(.tag)
    case Byte.less:
      readTypeArguments()
    default:
      at = byte.isIdentifier ? endOfName(from: at) : at + 1
    }
  }

  /// Passes `<A<B>>` behind the name of an element. Strings in it are strings.
  private mutating func readTypeArguments() {
    var depth = 0
    while at < text.count {
      let byte = text[at]
      switch byte {
      case Byte.less: depth += 1
      case Byte.greater where text[at - 1] != Byte.equals: depth -= 1
      case Byte.doubleQuote, Byte.singleQuote:
        let end = min(text.endOfQuoted(byte, from: at + 1), text.count)
        list.add(.string, at, end)
        at = end
        continue
      default: break
      }
      at += 1
      if depth == 0 { return }
    }
  }

  /// Goes on between an element's tags, up to the next tag or brace.
  mutating func readChildren() {
    let start = at
    while at < text.count, text[at] != Byte.less, text[at] != Byte.openBrace { at += 1 }
    var first = start
    var end = at
    while first < end, text[first].isSpace { first += 1 }
    while end > first, text[end - 1].isSpace { end -= 1 }
    list.add(.string, first, end)
    guard at < text.count else { return }
    if text[at] == Byte.openBrace {
      at += 1
      open.append(.child)
      last = .operation
    } else if text[at + 1] == Byte.slash {
      at = min(text.firstOffset(of: Byte.greater, from: at) + 1, text.count)
      open.removeLast()
      endElement()
    } else {
      at = endOfName(from: at + 1)
      open.append(.tag)
    }
  }

  private mutating func endElement() { last = .operand }
}

extension UInt8 {
  /// Whether a name that ends here may be an attribute's: `<div extends={x}>` is an element.
  fileprivate var isAttributeEnd: Bool {
    self == Byte.equals || self == Byte.greater || self == Byte.slash || self == Byte.minus
  }
}
