internal import DriftChecks
public import DriftModel
internal import DriftReports

/// The JSON Schema of `.check-drift.yml`, made of the same declarations that decode it.
public enum SchemaDocument {
  /// The schema of this version's kinds.
  public static func text() -> [UInt8] { text(of: Kinds.all, version: Version.current) }

  /// The schema of some kinds: draft 2020-12, its keys in a fixed order.
  ///
  /// - Parameter version: what `$id` names.
  public static func text(of kinds: [KindDescription], version: String) -> [UInt8] {
    let rules = kinds.map { kind in
      JSONValue.object([
        ("if", .object([("properties", .object([("kind", .object([("const", .string(kind.name))]))]))])),
        ("then", .object([("$ref", .string("#/$defs/\(kind.name)"))])),
      ])
    }
    let check = JSONValue.object([
      ("type", .string("object")), ("required", .strings(["kind"])),
      (
        "properties",
        .object([
          ("kind", .object([("description", .string("What must hold.")), ("enum", .strings(kinds.map(\.name)))]))
        ])
      ),
      ("allOf", .array(rules)),
    ])
    let document = JSONValue.object([
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      ("$id", .string("https://check-drift.dev/schemas/\(version)/check-drift.schema.json")),
      ("title", .string("Configuration of check-drift")),
      ("description", .string("What must agree in a repository: `.check-drift.yml` at its root.")),
      ("type", .string("object")), ("additionalProperties", .boolean(false)),
      ("required", .strings(["version", "checks"])),
      (
        "properties",
        .object([
          (
            "version",
            .object([
              ("description", .string("The version of this format.")), ("enum", .array([.integer(1), .string("1")])),
            ])
          ),
          ("checks", .object([("type", .string("array")), ("minItems", .integer(1)), ("items", check)])),
        ])
      ),
      ("$defs", .object(kinds.map { ($0.name, schema(of: $0)) })),
    ])
    return JSONWriter.bytes(of: document)
  }

  private static func schema(of kind: KindDescription) -> JSONValue {
    let common = CommonFields.all.map(\.description).map { field in
      switch field.name {
      case "kind": (field.name, described(field, .object([("const", .string(kind.name))])))
      case "levels": (field.name, described(field, levels(of: kind)))
      default: (field.name, described(field, value(field.shape)))
      }
    }
    let own = kind.fields.map(\.description).map { ($0.name, described($0, value($0.shape))) }
    let required = ["kind"] + kind.fields.map(\.description).filter(\.isRequired).map(\.name)
    return .object([
      ("title", .string(kind.name)), ("description", .string(kind.summary)), ("type", .string("object")),
      ("additionalProperties", .boolean(false)), ("required", .strings(required)),
      ("properties", .object(own + common)),
    ])
  }

  private static func levels(of kind: KindDescription) -> JSONValue {
    let words = Level.allCases.reversed().map(\.rawValue)
    let problems = kind.problems.map { problem in
      (problem.id, JSONValue.object([("description", .string(problem.summary)), ("enum", .strings(words + ["off"]))]))
    }
    let unverified = JSONValue.object([
      ("description", .string("What could not be looked at.")), ("enum", .strings(["error", "warning"])),
    ])
    return .object([
      ("type", .string("object")), ("additionalProperties", .boolean(false)),
      ("properties", .object(problems + [("unverified", unverified)])),
    ])
  }

  /// A value's schema with the field's sentence, and its default where that is a word of JSON as well.
  private static func described(_ field: FieldShape, _ schema: JSONValue) -> JSONValue {
    guard case .object(let members) = schema else { return schema }
    var whole: [(key: String, value: JSONValue)] = [("description", .string(field.summary))]
    switch field.defaultText {
    case "true": whole.append(("default", .boolean(true)))
    case "false": whole.append(("default", .boolean(false)))
    case "error": whole.append(("default", .string("error")))
    default: break
    }
    return .object(whole + members)
  }

  private static func value(_ shape: Shape) -> JSONValue {
    switch shape {
    // A plain scalar is text to check-drift whatever YAML would make of it: `1.10` is a version, not a number.
    case .text(let what):
      .object([
        ("title", .string(what)), ("type", .strings(["string", "number", "boolean"])), ("minLength", .integer(1)),
      ])
    case .textOrNone(let what):
      .object([
        ("title", .string(what)), ("type", .strings(["string", "number", "boolean"])),
      ])
    case .boolean: .object([("type", .string("boolean"))])
    case .integer(let minimum): .object([("type", .string("integer")), ("minimum", .integer(minimum))])
    case .choice(let words): .object([("enum", .strings(words))])
    case .list(let element, let orOne):
      orOne ? .object([("anyOf", .array([value(element), list(of: element)]))]) : list(of: element)
    case .emptyList: .object([("type", .string("array")), ("maxItems", .integer(0))])
    case .object(let fields): object(fields)
    case .dictionary(_, let values):
      .object([("type", .string("object")), ("additionalProperties", value(values))])
    case .alternatives(let shapes): .object([("anyOf", .array(shapes.map(value)))])
    }
  }

  private static func list(of element: Shape) -> JSONValue {
    .object([("type", .string("array")), ("minItems", .integer(1)), ("items", value(element))])
  }

  private static func object(_ fields: [FieldShape]) -> JSONValue {
    let required = fields.filter(\.isRequired).map(\.name)
    let properties = JSONValue.object(fields.map { ($0.name, described($0, value($0.shape))) })
    let head: [(key: String, value: JSONValue)] = [
      ("type", .string("object")), ("additionalProperties", .boolean(false)),
    ]
    return .object(
      head + (required.isEmpty ? [] : [("required", JSONValue.strings(required))]) + [("properties", properties)])
  }
}
