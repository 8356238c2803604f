import Foundation

/// Builds what a scenario describes, runs the program on it, and follows the remedies that it prints.
///
/// A remedy is followed as a person follows it: the printed lines are pasted into a shell at the repository's root. A
/// line `# …` is something that only a person can do; the section `remedy N.M` says line by line what the person does.
/// Where a remedy says that `check-drift fix` does it, that is run instead. Afterwards the same call must be clean.
public struct ScenarioRun {
  private let scenario: Scenario
  private let program: String

  /// - Parameter program: the path of the built `check-drift`.
  public init(_ scenario: Scenario, program: String = BuiltProgram.path) {
    self.scenario = scenario
    self.program = program
  }

  /// Runs the scenario.
  ///
  /// With `RECORD=1` in the environment what is seen is written into the file instead, where there is no `CI`.
  /// - Returns: what differs from the expectation, a text each; empty if all is as the scenario says.
  public func differences() throws -> [String] {
    let variables = ProcessInfo.processInfo.environment
    let records = variables["RECORD"] == "1" && (variables["CI"] ?? "").isEmpty
    var recorded = scenario
    var differences: [String] = []
    let first = try build()
    let output = try check(in: first)
    recorded.set("expect", to: output.masked, after: "arguments")
    differences += difference("expect", output.masked)
    // The program changes nothing, so the first remedy needs no repository of its own.
    var untouched: (repository: TemporaryRepository, output: Output)? = (first, output)
    for section in scenario.sections where section.name.hasPrefix("remedy ") {
      let number = String(section.name.dropFirst("remedy ".count))
      let (repository, output) = try untouched ?? fresh()
      untouched = nil
      guard let remedy = PrintedRemedy(number, in: output.text) else {
        differences.append("\(scenario): the output has no remedy \(number)")
        continue
      }
      do {
        try follow(remedy, answers: section.body, in: repository)
      } catch {
        differences.append("\(scenario): remedy \(number) fails: \(error)")
        continue
      }
      let after = try check(in: repository).masked
      let name = "expect after \(number)"
      if scenario[name] != nil {
        recorded.set(name, to: after, after: section.name)
        differences += difference(name, after)
      } else if !after.hasSuffix(": clean\nexit 0\n") {
        differences.append("\(scenario): remedy \(number) does not make it clean:\n\(after)")
      }
    }
    guard records else { return differences }
    try scenario.replace(by: recorded)
    return differences.filter { !$0.hasPrefix("\(scenario): '") }
  }

  private func difference(_ name: String, _ found: String) -> [String] {
    let expected = scenario[name] ?? ""
    guard expected != found else { return [] }
    let pairs = zip(
      expected.split(separator: "\n", omittingEmptySubsequences: false),
      found.split(separator: "\n", omittingEmptySubsequences: false))
    let line = pairs.prefix { $0 == $1 }.count + 1
    return [
      "\(scenario): '\(name)' differs from line \(line) on (RECORD=1 writes what is found into \(scenario.path); read it)"
        + "\n--- expected\n\(expected)--- found\n\(found)"
    ]
  }

  // MARK: Building

  private func fresh() throws -> (repository: TemporaryRepository, output: Output) {
    let repository = try build()
    return (repository, try check(in: repository))
  }

  private func build() throws -> TemporaryRepository {
    let repository = try TemporaryRepository()
    let remotes = Set(scenario.sections.compactMap { Self.remote(of: $0)?.name }).sorted()
    var variables = ["SCRATCH": repository.scratch]
    for name in remotes {
      variables["CLONE_\(name)"] = repository.clone(of: name)
      variables["REMOTE_\(name)"] = try repository.makeRemote(name) { clone in
        for section in scenario.sections {
          guard let remote = Self.remote(of: section), remote.name == name else { continue }
          try write(section, to: remote.path, in: clone, of: repository)
        }
      }
    }
    for section in scenario.sections where section.name.hasPrefix("tree/") {
      try write(section, to: String(section.name.dropFirst("tree/".count)), in: repository.root, of: repository)
    }
    try repository.write(scenario["check-drift.yml"] ?? "", to: ".check-drift.yml")
    try repository.commit("First commit")
    if let setup = scenario["setup"] { try repository.shell(setup, variables: variables) }
    return repository
  }

  private static func remote(of section: Scenario.Section) -> (name: String, path: String)? {
    let parts = section.name.split(separator: "/", maxSplits: 2)
    guard parts.count == 3, parts[0] == "remote" else { return nil }
    return (String(parts[1]), String(parts[2]))
  }

  private func write(
    _ section: Scenario.Section, to path: String, in folder: String, of repository: TemporaryRepository
  ) throws {
    if section.attributes.contains("link") {
      try repository.link(path, to: section.body.trimmingCharacters(in: .newlines), in: folder)
    } else {
      let isExecutable = section.attributes.contains("mode 100755")
      try repository.write(section.bytes(), to: path, in: folder, executable: isExecutable)
    }
  }

  // MARK: Running

  /// What the program says, then how it ended.
  private struct Output {
    let text: String
    /// The same without the scratch folder's name, which differs in every run.
    let masked: String
  }

  private func check(in repository: TemporaryRepository) throws -> Output {
    let words = (scenario["arguments"] ?? "--strict").split(whereSeparator: \.isWhitespace).map(String.init)
    let arguments = words.map { $0.replacingOccurrences(of: "[SCRATCH]", with: repository.scratch) }
    let outcome = try repository.run(program, arguments + ["--color", "never"])
    let text = outcome.standardOutput + outcome.standardError + "exit \(outcome.status)\n"
    return Output(text: text, masked: text.replacingOccurrences(of: repository.scratch, with: "[SCRATCH]"))
  }

  private func follow(_ remedy: PrintedRemedy, answers: String, in repository: TemporaryRepository) throws {
    if remedy.isFixable {
      let outcome = try repository.run(program, ["fix", "--color", "never"])
      guard outcome.status == 0 else {
        throw ProcessFailure(
          description: "'check-drift fix' ended with \(outcome.status):\n\(outcome.standardOutput)"
            + outcome.standardError)
      }
      return
    }
    var answers = answers.split(separator: "\n")[...]
    var script = ""
    for line in remedy.lines {
      guard line.hasPrefix("# ") else {
        script += line + "\n"
        continue
      }
      guard let answer = answers.popFirst() else {
        throw ProcessFailure(description: "the section does not say what a person does at '\(line)' (':' for nothing)")
      }
      script += answer + "\n"
    }
    guard answers.isEmpty else { throw ProcessFailure(description: "nothing is asked that '\(answers)' answers") }
    try repository.shell(script, variables: ["SCRATCH": repository.scratch])
  }
}

/// A remedy as the text output shows it.
struct PrintedRemedy: Equatable {
  /// What is to be pasted, a line each.
  let lines: [String]
  /// Whether `check-drift fix` does it.
  let isFixable: Bool

  /// Finds a remedy by its number, `2.1` being the first of the second block.
  ///
  /// A block begins with a line that begins in the first column, and ends with an empty one. A remedy begins with a
  /// line `  help: …` or `  help (1 of 2): …`; the lines below that are indented by six are its steps.
  init?(_ number: String, in output: String) {
    let parts = number.split(separator: ".").compactMap { Int($0) }
    guard parts.count == 2 else { return nil }
    let blocks = output.components(separatedBy: "\n\n")
    guard blocks.indices.contains(parts[0] - 1) else { return nil }
    let lines = blocks[parts[0] - 1].split(separator: "\n").map(String.init)
    let heads = lines.indices.filter { lines[$0].hasPrefix("  help") }
    guard heads.indices.contains(parts[1] - 1) else { return nil }
    let head = heads[parts[1] - 1]
    let steps = lines[(head + 1)...].prefix { $0.hasPrefix("      ") }
    self.lines = steps.map { String($0.dropFirst(6)) }
    self.isFixable = lines[head].hasSuffix("('check-drift fix' does it)")
  }
}

/// The program that this package builds.
public enum BuiltProgram {
  /// Its path: beside the test bundle.
  public static var path: String {
    let bundle = Bundle.allBundles.map(\.bundlePath).first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent("check-drift").path
  }
}
