/// The rules of releases before 10, which rewrite a document before its references are followed: what stands in other
/// files stays as it is there.
extension SchemaNormalizer {
  mutating func runEarly() throws(ExpectationProblem) {
    validate()
    if style.release >= .v7 {
      normalizeBasics()
      normalizeArrays()
    } else {
      rewriteFirst()
    }
    if !graph.isTruthy(root, "id") {
      graph.set(root, "id", .string(TypeScriptNaming.safeName(TypeScriptNaming.stem(of: fileName))))
    }
    if let failure { throw failure }
  }

  /// Release 6 gives defaults to the root alone, and looks into objects, but not into lists.
  private mutating func rewriteFirst() {
    var waiting = [root]
    while let value = waiting.popLast() {
      guard graph.isObject(value) else { continue }
      waiting += graph.children(value)
      if let types = graph.member(value, "type").flatMap({ graph.items($0) }), types.count == 1 {
        graph.set(value, "type", to: types[0])
      }
      if let text = graph.string(value, "description"), text.contains("*/") {
        graph.set(value, "description", .string(text.replacing("*/", with: "* /")))
      }
    }
    if !graph.has(root, "required") || graph.boolean(root, "required") == false {
      graph.set(root, "required", .array([]))
    }
    if !graph.has(root, "additionalProperties") { graph.set(root, "additionalProperties", .boolean(true)) }
  }
}
