import DriftChecks
import DriftModel
import Testing

/// What `generated-code` takes, and what it says of mistakes.
struct GeneratedCodeConfigurationTests {
  @Test func takesEverythingThatItKnows() throws {
    let (check, problems) = try decode(
      GeneratedCode.self,
      """
      inputs: ['schemas/{name}.json', 'schemas/common/*.json']
      outputs:
        - 'gen/{name:snake}.py'
        - { path: 'gen/{name}/extra.py', required: false }
      also: [templates/*.jinja2]
      evidence: [stamp, mirror, receipt]
      receipt: codegen.lock.json
      ignore-lines: ['^# timestamp']
      generator:
        name: datamodel-code-generator
        pinned-in: poetry.lock
        package: datamodel-code-generator
        options: [--use-annotated, --snake-case-field]
        stamp: '# from (?P<source>\\S+) by (?P<version>\\S+)'
      regenerate: make codegen
      """)
    #expect(problems == [])
    #expect(check != nil)
  }

  @Test(arguments: [
    (
      "{ outputs: 'a.py' }",
      """
      1:1: 'inputs' is missing
        What outputs are generated from: a pattern with captures, or a list of them.
      1:1: 'evidence' is missing
        What has to show that outputs are fresh; every kind named gives its own verdict.
      """
    ),
    (
      "{ inputs: 'in/{name:snake}.json', outputs: 'a.py', evidence: stamp }",
      """
      1:11: pattern 'in/{name:snake}.json': the transform ':snake' belongs into 'outputs'
        capture '{name}' here, and transform it where it is used
      """
    ),
    (
      "{ inputs: 'in/{name}.json', outputs: 'out/{nam}.py', evidence: stamp }",
      """
      1:38: output 'out/{nam}.py': no input binds the capture '{nam}'
        did you mean '{name}'?
      """
    ),
    (
      "{ inputs: 'in/*.json', outputs: 'out/{name}.py', evidence: stamp }",
      """
      1:33: output 'out/{name}.py': no input binds the capture '{name}'
        the inputs have no captures; '*' matches any name
      """
    ),
    (
      "{ inputs: ['a/{x}.json', 'b/{y}.json'], outputs: 'out/{x}{y}.py', evidence: stamp }",
      """
      1:50: output 'out/{x}{y}.py': no single input pattern binds '{x}' and '{y}'
        write one input pattern that captures all of them; others may capture fewer
      """
    ),
    (
      "{ inputs: a, outputs: b, evidence: [stmp] }",
      """
      1:37: expected one of 'stamp', 'mirror', 'receipt', 'structure', found 'stmp'
        did you mean 'stamp'?
      """
    ),
    ("{ inputs: a, outputs: b, evidence: [stamp, stamp] }", "1:44: evidence 'stamp' is asked for twice"),
    (
      "{ inputs: a, outputs: b, evidence: [stamp], receipt: codegen.lock.json, ignore-lines: [x] }",
      """
      1:45: 'receipt' has no effect without evidence 'receipt'
        add 'receipt' to 'evidence', or remove the key
      1:73: 'ignore-lines' has no effect without evidence 'mirror'
        add 'mirror' to 'evidence', or remove the key
      """
    ),
    (
      "{ inputs: a, outputs: libs/b/x, evidence: [receipt], receipt: libs/c/codegen.lock.json }",
      """
      1:63: receipt 'libs/c/codegen.lock.json' does not lie in the repository that owns 'libs/b/x'
        a receipt is 'codegen.lock.json' at the root of the repository that owns the outputs; leave the key out to mean that
      """
    ),
    (
      "{ inputs: a, outputs: b, evidence: stamp, generator: { name: g, version: 1.0, pinned-in: x.lock, package: p } }",
      """
      1:74: 'version' and 'pinned-in' both state the version
        keep one
      1:90: 'x.lock' is not a file whose pins can be read
        those that can: poetry.lock, uv.lock, requirements*.txt, pyproject.toml, package-lock.json, package.json, go.mod, Package.resolved, Cargo.lock, buf.gen.yaml, openapitools.json, .tool-versions
      """
    ),
    (
      "{ inputs: a, outputs: b, evidence: stamp, generator: { version: 1.0, package: p } }",
      """
      1:54: 'name' is missing
        What the generator is called: 'datamodel-code-generator', 'protoc-gen-go', or any other.
      """
    ),
    (
      "{ inputs: a, outputs: b, evidence: stamp, generator: { name: g, version: '1', package: p } }",
      "1:88: 'package' has no effect without 'pinned-in'"
    ),
    (
      "{ inputs: a, outputs: b, evidence: stamp, generator: { name: g, stamp: 'from (\\S+)' } }",
      """
      1:72: pattern 'from (\\S+)': a stamp needs a group named 'source' or 'version'
        write '(?P<source>...)' around the source file's name, '(?P<version>...)' around the version
      """
    ),
    (
      "{ inputs: a, outputs: b, evidence: stamp, generator: { name: g, options: { a: 1, b: null, c: [x, [y]] } } }",
      """
      1:85: expected an argument, found an empty value
      1:98: expected an argument, found a list
      """
    ),
    (
      "{ inputs: a, outputs: b, evidence: stamp, regenerate: \"make a\\nmake b\" }",
      """
      1:55: 'regenerate' is one line for the reader
        put several commands into a script or a make target, and name that
      """
    ),
    (
      "{ inputs: a, outputs: [{ path: b, requird: false }], evidence: stamp }",
      """
      1:35: unknown key 'requird'
        did you mean 'required'?
      """
    ),
  ])
  func tellsMistakes(yaml: String, expected: String) throws {
    #expect(try decode(GeneratedCode.self, yaml).problems.joined(separator: "\n") == expected)
  }
}
