/// Comments and strings of JavaScript and TypeScript, with JSX where the file may hold it.
///
/// Two things cannot be told by looking at bytes: whether `/` divides or begins a regular expression, and whether `<`
/// compares or begins an element. Both follow from what stands before, so the lexer keeps the last token and what the
/// open brackets are for. Regular expressions and the text of elements are strings.
struct JavaScriptLexer: Lexer {
  let text: Source
  let allowsJSX: Bool
  var list = SpanList()
  var at = 0
  var open: [Context] = []
  var last = Token.start
  /// The identifier read last; what it means is asked only where it matters.
  var word = 0..<0
  var wordFollowsDot = false
  /// No regular expression begins before this offset: a search for its end failed on this line.
  private var noRegexBefore = 0
  /// How many bytes may still be looked at to tell type parameters from elements, so that the whole stays linear.
  var lookAhead: Int

  /// What an open bracket is for.
  enum Context: Equatable {
    /// `{` of statements, a class, a type.
    case block
    /// `{` of an object.
    case object
    /// `(` of an expression, of parameters or arguments.
    case paren
    /// `(` behind `if`, `while`, `for` or `with`: a statement follows.
    case control
    case bracket
    /// `${` of a template.
    case template
    /// `{` of an attribute's value, or of an attribute that is spread.
    case attribute
    /// `{` in the text of an element.
    case child
    /// Between `<name` and `>`.
    case tag
    /// Between an element's tags.
    case children
  }

  /// What stands before the place read, as far as it decides what may follow.
  enum Token {
    case start
    /// An expression may end here.
    case operand
    case word
    case dot
    case arrow
    /// `)` of a condition, `;`, `{` or `}` of a block: a statement begins.
    case statement
    case closeParen
    /// Anything that an expression must follow.
    case operation
  }

  init(_ text: Source, allowsJSX: Bool) {
    self.text = text
    self.allowsJSX = allowsJSX
    self.lookAhead = text.count * 4 + 1024
  }

  mutating func begin() { readInterpreterLine() }

  mutating func step() {
    switch open.last {
    case .tag: readTag()
    case .children: readChildren()
    default: stepInCode()
    }
  }

  // MARK: Code

  private mutating func stepInCode() {
    let byte = text[at]
    if byte.startsIdentifier || byte == Byte.dollar {
      let start = at
      repeat { at = text.endOfIdentifier(from: at + 1) } while text[at] == Byte.dollar
      word = start..<at
      wordFollowsDot = last == .dot
      last = .word
      return
    }
    if byte.isDigit {
      at = text.endOfIdentifier(from: at)
      last = .operand
      return
    }
    switch byte {
    case Byte.space, Byte.newline, Byte.tab, Byte.carriageReturn: at += 1
    case Byte.slash: readSlash()
    case Byte.doubleQuote, Byte.singleQuote:
      let end = text.endOfQuoted(byte, from: at + 1)
      list.add(.string, at, min(end, text.count))
      at = end
      last = .operand
    case Byte.backtick:
      let start = at
      at += 1
      readTemplate(from: start)
    case Byte.openBrace: openBrace()
    case Byte.closeBrace: closeBrace()
    case Byte.openParen:
      open.append(last == .word && !wordFollowsDot && isControl(word) ? .control : .paren)
      at += 1
      last = .operation
    case Byte.closeParen:
      let closed = close(.paren, or: .control)
      at += 1
      last = closed == .control ? .statement : .closeParen
    case Byte.openBracket:
      open.append(.bracket)
      at += 1
      last = .operation
    case Byte.closeBracket:
      _ = close(.bracket, or: .bracket)
      at += 1
      last = .operand
    case Byte.less: readLess()
    default: readOperator(byte)
    }
  }

  private mutating func readOperator(_ byte: UInt8) {
    let next = text[at + 1]
    switch byte {
    case Byte.semicolon:
      at += 1
      last = .statement
    case Byte.dot where next == Byte.dot:
      at += 3
      last = .operation
    case Byte.dot where next.isDigit:
      at = text.endOfIdentifier(from: at + 1)
      last = .operand
    case Byte.dot:
      at += 1
      last = .dot
    case Byte.question where next == Byte.dot && !text[at + 2].isDigit:
      at += 2
      last = .dot
    case Byte.equals where next == Byte.greater:
      at += 2
      last = .arrow
    case Byte.plus where next == Byte.plus, Byte.minus where next == Byte.minus:
      // Behind an operand this is part of it; before one, an operand follows, which is the same for what we ask.
      at += 2
      if !endsOperand { last = .operation }
    case Byte.bang where next != Byte.equals && endsOperand:
      // TypeScript's assertion that something is not null.
      at += 1
    case Byte.hash, Byte.at:
      // A private name, a decorator: the name follows.
      at += 1
    case Byte.backslash:
      at += 2
    default:
      at += 1
      last = .operation
    }
  }

  /// Whether an expression may end with the last token, so that `/` divides and `<` compares.
  var endsOperand: Bool {
    switch last {
    case .operand, .closeParen: true
    case .word: wordFollowsDot || !awaitsExpression(word)
    case .start, .dot, .arrow, .statement, .operation: false
    }
  }

  private func isControl(_ word: Range<Int>) -> Bool {
    text.equals(word, "if") || text.equals(word, "while") || text.equals(word, "for") || text.equals(word, "with")
  }

  /// Whether a word is one that an expression follows.
  private func awaitsExpression(_ word: Range<Int>) -> Bool {
    switch word.count {
    case 2: text.equals(word, "in") || text.equals(word, "of") || text.equals(word, "do")
    case 3: text.equals(word, "new")
    case 4: text.equals(word, "case") || text.equals(word, "else") || text.equals(word, "void")
    case 5: text.equals(word, "throw") || text.equals(word, "yield") || text.equals(word, "await")
    case 6: text.equals(word, "return") || text.equals(word, "typeof") || text.equals(word, "delete")
    case 7: text.equals(word, "default")
    case 10: text.equals(word, "instanceof")
    default: false
    }
  }

  // MARK: Brackets

  private mutating func openBrace() {
    let context: Context =
      switch last {
      case .operation, .dot: .object
      case .word
      where !wordFollowsDot && awaitsExpression(word) && !text.equals(word, "else")
        && !text.equals(word, "do"):
        .object
      default: .block
      }
    open.append(context)
    at += 1
    last = context == .block ? .statement : .operation
  }

  private mutating func closeBrace() {
    at += 1
    // Brackets that nobody closed are given up, so that one mistake does not reach to the end of the file.
    while let context = open.last, context == .paren || context == .control || context == .bracket {
      open.removeLast()
    }
    guard let context = open.last else {
      last = .statement
      return
    }
    switch context {
    case .template:
      open.removeLast()
      readTemplate(from: at)
    case .attribute, .child:
      open.removeLast()
    case .object:
      open.removeLast()
      last = .operand
    case .block:
      open.removeLast()
      last = .statement
    case .paren, .control, .bracket, .tag, .children: break
    }
  }

  private mutating func close(_ one: Context, or other: Context) -> Context? {
    guard let context = open.last, context == one || context == other else { return nil }
    open.removeLast()
    return context
  }

  // MARK: Literals

  /// Reads the text of a template up to its next `${` or its end.
  private mutating func readTemplate(from start: Int) {
    while at < text.count {
      switch text[at] {
      case Byte.backslash: at += 2
      case Byte.backtick:
        at += 1
        list.add(.string, start, at)
        last = .operand
        return
      case Byte.dollar where text[at + 1] == Byte.openBrace:
        list.add(.string, start, at)
        at += 2
        open.append(.template)
        last = .operation
        return
      default: at += 1
      }
    }
    at = min(at, text.count)
    list.add(.string, start, at)
  }

  private mutating func readSlash() {
    if readComment() { return }
    if !endsOperand, let end = endOfRegex() {
      list.add(.string, at, end)
      at = end
      last = .operand
    } else {
      at += 1
      last = .operation
    }
  }

  /// Reads a comment if one begins here.
  mutating func readComment() -> Bool {
    let end: Int
    switch text[at + 1] {
    case Byte.slash: end = endOfLineComment()
    case Byte.star: end = text.endOfBlockComment(from: at, nests: false)
    default: return false
    }
    list.add(.comment, at, end)
    at = end
    return true
  }

  /// A line ends at `\n`, `\r`, and the separators U+2028 and U+2029.
  private func endOfLineComment() -> Int {
    var end = at + 2
    while end < text.count {
      let byte = text[end]
      if byte == Byte.newline || byte == Byte.carriageReturn { return end }
      if byte == 0xE2, text[end + 1] == 0x80, text[end + 2] | 1 == 0xA9 { return end }
      end += 1
    }
    return text.count
  }

  private mutating func endOfRegex() -> Int? {
    guard at >= noRegexBefore else { return nil }
    var end = at + 1
    var isInClass = false
    while end < text.count {
      switch text[end] {
      case Byte.newline, Byte.carriageReturn:
        noRegexBefore = end
        return nil
      case Byte.backslash where text[end + 1] != Byte.newline: end += 2
      case Byte.openBracket:
        isInClass = true
        end += 1
      case Byte.closeBracket:
        isInClass = false
        end += 1
      case Byte.slash where !isInClass: return text.endOfIdentifier(from: end + 1)
      default: end += 1
      }
    }
    noRegexBefore = text.count
    return nil
  }
}
