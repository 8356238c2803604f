public import DriftModel

/// datamodel-code-generator: Python from JSON Schema.
public enum DatamodelGenerator: ContractGenerator {
  public static let name = "datamodel-code-generator"

  public static func writes(_ subject: ContractSubject) -> Bool {
    subject.output.lastSegment.suffix(3).elementsEqual(".py".utf8)
  }

  public static func namedFiles(in options: [String]) -> [(name: String, path: String)] {
    DatamodelOptions(options).files
  }

  public static func judge(
    _ subjects: [ContractSubject], schemas: SchemaLibrary, options: [String]?, version: String?, workers: Workers
  ) -> (judgements: [ContractJudgement], style: Style) {
    var inference = DatamodelInference(subjects, schemas: schemas, options: options, version: version, workers: workers)
    return inference.judge()
  }
}
