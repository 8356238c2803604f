extension Language {
  /// The language that a file's name tells, by its ending or as a whole (`Dockerfile`, `Makefile`).
  ///
  /// - Parameter fileName: the last segment of a path, or a whole path.
  /// - Returns: nil if the name tells none; see ``init(fileName:firstBytes:)``.
  public init?(fileName: some Collection<UInt8>) {
    var name = Array(fileName)
    if let slash = name.lastIndex(of: UInt8(ascii: "/")) { name.removeFirst(slash + 1) }
    let lowercased = String(decoding: name.map { $0 >= 0x41 && $0 <= 0x5A ? $0 + 32 : $0 }, as: UTF8.self)
    if let language = Language.names[lowercased] {
      self = language
      return
    }
    if lowercased.hasPrefix("dockerfile.") || lowercased.hasPrefix("containerfile.") {
      self = .dockerfile
      return
    }
    guard let dot = lowercased.lastIndex(of: "."), dot > lowercased.startIndex,
      let language = Language.endings[String(lowercased[lowercased.index(after: dot)...])]
    else { return nil }
    self = language
  }

  /// The language that a file's name tells, or else the interpreter that its first line names (`#!/usr/bin/env bash`).
  ///
  /// - Parameter firstBytes: the beginning of the file; 128 bytes are enough.
  public init?(fileName: some Collection<UInt8>, firstBytes: some Collection<UInt8>) {
    if let language = Language(fileName: fileName) {
      self = language
    } else if let language = Language.interpreted(firstBytes) {
      self = language
    } else {
      return nil
    }
  }

  /// Whether a file without a telling name may have its language told by its first line: its name has no ending.
  public static func mayBeToldByFirstLine(_ fileName: some Collection<UInt8>) -> Bool {
    let name = Array(fileName)
    let start = name.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    return !name[start...].dropFirst().contains(UInt8(ascii: "."))
  }

  private static func interpreted(_ bytes: some Collection<UInt8>) -> Language? {
    guard bytes.starts(with: "#!".utf8) else { return nil }
    let line = bytes.dropFirst(2).prefix(254).prefix { $0 != 0x0A && $0 != 0x0D }
    let words = line.split { $0 == 0x20 || $0 == 0x09 }.map { String(decoding: $0, as: UTF8.self) }
    for (index, word) in words.enumerated() {
      var program = word.split(separator: "/").last.map(String.init) ?? ""
      // `env` may be told options and variables before the interpreter.
      if index == 0, program == "env" { continue }
      if index > 0, program.hasPrefix("-") || program.contains("=") { continue }
      while let last = program.last, last.isNumber || last == "." { program.removeLast() }
      return Language.interpreters[program]
    }
    return nil
  }

  private static let names: [String: Language] = [
    "dockerfile": .dockerfile, "containerfile": .dockerfile, "makefile": .makefile, "gnumakefile": .makefile,
    ".bashrc": .shell, ".bash_profile": .shell, ".bash_aliases": .shell, ".profile": .shell, ".zshrc": .shell,
    ".zshenv": .shell, ".zprofile": .shell, ".envrc": .shell, "sconstruct": .python, "sconscript": .python,
    "pipfile": .toml, "poetry.lock": .toml, "uv.lock": .toml, "cargo.lock": .toml, "pdm.lock": .toml,
    ".clang-format": .yaml, ".clang-tidy": .yaml, ".babelrc": .json, ".eslintrc": .json, ".prettierrc": .yaml,
    "package.resolved": .json, "composer.lock": .json, "pipfile.lock": .json, "flake.lock": .json,
  ]

  private static let endings: [String: Language] = [
    "py": .python, "pyi": .python, "pyw": .python,
    "js": .javascript, "mjs": .javascript, "cjs": .javascript, "jsx": .javascript,
    "ts": .typescript, "mts": .typescript, "cts": .typescript, "tsx": .tsx,
    "swift": .swift, "swiftinterface": .swift, "go": .go, "rs": .rust,
    "c": .c, "h": .c, "cc": .cpp, "cpp": .cpp, "cxx": .cpp, "c++": .cpp, "hh": .cpp, "hpp": .cpp, "hxx": .cpp,
    "h++": .cpp, "ipp": .cpp, "inl": .cpp, "cu": .cpp, "cuh": .cpp, "m": .objectiveC, "mm": .objectiveC,
    "java": .java, "kt": .kotlin, "kts": .kotlin, "cs": .csharp, "csx": .csharp, "proto": .protobuf,
    "sh": .shell, "bash": .shell, "zsh": .shell, "ksh": .shell, "bats": .shell,
    "yml": .yaml, "yaml": .yaml, "toml": .toml, "sql": .sql, "ddl": .sql,
    "json": .json, "jsonc": .json, "json5": .json, "geojson": .json, "webmanifest": .json, "jsonl": .json,
    "ipynb": .json, "har": .json, "dockerfile": .dockerfile, "containerfile": .dockerfile,
    "mk": .makefile, "mak": .makefile,
  ]

  private static let interpreters: [String: Language] = [
    "sh": .shell, "bash": .shell, "dash": .shell, "ksh": .shell, "zsh": .shell, "ash": .shell, "bats": .shell,
    "python": .python, "pypy": .python, "node": .javascript, "nodejs": .javascript, "bun": .typescript,
    "deno": .typescript, "ts-node": .typescript, "tsx": .typescript, "swift": .swift, "make": .makefile,
  ]
}
