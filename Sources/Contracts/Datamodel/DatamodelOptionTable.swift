/// Every option of the generator's command line, and what it sets.
enum DatamodelOptionTable {
  struct Option: Sendable {
    let name: String
    let arity: DatamodelOptions.Arity
    let effect: DatamodelOptions.Effect
    /// The settings that it fixes.
    let settles: [String]
  }

  /// The options by their names.
  static let options: [String: Option] = {
    var all: [String: Option] = [:]
    for option in flags + values + rareFlags + rareValues + overrides + withoutEffect + withUnknownEffect {
      all[option.name] = option
    }
    return all
  }()

  /// Their names, sorted.
  static let names = options.keys.sorted()

  typealias Change = @Sendable (inout DatamodelStyle) -> Void

  static func flag(_ name: String, _ settles: String..., set: @escaping Change) -> Option {
    Option(
      name: "--\(name)", arity: .flag,
      effect: .sets { style, _ in
        set(&style)
        return true
      }, settles: settles.isEmpty ? [name] : settles)
  }

  /// A flag and its opposite.
  static func pair(
    _ name: String, _ settles: String..., set: @escaping @Sendable (inout DatamodelStyle, Bool) -> Void
  ) -> [Option] {
    [("--\(name)", true), ("--no-\(name)", false)].map { option, flag in
      Option(
        name: option, arity: .flag,
        effect: .sets { style, _ in
          set(&style, flag)
          return true
        }, settles: settles.isEmpty ? [name] : settles)
    }
  }

  static func value(
    _ name: String, _ settles: String..., many: Bool = false,
    set: @escaping @Sendable (inout DatamodelStyle, [String]) -> Bool
  ) -> Option {
    Option(
      name: "--\(name)", arity: many ? .many : .one, effect: .sets(set), settles: settles.isEmpty ? [name] : settles)
  }

  private static let flags: [Option] =
    [
      flag("field-constraints") { $0.fieldConstraints = true },
      flag("use-schema-description") { $0.schemaDescription = true },
      flag("use-field-description") { $0.fieldDescription = true },
      flag("use-field-description-example") { $0.fieldExamples = true },
      flag("keyword-only") { $0.keywordOnly = true },
      flag("frozen-dataclasses") { $0.frozen = true },
      flag("use-exact-imports") { $0.exactImports = true },
      flag("use-subclass-enum") { $0.subclassEnum = true },
      flag("use-title-as-name") { $0.titleAsName = true },
      flag("use-default") { $0.useDefault = true },
      flag("force-optional") { $0.forceOptional = true },
      flag("strict-nullable") { $0.strictNullable = true },
      flag("use-default-kwarg") { $0.defaultKeyword = true },
      flag("capitalise-enum-members") { $0.capitaliseEnum = true },
      flag("capitalize-enum-members", "capitalise-enum-members") { $0.capitaliseEnum = true },
      flag("set-default-enum-member") { $0.enumDefaults = true },
      flag("use-one-literal-as-default") { $0.literalAsDefault = true },
      flag("strip-default-none") { $0.stripDefaultNone = true },
      flag("allow-extra-fields", "extra-fields") { $0.extraFields = "allow" },
    ]
    + pair("use-annotated", "use-annotated", "field-constraints") {
      $0.annotated = $1
      if $1 { $0.fieldConstraints = true }
    }
    + pair("use-standard-collections") { $0.standardCollections = $1 }
    + pair("use-union-operator") { $0.unionOperator = $1 }
    + pair("use-specialized-enum") { $0.specializedEnum = $1 }
    + pair("snake-case-field") { $0.snakeCase = $1 }
    + pair("allow-population-by-field-name") { $0.populateByName = $1 }

  private static let values: [Option] = [
    value("output-model-type", "model") { style, values in
      guard let model = DatamodelStyle.Model(rawValue: values[0]) else { return false }
      style.model = model
      return true
    },
    value("enum-field-as-literal") { style, values in
      guard let form = DatamodelStyle.EnumForm(rawValue: values[0]) else { return false }
      style.enumForm = form
      style.isEnumFormDeclared = true
      return true
    },
    value("extra-fields") { style, values in
      guard ["allow", "forbid", "ignore"].contains(values[0]) else { return false }
      style.extraFields = values[0]
      return true
    },
    value("base-class") { style, values in
      style.baseClass = values[0].split(separator: ".").last.map(String.init)
      return style.baseClass != nil
    },
    value("class-name") { style, values in
      style.className = values[0]
      return true
    },
    value("output-datetime-class", "aware-datetime") { style, values in
      guard ["datetime", "AwareDatetime"].contains(values[0]) else { return false }
      style.awareDatetime = values[0] == "AwareDatetime"
      return true
    },
    value("target-python-version") { style, values in
      let parts = values[0].split(separator: ".")
      guard parts.count == 2, parts[0] == "3", let minor = Int(parts[1]) else { return false }
      style.pythonMinor = minor
      style.hasStrEnum = minor >= 11
      return true
    },
    value("target-pydantic-version") { style, values in
      style.pydanticMinor = values[0].split(separator: ".").dropFirst().first.flatMap { Int($0) } ?? 0
      return ["2", "2.11", "2.12"].contains(values[0])
    },
  ]

  private static func named(
    _ text: String, _ arity: DatamodelOptions.Arity, _ effect: DatamodelOptions.Effect
  ) -> [Option] {
    text.split(separator: " ").map { Option(name: "--\($0)", arity: arity, effect: effect, settles: []) }
  }

  /// Where things are, how files are fetched and laid out, and what is for other inputs than JSON Schema.
  private static let withoutEffect: [Option] =
    named(
      """
      allow-remote-refs no-allow-remote-refs strict-refs allow-private-network no-allow-private-network http-ignore-tls \
      update-lock locked disable-timestamp enable-version-header enable-command-header enable-generated-header-marker \
      disable-future-imports use-type-checking-imports no-use-type-checking-imports use-double-quotes \
      wrap-string-literal use-operation-id-as-name include-path-parameters openapi-include-info-version validation \
      use-status-code-in-response-name graphql-no-typename check debug disable-warnings no-color \
      fail-on-multi-module-stdout ignore-pyproject watch version help no-watch use-single-line-docstring
      """, .flag, .none)
    + named(
      """
      http-backend http-timeout http-local-ref-path lockfile input input-file-type output url encoding \
      import-overrides custom-file-header custom-file-header-path custom-file-header-mode additional-imports \
      schema-version schema-version-mode all-exports-scope all-exports-collision-strategy diff-against \
      output-format output-format-json-schema watch-delay
      """, .one, .none)
    + named(
      "http-headers http-query-parameters formatters openapi-scopes openapi-include-paths", .many, .none)
    + named("list-deprecations list-experimental generate-prompt", .maybe, .none)

  /// Real options whose effect is not followed here.
  private static let withUnknownEffect: [Option] =
    named(
      """
      skip-root-model disable-appending-item-suffix \
      infer-union-variant-names use-pendulum \
      ignore-enum-constraints \
      use-non-positive-negative-number-constrained-types use-decimal-for-multiple-of \
      use-enum-values-in-discriminator use-tuple-for-fixed-length-arrays \
      use-attribute-docstrings use-inline-field-description \
      all-jobs generate-pyproject-config \
      generate-cli-command
      """, .flag, .unknown)
    + named(
      """
      emit-model-metadata input-model-ref-strategy dataclass-arguments \
      output-date-class union-mode custom-template-dir \
      custom-formatters custom-formatters-kwargs \
      profile job input-model
      """, .one, .unknown)
    + named("external-ref-mapping", .many, .unknown)
}
