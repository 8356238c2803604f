import Documents
import DriftModel
import DriftTestSupport
import Testing

/// A check decoded from YAML, as the configuration holds it under `checks:` (without `kind` and `name`).
func decode<Kind: Check>(_ kind: Kind.Type, _ yaml: String) throws -> (check: Kind?, problems: [String]) {
  let node = try Documents.read(Array(yaml.utf8), as: .yaml, file: .external("rules.yml"))
  let except: [Located<PathPattern>] = try {
    guard let node = node["except"] else { return [] }
    var problems: [ConfigProblem] = []
    return try #require(Codec<Located<PathPattern>>.pattern().list(orOne: true).decode(node, &problems))
  }()
  var values = FieldValues(
    node, fields: Kind.description.fields, elsewhere: ["except", "allow-empty"], except: except,
    allowsEmpty: node["allow-empty"]?.scalar == "true")
  let check = Kind(&values)
  let problems = values.problems.map { problem in
    let place = problem.location.region.map { "\($0.line):\($0.column)" } ?? "?"
    return ([place + ": " + problem.message] + problem.help.map { "  " + $0 }).joined(separator: "\n")
  }
  return (problems.isEmpty ? check : nil, problems)
}

/// What a check that is decoded from YAML says of a snapshot.
func transcript<Kind: Check>(_ kind: Kind.Type, _ yaml: String, _ snapshot: MemorySnapshot) throws -> String {
  let (check, problems) = try decode(kind, yaml)
  return try #require(check, "\(problems)").examine(snapshot).transcript
}

/// Expects a check that is decoded from YAML to say exactly this of a snapshot.
func expect<Kind: Check>(
  _ kind: Kind.Type, _ yaml: String, on snapshot: MemorySnapshot, says expected: String,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let found = try transcript(kind, yaml, snapshot)
  #expect(found == expected, sourceLocation: sourceLocation)
}

/// A path that the test knows to be one.
func path(_ text: String) throws -> RepositoryPath { try #require(RepositoryPath(text)) }

/// A commit id made of one digit.
func id(_ digit: Character) throws -> ObjectID {
  try #require(ObjectID(hexadecimal: String(repeating: digit, count: 40)))
}
