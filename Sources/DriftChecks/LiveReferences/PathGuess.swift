/// Tells texts that cannot but be a path of this repository from all else that people write as code.
enum PathGuess {
  /// Whether some text reads as the path of a file or, if it ends in `/`, of a folder. Whether its first folder exists
  /// is asked elsewhere.
  static func readsAsPath(_ text: [UInt8]) -> Bool {
    guard (3...200).contains(text.count), let first = text.first,
      !"/-.~@".utf8.contains(first) || text.starts(with: "./".utf8)
        || text.starts(with: "../".utf8) || isHiddenFolder(text)
    else { return false }
    guard text.allSatisfy({ isLetter($0) || isDigit($0) || "._/+-@".utf8.contains($0) }) else { return false }
    var segments = text.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)[...]
    let isFolder = segments.last?.isEmpty ?? false
    if isFolder { segments.removeLast() }
    guard segments.count > 1 || isFolder, let last = segments.last, segments.allSatisfy({ !$0.isEmpty }) else {
      return false
    }
    if Target.contains(text, "...") || segments.contains(where: isExample) { return false }
    return isFolder || hasKnownEnding(last)
  }

  private static func isHiddenFolder(_ text: [UInt8]) -> Bool {
    text.first == UInt8(ascii: ".") && text.count > 1 && isLetter(text[1])
  }

  /// Whether a name ends as files do that people keep in repositories.
  static func hasKnownEnding(_ name: some BidirectionalCollection<UInt8>) -> Bool {
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot != name.startIndex else { return false }
    return endings.contains(String(decoding: name[name.index(after: dot)...], as: UTF8.self))
  }

  /// Whether a name ends as that of a program's source does.
  static func isCode(_ name: some BidirectionalCollection<UInt8>) -> Bool {
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")) else { return false }
    return codeEndings.contains(String(decoding: name[name.index(after: dot)...], as: UTF8.self))
  }

  private static let codeEndings: Set<String> = [
    "c", "cc", "clj", "cpp", "cs", "cxx", "dart", "ex", "go", "h", "hpp", "hs", "java", "js", "jsx", "kt", "lua", "m",
    "mjs", "ml", "mm", "mts", "nim", "nix", "php", "pl", "py", "rb", "rs", "scala", "swift", "ts", "tsx", "vue", "zig",
  ]

  /// Whether a path's last name holds a version, `v6` or `1.8`: what no commit knows is then often the next one.
  static func statesVersion(_ path: [UInt8]) -> Bool {
    let name = Array(path.split(separator: UInt8(ascii: "/")).last ?? [])
    return name.indices.contains { at in
      guard isDigit(name[at]), at > 0 else { return false }
      if name[at - 1] | 0x20 == UInt8(ascii: "v") { return at == 1 || !isLetter(name[at - 2]) }
      return at > 1 && name[at - 1] == UInt8(ascii: ".") && isDigit(name[at - 2])
    }
  }

  /// Names that stand for any name.
  private static func isExample(_ segment: ArraySlice<UInt8>) -> Bool {
    let stem = segment.prefix { $0 != UInt8(ascii: ".") }
    let word = String(decoding: stem, as: UTF8.self).lowercased()
    if examples.contains(word) { return true }
    return ["my-", "my_", "foo-", "foo_", "your-", "your_", "some-", "some_"].contains { word.hasPrefix($0) }
      || ["goes-here", "goes_here", "name-here", "name_here", "namehere"].contains { word.hasSuffix($0) }
  }

  private static let examples: Set<String> = [
    "foo", "bar", "baz", "qux", "foobar", "xxx", "yyy", "xyz", "abc", "path", "myapp", "myproject", "mypackage",
    "yourapp",
    "yourproject", "something", "whatever", "username", "filename", "dirname", "placeholder", "example", "foo_bar",
    "foo-bar", "hello", "a", "b", "c", "x", "y", "z",
  ]

  private static let endings: Set<String> = [
    "adoc", "asm", "avsc", "bash", "bat", "bazel", "bzl", "c", "cc", "cfg", "cjs", "clj", "cmake", "cmd", "conf", "cpp",
    "cs", "csproj", "css", "csv", "cts", "cue", "cxx", "dart", "diff", "ejs", "el", "erl", "ex", "exs", "fish", "fs",
    "gif", "go", "gql", "gradle", "graphql", "groovy", "gyp", "h", "hbs", "hcl", "hpp", "hrl", "hs", "html", "ini",
    "ipynb", "j2", "java", "jl", "jpeg", "jpg", "js", "json", "json5", "jsonc", "jsonnet", "jsx", "kt", "kts", "less",
    "libsonnet", "lock", "lua", "m", "markdown", "md", "mdx", "mjs", "mk", "ml", "mli", "mm", "mod", "mts", "nim",
    "nix",
    "patch", "pbtxt", "php", "pl", "plist", "pm", "png", "prisma", "properties", "proto", "ps1", "pug", "puml", "py",
    "pyi", "pyx", "r", "rake", "rb", "rego", "rs", "rst", "s", "sass", "scala", "scss", "service", "sh", "sln", "sol",
    "sql", "svelte", "svg", "swift", "tcl", "tf", "tfvars", "thrift", "tmpl", "toml", "tpl", "ts", "tsv", "tsx", "txt",
    "vue", "wgsl", "xml", "xsd", "yaml", "yml", "zig", "zsh",
  ]
}
