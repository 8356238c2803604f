internal import CLibyaml

/// One event of libyaml, as a value. Offsets are the parser's own: characters from where its input begins.
enum YAMLEvent {
  /// How a scalar was written.
  enum Style {
    case plain, quoted, block
  }

  case streamStart
  case streamEnd
  case documentStart
  case documentEnd
  case alias(String)
  case scalar(String, style: Style, anchor: String?, tag: String?)
  case sequenceStart(anchor: String?, tag: String?, isFlow: Bool)
  case sequenceEnd
  case mappingStart(anchor: String?, tag: String?, isFlow: Bool)
  case mappingEnd
}

/// An event and the characters that it stands for.
struct YAMLMarkedEvent {
  let event: YAMLEvent
  let start: Int
  let end: Int
}

/// What libyaml complains about, in its own words.
struct YAMLParserError: Error {
  /// `did not find expected key`.
  let problem: String
  /// The character that it is about; for problems of the encoding a byte.
  let offset: Int
  /// Whether `offset` counts bytes.
  let isByteOffset: Bool
  /// `while parsing a block mapping`; nil if it says nothing.
  let context: String?
  /// The character where that began.
  let contextOffset: Int
  /// Memory ran out: the only failure that is not about the text.
  let isMemory: Bool
}

/// Owns a libyaml parser; the bytes that it reads must outlive it.
struct YAMLEventParser: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>

  /// Wraps `yaml_parser_initialize`. Returns nil if there is no memory.
  ///
  /// - Parameter input: well-formed UTF-8, which must stay where it is as long as this value lives.
  init?(reading input: UnsafeBufferPointer<UInt8>) {
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    guard yaml_parser_initialize(parser) == 1 else {
      parser.deallocate()
      return nil
    }
    // Said outright, or libyaml would guess UTF-16 from the first bytes.
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, input.baseAddress, input.count)
    self.parser = parser
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  /// The next event. Wraps `yaml_parser_parse`; after an error or the end of the stream it is not asked again.
  mutating func next() throws(YAMLParserError) -> YAMLMarkedEvent {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw error() }
    defer { yaml_event_delete(&event) }
    return YAMLMarkedEvent(
      event: YAMLEventParser.copy(event), start: event.start_mark.index, end: event.end_mark.index)
  }

  /// The only place that reads the union: each member under its own event type, and nothing of end events.
  private static func copy(_ event: yaml_event_t) -> YAMLEvent {
    switch event.type {
    case YAML_STREAM_START_EVENT: return .streamStart
    case YAML_DOCUMENT_START_EVENT: return .documentStart
    case YAML_DOCUMENT_END_EVENT: return .documentEnd
    case YAML_ALIAS_EVENT: return .alias(text(event.data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let style: YAMLEvent.Style =
        switch scalar.style {
        case YAML_PLAIN_SCALAR_STYLE: .plain
        case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
        default: .quoted
        }
      let value = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
      return .scalar(value, style: style, anchor: text(scalar.anchor), tag: text(scalar.tag))
    case YAML_SEQUENCE_START_EVENT:
      let sequence = event.data.sequence_start
      return .sequenceStart(
        anchor: text(sequence.anchor), tag: text(sequence.tag), isFlow: sequence.style == YAML_FLOW_SEQUENCE_STYLE)
    case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
    case YAML_MAPPING_START_EVENT:
      let mapping = event.data.mapping_start
      return .mappingStart(
        anchor: text(mapping.anchor), tag: text(mapping.tag), isFlow: mapping.style == YAML_FLOW_MAPPING_STYLE)
    case YAML_MAPPING_END_EVENT: return .mappingEnd
    default: return .streamEnd
    }
  }

  private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    pointer.map { String(cString: $0) }
  }

  private func error() -> YAMLParserError {
    let state = parser.pointee
    let isReader = state.error == YAML_READER_ERROR
    return YAMLParserError(
      problem: state.problem.map { String(cString: $0) } ?? "the document cannot be parsed",
      offset: isReader ? state.problem_offset : state.problem_mark.index, isByteOffset: isReader,
      context: state.context.map { String(cString: $0) }, contextOffset: state.context_mark.index,
      isMemory: state.error == YAML_MEMORY_ERROR)
  }
}
