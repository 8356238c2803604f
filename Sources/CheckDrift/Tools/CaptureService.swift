internal import DriftModel

/// Gets what checks ask for beside the tree: reports that tools wrote, and, if the caller allows it, what they print.
///
/// The only place from which anything is run. Whether anything may be is the caller's word, never the configuration's.
public struct CaptureService: Sendable {
  /// The checkout's folder; nil in a bare repository.
  let checkout: String?
  /// `--allow-tools`.
  let allowsTools: Bool
  /// `--tool-report`: files on disk, by the name of the check.
  let reports: [String: String]

  /// A service for one run. Without arguments it runs nothing and finds reports in the tree alone.
  public init(checkout: String? = nil, allowsTools: Bool = false, reports: [String: String] = [:]) {
    self.checkout = checkout.map { $0.count > 1 && $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    self.allowsTools = allowsTools
    self.reports = reports
  }

  /// Gets what a check asks for: the file that the caller names for it; else what its command prints, if that may run;
  /// else its report.
  func capture(
    _ request: CaptureRequest, of check: String, in snapshot: any RepositorySnapshot
  ) throws(ReadFailure) -> Capture {
    if let name = reports[check] { return try file(name) }
    if let command = request.command {
      if allowsTools { return try output(of: command, in: snapshot.tree) }
      if request.report == nil { throw CaptureService.notAllowed(command, of: check) }
    }
    guard let path = request.report else {
      throw ReadFailure(.tool, "check '\(check)' names neither report nor command")
    }
    return try report(path, of: check, hasCommand: request.command != nil, in: snapshot)
  }

  // MARK: Files

  private func file(_ name: String) throws(ReadFailure) -> Capture {
    do throws(FileProblem) {
      return Capture(
        bytes: try DiskFile.read(name), source: .file(.external(name), writtenAt: nil), roots: roots)
    } catch {
      throw ReadFailure(error.isMissing ? .notFound : .tool, error.message)
    }
  }

  /// A report of the tree looked at. Under `worktree` one that git leaves out is read too: that is where tools put it.
  private func report(
    _ path: RepositoryPath, of check: String, hasCommand: Bool, in snapshot: any RepositorySnapshot
  ) throws(ReadFailure) -> Capture {
    let time = snapshot.tree == .worktree ? writingTime(of: path) : nil
    do throws(ReadFailure) {
      let bytes = try snapshot.contents(of: path)
      // A checkout writes what is committed in any order, so the time of such a file says nothing.
      let isTracked = try snapshot.entry(at: path)?.isTracked ?? true
      return Capture(
        bytes: bytes, source: .file(.repository(path), writtenAt: isTracked ? nil : time), roots: roots)
    } catch {
      guard error.cause == .notFound else { throw error }
      if snapshot.tree == .worktree, let bytes = try ignored(path) {
        return Capture(bytes: bytes, source: .file(.repository(path), writtenAt: time), roots: roots)
      }
      throw missing(path, of: check, hasCommand: hasCommand, snapshot.tree)
    }
  }

  private func ignored(_ path: RepositoryPath) throws(ReadFailure) -> [UInt8]? {
    guard let checkout else { return nil }
    do throws(FileProblem) {
      return try DiskFile.read(path.bytes, below: checkout + "/")
    } catch {
      throw ReadFailure(.tool, error.message, at: Location(path))
    }
  }

  private func missing(
    _ path: RepositoryPath, of check: String, hasCommand: Bool, _ tree: TreeSelection
  ) -> ReadFailure {
    let place = tree == .worktree ? "" : " in the tree looked at"
    var remedies = [
      Remedy("write it, as the tool's own option for that says", steps: [.instruction("let the tool write '\(path)'")]),
      Remedy(
        "name the file, if it is elsewhere",
        steps: [.instruction("check-drift --tool-report NAME=FILE, where NAME is '\(check)'")]),
    ]
    if hasCommand, tree == .worktree {
      remedies.insert(Remedy("allow check-drift to run it", commands: [["check-drift", "--allow-tools"]]), at: 0)
    }
    return ReadFailure(.notFound, "there is no report '\(path)'\(place)", remedies: remedies)
  }

  func writingTime(of path: RepositoryPath) -> FileTime? {
    guard let checkout else { return nil }
    return DiskFile.writingTime(of: path.bytes, below: checkout + "/")
  }

  // MARK: Programs

  private func output(of command: ToolCommand, in tree: TreeSelection) throws(ReadFailure) -> Capture {
    let name = command.words.first ?? ""
    guard tree == .worktree, let checkout else {
      throw ReadFailure(
        .tool, "'\(name)' was not run: it would read the files on disk, and they are not the tree looked at",
        remedies: [Remedy("look at the files on disk", commands: [["check-drift", "--worktree", "--allow-tools"]])])
    }
    let folder = command.directory
    let place = folder == .root ? "the repository's root" : "'\(folder)'"
    let run: ToolRun
    do throws(SystemFailure) {
      let directory = folder == .root ? checkout : "\(checkout)/\(folder)"
      run = try ToolRunner.run(command.words, in: directory, timeout: .seconds(command.timeout))
    } catch {
      throw ReadFailure(
        .tool, "'\(name)' could not be started in \(place): \(error.message)",
        remedies: error.isMissing
          ? [Remedy("install it", steps: [.instruction("put '\(name)' where PATH looks, or name its path in 'run'")])]
          : [])
    }
    switch run.end {
    case .status(let status):
      return Capture(
        bytes: run.output, source: .output(of: command, status: status), remarks: run.remarks, roots: roots)
    case .signal(let number): throw failure(name, "was ended by signal \(number)", run)
    case .timeout:
      throw failure(
        name, "did not end within \(command.timeout) \(command.timeout == 1 ? "second" : "seconds")", run,
        help: "give it more time with 'timeout'")
    case .flood: throw failure(name, "printed more than 64 MiB", run, help: "let it look at less, or write a report")
    case .interrupted: throw failure(name, "was interrupted", run)
    }
  }

  private func failure(_ name: String, _ what: String, _ run: ToolRun, help: String? = nil) -> ReadFailure {
    let said = ToolRemarks.last(of: run.remarks).map { ", and said: \($0)" } ?? ""
    let remedies = help.map { [Remedy($0)] } ?? []
    return ReadFailure(.tool, "'\(name)' \(what)\(said)", remedies: remedies)
  }

  private static func notAllowed(_ command: ToolCommand, of check: String) -> ReadFailure {
    ReadFailure(
      .tool,
      "'\(command.words.first ?? "")' was not run: a command of the configuration runs only if the caller allows it",
      remedies: [
        Remedy("allow it", commands: [["check-drift", "--allow-tools"]]),
        Remedy(
          "or run it yourself and name its report",
          steps: [.instruction("check-drift --tool-report NAME=FILE, where NAME is '\(check)'")]),
      ])
  }

  /// The checkout's folder as it was opened, and as it is called without links.
  private var roots: [String] {
    guard let checkout else { return [] }
    let real = DiskFile.withoutLinks(checkout)
    return real == nil || real == checkout ? [checkout] : [checkout, real ?? checkout]
  }
}
