import DriftModel
import DriftTestSupport
import Foundation
import Synchronization
import Testing

@testable import CheckDrift

/// Surveys on several threads and with a cache: the answers are the same as without.
struct SurveyTests {
  /// A snapshot that counts how often a file is read.
  private final class Counting: RepositorySnapshot {
    let inner: MemorySnapshot
    let reads = Mutex<[String]>([])

    init(_ inner: MemorySnapshot) { self.inner = inner }

    var tree: TreeSelection { inner.tree }
    var head: ObjectID? { inner.head }
    var base: BaseTree { inner.base }
    var reference: (any RepositorySnapshot)? { inner.reference }
    func files(matching pattern: PathPattern) throws(ReadFailure) -> [FileEntry] { try inner.files(matching: pattern) }
    func entry(at path: RepositoryPath) throws(ReadFailure) -> FileEntry? { try inner.entry(at: path) }
    func objectID(of path: RepositoryPath) throws(ReadFailure) -> ObjectID { try inner.objectID(of: path) }
    func blobID(of bytes: [UInt8]) throws(ReadFailure) -> ObjectID { try inner.blobID(of: bytes) }
    func submodules() throws(ReadFailure) -> [Submodule] { try inner.submodules() }
    func refusedDeclarations() throws(ReadFailure) -> [RefusedDeclaration] { [] }
    func submodule(containing path: RepositoryPath) throws(ReadFailure) -> Submodule? { nil }
    func relation(of submodule: Submodule, toBranch branch: String) throws(ReadFailure) -> BranchRelation {
      try inner.relation(of: submodule, toBranch: branch)
    }
    func isDescendant(
      _ descendant: ObjectID, of ancestor: ObjectID, in submodule: Submodule
    ) throws(ReadFailure) -> Bool { false }

    func contents(of path: RepositoryPath) throws(ReadFailure) -> [UInt8] {
      reads.withLock { $0.append(path.description) }
      return try inner.contents(of: path)
    }

    func contentKey(of path: RepositoryPath) -> ContentKey? {
      guard let bytes = inner.files[path], path.description != "changed.txt" else { return nil }
      return ContentKey(id: MemorySnapshot.objectID(of: bytes), size: bytes.count)
    }

    /// The files that were read since this was asked last, sorted.
    func taken() -> [String] {
      reads.withLock { reads in
        defer { reads = [] }
        return reads.sorted()
      }
    }
  }

  /// Marks every `x`; the aspect is the path's ending.
  private static let survey = FileSurvey(
    kind: "test", identity: "x", aspect: { $0.description.hasSuffix(".md") ? "md" : "" }, look: look)

  @Sendable private static func look(at file: SurveyedFile) -> FileAnswer {
    FileAnswer(
      marks: file.bytes.enumerated().filter { $0.element == UInt8(ascii: "x") }.map { offset, byte in
        FileMark(
          rule: 0, range: offset..<(offset + 1), region: Region(line: 1, column: offset + 1, length: 1),
          texts: [[byte], Array(file.path.description.hasSuffix(".md") ? "md".utf8 : "".utf8)])
      }, doubts: file.bytes.isEmpty ? [FileDoubt("it is empty", at: Region(line: 1, column: 1, length: 0))] : [])
  }

  private static let files = [
    "a.txt": "axbx", "b.txt": "nothing", "c.md": "axbx", "d.txt": "", "changed.txt": "x", "e.txt": "axbx",
  ]

  private func entries(_ snapshot: some RepositorySnapshot) throws -> [FileEntry] {
    try snapshot.files(matching: PathPattern("**"))
  }

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  private func cache(_ folder: String, program: String = "p") throws -> ResultCache {
    try ResultCache(folder, in: "/nowhere", isTracked: { _ in true }, program: program)
  }

  private func ask(
    _ snapshot: Counting, _ cache: ResultCache?, survey: FileSurvey = survey, jobs: Int = 1
  ) throws -> SurveyResult {
    try Surveyor(crew: Crew(jobs: jobs - 1), cache: cache).result(
      of: survey, for: FileListing(try entries(snapshot)), in: snapshot)
  }

  @Test(arguments: [1, 2, 7]) func threadsChangeNothing(jobs: Int) throws {
    var files: [String: String] = [:]
    for index in 0..<300 { files["f\(index).txt"] = String(repeating: "ax", count: index % 5) }
    let snapshot = Counting(MemorySnapshot(files))
    let alone = snapshot.survey(try entries(snapshot), Self.survey)
    #expect(try ask(snapshot, nil, jobs: jobs) == alone)
  }

  /// Every place is handed out once, large pieces first, however many ask at the same time.
  @Test(arguments: [0, 1, 3, 17, 1000, 40_000], [1, 2, 9]) func piecesAreTakenOnce(count: Int, threads: Int) throws {
    let pieces = Pieces(count: count, threads: threads)
    let taken = Mutex<[Range<Int>]>([])
    let workers = (0..<threads).map { _ in
      Thread {
        while let range = pieces.take() { taken.withLock { $0.append(range) } }
        taken.withLock { $0.append(count..<count) }
      }
    }
    for worker in workers { worker.start() }
    while taken.withLock({ $0.count(where: \.isEmpty) }) < threads { Thread.sleep(forTimeInterval: 0.001) }
    let ranges = taken.withLock { $0.filter { !$0.isEmpty }.sorted { $0.lowerBound < $1.lowerBound } }
    #expect(ranges.flatMap { Array($0) } == Array(0..<count))
    #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.count >= $1.count })
    #expect(count < 1000 || (ranges.last?.count ?? 0) <= 4)
  }

  /// A listing that fails says why at its first bad place, whoever came to a later one before.
  @Test(arguments: [1, 2, 7]) func aListingThatFailsFailsAtItsFirstPlace(jobs: Int) throws {
    let files = Dictionary(uniqueKeysWithValues: (0..<400).map { ("f\($0).txt", "x") })
    let snapshot = Counting(MemorySnapshot(files))
    let known = try entries(snapshot)
    let listing = FileListing(count: known.count) { (place) throws(ReadFailure) in
      if place == 123 || place > 390 { throw ReadFailure(.repository, "bad place \(place)") }
      return known[place]
    }
    for _ in 0..<20 {
      let failure = #expect(throws: ReadFailure.self) {
        _ = try Surveyor(crew: Crew(jobs: jobs - 1), cache: nil).result(of: Self.survey, for: listing, in: snapshot)
      }
      #expect(failure?.reason == "bad place 123")
    }
  }

  @Test(arguments: [1, 7]) func placesWithoutAFileAreLeftOut(jobs: Int) throws {
    let snapshot = Counting(MemorySnapshot(Self.files))
    let listing = try snapshot.listing(matching: PathPattern("**")).filter { $0.path.description.hasSuffix(".txt") }
    let result = try Surveyor(crew: Crew(jobs: jobs - 1), cache: nil).result(
      of: Self.survey, for: listing, in: snapshot)
    #expect(result.files.map(\.path.description) == ["a.txt", "b.txt", "changed.txt", "d.txt", "e.txt"])
    #expect(result.notable.map(\.file.path.description) == ["a.txt", "changed.txt", "d.txt", "e.txt"])
    #expect(result.notable.map(\.place) == [0, 2, 3, 4])
    #expect(result.map(\.outcome).count == 5)
  }

  @Test func readsNothingASecondTime() throws {
    try withFolder { folder in
      let snapshot = Counting(MemorySnapshot(Self.files))
      let plain = try ask(snapshot, nil)
      #expect(snapshot.taken().count == 6)
      #expect(try ask(snapshot, cache(folder)) == plain)
      #expect(snapshot.taken().count == 6)
      #expect(try ask(snapshot, cache(folder)) == plain)
      #expect(snapshot.taken() == ["changed.txt"])
      // Another program, another question: nothing is known.
      #expect(try ask(snapshot, cache(folder, program: "q")) == plain)
      #expect(snapshot.taken().count == 6)
      let other = FileSurvey(kind: "test", identity: "y", look: Self.survey.look)
      _ = try ask(snapshot, cache(folder), survey: other)
      #expect(snapshot.taken().count == 6)
    }
  }

  @Test func looksAgainAtWhatChanged() throws {
    try withFolder { folder in
      _ = try ask(Counting(MemorySnapshot(Self.files)), cache(folder))
      var files = Self.files
      files["a.txt"] = "changed"
      let snapshot = Counting(MemorySnapshot(files))
      let outcomes = try ask(snapshot, cache(folder))
      #expect(snapshot.taken() == ["a.txt", "changed.txt"])
      #expect(outcomes == snapshot.survey(try entries(snapshot), Self.survey))
    }
  }

  /// Whatever stands in the folder, the answers are right.
  @Test func believesNothingThatIsBroken() throws {
    try withFolder { folder in
      let snapshot = Counting(MemorySnapshot(Self.files))
      let right = try ask(snapshot, cache(folder))
      let name = try #require(FileManager.default.contentsOfDirectory(atPath: folder).first)
      let file = URL(filePath: folder).appending(path: name)
      let good = try Data(contentsOf: file)
      var broken: [Data] = [Data(), Data("CDRIFT01".utf8), good.dropLast(), good + [0], Data(count: 100)]
      for offset in stride(from: 0, to: good.count, by: 3) {
        var data = good
        data[offset] ^= 0x41
        broken.append(data)
      }
      for data in broken {
        try data.write(to: file)
        #expect(try ask(snapshot, cache(folder)) == right)
      }
      // A file of another question under this one's name.
      let other = FileSurvey(kind: "test", identity: "clean") { _ in FileAnswer() }
      _ = try ask(snapshot, cache(folder), survey: other)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0 != name }
      let foreign = try Data(contentsOf: URL(filePath: folder).appending(path: try #require(names.first)))
      try foreign.write(to: file)
      #expect(try ask(snapshot, cache(folder)) == right)
    }
  }

  /// An entry whose numbers cannot be is as good as none, even where the checksum is right.
  @Test func believesNoAnswerThatCannotBe() {
    let key = ResultKey(ContentKey(id: .zero, size: 4), aspect: Array(repeating: 0, count: 20))
    func answer(_ bytes: [UInt8]) -> FileAnswer? {
      ResultFile(ResultFile.bytes(identity: .zero, [(key, bytes)]), identity: .zero)?.answer(for: key)
    }
    let good = FileAnswer(marks: [FileMark(rule: 1, range: 1..<4, region: Region(line: 1, column: 2, length: 3))])
    #expect(answer(good.encoded) == good)
    #expect(answer([]) == FileAnswer())
    #expect(answer(FileAnswer.binary.encoded) == .binary)
    let beyond = FileAnswer(marks: [FileMark(rule: 1, range: 1..<5, region: Region(line: 1, column: 2, length: 4))])
    #expect(answer(beyond.encoded) == nil)
    for bytes: [UInt8] in [
      [2], [0], [0, 1], [0, 0, 1], [0, 0, 0, 0], [1, 0], [0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
      [0, 1, 0, 0, 1, 0, 1, 1, 1, 0, 0], good.encoded + [0], good.encoded.dropLast(),
    ] {
      #expect(answer(bytes) == nil, "\(bytes)")
    }
  }

  @Test func refusesAFolderThatOthersMayWriteTo() throws {
    try withFolder { folder in
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder)
      #expect(throws: FileProblem.self) { _ = try cache(folder) }
    }
  }

  @Test func refusesAFolderAmongWhatGitTracks() throws {
    try withFolder { folder in
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      func open(_ path: String) throws {
        _ = try ResultCache(path, in: folder, isTracked: { $0.description == "tracked/cache" }, program: "p")
      }
      #expect(throws: FileProblem.self) { try open(folder) }
      #expect(throws: FileProblem.self) { try open(folder + "/tracked/cache") }
      #expect(throws: FileProblem.self) { try open(folder + "/.git/cache") }
      try open(folder + "/.build/cache")
      try open(folder + "-beside")
      try? FileManager.default.removeItem(atPath: folder + "-beside")
    }
  }

  /// The built program, on a repository: the same bytes with and without, and no file of the tree is opened again.
  @Test func theProgramSaysTheSameWithACache() throws {
    let repository = try TemporaryRepository()
    try repository.write("import os\nos.popen('x')\n", to: "src/a.py")
    try repository.write("clean = 1\n", to: "src/b.py")
    try repository.write(
      """
      version: 1
      checks:
        - kind: forbidden-text
          files: 'src/*.py'
          python-names: os.popen
      """, to: ".check-drift.yml")
    try repository.commit("First commit")
    let plain = try repository.run(BuiltProgram.path, ["--strict", "--format", "json"])
    let cached = ["--strict", "--format", "json", "--jobs", "2", "--cache", repository.scratch + "/cache"]
    for _ in 0..<3 {
      let outcome = try repository.run(BuiltProgram.path, cached)
      #expect(outcome.status == 1)
      #expect(outcome.standardOutput == plain.standardOutput)
    }
    let refused = try repository.run(BuiltProgram.path, ["--cache", "src"])
    #expect(refused.status == 2)
    #expect(refused.standardError.contains("among what git tracks"))
  }

  // MARK: Readings

  private struct Length: Sendable, Equatable { let count: Int }

  private struct First: Sendable, Equatable { let byte: UInt8? }

  private func paths(_ names: String...) throws -> [RepositoryPath] {
    try names.map { try #require(RepositoryPath($0)) }
  }

  @Test(arguments: [1, 4]) func readsAFileOnceForAllThatMakeTheSameOfIt(jobs: Int) throws {
    let snapshot = Counting(MemorySnapshot(["a": "one", "b": "three", "c": ""]))
    let shared = SharedReadings()
    let crew = Crew(jobs: jobs)
    func lengths(_ paths: [RepositoryPath]) -> [Result<Length, ReadFailure>] {
      shared.all(of: paths, in: snapshot, with: crew.workers) { bytes, _ in Length(count: bytes.count) }
    }
    let missing = try #require(throws: ReadFailure.self) { try snapshot.contents(of: paths("none")[0]) }
    _ = snapshot.taken()
    #expect(
      lengths(try paths("b", "none", "a"))
        == [.success(Length(count: 5)), .failure(missing), .success(Length(count: 3))])
    #expect(snapshot.taken() == ["a", "b", "none"])
    #expect(
      lengths(try paths("a", "b", "c", "none"))
        == [.success(Length(count: 3)), .success(Length(count: 5)), .success(Length(count: 0)), .failure(missing)])
    #expect(snapshot.taken() == ["c"])
    let firsts = shared.all(of: try paths("a", "c"), in: snapshot, with: crew.workers) { bytes, _ in
      First(byte: bytes.first)
    }
    #expect(firsts == [.success(First(byte: UInt8(ascii: "o"))), .success(First(byte: nil))])
    #expect(snapshot.taken() == ["a", "c"])
  }

  @Test func waitsForNobodyWhoReadsTheSameFile() throws {
    let snapshot = Counting(MemorySnapshot(["a": "one"]))
    let shared = SharedReadings()
    let paths = try paths("a")
    let outer = shared.all(of: paths, in: snapshot, with: .one) { bytes, _ in
      // Asked for while it is being made, as by another check at the same time.
      shared.all(of: paths, in: snapshot, with: .one) { inner, _ in inner.count } == [.success(3)]
        ? bytes.count : 0
    }
    #expect(outer == [.success(3)])
    #expect(snapshot.taken() == ["a", "a"])
  }

  @Test(arguments: [0, 1, 2, 8]) func workersKeepTheOrder(threads: Int) {
    let workers = threads == 0 ? Workers.one : Crew(jobs: threads).workers
    for count in [0, 1, 2, 100] {
      #expect(workers.map(count) { $0 * $0 } == (0..<count).map { $0 * $0 })
    }
  }
}
