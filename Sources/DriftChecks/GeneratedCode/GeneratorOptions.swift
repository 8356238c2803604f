internal import DriftModel

/// The `options:` of a generator: its arguments, or the options of a call by their names.
enum GeneratorOptions {
  private static let argument = Codec<String>.textOrNone("an argument")

  private static let shape: Shape = {
    let value = Shape.alternatives([argument.shape, .boolean, .list(argument.shape, orOne: false)])
    return .alternatives([
      argument.shape, .list(argument.shape, orOne: false), .emptyList,
      .dictionary(
        keys: "option", values: .alternatives([value, .dictionary(keys: "option", values: value)])),
    ])
  }()

  /// A list of arguments, in which there may be nothing; one argument; or a mapping, as programs that call a generator
  /// pass it: `unknownAny: false` is `--no-unknownAny`, `maxItems: 3` is `--maxItems=3`, and `style: {semi: false}` is
  /// `--no-style.semi`.
  static let codec = Codec<[String]>(shape: shape) { node, problems in
    switch node.content {
    case .sequence(let nodes) where nodes.isEmpty: return []
    case .sequence, .scalar: return argument.list(orOne: true).decode(node, &problems)
    case .mapping:
      var arguments: [String] = []
      return add(node, named: "", to: &arguments, &problems) ? arguments : nil
    }
  }

  /// - Returns: whether everything could be written as arguments.
  private static func add(
    _ node: DocumentNode, named name: String, to arguments: inout [String], _ problems: inout [ConfigProblem]
  ) -> Bool {
    switch node.content {
    case .mapping(let members):
      return members.reduce(true) { isGood, member in
        add(member.value, named: name.isEmpty ? member.key : "\(name).\(member.key)", to: &arguments, &problems)
          && isGood
      }
    case .sequence(let items):
      let values = items.map { argument.decode($0, &problems) }
      arguments += values.compactMap(\.self).map { "--\(name)=\($0)" }
      return !values.contains(nil)
    case .scalar("true", .plain): arguments.append("--\(name)")
    case .scalar("false", .plain): arguments.append("--no-\(name)")
    case .scalar:
      guard let value = argument.decode(node, &problems) else { return false }
      arguments.append("--\(name)=\(value)")
    }
    return true
  }
}
