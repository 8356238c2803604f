internal import CMD4C

/// Collects what md4c finds. It hands out pointers into the text that it reads, so each says where it stands.
struct MarkdownReader {
  private let input: UnsafeBufferPointer<UInt8>
  private var document = MarkdownDocument()

  private var openImages = 0
  private var heading: (level: Int, text: [UInt8], offset: Int?)?
  private var block: (language: String, isFenced: Bool, lines: [Range<Int>])?
  private var isInCodeSpan = false
  private var codeSpan: [Range<Int>] = []
  /// Where the text ends that was met last.
  private var lastOffset: Int
  private var destinationBytes = 0

  /// A definition of a link is read out at each use, so a hostile document can make much of little. All else that
  /// md4c does takes time linear in the text.
  private static let destinationLimit = 64 << 20

  private init(_ input: UnsafeBufferPointer<UInt8>, from start: Int) {
    self.input = input
    self.lastOffset = start
  }

  /// Reads the bytes from `start` on. Wraps `md_parse`.
  ///
  /// - Returns: nil if the limit was met, or memory ran out.
  static func read(_ input: UnsafeBufferPointer<UInt8>, from start: Int) -> MarkdownDocument? {
    guard start < input.count, let base = input.baseAddress else { return MarkdownDocument() }
    var reader = MarkdownReader(input, from: start)
    var parser = MD_PARSER()
    parser.flags = UInt32(
      MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS | MD_FLAG_PERMISSIVEURLAUTOLINKS
        | MD_FLAG_PERMISSIVEEMAILAUTOLINKS | MD_FLAG_PERMISSIVEWWWAUTOLINKS)
    parser.enter_block = { type, detail, user in MarkdownReader.with(user) { $0.enterBlock(type, detail) } }
    parser.leave_block = { type, _, user in MarkdownReader.with(user) { $0.leaveBlock(type) } }
    parser.enter_span = { type, detail, user in MarkdownReader.with(user) { $0.enterSpan(type, detail) } }
    parser.leave_span = { type, _, user in MarkdownReader.with(user) { $0.leaveSpan(type) } }
    parser.text = { type, text, size, user in
      MarkdownReader.with(user) { reader in
        reader.take(type, UnsafeRawBufferPointer(start: text, count: Int(size)))
        return 0
      }
    }
    let status = withUnsafeMutablePointer(to: &reader) { user in
      (base + start).withMemoryRebound(to: CChar.self, capacity: input.count - start) {
        md_parse($0, UInt32(truncatingIfNeeded: input.count - start), &parser, user)
      }
    }
    return status == 0 ? reader.document : nil
  }

  private static func with(_ user: UnsafeMutableRawPointer?, _ body: (inout MarkdownReader) -> Int32) -> Int32 {
    guard let user else { return -1 }
    return body(&user.assumingMemoryBound(to: MarkdownReader.self).pointee)
  }

  /// Where some bytes that md4c shows stand in the file; nil for those that it made itself.
  private func range(of bytes: UnsafeRawBufferPointer) -> Range<Int>? {
    guard let start = bytes.baseAddress, let base = input.baseAddress else { return nil }
    let offset = UInt(bitPattern: start) &- UInt(bitPattern: base)
    guard offset <= UInt(input.count), bytes.count <= input.count - Int(offset) else { return nil }
    return Int(offset)..<(Int(offset) + bytes.count)
  }

  // MARK: Blocks

  private mutating func enterBlock(_ type: MD_BLOCKTYPE, _ detail: UnsafeMutableRawPointer?) -> Int32 {
    switch type {
    case MD_BLOCK_H:
      let level = detail?.assumingMemoryBound(to: MD_BLOCK_H_DETAIL.self).pointee.level ?? 1
      heading = (Int(level), [], nil)
    case MD_BLOCK_CODE:
      guard let code = detail?.assumingMemoryBound(to: MD_BLOCK_CODE_DETAIL.self).pointee else { break }
      let language = MarkdownReader.bytes(of: code.lang).map { (65...90).contains($0) ? $0 + 32 : $0 }
      block = (String(decoding: language, as: UTF8.self), code.fence_char != 0, [])
    default: break
    }
    return 0
  }

  private mutating func leaveBlock(_ type: MD_BLOCKTYPE) -> Int32 {
    switch type {
    case MD_BLOCK_H:
      if let heading {
        document.headings.append(
          MarkdownDocument.Heading(
            level: heading.level, text: String(decoding: heading.text, as: UTF8.self),
            offset: heading.offset ?? lastOffset))
      }
      heading = nil
    case MD_BLOCK_CODE:
      if let block {
        document.codeBlocks.append(
          MarkdownDocument.CodeBlock(language: block.language, isFenced: block.isFenced, lines: block.lines))
      }
      block = nil
    default: break
    }
    return 0
  }

  // MARK: Spans

  private mutating func enterSpan(_ type: MD_SPANTYPE, _ detail: UnsafeMutableRawPointer?) -> Int32 {
    switch type {
    case MD_SPAN_CODE:
      isInCodeSpan = true
      codeSpan = []
    case MD_SPAN_A:
      guard let link = detail?.assumingMemoryBound(to: MD_SPAN_A_DETAIL.self).pointee else { break }
      return addLink(to: link.href, isImage: false)
    case MD_SPAN_IMG:
      openImages += 1
      guard let image = detail?.assumingMemoryBound(to: MD_SPAN_IMG_DETAIL.self).pointee else { break }
      return addLink(to: image.src, isImage: true)
    default: break
    }
    return 0
  }

  private mutating func leaveSpan(_ type: MD_SPANTYPE) -> Int32 {
    switch type {
    case MD_SPAN_IMG: openImages -= 1
    case MD_SPAN_CODE:
      isInCodeSpan = false
      if codeSpan.count == 1, let range = codeSpan.first {
        document.codeSpans.append(MarkdownDocument.CodeSpan(range: range))
      }
    default: break
    }
    return 0
  }

  private mutating func addLink(to attribute: MD_ATTRIBUTE, isImage: Bool) -> Int32 {
    destinationBytes += Int(attribute.size)
    // Of what is not zero md4c 0.4.8 heeds only what is negative.
    guard destinationBytes <= MarkdownReader.destinationLimit else { return -1 }
    let written = range(of: UnsafeRawBufferPointer(start: attribute.text, count: Int(attribute.size)))
    let destination = MarkdownReader.bytes(of: attribute)
    // An entity is shown as it stands in the text, and means something else.
    let isPlain = written.map { input[$0].elementsEqual(destination) } ?? false
    document.links.append(
      MarkdownDocument.Link(
        isImage: isImage, destination: destination, range: isPlain ? written : nil, offset: lastOffset))
    return 0
  }

  /// What an attribute means: its entities are resolved as far as they are likely in an address.
  private static func bytes(of attribute: MD_ATTRIBUTE) -> [UInt8] {
    guard attribute.size > 0, let text = attribute.text else { return [] }
    let all = UnsafeRawBufferPointer(start: text, count: Int(attribute.size))
    guard let types = attribute.substr_types, let offsets = attribute.substr_offsets else { return Array(all) }
    var result: [UInt8] = []
    var part = 0
    while Int(offsets[part]) < all.count {
      let piece = all[Int(offsets[part])..<min(Int(offsets[part + 1]), all.count)]
      result += types[part] == MD_TEXT_ENTITY ? HTMLEntity.meaning(of: piece) : Array(piece)
      part += 1
    }
    return result
  }

  // MARK: Text

  private mutating func take(_ type: MD_TEXTTYPE, _ bytes: UnsafeRawBufferPointer) {
    let place = range(of: bytes)
    if let place, !place.isEmpty { lastOffset = place.lowerBound }
    switch type {
    case MD_TEXT_CODE where isInCodeSpan:
      if let place { codeSpan.append(place) }
    case MD_TEXT_CODE:
      if let place, !place.isEmpty, block != nil { block?.lines.append(place) }
    case MD_TEXT_HTML:
      if let place, !place.isEmpty { addHTML(place) }
      return
    default: break
    }
    if heading != nil, openImages == 0 {
      switch type {
      case MD_TEXT_NORMAL, MD_TEXT_CODE: heading?.text += Array(bytes)
      case MD_TEXT_ENTITY: heading?.text += HTMLEntity.meaning(of: bytes[...])
      case MD_TEXT_SOFTBR, MD_TEXT_BR: heading?.text.append(UInt8(ascii: "\n"))
      default: break
      }
      if heading?.offset == nil { heading?.offset = place?.lowerBound }
    }
  }

  /// Lines of one block, and parts of one tag, follow one another with nothing but blanks between them.
  private mutating func addHTML(_ range: Range<Int>) {
    if let last = document.html.last, range.lowerBound >= last.upperBound,
      input[last.upperBound..<range.lowerBound].allSatisfy({ $0 == 32 || $0 == 9 || $0 == 10 || $0 == 13 })
    {
      document.html[document.html.count - 1] = last.lowerBound..<range.upperBound
    } else {
      document.html.append(range)
    }
  }
}
