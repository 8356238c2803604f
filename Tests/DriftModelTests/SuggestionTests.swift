import DriftModel
import Testing

struct SuggestionTests {
  private static let keys = ["manifests", "packages", "require", "lockfiles", "banned", "pinned"]

  @Test(arguments: [
    ("lockfile", "lockfiles"), ("Manifests", "manifests"), ("pinend", "pinned"), ("baned", "banned"),
    // What the name begins with, a plural's 's' aside.
    ("locks", "lockfiles"), ("lock", "lockfiles"), ("pack", "packages"),
  ])
  func namesWhatWasMeant(written: String, meant: String) {
    #expect(closestName(to: written, among: Self.keys) == meant)
  }

  @Test func namesNothingThatIsNotClose() {
    #expect(closestName(to: "files", among: Self.keys) == nil)
    #expect(closestName(to: "pa", among: Self.keys) == nil)
    // Two names begin so.
    #expect(closestName(to: "output", among: ["output-missing", "output-edited"]) == nil)
  }
}
