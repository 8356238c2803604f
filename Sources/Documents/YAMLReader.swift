import DriftModel

/// Reads one YAML 1.2 document: libyaml's events, composed without recursion.
enum YAMLReader {
  /// Reads the document that some bytes hold.
  ///
  /// - Parameter bytes: a prefix of the file; offsets and lines are the file's.
  static func read(
    _ bytes: ArraySlice<UInt8>, file: FileName, limits: DocumentLimits
  ) throws(DocumentProblem) -> DocumentNode {
    try bytes.withUnsafeBufferPointer { (all) throws(DocumentProblem) in
      try Encoding.check(all, as: .yaml, file: file)
      let base = all.starts(with: byteOrderMark) ? byteOrderMark.count : 0
      let input = UnsafeBufferPointer(rebasing: all[base...])
      let source = YAMLSource(input, base: base, file: file)
      try limitDirectives(in: input, source)
      guard var parser = YAMLEventParser(reading: input) else { throw YAMLMessages(source).outOfMemory }
      var composer = YAMLComposer(source, limits: limits)
      while true {
        let event: YAMLMarkedEvent
        do throws(YAMLParserError) {
          event = try parser.next()
        } catch {
          throw YAMLMessages(source).problem(for: error)
        }
        if case .streamEnd = event.event { break }
        try composer.take(event)
      }
      guard let document = composer.document else {
        throw DocumentProblem(
          "the file holds no YAML document", at: source.whole, help: ["it is empty, or holds nothing but comments"])
      }
      return document
    }
  }

  /// libyaml compares each `%TAG` line with all those before it, and gives no event until they have ended: 400,000 take
  /// minutes. Nobody writes more than a few.
  private static func limitDirectives(
    in input: UnsafeBufferPointer<UInt8>, _ source: YAMLSource
  ) throws(DocumentProblem) {
    var count = 0
    var previous = UInt8(ascii: "\n")
    for offset in input.indices {
      let byte = input[offset]
      if byte == UInt8(ascii: "%"), previous == UInt8(ascii: "\n") || previous == UInt8(ascii: "\r") {
        count += 1
        guard count <= 100 else {
          throw DocumentProblem(
            "the document has more than 100 lines that begin with '%'", at: source.location(offset..<(offset + 1)),
            isLimit: true)
        }
      }
      previous = byte
    }
  }
}
