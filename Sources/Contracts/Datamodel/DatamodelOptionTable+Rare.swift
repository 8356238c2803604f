import DriftModel

/// Options that are seldom used.
extension DatamodelOptionTable {
  static let rareFlags: [Option] =
    [
      flag("allow-leading-underscore-class-name") { $0.keepsLeadingUnderscore = true },
      flag("collapse-reuse-models") { $0.collapseReuse = true },
      flag("enable-faux-immutability") { $0.immutable = true },
      flag("keep-model-order") { $0.keepOrder = true },
      flag("reuse-model") { $0.reuseModel = true },
      flag("use-generic-base-class") { $0.genericBase = true },
      flag("use-serialize-as-any") { $0.serializeAsAny = true },
      flag("use-generic-container-types") { $0.genericContainers = true },
      flag("use-tuple-for-fixed-items") { $0.tupleForFixedItems = true },
      flag("use-object-type") { $0.objectType = true },
      flag("use-unique-items-as-set") { $0.uniqueItemsAsSet = true },
      flag("use-total-false-for-typed-dict") { $0.totalFalse = true },
      flag("use-type-alias") { $0.typeAlias = true },
      flag("use-type-alias-type") { $0.typeAliasType = true },
      flag("use-root-model-type-alias") { $0.rootAlias = true },
      flag("field-include-all-keys") { $0.includesAllExtras = true },
      flag("remove-special-field-name-prefix") { $0.removesSpecialPrefix = true },
      flag("use-missing-sentinel") { $0.missingSentinel = true },
      flag("no-alias") { $0.noAlias = true },
      flag("use-default-factory-for-optional-nested-models") { $0.nestedFactory = true },
      flag("parent-scoped-naming") { $0.namingStrategy = "parent-prefixed" },
    ]
    + pair("collapse-root-models") { $0.collapseRoots = $1 }
    + pair("use-frozen-field") { $0.frozenFields = $1 }
    + pair("use-closed-typed-dict") { $0.closedTypedDict = $1 }
    + pair("treat-dot-as-module") { $0.dotsAreModules = $1 }
    + pair("strict-dotted-module-names") { $0.strictDots = $1 }
    + pair("use-standard-primitive-types") { $0.standardPrimitives = $1 }

  private static func choice(
    _ name: String, _ allowed: [String], set: @escaping @Sendable (inout DatamodelStyle, String) -> Void
  ) -> Option {
    value(name) { style, values in
      guard allowed.contains(values[0]) else { return false }
      set(&style, values[0])
      return true
    }
  }

  private static func text(
    _ name: String, set: @escaping @Sendable (inout DatamodelStyle, String) -> Void
  ) -> Option {
    value(name) { style, values in
      set(&style, values[0])
      return true
    }
  }

  private static func names(
    _ name: String, set: @escaping @Sendable (inout DatamodelStyle, [String]) -> Void
  ) -> Option {
    value(name, many: true) { style, values in
      set(&style, values)
      return true
    }
  }

  /// An option whose value is a JSON object or names a file that holds one.
  static func map(
    _ name: String, _ settles: String...,
    set: @escaping @Sendable (inout DatamodelStyle, [DocumentNode.Member]) -> Bool
  ) -> Option {
    Option(name: "--\(name)", arity: .one, effect: .reads(set), settles: settles.isEmpty ? [name] : settles)
  }

  static let rareValues: [Option] = [
    value("preset") { style, values in
      let parts = values[0].split(separator: "-").map(String.init)
      guard parts.count == 3, parts[2] == "20260619", ["standard", "practical"].contains(parts[0]),
        parts[1].hasPrefix("py3"), let minor = Int(parts[1].dropFirst(3))
      else { return false }
      style.preset = DatamodelStyle.Preset(isPractical: parts[0] == "practical", pythonMinor: minor)
      return true
    },
    text("class-name-prefix") { $0.classPrefix = $1 },
    text("class-name-suffix") { $0.classSuffix = $1 },
    choice("class-name-affix-scope", ["all", "models", "enums"]) { $0.affixScope = $1 },
    choice("collapse-root-models-name-strategy", ["child", "parent"]) { $0.collapseNames = $1 },
    choice("reuse-scope", ["module", "tree"]) { $0.sharesModels = $1 == "tree" },
    text("shared-module-name") { $0.sharedModule = $1 },
    choice("module-split-mode", ["single"]) { style, _ in style.splitsModules = true },
    choice("alias-generator", ["to_camel", "to_pascal", "to_snake"]) { $0.aliasGenerator = $1 },
    choice("naming-strategy", ["numbered", "parent-prefixed", "full-path", "primary-first"]) { $0.namingStrategy = $1 },
    choice("allof-class-hierarchy", ["if-no-conflict", "always"]) { $0.allOfHierarchy = $1 == "always" },
    choice("allof-merge-mode", ["constraints"]) { _, _ in },
    choice("field-type-collision-strategy", ["rename-field", "rename-type"]) { $0.renamesTypes = $1 == "rename-type" },
    text("empty-enum-field-name") { $0.emptyName = $1 },
    text("special-field-name-prefix") { $0.specialPrefix = $1 },
    value("class-decorators") { style, values in
      style.decorators = decorators(values[0])
      return style.decorators.allSatisfy { DatamodelWriter.decorator($0) != nil }
    },
    names("field-extra-keys") { $0.extraKeys.formUnion($1) },
    names("field-extra-keys-without-x-prefix") {
      $0.extraKeys.formUnion($1)
      $0.plainExtraKeys.formUnion($1)
    },
    names("model-extra-keys") { $0.modelExtraKeys.formUnion($1) },
    names("model-extra-keys-without-x-prefix") { $0.plainModelExtraKeys.formUnion($1) },
    value("strict-types", many: true) { style, values in
      style.strictTypes.formUnion(values)
      return style.strictTypes.isSubset(of: ["str", "bytes", "int", "float", "bool"])
    },
    value("type-mappings", many: true) { style, values in
      for value in values {
        guard let mark = value.firstIndex(of: "=") else { return false }
        let source = String(value[..<mark])
        style.typeMappings[source.contains("+") ? source : "string+\(source)"] = String(
          value[value.index(after: mark)...])
      }
      return true
    },
    map("type-overrides") { style, members in
      for member in members { style.typeOverrides[member.key] = member.value.scalar }
      return members.allSatisfy { $0.value.scalar != nil }
    },
    map("model-name-map") { style, members in
      for member in members { style.modelNames[member.key] = member.value.scalar }
      return members.allSatisfy { $0.value.scalar != nil }
    },
    map("base-class-map") { style, members in
      for (key, value) in members.map({ ($0.key, $0.value) }) {
        if let one = value.scalar {
          style.baseClasses[key] = [one]
        } else if case .sequence(let items) = value.content {
          style.baseClasses[key] = items.compactMap(\.scalar)
        }
      }
      return members.allSatisfy { style.baseClasses[$0.key] != nil }
    },
    map("enum-field-as-literal-map") { style, members in
      for member in members { style.enumLiterals[member.key] = member.value.scalar == "literal" }
      return members.allSatisfy { $0.value.scalar != nil }
    },
    map("duplicate-name-suffix") { style, members in
      for (key, value) in members.map({ ($0.key, $0.value) }) {
        switch key {
        case "model": style.duplicateSuffix = value.scalar ?? ""
        case "enum": style.duplicateEnumSuffix = value.scalar ?? ""
        case "default":
          if style.duplicateSuffix.isEmpty { style.duplicateSuffix = value.scalar ?? "" }
          if style.duplicateEnumSuffix.isEmpty { style.duplicateEnumSuffix = value.scalar ?? "" }
        default: return false
        }
      }
      return true
    },
  ]

  /// `@a,@b(c, d)` as its parts, without the signs.
  private static func decorators(_ text: String) -> [String] {
    var parts: [String] = [""]
    var depth = 0
    for character in text {
      if character == "(" || character == "[" || character == "{" { depth += 1 }
      if character == ")" || character == "]" || character == "}" { depth -= 1 }
      if character == ",", depth == 0 {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts.map { part in
      let trimmed = part.drop { $0 == " " }
      return String(trimmed.hasPrefix("@") ? trimmed.dropFirst() : trimmed)
    }.filter { !$0.isEmpty }
  }
}
