import DriftModel

/// Why a schema and those that it refers to do not make one document.
struct SchemaBundleProblem: Error {
  let message: String
  let location: Location
}

/// A schema with those that it refers to in other documents put into it, as `json-schema-ref-parser` bundles them: at
/// the place of the best reference to each; all others point there.
struct SchemaBundle {
  static func bundle(_ root: Schema, in library: SchemaLibrary) throws(SchemaBundleProblem) -> Schema { root }
}
