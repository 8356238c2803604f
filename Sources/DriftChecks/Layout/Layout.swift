public import DriftModel

/// Whether files are where they must be, and not where they must not.
///
/// Subjects are the rules as they were asked: a required path, a forbidden pattern, a name, a type. A rule with captures
/// is asked once for each binding that `for-each` gives.
public struct Layout: Check {
  private static let patternList = Codec<Located<PathPattern>>.pattern(captures: true, transforms: true, repeats: true)
    .list(orOne: true)

  private static let requireField = Field(
    "require", "Patterns that must each match a file; captures are those of 'for-each'.", patternList, default: [],
    defaultText: "[]")

  private static let forbidField = Field(
    "forbid", "Patterns that may match no file; captures are those of 'for-each'.", patternList, default: [],
    defaultText: "[]")

  private static let forEachField = Field(
    "for-each", "Patterns whose captures 'require' and 'forbid' are asked with, once for each binding.",
    Codec<Located<PathPattern>>.pattern(captures: true).list(orOne: true), default: [], defaultText: "[]")

  private static let namingField = Field(
    "naming", "What files or folders are called: a 'style', or a 'pattern'.", NamingRule.codec.list(), default: [],
    defaultText: "[]")

  private static let typesField = Field(
    "types", "What must stand at paths: a plain file, an executable one, a link, a folder or a submodule.",
    TypeRule.codec.list(), default: [], defaultText: "[]")

  private static let orphansField = Field(
    "orphans", "Patterns of folders that something outside of them must refer to.",
    Codec<Located<PathPattern>>.pattern().list(orOne: true), default: [], defaultText: "[]")

  public static let description = KindDescription(
    name: "layout", summary: "files are where they must be, and not where they must not", family: .guardrails,
    fields: [requireField, forbidField, forEachField, namingField, typesField, orphansField],
    problems: [fileMissing, fileForbidden, nameStyle, fileTypeDiffers, folderOrphaned])

  let require: [Located<PathPattern>]
  let forbid: [Located<PathPattern>]
  let forEach: [Located<PathPattern>]
  let naming: [NamingRule]
  let types: [TypeRule]
  let orphans: [Located<PathPattern>]
  let except: [PathPattern]
  let allowsEmpty: Bool

  public init?(_ values: inout FieldValues) {
    let require = values.read(Self.requireField)
    let forbid = values.read(Self.forbidField)
    let forEach = values.read(Self.forEachField)
    let naming = values.read(Self.namingField)
    let types = values.read(Self.typesField)
    let orphans = values.read(Self.orphansField)
    if values.problems.isEmpty,
      ["require", "forbid", "naming", "types", "orphans"].allSatisfy({ values.node[$0] == nil })
    {
      values.complain(
        "the check asks nothing", help: ["give at least one of 'require', 'forbid', 'naming', 'types' and 'orphans'"])
    }
    guard let require, let forbid, let forEach, let naming, let types, let orphans else { return nil }
    self.require = require
    self.forbid = forbid
    self.forEach = forEach
    self.naming = naming
    self.types = types
    self.orphans = orphans
    self.except = values.except.map(\.value)
    self.allowsEmpty = values.allowsEmpty
    complainAboutCaptures(&values)
  }

  /// Captures come from `for-each`, all of them, whichever of its patterns matches.
  private func complainAboutCaptures(_ values: inout FieldValues) {
    let bound = forEach.map { Set($0.value.captureNames) }
    for pattern in forEach where pattern.value.captureNames.isEmpty {
      values.complain(
        "pattern '\(pattern.value)' captures nothing", at: pattern.location,
        help: ["write the part that varies as '{name}'"])
    }
    for rule in require + forbid {
      for name in rule.value.captureNames where bound.isEmpty || bound.contains(where: { !$0.contains(name) }) {
        let all = bound.reduce(into: Set<String>()) { $0.formUnion($1) }.sorted()
        let hint = closestName(to: name, among: all).map { "did you mean '{\($0)}'?" }
        values.complain(
          "pattern '\(rule.value)': nothing binds '{\(name)}'", at: rule.location,
          help: [hint ?? "'for-each' binds captures: for-each: 'services/{\(name)}/src/**'"])
      }
    }
    if !forEach.isEmpty, !(require + forbid).contains(where: { !$0.value.captureNames.isEmpty }) {
      values.complain(
        "'for-each' binds captures that neither 'require' nor 'forbid' uses", at: values.location(of: "for-each"))
    }
  }

  public func examine(_ snapshot: any RepositorySnapshot) throws(ReadFailure) -> Examination {
    var examiner = LayoutExaminer(self, snapshot)
    let bindings = examiner.bindings()
    for rule in require {
      for binding in rule.value.captureNames.isEmpty ? [.none] : bindings { examiner.require(rule, binding) }
    }
    for rule in forbid {
      for binding in rule.value.captureNames.isEmpty ? [.none] : bindings { examiner.forbid(rule, binding) }
    }
    for rule in naming { examiner.judge(rule) }
    for rule in types { examiner.judge(rule) }
    if !orphans.isEmpty { examiner.judgeOrphans(orphans) }
    return examiner.examination
  }
}

/// What `for-each` found: the captures, and one of the files that show them.
struct LayoutBinding {
  let captures: Captures
  let witness: FileEntry?

  static let none = LayoutBinding(captures: [:], witness: nil)
}

extension PathPattern {
  /// The same pattern with values in the place of its captures, transforms applied.
  ///
  /// - Returns: nil if the values make no pattern: one that is missing, or a path of nothing.
  func bound(to captures: Captures) -> PathPattern? {
    if captureNames.isEmpty { return self }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var at = 0
    while at < bytes.count {
      if bytes[at] == UInt8(ascii: "\\"), at + 1 < bytes.count {
        result += bytes[at...(at + 1)]
        at += 2
        continue
      }
      guard bytes[at] == UInt8(ascii: "{"), let end = bytes[at...].firstIndex(of: UInt8(ascii: "}")) else {
        result.append(bytes[at])
        at += 1
        continue
      }
      let inside = bytes[(at + 1)..<end]
      let name = String(decoding: inside.prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: ".") }, as: UTF8.self)
      guard !inside.contains(UInt8(ascii: ",")), captureNames.contains(name) else {
        result += bytes[at...end]
        at = end + 1
        continue
      }
      guard let value = captures[name] else { return nil }
      // The same capture may stand here again with another transform.
      let suffix = inside.firstIndex(of: UInt8(ascii: ":")).map { String(decoding: inside[($0 + 1)...], as: UTF8.self) }
      let transform = suffix.flatMap(CaptureTransform.init)
      let parts = value.split(separator: UInt8(ascii: "/")).map { transform?.apply(to: Array($0)) ?? Array($0) }
      result += parts.map(PathPattern.literal).joined(separator: [UInt8(ascii: "/")])
      at = end + 1
      // `{path...}/x` with no folders is `x`.
      if parts.isEmpty, at < bytes.count, bytes[at] == UInt8(ascii: "/") { at += 1 }
    }
    return try? PathPattern(String(decoding: result, as: UTF8.self))
  }

  /// Bytes that stand for themselves in a pattern.
  private static func literal(_ bytes: [UInt8]) -> [UInt8] {
    bytes.flatMap { "*?[]{}\\".utf8.contains($0) ? [UInt8(ascii: "\\"), $0] : [$0] }
  }
}
