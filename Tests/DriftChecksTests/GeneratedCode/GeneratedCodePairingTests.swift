import DriftChecks
import DriftModel
import DriftTestSupport
import Testing

/// Which inputs feed which outputs, and what is wrong with that alone.
struct GeneratedCodePairingTests {
  private let models = "{ inputs: 'in/{name}.json', outputs: 'out/{name:snake}.py', evidence: [mirror] }"

  @Test func looksAtEachOutputOfEachInput() throws {
    let snapshot = MemorySnapshot(["in/FooBar.json": "a", "in/b.json": "b", "out/foo_bar.py": "a", "out/b.py": "b"])
    try expect(
      GeneratedCode.self, models, on: snapshot,
      says: """
        looked at: out/b.py, out/foo_bar.py
        input 'in/{name}.json' at rules.yml:1:11-27: 2
        mirror says clean
        """)
  }

  @Test func missesAnOutput() throws {
    let snapshot = MemorySnapshot(["in/a.json": "a", "in/b.json": "b", "out/b.py": "b"])
    try expect(
      GeneratedCode.self, models, on: snapshot,
      says: """
        looked at: out/a.py, out/b.py
        input 'in/{name}.json' at rules.yml:1:11-27: 2
        output-missing at out/a.py: 'out/a.py' is missing: 'in/a.json' should yield it
          culprit: unknown
          = expected by 'out/{name:snake}.py' (rules.yml:1:38-59)
          = feeds it (in/a.json)
          copy 'in/a.json' again and commit here:
            $ mkdir -p -- out
            $ cp -- in/a.json out/a.py
            $ git add -- out/a.py
            $ git commit -m Copy in/a.json again
        mirror says drift
        """)
  }

  @Test func doesNotMissAnOutputThatSomeInputsLack() throws {
    let snapshot = MemorySnapshot(["in/a.json": "a", "in/b.json": "b", "out/b.py": "b"])
    try expect(
      GeneratedCode.self,
      "{ inputs: 'in/{name}.json', outputs: { path: 'out/{name}.py', required: false }, evidence: [mirror] }",
      on: snapshot,
      says: """
        looked at: out/b.py
        input 'in/{name}.json' at rules.yml:1:11-27: 2
        mirror says clean
        """)
  }

  @Test func callsAFileWithoutInputAnOrphanUnlessItIsExcepted() throws {
    let snapshot = MemorySnapshot([
      "in/a.json": "a", "out/a.py": "a", "out/__init__.py": "", "out/old.py": "x", "out/kept.py": "k",
    ])
    try expect(
      GeneratedCode.self,
      "{ inputs: 'in/{name}.json', outputs: 'out/{name}.py', evidence: [mirror], except: ['out/k*'] }", on: snapshot,
      says: """
        looked at: out/a.py
        input 'in/{name}.json' at rules.yml:1:11-27: 1
        orphan-output at out/__init__.py: no input yields 'out/__init__.py'
          culprit: unknown
          = it matches the output 'out/{name}.py' (rules.yml:1:38-53)
          = no file that matches 'in/{name}.json' yields it (rules.yml:1:11-27)
          keep it, because nothing has to generate it:
            # add '**/__init__.py' to 'except' of the check
          delete 'out/__init__.py' and commit here:
            $ git rm -- out/__init__.py
            $ git commit -m Delete out/__init__.py, which nothing generates
        orphan-output at out/old.py: no input yields 'out/old.py'
          culprit: unknown
          = it matches the output 'out/{name}.py' (rules.yml:1:38-53)
          = no file that matches 'in/{name}.json' yields it (rules.yml:1:11-27)
          delete 'out/old.py' and commit here:
            $ git rm -- out/old.py
            $ git commit -m Delete out/old.py, which nothing generates
          keep it, because nothing has to generate it:
            # add 'out/old.py' to 'except' of the check
        mirror says clean
        """)
  }

  @Test func callsNothingOrphanWhereAnInputPatternSelectsNothing() throws {
    try expect(
      GeneratedCode.self, models, on: MemorySnapshot(["out/a.py": "a"]),
      says: """
        looked at: nothing
        input 'in/{name}.json' at rules.yml:1:11-27: 0
        mirror says unverified
        """)
  }

  @Test func saysThatAFileIsNotAddedYet() throws {
    var snapshot = MemorySnapshot(["in/a.json": "a", "out/a.py": "x", "out/b.py": "b"])
    snapshot.untracked = [try path("out/a.py"), try path("out/b.py")]
    try expect(
      GeneratedCode.self, models, on: snapshot,
      says: """
        looked at: out/a.py
        input 'in/{name}.json' at rules.yml:1:11-27: 1
        orphan-output at out/b.py: no input yields 'out/b.py' (not added yet)
          culprit: unknown
          = it matches the output 'out/{name:snake}.py' (rules.yml:1:38-59)
          = no file that matches 'in/{name}.json' yields it (rules.yml:1:11-27)
          delete 'out/b.py':
            $ rm -- out/b.py
          keep it, because nothing has to generate it:
            # add 'out/b.py' to 'except' of the check
        mirror-differs at out/a.py:1:1-2: 'out/a.py' (not added yet) is not equal to 'in/a.json'
          culprit: unknown
          = the line reads 'x', without a line's end (out/a.py:1:1-2)
          = the line reads 'a', without a line's end (in/a.json:1:1-2)
          copy 'in/a.json' again and commit here:
            $ cp -- in/a.json out/a.py
            $ git add -- out/a.py
            $ git commit -m Copy in/a.json again
        mirror says drift
        """)
  }

  @Test func seesTwoInputsThatYieldOneOutput() throws {
    let snapshot = MemorySnapshot(["in/FooBar.json": "a", "in/foo_bar.json": "b", "out/foo_bar.py": "a"])
    try expect(
      GeneratedCode.self, models, on: snapshot,
      says: """
        looked at: nothing
        input 'in/{name}.json' at rules.yml:1:11-27: 2
        outputs-collide at out/foo_bar.py: 'out/foo_bar.py' is yielded by 'in/FooBar.json' and by 'in/foo_bar.json'
          culprit: input
          = yields it, by 'out/{name:snake}.py' (in/FooBar.json)
          = yields it, by 'out/{name:snake}.py' (in/foo_bar.json)
          give each input an output of its own:
            # rename one of the inputs, or write 'outputs' without the transform that makes them one
        mirror says drift
        """)
  }

  @Test func feedsAnOutputFromAllInputsThatAgree() throws {
    let snapshot = MemorySnapshot([
      "in/x/a.json": "1", "in/y/a.json": "2", "common.json": "3", "out/a.py": "1",
    ])
    try expect(
      GeneratedCode.self,
      "{ inputs: ['in/{part}/{name}.json', common.json], outputs: 'out/{name}.py', evidence: [mirror] }", on: snapshot,
      says: """
        looked at: out/a.py
        input 'in/{part}/{name}.json' at rules.yml:1:12-35: 2
        input 'common.json' at rules.yml:1:37-48: 1
        unverified at out/a.py: a mirror has one original, and 'out/a.py' is fed by 3 inputs
          write 'inputs' and 'outputs' so that each output has one input:
        mirror says unverified
        """)
  }

  @Test func matchesOutputsWithWildcardsByTheirTransformedCaptures() throws {
    let snapshot = MemorySnapshot([
      "in/FooBar.json": "a", "in/Qux.json": "q", "out/foo_bar/one.py": "a", "out/foo_bar/two.py": "x",
      "out/old/one.py": "o",
    ])
    try expect(
      GeneratedCode.self, "{ inputs: 'in/{name}.json', outputs: 'out/{name:snake}/*.py', evidence: [mirror] }",
      on: snapshot,
      says: """
        looked at: out/foo_bar/one.py, out/foo_bar/two.py
        input 'in/{name}.json' at rules.yml:1:11-27: 2
        output-missing at rules.yml:1:38-61: no file matches 'out/qux/*.py', which 'in/Qux.json' should yield
          culprit: unknown
          = expected by 'out/{name:snake}/*.py' (rules.yml:1:38-61)
          = feeds it (in/Qux.json)
          regenerate and commit here:
            # run the generator ('regenerate:' of the check can say how)
            $ git add -- out
            $ git commit -m Regenerate
        orphan-output at out/old/one.py: no input yields 'out/old/one.py'
          culprit: unknown
          = it matches the output 'out/{name:snake}/*.py' (rules.yml:1:38-61)
          = no file that matches 'in/{name}.json' yields it (rules.yml:1:11-27)
          delete 'out/old/one.py' and commit here:
            $ git rm -- out/old/one.py
            $ git commit -m Delete out/old/one.py, which nothing generates
          keep it, because nothing has to generate it:
            # add 'out/old/one.py' to 'except' of the check
        mirror-differs at out/foo_bar/two.py:1:1-2: 'out/foo_bar/two.py' is not equal to 'in/FooBar.json'
          culprit: unknown
          = the line reads 'x', without a line's end (out/foo_bar/two.py:1:1-2)
          = the line reads 'a', without a line's end (in/FooBar.json:1:1-2)
          copy 'in/FooBar.json' again and commit here:
            $ cp -- in/FooBar.json out/foo_bar/two.py
            $ git add -- out/foo_bar/two.py
            $ git commit -m Copy in/FooBar.json again
        mirror says drift
        """)
  }

  @Test func aNamedOutputIsNotTakenByWildcards() throws {
    let snapshot = MemorySnapshot(["in/a.json": "a", "in/b.json": "b", "out/a.py": "a", "out/b.py": "b"])
    try expect(
      GeneratedCode.self, "{ inputs: 'in/{name}.json', outputs: ['out/*', 'out/{name}.py'], evidence: [mirror] }",
      on: snapshot,
      says: """
        looked at: out/a.py, out/b.py
        input 'in/{name}.json' at rules.yml:1:11-27: 2
        output 'out/*' at rules.yml:1:39-46: 2
        mirror says clean
        """)
  }

  @Test func anUnreadableSubmoduleIsOneObstacleAndNothingIsMissing() throws {
    var snapshot = MemorySnapshot(["out/a.py": "a"])
    snapshot.knownSubmodules = [
      Submodule(path: try path("in"), recorded: try id("1"), state: .notInitialised, isReadable: false)
    ]
    try expect(
      GeneratedCode.self, models, on: snapshot,
      says: """
        looked at: nothing
        unverified at in: submodule 'in' is not-initialised
          because of: in
        mirror says unverified
        """)
  }

  @Test func capturesWholeFolders() throws {
    let snapshot = MemorySnapshot(["in/a/b/c.proto": "1", "in/d.proto": "2", "gen/a/b/c.go": "1", "gen/d.go": "2"])
    try expect(
      GeneratedCode.self,
      "{ inputs: 'in/{path...}/{name}.proto', outputs: 'gen/{path...}/{name}.go', evidence: [mirror] }", on: snapshot,
      says: """
        looked at: gen/a/b/c.go, gen/d.go
        input 'in/{path...}/{name}.proto' at rules.yml:1:11-38: 2
        mirror says clean
        """)
  }

  @Test func namesThatAreNotUTF8HaveNoCommands() throws {
    var snapshot = MemorySnapshot(["in/a.json": "a", "out/a.py": "a"])
    snapshot.files[try #require(RepositoryPath(Array("out/".utf8) + [0xFF] + Array(".py".utf8)))] = []
    snapshot.files[try #require(RepositoryPath(Array("in/".utf8) + [0xFE] + Array(".json".utf8)))] = []
    try expect(
      GeneratedCode.self, "{ inputs: 'in/{name}.json', outputs: 'out/{name}.py', evidence: [mirror] }", on: snapshot,
      says: """
        looked at: out/a.py, out/�.py
        input 'in/{name}.json' at rules.yml:1:11-27: 2
        output-missing at out/�.py: 'out/�.py' is missing: 'in/�.json' should yield it
          culprit: unknown
          = expected by 'out/{name}.py' (rules.yml:1:38-53)
          = feeds it (in/�.json)
          copy 'in/�.json' again, where the file is owned:
            # the name of a file is not UTF-8, so its commands cannot be printed
        orphan-output at out/�.py: no input yields 'out/�.py'
          culprit: unknown
          = it matches the output 'out/{name}.py' (rules.yml:1:38-53)
          = no file that matches 'in/{name}.json' yields it (rules.yml:1:11-27)
          delete 'out/�.py', where the file is owned:
            # the name of a file is not UTF-8, so its commands cannot be printed
          keep it, because nothing has to generate it:
            # add 'out/�.py' to 'except' of the check
        mirror says drift
        """)
  }
}
