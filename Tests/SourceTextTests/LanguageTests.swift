import SourceText
import Testing

struct LanguageTests {
  @Test func namesAndEndingsTellTheLanguage() {
    let expected: [(String, Language?)] = [
      ("a/b/c.py", .python), ("x.PY", .python), ("types.d.ts", .typescript), ("App.tsx", .tsx), ("main.go", .go),
      ("Dockerfile", .dockerfile), ("Dockerfile.dev", .dockerfile), ("web.dockerfile", .dockerfile),
      ("GNUmakefile", .makefile), (".bashrc", .shell), ("README.md", nil), (".py", nil), ("py", nil), ("", nil),
      ("Package.resolved", .json),
    ]
    for (name, language) in expected { #expect(Language(fileName: name.utf8) == language, "\(name)") }
  }

  @Test func theFirstLineTellsWhereTheNameDoesNot() {
    let expected: [(String, Language?)] = [
      ("#!/bin/sh\n", .shell), ("#!/usr/bin/env python3.11\nx", .python),
      ("#! /usr/bin/env -S node --x\n", .javascript),
      ("#!/usr/bin/env FOO=1 bash", .shell), ("#!/usr/bin/perl\n", nil), ("#!\n", nil), ("#", nil), ("", nil),
    ]
    for (text, language) in expected {
      #expect(Language(fileName: "run".utf8, firstBytes: text.utf8) == language, "\(text)")
    }
    #expect(Language(fileName: "run.go".utf8, firstBytes: "#!/bin/sh".utf8) == .go)
    #expect(Language.mayBeToldByFirstLine("bin/run".utf8))
    #expect(!Language.mayBeToldByFirstLine("bin.d/run.rb".utf8))
  }

  @Test func aPlaceIsCommentStringOrCode() {
    let map = SourceMap(Array("a = 'b'  # c\n".utf8), as: .python)
    #expect(map.spans == [SourceSpan(.string, 4, 7), SourceSpan(.comment, 9, 12)])
    #expect((0..<13).map { map.kind(at: $0).rawValue } == [0, 0, 0, 0, 2, 2, 2, 0, 0, 1, 1, 1, 0])
    #expect(map.kind(at: 99) == .code && map.kind(at: -1) == .code)
    #expect(map.holds(.code, in: 0..<5) && map.holds(.string, in: 0..<5) && !map.holds(.comment, in: 0..<9))
    #expect(map.holds(.comment, in: 8..<10) && !map.holds(.code, in: 4..<7) && map.holds(.code, in: 12..<13))
  }
}
