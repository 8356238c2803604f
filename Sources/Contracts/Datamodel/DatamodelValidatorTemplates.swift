/// The classes that have the checks, in the words of the generator's templates
/// (`schema_runtime_validation_helpers.jinja2`, `render_property_count_validation_base`).
extension DatamodelValidators {
  /// The class for all rules but those on the number of properties.
  func core(_ name: String, _ models: [GeneratedModel]) -> String {
    let rules = models.compactMap(\.rules)
    let hasPatterns = rules.contains { !$0.patterns.isEmpty }
    let hasGroups = rules.contains { !$0.oneOf.isEmpty || !$0.anyOf.isEmpty }
    let hasConditional = rules.contains { !$0.conditional.isEmpty }
    var lines = ["class \(name)(BaseModel):"]
    func variable(_ name: String) { lines.append("    __json_schema_\(name)__: ClassVar[tuple[Any, ...]] = ()") }
    if hasPatterns { variable("pattern_properties") }
    if hasGroups {
      variable("one_of_required_groups")
      variable("any_of_required_groups")
    }
    if hasConditional { variable("conditional_required") }
    lines += [
      "    @model_validator(mode='before')", "    @classmethod",
      "    def _validate_json_schema_runtime_rules(cls, data: Any) -> Any:",
    ]
    if hasPatterns { lines.append("        data = cls._validate_json_schema_pattern_properties(data)") }
    if hasGroups { lines.append(Self.groupCalls) }
    if hasConditional { lines.append("        data = cls._validate_json_schema_conditional_required(data)") }
    lines.append("        return data")
    if hasPatterns { lines.append(Self.patterns) }
    if hasGroups { lines.append(Self.groups) }
    if hasConditional { lines.append(Self.conditional) }
    return lines.joined(separator: "\n") + "\n\n"
  }

  private static let groupCalls = """
            data = cls._validate_json_schema_required_groups(
                data,
                required_group_rules=cls.__json_schema_one_of_required_groups__,
                require_exactly_one=True,
            )
            data = cls._validate_json_schema_required_groups(
                data,
                required_group_rules=cls.__json_schema_any_of_required_groups__,
                require_exactly_one=False,
            )
    """

  private static let patterns = """
        @classmethod
        def _validate_json_schema_pattern_properties(cls, data: Any) -> Any:
            if not isinstance(data, dict):
                return data
            values = dict(data)
            for rule in cls.__json_schema_pattern_properties__:
                for key, value in data.items():
                    if key in rule['declared_properties']:
                        continue
                    if any(
                        re.search(pattern, key) for pattern in rule['rejected_patterns']
                    ):
                        raise ValueError(
                            f'Property {key!r} is not allowed by patternProperties'
                        )
                    matched = False
                    for pattern, value_type in rule['pattern_properties']:
                        if not re.search(pattern, key):
                            continue
                        matched = True
                        value = TypeAdapter(value_type).validate_python(value)
                    if matched:
                        values[key] = value
                        continue
                    if rule['additional_property_type'] is not None:
                        values[key] = TypeAdapter(
                            rule['additional_property_type']
                        ).validate_python(value)
                        continue
                    if not rule['allow_unmatched']:
                        raise ValueError(f'Unexpected property {key!r}')
            return values
    """

  private static let groups = """
        @classmethod
        def _validate_json_schema_required_groups(
            cls,
            data: Any,
            *,
            required_group_rules: tuple[Any, ...],
            require_exactly_one: bool,
        ) -> Any:
            if not required_group_rules or not isinstance(data, dict):
                return data
            for required_groups in required_group_rules:
                matches = sum(
                    all(any(name in data for name in names) for names in group)
                    for group in required_groups
                )
                if require_exactly_one:
                    if matches != 1:
                        raise ValueError(
                            'Expected exactly one required property group to be present'
                        )
                elif matches == 0:
                    raise ValueError(
                        'Expected at least one required property group to be present'
                    )
            return data
    """

  private static let conditional = """
        @classmethod
        def _validate_json_schema_conditional_required(cls, data: Any) -> Any:
            if not isinstance(data, dict):
                return data
            for rule in cls.__json_schema_conditional_required__:
                condition_matches = all(
                    any(name in data and data[name] in expected for name in names)
                    for names, expected in rule['condition']
                )
                required_groups = (
                    rule['then_required_groups']
                    if condition_matches
                    else rule['else_required_groups']
                )
                for group in required_groups:
                    if all(any(name in data for name in names) for names in group):
                        continue
                    raise ValueError('Conditional required properties are missing')
            return data
    """

  /// The class for rules on the number of properties.
  func counting(_ name: String, _ base: String) -> String {
    """
    class \(name)(\(base)):
        __json_schema_property_count_rule__: ClassVar[tuple[Any, ...]] = ()

        @model_validator(mode='before')
        @classmethod
        def _validate_json_schema_property_count(cls, data: Any) -> Any:
            if not (rule := cls.__json_schema_property_count_rule__):
                return data
            if not isinstance(data, dict):
                return data
            property_count = len(data)
            min_properties, max_properties = rule
            if min_properties is not None and property_count < min_properties:
                raise ValueError(f'Expected at least {min_properties} properties')
            if max_properties is not None and property_count > max_properties:
                raise ValueError(f'Expected at most {max_properties} properties')
            return data


    """
  }
}
