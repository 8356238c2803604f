import Testing

/// Numbers with exponents, and beyond all bounds, as the generator writes them.
@Suite(.enabled(if: Regenerated.isPossible)) struct NumberTests {
  private static let numbers = """
    {"title": "Numbers", "type": "object", "properties": {
      "most": {"type": "number", "default": 1e999}, "least": {"type": "number", "default": -1e999},
      "bound": {"type": "number", "minimum": 1e999}, "small": {"type": "number", "default": 1e-7, "maximum": 1.5e3},
      "all": {"type": "array", "items": {"type": "number"}, "default": [1e999, 1.5]}}}
    """

  @Test(arguments: ["pydantic_v2.BaseModel", "pydantic_v2.dataclass", "dataclasses.dataclass", "msgspec.Struct"])
  func numbersBeyondAllBoundsAreFollowed(_ model: String) throws {
    try Regenerated(
      name: "numbers in \(model)", schema: Self.numbers, options: ["--output-model-type", model],
      outputEdits: [("= float('inf')", "= float('-inf')"), ("= float('-inf')", "= 1e300"), ("1e-07", "1e-06")],
      schemaEdits: [("\"default\": 1e999", "\"default\": 1e99"), ("1e-7", "1e-8")]
    ).check()
  }
}
