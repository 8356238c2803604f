import DriftModel
import Testing

struct SubjectsTests {
  private func file(_ path: String) throws -> FileEntry {
    FileEntry(path: try #require(RepositoryPath(path)), kind: .file)
  }

  @Test func namesCountOnceWhereTheyStandFirst() {
    #expect(Array(Subjects(["b", "a", "b"])) == ["b", "a"])
    #expect(Subjects(["a", "b"]).count == 2)
    #expect(Subjects([]).isEmpty)
  }

  @Test func filesOfASurveyAreNamedOnlyInTheList() throws {
    var result = SurveyResult(
      [try file("a"), try file("b")], notable: [(1, .answered(.binary)), (0, .answered(FileAnswer()))])
    result.append(SurveyResult([try file("c")], notable: [(0, .failed(ReadFailure(.limit, "too large")))]))
    #expect(result.notable.map(\.place) == [1, 2])
    #expect(result.map(\.file.path.description) == ["a", "b", "c"])
    #expect(
      result.map(\.outcome) == [
        .answered(FileAnswer()), .answered(.binary), .failed(ReadFailure(.limit, "too large")),
      ])
    let subjects = Subjects(["z"], and: SurveyedSubjects(result, leavingOut: [1]))
    #expect(subjects.count == 3)
    #expect(subjects == ["z", "a", "c"])
  }

  @Test func resultsAreEqualHoweverTheyWereFound() throws {
    let outcome = FileOutcome.answered(.binary)
    var parts = SurveyResult([try file("a")], notable: [])
    parts.append(SurveyResult([try file("b")], notable: [(0, outcome)]))
    #expect(parts == SurveyResult([try file("a"), try file("b")], notable: [(1, outcome)]))
    #expect(parts != SurveyResult([try file("a"), try file("c")], notable: [(1, outcome)]))
  }
}
