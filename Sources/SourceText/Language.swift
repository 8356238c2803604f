/// A language whose comments and strings this program can tell from its code.
public enum Language: String, Sendable, Hashable, CaseIterable {
  case c
  case cpp
  case csharp
  case dockerfile
  case go
  case java
  case javascript
  case json
  case kotlin
  case makefile
  case objectiveC = "objective-c"
  case protobuf
  case python
  case rust
  case shell
  case sql
  case swift
  case toml
  case tsx
  case typescript
  case yaml

  /// The comments and strings of a text, in order; what lies between them is code.
  ///
  /// The text need not be well formed, nor UTF-8: every sequence of bytes has an answer, found in time proportional to
  /// its length. A literal that is not closed ends where its line ends, or where the text ends if it may hold lines.
  public func spans(in bytes: UnsafeBufferPointer<UInt8>) -> [SourceSpan] {
    guard let source = Source(bytes) else { return [] }
    switch self {
    case .python:
      var lexer = PythonLexer(source)
      return lexer.run()
    case .javascript, .tsx:
      var lexer = JavaScriptLexer(source, allowsJSX: true)
      return lexer.run()
    case .typescript:
      var lexer = JavaScriptLexer(source, allowsJSX: false)
      return lexer.run()
    case .swift:
      var lexer = SwiftLexer(source)
      return lexer.run()
    case .go:
      var lexer = GoLexer(source)
      return lexer.run()
    case .rust:
      var lexer = RustLexer(source)
      return lexer.run()
    case .c, .cpp, .objectiveC, .java, .protobuf:
      var lexer = CLexer(source, dialect: CLexer.Dialect(self))
      return lexer.run()
    case .kotlin:
      var lexer = KotlinLexer(source)
      return lexer.run()
    case .csharp:
      var lexer = CSharpLexer(source)
      return lexer.run()
    case .shell:
      var lexer = ShellLexer(source)
      return lexer.run()
    case .yaml:
      var lexer = YAMLLexer(source)
      return lexer.run()
    case .toml:
      var lexer = TOMLLexer(source)
      return lexer.run()
    case .sql:
      var lexer = SQLLexer(source)
      return lexer.run()
    case .json:
      var lexer = JSONLexer(source)
      return lexer.run()
    case .dockerfile:
      var lexer = DockerfileLexer(source)
      return lexer.run()
    case .makefile:
      var lexer = MakefileLexer(source)
      return lexer.run()
    }
  }
}
