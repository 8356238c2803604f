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
    case .python: return PythonLexer(source).spans()
    case .javascript, .tsx: return JavaScriptLexer(source, allowsJSX: true).spans()
    case .typescript: return JavaScriptLexer(source, allowsJSX: false).spans()
    case .swift: return SwiftLexer(source).spans()
    case .go: return GoLexer(source).spans()
    case .rust: return RustLexer(source).spans()
    case .c, .cpp, .objectiveC, .java, .protobuf: return CLexer(source, dialect: CLexer.Dialect(self)).spans()
    case .kotlin: return KotlinLexer(source).spans()
    case .csharp: return CSharpLexer(source).spans()
    case .shell: return ShellLexer(source).spans()
    case .yaml: return YAMLLexer(source).spans()
    case .toml: return TOMLLexer(source).spans()
    case .sql: return SQLLexer(source).spans()
    case .json: return JSONLexer(source).spans()
    case .dockerfile: return DockerfileLexer(source).spans()
    case .makefile: return MakefileLexer(source).spans()
    }
  }
}
