import DriftTestSupport
import Foundation
import Testing

@testable import CheckDrift

/// Programs that are run: bounded, without a shell, and ended with everything they started.
struct ToolRunnerTests {
  private func run(
    _ words: [String], in directory: String = "/", timeout: Duration = .seconds(20),
    limits: ToolRunner.Limits = ToolRunner.Limits()
  ) throws -> ToolRun {
    try ToolRunner.run(words, in: directory, timeout: timeout, limits: limits)
  }

  /// Whether there still is a process of that number that is no zombie, a moment after it was told to end.
  private func isRunning(_ process: String) -> Bool {
    for _ in 0..<100 {
      guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8), !status.contains(") Z ")
      else { return false }
      usleep(20_000)
    }
    return true
  }

  @Test func whatIsPrintedAndHowItEnds() throws {
    let run = try run(["/bin/sh", "-c", "echo out; echo err >&2; exit 3"])
    #expect(run == ToolRun(end: .status(3), output: Array("out\n".utf8), remarks: Array("err\n".utf8)))
    #expect(try self.run(["true"]).end == .status(0))
    #expect(try self.run(["/bin/sh", "-c", "kill -SEGV $$"]).end == .signal(11))
  }

  @Test func argumentsAreNoShellsBusiness() throws {
    let run = try run(["printf", "%s|", "$HOME", "a b", "*", ";ls", ""])
    #expect(String(decoding: run.output, as: UTF8.self) == "$HOME|a b|*|;ls||")
  }

  @Test func thereIsNothingToRead() throws {
    #expect(try run(["cat"]).output.isEmpty)
  }

  @Test func itWorksWhereItIsTold() throws {
    let repository = try TemporaryRepository()
    try repository.write("#!/bin/sh\npwd\n".utf8.map { $0 }, to: "own/tool", executable: true)
    let run = try run(["own/tool"], in: repository.root)
    #expect(String(decoding: run.output, as: UTF8.self) == repository.root + "\n")
  }

  @Test func aProgramThatIsNotThere() throws {
    do throws(SystemFailure) {
      _ = try ToolRunner.run(["no-such-program-here"], in: "/", timeout: .seconds(1))
      Issue.record("it was started")
    } catch {
      #expect(error.isMissing)
    }
  }

  @Test func timeIsBoundedForEverythingThatWasStarted() throws {
    let repository = try TemporaryRepository()
    let start = ContinuousClock.now
    let run = try run(
      ["/bin/sh", "-c", "sleep 100 & echo $! > child; trap '' TERM; echo begun; sleep 101; sleep 102"],
      in: repository.root,
      timeout: .milliseconds(400), limits: ToolRunner.Limits(grace: .milliseconds(300)))
    #expect(run.end == .timeout)
    #expect(String(decoding: run.output, as: UTF8.self) == "begun\n")
    #expect(ContinuousClock.now - start < .seconds(10))
    let child = try String(contentsOfFile: repository.root + "/child", encoding: .utf8)
    #expect(!isRunning(child.trimmingCharacters(in: .whitespacesAndNewlines)))
  }

  @Test func whatItLeavesBehindIsEndedAndNotWaitedFor() throws {
    let repository = try TemporaryRepository()
    let start = ContinuousClock.now
    let run = try run(["/bin/sh", "-c", "sleep 100 & echo $! > child; echo done"], in: repository.root)
    #expect(run == ToolRun(end: .status(0), output: Array("done\n".utf8), remarks: []))
    #expect(ContinuousClock.now - start < .seconds(10))
    let child = try String(contentsOfFile: repository.root + "/child", encoding: .utf8)
    #expect(!isRunning(child.trimmingCharacters(in: .whitespacesAndNewlines)))
  }

  @Test func outputIsBounded() throws {
    let run = try run(["yes"], limits: ToolRunner.Limits(output: 1000))
    #expect(run.end == .flood)
    #expect(run.output.count == 1000)
    // Of remarks the beginning is kept, and more is no reason to end it.
    let talkative = try self.run(
      ["/bin/sh", "-c", "head -c 300000 /dev/zero >&2; echo done"], limits: ToolRunner.Limits(remarks: 100))
    #expect(
      talkative == ToolRun(end: .status(0), output: Array("done\n".utf8), remarks: Array(repeating: 0, count: 100)))
  }

  @Test func largeOutputArrivesWhole() throws {
    let run = try run(["head", "-c", "5000000", "/dev/zero"])
    #expect(run.end == .status(0))
    #expect(run.output.count == 5_000_000)
  }

  @Test func severalRunAtTheSameTime() async throws {
    let outputs = try await withThrowingTaskGroup(of: String.self) { group in
      for number in 0..<8 {
        group.addTask {
          String(decoding: try self.run(["/bin/sh", "-c", "sleep 0.1; echo \(number)"]).output, as: UTF8.self)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }.sorted()
    }
    #expect(outputs == (0..<8).map { "\($0)\n" })
  }
}
