internal import DriftModel

/// The paths that a line of shell reads, as far as that is certain: only of commands that are known to take a file or a
/// folder there, and only words that the shell would pass on as they are.
struct ShellLine {
  /// A word that names a path.
  struct Mention: Hashable {
    let word: [UInt8]
    let range: Range<Int>
    /// Whether it must be a folder.
    var isFolder = false
  }

  /// Where commands run, as far as it is known.
  enum Place: Hashable {
    /// Where the reader stands.
    case start
    /// In a folder below or above that.
    case folder([UInt8])
    /// Somewhere else.
    case elsewhere
  }

  private(set) var mentions: [(place: Place, mention: Mention)] = []
  /// What the commands write or make, files and folders.
  private(set) var made: [(place: Place, path: [UInt8])] = []
  /// Where the next line runs.
  private(set) var place: Place

  private struct Word {
    var bytes: [UInt8]
    var range: Range<Int>
    /// Whether the shell passes it on as it is written.
    var isLiteral: Bool

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var isOption: Bool { bytes.first == UInt8(ascii: "-") }
  }

  /// Reads a line; `start` is where its bytes begin in the file.
  init(_ line: ArraySlice<UInt8>, startingAt start: Int, place: Place) {
    self.place = place
    var command: [Word] = []
    var scanner = Scanner(line, start)
    while let token = scanner.next() {
      switch token {
      case .word(let bytes, let range, let isLiteral):
        command.append(Word(bytes: bytes, range: range, isLiteral: isLiteral))
      case .written(let bytes): made.append((self.place, bytes))
      case .end:
        take(command[...])
        command = []
      }
    }
    take(command[...])
    // `mkdir -p build && cd build`: what the line makes it may name.
    mentions.removeAll { place, mention in
      made.contains { $0 == place && ShellLine.isSame($1, mention.word) }
    }
  }

  /// Whether two words name the same path: `./build/`, `build`.
  private static func isSame(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    RepositoryPath.root.resolving(left).map { $0 == RepositoryPath.root.resolving(right) } ?? false
  }

  private mutating func take(_ words: ArraySlice<Word>) {
    var words = words
    while let word = words.first {
      let text = String(decoding: word.bytes, as: UTF8.self)
      guard ShellLine.prefixes.contains(text) || (text.contains("=") && !text.hasPrefix("-")) else { break }
      words.removeFirst()
    }
    guard let program = words.first, program.isLiteral else { return }
    let name = String(decoding: program.bytes, as: UTF8.self)
    let arguments = words.dropFirst()
    let options = arguments.prefix { $0.bytes.first == UInt8(ascii: "-") }
    let first = arguments.dropFirst(options.count).first
    addMade(by: name, arguments)
    switch name {
    case "cd", "pushd": enter(first ?? arguments.first)
    case "popd": place = .elsewhere
    // What follows runs in the clone, or beside it.
    case "git" where first?.text == "clone": place = .elsewhere
    case "sh", "bash", "zsh", "dash", "source", ".", "python", "python3", "node", "ruby", "perl", "php", "Rscript",
      "julia", "lua", "tsx", "ts-node", "pwsh":
      // `-c` and `-m` are followed by something else, and other options may take a word of their own.
      guard options.isEmpty || options.allSatisfy({ ["-e", "-x", "-u", "-eu", "-ex", "-eux", "-l"].contains($0.text) })
      else { return }
      mention(first, needsEnding: true)
    case "deno", "bun":
      if first?.text == "run" {
        mention(arguments.dropFirst(options.count + 1).first(where: { !$0.isOption }), needsEnding: true)
      }
    case "make", "gmake":
      mention(after: ["-C", "--directory"], in: arguments, isFolder: true)
      mention(after: ["-f", "--file"], in: arguments)
    case "cargo": mention(after: ["--manifest-path"], in: arguments)
    case "swift": mention(after: ["--package-path"], in: arguments, isFolder: true)
    case "npm", "pnpm", "yarn": mention(after: ["--prefix", "--cwd"], in: arguments, isFolder: true)
    case "pip", "pip3", "uv": mention(after: ["-r", "--requirement", "-c", "--constraint"], in: arguments)
    case "docker", "docker-compose", "podman":
      mention(after: ["-f", "--file"], in: arguments)
    case "kubectl": mention(after: ["-f", "--filename", "-k"], in: arguments)
    case "chmod": mention(arguments.last, needsEnding: true)
    case "cat", "less", "head", "tail", "cp": mention(first, needsEnding: true)
    case "pytest": mention(first, needsEnding: true)
    default:
      if name.hasPrefix("./") || (name.contains("/") && !name.hasPrefix("/") && !name.hasPrefix("~")) {
        mention(program, needsEnding: !name.hasPrefix("./"))
      }
    }
  }

  private mutating func addMade(by program: String, _ arguments: ArraySlice<Word>) {
    let operands = arguments.filter { !$0.isOption }
    switch program {
    case "mkdir", "touch", "tee": made += operands.map { (place, $0.bytes) }
    case "cp", "mv", "ln", "install", "rsync":
      guard operands.count > 1, let goal = operands.last?.bytes else { break }
      made.append((place, goal))
      guard goal.last == UInt8(ascii: "/") else { break }
      made += operands.dropLast().map { (place, goal + ($0.bytes.split(separator: UInt8(ascii: "/")).last ?? [])) }
    default:
      for (option, value) in zip(arguments, arguments.dropFirst()) where ["-o", "-O", "--output"].contains(option.text)
      {
        made.append((place, value.bytes))
      }
    }
  }

  private mutating func enter(_ word: Word?) {
    guard let word, word.isLiteral, !word.isOption, let first = word.bytes.first, first != UInt8(ascii: "/"),
      first != UInt8(ascii: "~")
    else {
      place = .elsewhere
      return
    }
    mentions.append((place, Mention(word: word.bytes, range: word.range, isFolder: true)))
    switch place {
    case .start: place = .folder(word.bytes)
    case .folder(let folder): place = .folder(folder + [UInt8(ascii: "/")] + word.bytes)
    case .elsewhere: break
    }
  }

  private mutating func mention(_ word: Word?, needsEnding: Bool = false, isFolder: Bool = false) {
    guard let word, word.isLiteral, !word.isOption, let first = word.bytes.first, first != UInt8(ascii: "/"),
      first != UInt8(ascii: "~"), !needsEnding || PathGuess.hasKnownEnding(word.bytes)
    else { return }
    mentions.append((place, Mention(word: word.bytes, range: word.range, isFolder: isFolder)))
  }

  private mutating func mention(after options: [String], in arguments: ArraySlice<Word>, isFolder: Bool = false) {
    for (option, value) in zip(arguments, arguments.dropFirst()) where options.contains(option.text) {
      mention(value, isFolder: isFolder)
    }
  }

  private static let prefixes: Set<String> = [
    "sudo", "env", "time", "exec", "command", "nohup", "then", "do", "else", "if", "!", "$", "%", ">", "#", "(", "{",
    "uv", "poetry", "pipenv", "run", "bundle", "npx", "nice",
  ]
}

extension ShellLine.Mention {
  static func == (left: Self, right: Self) -> Bool { left.range == right.range }
  func hash(into hasher: inout Hasher) { hasher.combine(range) }
}

extension ShellLine {
  private enum Token {
    case word([UInt8], Range<Int>, isLiteral: Bool)
    /// What a redirection writes.
    case written([UInt8])
    /// The command ends.
    case end
  }

  /// Splits a line as a shell would, without resolving anything.
  private struct Scanner {
    private let bytes: ArraySlice<UInt8>
    private let shift: Int
    private var at: Int

    init(_ bytes: ArraySlice<UInt8>, _ start: Int) {
      self.bytes = bytes
      self.shift = start - bytes.startIndex
      self.at = bytes.startIndex
    }

    mutating func next() -> Token? {
      while at < bytes.endIndex, bytes[at] == 32 || bytes[at] == 9 || bytes[at] == 13 { at += 1 }
      guard at < bytes.endIndex else { return nil }
      switch bytes[at] {
      case UInt8(ascii: "#"):
        at = bytes.endIndex
        return nil
      case UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "("), UInt8(ascii: ")"):
        at += 1
        return .end
      case UInt8(ascii: ">"), UInt8(ascii: "<"):
        // What a redirection writes need not be there; what it reads is rarely a file of the repository.
        let writes = bytes[at] == UInt8(ascii: ">")
        at += 1
        while at < bytes.endIndex, "<>&".utf8.contains(bytes[at]) { at += 1 }
        if case .word(let text, _, _)? = next() { return writes ? .written(text) : next() }
        return .end
      default: return word()
      }
    }

    private mutating func word() -> Token {
      let start = at
      var text: [UInt8] = []
      var isLiteral = true
      var quote: UInt8?
      while at < bytes.endIndex {
        let byte = bytes[at]
        if let open = quote {
          if byte == open { quote = nil } else { text.append(byte) }
          if byte == UInt8(ascii: "$") || byte == UInt8(ascii: "`") { isLiteral = false }
          at += 1
          continue
        }
        if byte == 32 || byte == 9 || byte == 13 || ";&|()<>".utf8.contains(byte) { break }
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
          quote = byte
          isLiteral = false
        } else {
          if "$`*?[]{}\\~!^%".utf8.contains(byte) { isLiteral = false }
          text.append(byte)
        }
        at += 1
      }
      return .word(text, (start + shift)..<(at + shift), isLiteral: isLiteral && quote == nil)
    }
  }
}
