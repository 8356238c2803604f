import DriftModel

extension DatamodelParser {
  /// What a root model of a list gives out as a sequence, as `_apply_root_model_sequence_interface` tells it; nil for
  /// all others.
  func sequence(of model: GeneratedModel) -> (item: TypeExpression, slice: TypeExpression)? {
    guard style.sequenceInterface, model.kind == .root, style.model == .pydantic2, style.rules == .v72,
      !style.typeAlias, !style.typeAliasType, !style.rootAlias, let field = model.fields.first, field.isRequired,
      field.nullable != true, !field.type.isOptional
    else { return nil }
    var type = field.type
    if !type.isList {
      guard type.parts.count == 1, !type.parts[0].isOptional else { return nil }
      type = type.parts[0]
    }
    guard type.isList else { return nil }
    let hints = DatamodelHints(style: style)
    let item =
      type.parts.count == 1 ? hints.hint(type.parts[0]) : hints.hint(GeneratedType(parts: type.parts))
    let element = item ?? .named("Any")
    let slice = hints.hint(type) ?? .named("list")
    if case .named(let name) = slice { return (element, .generic(name, [element])) }
    return (element, slice)
  }
}

extension GeneratedModel {
  /// Why the methods of this declaration cannot be foretold; nil if they can.
  func methodObstacle(_ style: DatamodelStyle) -> String? {
    let hints = DatamodelHints(style: style)
    if rules?.types.contains(where: { hints.hint($0)?.hasUnorderedArguments == true }) == true {
      return "a rule for values with bounds"
    }
    guard let (item, slice) = sequence, item.hasUnorderedArguments || slice.hasUnorderedArguments else { return nil }
    return "a sequence of values with bounds"
  }
}

extension DatamodelFinisher {
  /// Where the functions that validators call come from, by their names.
  var validatorImports: [String: String] {
    var imports: [String: String] = [:]
    var doubtful: Set<String> = []
    for model in models where model.kind == .record {
      for validator in style.overrides.validators[model.firstName] ?? [] {
        let name = String(validator.function.split(separator: ".").last ?? "")
        if let known = imports[name], known != validator.function { doubtful.insert(name) }
        imports[name] = validator.function
      }
    }
    // Of two that are called the same, one has another name in the module.
    return imports.filter { !doubtful.contains($0.key) }
  }
}

/// Methods, in the words of the generator's templates.
extension DatamodelWriter {
  /// Makes a root model of a list a sequence.
  func addSequence(_ model: GeneratedModel, to declaration: inout Declaration) {
    guard let (item, slice) = model.sequence else { return }
    declaration.bases.append(.generic("Sequence", [item]))
    declaration.methods = PythonReader.methods(
      """
          def __iter__(self) -> Iterator[\(item.pythonSource)]:
              return iter(self.root)

          @overload
          def __getitem__(self, index: SupportsIndex) -> \(item.pythonSource):
              pass

          @overload
          def __getitem__(self, index: slice) -> \(slice.pythonSource):
              pass

          def __getitem__(self, index: SupportsIndex | slice) -> \(item.pythonSource) | \(slice.pythonSource):
              return self.root[index]

          def __len__(self) -> int:
              return len(self.root)
      """, at: model.location)
  }

  /// The validators that `--validators` asks for.
  func validators(_ model: GeneratedModel) -> [Method] {
    guard let validators = style.overrides.validators[model.firstName] else { return [] }
    let methods = validators.map { validator in
      let function = validator.function.split(separator: ".").last ?? ""
      let fields = validator.fields.map { "'\($0)'" }.joined(separator: ", ")
      let more =
        switch validator.mode {
        case "wrap":
          (parameters: ", handler: ValidatorFunctionWrapHandler, info: ValidationInfo", values: ", handler, info")
        case "plain": (parameters: "", values: "")
        default: (parameters: ", info: ValidationInfo", values: ", info")
        }
      return """
            @field_validator(\(fields), mode='\(validator.mode)')
            @classmethod
            def \(function)_validator(cls, v: Any\(more.parameters)) -> Any:
                return \(function)(v\(more.values))
        """
    }
    return PythonReader.methods(methods.joined(separator: "\n\n"), at: model.location)
  }
}
