public import DriftModel
internal import RegularExpressions

/// Whether generated files agree with what they are generated from, seen by reading both, never by regenerating.
///
/// Subjects are outputs. Each kind of evidence in `evidence:` gives its own testimony (``EvidenceReader``); per output
/// the strongest witness that sees drift speaks, and the others' statements stand beneath it as evidence.
public struct GeneratedCode: Check {
  private static let inputsField = Field(
    required: "inputs",
    "What outputs are generated from: a pattern with captures, or a list of them.",
    Codec<Located<PathPattern>>.pattern(captures: true).list(orOne: true))

  private static let outputsField = Field(
    required: "outputs",
    "What is generated: a pattern that uses the captures of 'inputs', transformed or not, or a list; "
      + "'required: false' for outputs that some inputs do not have.",
    OutputRule.codec.list(orOne: true))

  private static let alsoField = Field(
    "also", "Files that feed every output: a shared schema, the generator's configuration or templates.",
    Codec<Located<PathPattern>>.pattern().list(orOne: true), default: [], defaultText: nil)

  private static let evidenceField = Field(
    required: "evidence", "What has to show that outputs are fresh; every kind named gives its own verdict.",
    Codec<EvidenceKind>.evidence.located.list(orOne: true))

  private static let receiptField = Field(
    optional: "receipt",
    "Where the receipt lies: in the repository that owns the outputs, by default 'codegen.lock.json' at its root.",
    Codec<RepositoryPath>.path.located)

  private static let ignoreLinesField = Field(
    "ignore-lines", "Lines that a mirrored file may have or lack: those in which one of these matches.",
    Codec<RegularExpression>.regularExpression().list(orOne: true), default: [], defaultText: nil)

  private static let generatorField = Field(
    optional: "generator", "The program that writes the outputs, and what it calls itself.", Generator.codec)

  private static let regenerateField = Field(
    optional: "regenerate",
    "The command that regenerates, run at the root of the repository that owns the outputs: shown, never run.",
    Codec<String>.oneLine)

  public static let description = KindDescription(
    name: "generated-code",
    summary: "generated files agree with what they are generated from, by the evidence asked for",
    family: .codegen,
    fields: [
      inputsField, outputsField, alsoField, evidenceField, receiptField, ignoreLinesField, generatorField,
      regenerateField,
    ],
    problems: [
      outputEdited, inputMoved, notRecorded, generatorChanged, outputMissing, orphanOutput, outputsCollide,
      stampDiffers, mirrorDiffers,
    ] + structureProblems)

  let inputs: [Located<PathPattern>]
  let outputs: [OutputRule]
  let also: [Located<PathPattern>]
  let evidence: [Located<EvidenceKind>]
  let receipt: Located<RepositoryPath>?
  let ignoredLines: [RegularExpression]
  let generator: Generator?
  let regenerate: String?
  let except: [PathPattern]
  let allowsEmpty: Bool
  /// Where the check begins in the configuration.
  let location: Location

  public init?(_ values: inout FieldValues) {
    let inputs = values.read(Self.inputsField)
    let outputs = values.read(Self.outputsField)
    let also = values.read(Self.alsoField)
    let evidence = values.read(Self.evidenceField)
    let receipt = values.read(Self.receiptField)
    let ignoredLines = values.read(Self.ignoreLinesField)
    let generator = values.read(Self.generatorField)
    let regenerate = values.read(Self.regenerateField)
    if let inputs, let outputs { Self.complainOfCaptures(inputs, outputs, &values) }
    if let evidence { Self.complainOfEvidence(evidence, &values) }
    if let outputs, let receipt, let receipt { Self.complainOfReceipt(receipt, outputs, &values) }
    guard let inputs, let outputs, let also, let evidence, let receipt, let ignoredLines, let generator, let regenerate
    else { return nil }
    self.inputs = inputs
    self.outputs = outputs
    self.also = also
    self.evidence = evidence
    self.receipt = receipt
    self.ignoredLines = ignoredLines
    self.generator = generator
    self.regenerate = regenerate
    self.except = values.except.map(\.value)
    self.allowsEmpty = values.allowsEmpty
    self.location = values.node.location
  }

  /// Whether `except` leaves a file out.
  func leavesOut(_ path: RepositoryPath) -> Bool { except.contains { $0.matches(path) } }

  /// The outputs, whatever inputs there are.
  public var generatedOutputs: GeneratedOutputs? { GeneratedOutputs(outputs.map(\.pattern.value), except: except) }

  /// Whether a kind of evidence is asked for.
  func asks(for kind: EvidenceKind) -> Bool { evidence.contains { $0.value == kind } }
}

// MARK: Mistakes that only the whole check shows

extension GeneratedCode {
  /// Every capture of an output has to be bound, and by one pattern: nothing says how captures of two belong together.
  private static func complainOfCaptures(
    _ inputs: [Located<PathPattern>], _ outputs: [OutputRule], _ values: inout FieldValues
  ) {
    let bound = Set(inputs.flatMap(\.value.captureNames))
    for rule in outputs {
      let names = rule.pattern.value.captureNames
      let free = names.filter { !bound.contains($0) }
      if let name = free.first {
        let list = bound.sorted().map { "'{\($0)}'" }.joined(separator: ", ")
        values.complain(
          "output '\(rule.pattern.value)': no input binds the capture '{\(name)}'", at: rule.pattern.location,
          help: [
            closestName(to: name, among: bound.sorted()).map { "did you mean '{\($0)}'?" }
              ?? (list.isEmpty ? "the inputs have no captures; '*' matches any name" : "the inputs bind \(list)")
          ])
      } else if !names.isEmpty, !inputs.contains(where: { Set(names).isSubset(of: $0.value.captureNames) }) {
        let list = names.map { "'{\($0)}'" }.joined(separator: " and ")
        values.complain(
          "output '\(rule.pattern.value)': no single input pattern binds \(list)", at: rule.pattern.location,
          help: ["write one input pattern that captures all of them; others may capture fewer"])
      }
    }
  }

  private static func complainOfEvidence(_ evidence: [Located<EvidenceKind>], _ values: inout FieldValues) {
    var seen: Set<EvidenceKind> = []
    for kind in evidence where !seen.insert(kind.value).inserted {
      values.complain("evidence '\(kind.value.rawValue)' is asked for twice", at: kind.location)
    }
    // A key that nothing reads would look like a claim.
    for (key, kind) in [("receipt", EvidenceKind.receipt), ("ignore-lines", .mirror)]
    where !seen.contains(kind) && values.node[key] != nil {
      values.complain(
        "'\(key)' has no effect without evidence '\(kind.rawValue)'", at: values.location(of: key),
        help: ["add '\(kind.rawValue)' to 'evidence', or remove the key"])
    }
  }

  /// Entries of a receipt are relative to its folder, so every output has to lie below it.
  private static func complainOfReceipt(
    _ receipt: Located<RepositoryPath>, _ outputs: [OutputRule], _ values: inout FieldValues
  ) {
    for rule in outputs where !rule.pattern.value.literalHead.isInside(receipt.value.parent) {
      values.complain(
        "receipt '\(receipt.value)' does not lie in the repository that owns '\(rule.pattern.value)'",
        at: receipt.location,
        help: [
          "a receipt is '\(Receipt.fileName)' at the root of the repository that owns the outputs; "
            + "leave the key out to mean that"
        ])
      return
    }
  }
}
