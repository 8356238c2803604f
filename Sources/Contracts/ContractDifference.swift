public import DriftModel

/// One thing that two contracts say differently, located on both sides.
public struct ContractDifference: Sendable, Hashable {
  /// The kinds of difference, by the problem that reports them.
  public enum Problem: String, Sendable, Hashable, CaseIterable {
    case fieldMissing = "field-missing"
    case fieldExtra = "field-extra"
    case fieldRenamed = "field-renamed"
    case typeDiffers = "type-differs"
    case requiredDiffers = "required-differs"
    case nullabilityDiffers = "nullability-differs"
    case enumDiffers = "enum-differs"
    case defaultDiffers = "default-differs"
    case constraintDiffers = "constraint-differs"
    case referenceDiffers = "reference-differs"
    case extraPolicyDiffers = "extra-policy-differs"
    case descriptionDiffers = "description-differs"
    case orderDiffers = "order-differs"
    case typeMissing = "type-missing"
    case typeExtra = "type-extra"
    case methodDiffers = "method-differs"
  }

  /// Which problem it is.
  public let problem: Problem
  /// What it is about: `Shader.uniforms`, `Shader`.
  public let subject: String
  /// What the schema says, as a generator would write it: `Optional[str]`; nil if it says nothing of it.
  public let expected: String?
  /// Where the schema says it, or would.
  public let expectedLocation: Location
  /// What the code says; nil if it says nothing of it.
  public let found: String?
  /// Where the code says it, or would.
  public let foundLocation: Location

  /// A difference.
  public init(
    _ problem: Problem, _ subject: String, expected: String?, at expectedLocation: Location, found: String?,
    at foundLocation: Location
  ) {
    self.problem = problem
    self.subject = subject
    self.expected = expected
    self.expectedLocation = expectedLocation
    self.found = found
    self.foundLocation = foundLocation
  }
}

/// One output and the schemas that feed it.
public struct ContractSubject: Sendable {
  /// The output's path.
  public let output: RepositoryPath
  /// Its bytes.
  public let bytes: [UInt8]
  /// The paths of the schemas that feed it, sorted; their contents are in the ``SchemaLibrary``.
  public let inputs: [RepositoryPath]

  /// An output.
  public init(output: RepositoryPath, bytes: [UInt8], inputs: [RepositoryPath]) {
    self.output = output
    self.bytes = bytes
    self.inputs = inputs
  }
}

/// What is known of one output after the comparison.
public struct ContractJudgement: Sendable {
  /// The output's path.
  public let output: RepositoryPath
  /// Where schema and code disagree; empty if they agree.
  public var differences: [ContractDifference]
  /// What could not be understood, on either side. Differences are not to be believed to be all if there are any.
  public var unverified: [Unverified]
  /// Differences that may be no more than an option of the generator that the outputs do not show: why the output is
  /// unverified rather than different.
  public var doubtful: [ContractDifference] = []
  /// Files that the generator would write beside this output and that are none of the subjects: the difference that
  /// each is, at the path where it would lie. Whether the check asks for such a file is for the caller to tell.
  public var missingFiles: [(path: RepositoryPath, difference: ContractDifference)] = []
  /// Files that the generator does not write although a schema could have one, because all that the schema declares is
  /// written elsewhere: nobody needs to ask for them.
  public var needlessFiles: [RepositoryPath] = []

  /// A judgement.
  public init(output: RepositoryPath, differences: [ContractDifference] = [], unverified: [Unverified] = []) {
    self.output = output
    self.differences = differences
    self.unverified = unverified
  }
}

/// A generator whose output can be foretold from a schema, well enough to compare.
public protocol ContractGenerator: Sendable {
  /// Its name, as `generator.name` states it: `datamodel-code-generator`.
  static var name: String { get }

  /// Whether it writes files with this ending, or this file looks like its work.
  static func writes(_ subject: ContractSubject) -> Bool

  /// The files that a command line names and that change what is written: with each option, the path as it is written.
  static func namedFiles(in options: [String]) -> [(name: String, path: String)]

  /// Infers the style from all outputs together, and compares each with what the schemas say.
  ///
  /// - Parameters:
  ///   - subjects: all outputs of one check that this generator wrote, sorted by path.
  ///   - schemas: every schema of the check, and what they refer to as far as the repository has it.
  ///   - options: the generator's options if the configuration declares them; nil if not.
  ///   - version: the generator's version, if it is known.
  ///   - workers: who looks at the outputs.
  /// - Returns: one judgement for each subject, in order, and the style.
  static func judge(
    _ subjects: [ContractSubject], schemas: SchemaLibrary, options: [String]?, version: String?, workers: Workers
  ) -> (judgements: [ContractJudgement], style: Style)
}

extension ContractGenerator {
  public static func namedFiles(in options: [String]) -> [(name: String, path: String)] { [] }

  /// The same on one thread.
  public static func judge(
    _ subjects: [ContractSubject], schemas: SchemaLibrary, options: [String]?, version: String?
  ) -> (judgements: [ContractJudgement], style: Style) {
    judge(subjects, schemas: schemas, options: options, version: version, workers: .one)
  }
}
