import Contracts
import DriftModel
import Testing

@Suite struct PythonReaderTests {
  private func read(_ text: String) throws -> (PythonReader.Module?, Unverified?) {
    let result = PythonReader.read(Array(text.utf8), at: try #require(RepositoryPath("a.py")))
    return (result.module, result.refusal)
  }

  private func refusal(_ text: String) throws -> String? {
    try read(text).1.map { "\($0.location.region?.line ?? 0): \($0.reason)" }
  }

  @Test func statesFieldsConfigurationAndDescriptions() throws {
    let (module, refusal) = try read(
      """
      from __future__ import annotations

      from pydantic import BaseModel, Extra, Field


      class User(BaseModel):
          \"\"\"
          A user.
            Indented.
          \"\"\"

          class Config:
              extra = Extra.forbid

          name: constr(regex=r'^a\\d', max_length=3) = Field(..., alias='n', title='it''s')
          tags: Optional[list[Literal['x', 1]]] = None  # a comment
          \"\"\"
          The tags.
          \"\"\"
      """)
    #expect(refusal == nil)
    let user = try #require(module?.contract.declarations.first)
    #expect(user.kind == .record)
    #expect(user.bases == [.named("BaseModel")])
    #expect(user.description == "A user.\n  Indented.")
    #expect(user.attributes == [Attribute("Config.extra", .symbol("Extra.forbid"), topic: .extraPolicy)])
    #expect(user.members.map(\.name) == ["name", "tags"])
    #expect(
      user.members[0].type
        == .constrained(
          .named("constr"),
          [
            Attribute("max_length", .integer("3"), topic: .constraint),
            Attribute("regex", .string(#"^a\d"#), topic: .constraint),
          ]))
    #expect(
      user.members[0].value
        == .call("Field", [.init(nil, .symbol("...")), .init("alias", .string("n")), .init("title", .string("its"))]))
    #expect(
      user.members[1].type == .generic("Optional", [.generic("list", [.literal([.string("x"), .integer("1")])])]))
    #expect(user.members[1].description == "The tags.")
    #expect(user.members[1].location.region == Region(line: 16, column: 5, length: 4))
    #expect(module?.imports["Field"] == "pydantic.Field")
  }

  @Test func readsEveryFormOfDeclaration() throws {
    let (module, refusal) = try read(
      """
      class Color(Enum):
          red = 'red'
          none = None
      @dataclass(frozen=True)
      class Point:
          x: float | None = -1.5
      Name: TypeAlias = Union[str, int]
      Other = Optional[Point]
      Thing = TypedDict('Thing', {'a-b': NotRequired[int]}, closed=True)
      type Late = list[Color]
      Point.model_rebuild()
      """)
    #expect(refusal == nil)
    let declarations = try #require(module?.contract.declarations)
    #expect(declarations.map(\.name) == ["Color", "Point", "Name", "Other", "Thing", "Late"])
    #expect(declarations.map(\.kind) == [.enumeration, .record, .alias, .alias, .record, .alias])
    #expect(declarations[0].members.map(\.value) == [.string("red"), .null])
    #expect(declarations[1].members[0].type == .union([.named("float"), .named("None")]))
    #expect(declarations[1].members[0].value == .number(-1.5))
    #expect(declarations[4].members[0].type == .generic("NotRequired", [.named("int")]))
    #expect(module?.calls == ["Point.model_rebuild"])
  }

  @Test(arguments: [
    ("class A(B):\n    @f\n    x: int\n", "3: a decorator stands before something that is no method"),
    ("class A(B):\n    def f(self) -> int\n", "2: expected ':'"),
    ("class A(B):\n    def f(self):\n    x: int\n", "3: expected an indented block"),
    ("for x in y: pass\n", "1: a statement with 'for' stands here, which declares nothing known"),
    ("x: int = 'abc\n", "1: the string that opens here never ends"),
    ("x = [1, 2\n", "2: expected ',' or ']'"),
    ("x = )", "1: a bracket closes here that was not opened"),
    ("class A:\n        x: int\n    y: int\n", "3: the indentation matches no outer level"),
    ("x = f'{y}'\n", "1: a string of a form that is not known stands here"),
    ("a.b = 1 + 2\n", "1: expected the end of the statement, found '+'"),
  ])
  func refusesWhatItDoesNotKnow(_ text: String, _ reason: String) throws {
    #expect(try refusal(text) == reason)
  }

  @Test func endsOnDeepNesting() throws {
    #expect(
      try refusal("x = " + String(repeating: "[", count: 5_000)) == "1: the code is nested more than 100 levels deep")
    #expect(try refusal("x = " + String(repeating: "-", count: 5_000) + "1\n") != nil)
    #expect(try refusal("x = " + String(repeating: "lambda:", count: 5_000) + "1\n") != nil)
    #expect(try refusal("x = a" + String(repeating: "|a", count: 5_000)) == nil)
  }

  /// Found by fuzzing: a closing bracket below the opening one in ASCII.
  @Test func survivesBracketsThatDoNotMatch() throws {
    #expect(try refusal("x = [1)\n") == "1: a bracket closes here that was not opened")
    #expect(try refusal("x = {1)\n") == "1: a bracket closes here that was not opened")
  }
}
