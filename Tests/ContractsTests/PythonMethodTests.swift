import Contracts
import DriftModel
import Testing

/// Methods are read as words, so that formatters change nothing and everything else does.
@Suite struct PythonMethodTests {
  private func methods(_ body: String) throws -> [Method] {
    let text =
      "class A(B):\n" + body.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)\n" }.joined()
    let (module, refusal) = PythonReader.read(Array(text.utf8), at: try #require(RepositoryPath("a.py")))
    #expect(refusal == nil)
    return try #require(module?.contract.declarations.first).methods
  }

  @Test func readsDecoratorsSignatureAndBody() throws {
    let found = try methods(
      """
      @field_validator('a', mode='after')
      @classmethod
      def check(cls, v: Any, *, deep: bool = False) -> dict[str, Any]:
          # why
          for key, value in v.items():
              if value != 1 and not key.x:
                  raise ValueError(f'no {key!r}')
          return -v[0]
      async def wait(self): pass
      """)
    #expect(
      found == [
        Method(
          "check", at: Location(try #require(RepositoryPath("a.py")), Region(line: 4, column: 9, length: 5)),
          decorators: [#"field_validator("a", mode = "after")"#, "classmethod"],
          signature: "def check(cls, v: Any, *, deep: bool = False) -> dict[str, Any]",
          body: [
            "for key, value in v.items():", "  if value != 1 and not key.x:",
            #"    raise ValueError(f"no {key!r}")"#, "return - v[0]",
          ]),
        Method(
          "wait", at: Location(try #require(RepositoryPath("a.py")), Region(line: 10, column: 15, length: 4)),
          signature: "async def wait(self)", body: ["pass"]),
      ])
  }

  @Test(arguments: [
    (
      "def f(self):\n    return g('a', \"b\")",
      "def f(\n    self,\n):\n    return g(\n        \"a\",\n        'b',\n    )"
    ),
    ("def f(self):\n    x = a if b else c", "def f(self):\n    x = (\n        a\n        if b\n        else c\n    )"),
    ("def f(self):\n    return 'ab'", "def f(self): return (\n        'a'\n        'b'\n    )"),
    ("def f(self):\n    if a in (b) :\n        pass", "def f(self):\n\n    if a in b:  # why\n\n        pass"),
    ("def f(self):\n    x = [1, 2]\n    y = {1: (2, 3)}", "def f(self):\n    x = [1, 2,]\n    y = {1: (2, 3,),}"),
  ])
  func takesNoHeedOfLayout(_ first: String, _ second: String) throws {
    let (left, right) = (try methods(first), try methods(second))
    #expect(left.map(\.signature) == right.map(\.signature))
    #expect(left.map(\.body) == right.map(\.body))
  }

  @Test(arguments: [
    ("x = (1,)", "x = (1)"), ("x = a[1,]", "x = a[1]"), ("x = f((a, b))", "x = f(a, b)"), ("x = 'a'", "x = f'a'"),
    ("x = not (a in b)", "x = not a in b"), ("x = a.b", "x = a, b"), ("x = ()", "x ="), ("x = b'a'", "x = 'a'"),
    ("if a:\n        b\n    c", "if a:\n        b\n        c"), ("x = 'a' 'b'", "x = 'a', 'b'"),
    ("x = (a) + (b)", "x = a + b"),
  ])
  func tellsWhatMeansSomethingElse(_ first: String, _ second: String) throws {
    let (left, right) = (try methods("def f(self):\n    \(first)"), try methods("def f(self):\n    \(second)"))
    #expect(left.map(\.body) != right.map(\.body))
  }

  @Test func endsOnHostileBodies() throws {
    let deep = String(repeating: "in (", count: 90) + "a" + String(repeating: ")", count: 90)
    #expect(
      try methods("def f(self):\n    return x \(deep)").first?.body == [
        "return x" + String(repeating: " in", count: 90) + " a"
      ])
    let long = Array(repeating: "x in (y)", count: 20_000).joined(separator: " or ")
    #expect(try methods("def f(self):\n    return \(long)").count == 1)
  }
}
