import DriftModel

/// Compares what a generator would write with what a file states. Everything that is said must be equal.
struct ContractComparison {
  /// The file, for what is missing from it.
  let output: Location
  private(set) var differences: [ContractDifference] = []
  /// How many declarations and members were found equal.
  var agreeing = 0

  init(output: Location) { self.output = output }

  /// Compares all declarations and their order.
  mutating func compare(_ expected: Contract, _ found: Contract) {
    var byName: [String: Declaration] = [:]
    byName.reserveCapacity(found.declarations.count)
    for declaration in found.declarations {
      if byName.updateValue(declaration, forKey: declaration.name) != nil {
        add(
          .typeExtra, declaration.name, nil, expected.declarations.first?.location ?? output, "declared twice",
          declaration.location)
      }
    }
    var names: Set<String> = []
    var order: [String] = []
    for declaration in expected.declarations {
      names.insert(declaration.name)
      guard let other = byName[declaration.name] else {
        add(.typeMissing, declaration.name, what(declaration), declaration.location, nil, output)
        continue
      }
      order.append(declaration.name)
      compare(declaration, other)
    }
    let root = expected.declarations.last?.location ?? output
    for declaration in found.declarations where !names.contains(declaration.name) {
      add(.typeExtra, declaration.name, nil, root, what(declaration), declaration.location)
    }
    var seen: Set<String> = []
    let present = found.declarations.filter { names.contains($0.name) && seen.insert($0.name).inserted }
    if let index = order.indices.first(where: { $0 < present.count && order[$0] != present[$0].name }) {
      let wanted = expected.declarations.first { $0.name == order[index] }
      add(
        .orderDiffers, order[index], "'\(order[index])' before '\(present[index].name)'", wanted?.location ?? root,
        "'\(present[index].name)' first", present[index].location)
    }
  }

  /// Compares where names of other modules come from; what is imported without need says nothing.
  mutating func compareImports(
    _ expected: [String: String], _ found: [String: String], at place: Location, or schema: Location
  ) {
    for (name, source) in expected.sorted(by: { $0.key < $1.key }) where found[name] != source {
      add(.referenceDiffers, name, "'\(source)'", schema, found[name].map { "'\($0)'" }, place)
    }
  }

  mutating func add(
    _ problem: ContractDifference.Problem, _ subject: String, _ expected: String?, _ expectedLocation: Location,
    _ found: String?, _ foundLocation: Location
  ) {
    differences.append(
      ContractDifference(
        problem, subject, expected: expected, at: expectedLocation, found: found, at: foundLocation))
  }

  private func what(_ declaration: Declaration) -> String {
    switch declaration.kind {
    case .record: "a record"
    case .enumeration: "an enumeration"
    case .alias: "a name for another type"
    }
  }

  private mutating func compare(_ expected: Declaration, _ found: Declaration) {
    let before = differences.count
    let name = expected.name
    guard expected.kind == found.kind else {
      return add(.typeDiffers, name, what(expected), expected.location, what(found), found.location)
    }
    if expected.bases != found.bases {
      let bases = { (types: [TypeExpression]) in types.map(\.text).joined(separator: ", ") }
      add(.referenceDiffers, name, bases(expected.bases), expected.location, bases(found.bases), found.location)
    }
    if expected.description != found.description {
      add(
        .descriptionDiffers, name, expected.description.map(Self.quoted),
        expected.descriptionLocation ?? expected.location,
        found.description.map(Self.quoted), found.descriptionLocation ?? found.location)
    }
    compareAttributes(expected, found)
    compareDecorators(expected, found)
    if let left = expected.type ?? found.type, let right = found.type ?? expected.type, expected.type != found.type {
      add(
        TypeComparison.problem(expected.type ?? left, found.type ?? right), name, expected.type?.text,
        expected.location,
        found.type?.text, found.location)
    }
    if expected.additional != found.additional {
      add(
        .extraPolicyDiffers, name, expected.additional?.text, expected.location, found.additional?.text, found.location)
    }
    if expected.kind == .enumeration { compareCases(expected, found) } else { compareMembers(expected, found) }
    compareMethods(expected, found)
    if differences.count == before { agreeing += 1 }
  }

  private static func quoted(_ text: String) -> String { Value.string(text).shortText }

  private mutating func compareAttributes(_ expected: Declaration, _ found: Declaration) {
    var left = expected.attributes
    var right = found.attributes
    for attribute in expected.attributes {
      if let index = right.firstIndex(of: attribute) {
        right.remove(at: index)
        left.removeAll { $0 == attribute }
      }
    }
    for attribute in left {
      let other = right.firstIndex { $0.name == attribute.name }
      let value = other.map { right.remove(at: $0).value }
      add(
        problem(attribute), expected.name, "\(attribute.name) = \(attribute.value.shortText)", expected.location,
        value.map { "\(attribute.name) = \($0.shortText)" }, found.location)
    }
    for attribute in right {
      add(
        problem(attribute), expected.name, nil, expected.location, "\(attribute.name) = \(attribute.value.shortText)",
        found.location)
    }
  }

  /// Decorators that are the same ones in another order do something else.
  private mutating func compareDecorators(_ expected: Declaration, _ found: Declaration) {
    let (left, right) = (expected.attributes.filter(\.isDecorator), found.attributes.filter(\.isDecorator))
    guard left != right, left.count == right.count, left.allSatisfy({ right.contains($0) }) else { return }
    let order = { (attributes: [Attribute]) in attributes.map { "@\($0.value.shortText)" }.joined(separator: ", ") }
    add(.typeDiffers, expected.name, order(left), expected.location, order(right), found.location)
  }

  private func problem(_ attribute: Attribute) -> ContractDifference.Problem {
    switch attribute.topic {
    case .constraint: .constraintDiffers
    case .description: .descriptionDiffers
    case .extraPolicy: .extraPolicyDiffers
    case .wireName: .fieldRenamed
    case .other: .typeDiffers
    }
  }

  private mutating func compareCases(_ expected: Declaration, _ found: Declaration) {
    let left = Dictionary(expected.members.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let right = Dictionary(found.members.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for member in expected.members {
      guard let other = right[member.name] else {
        add(
          .enumDiffers, "\(expected.name).\(member.name)", member.value?.shortText ?? member.name, member.location, nil,
          found.location)
        continue
      }
      if member.value != other.value {
        add(
          .enumDiffers, "\(expected.name).\(member.name)", member.value?.shortText, member.location,
          other.value?.shortText,
          other.location)
      } else {
        agreeing += 1
      }
      compareDescriptions(member, other, in: expected.name)
    }
    for member in found.members where left[member.name] == nil {
      add(
        .enumDiffers, "\(expected.name).\(member.name)", nil, expected.location, member.value?.shortText ?? member.name,
        member.location)
    }
    compareOrder(expected, found)
  }

  private mutating func compareDescriptions(_ expected: Member, _ found: Member, in name: String) {
    guard expected.description != found.description else { return }
    add(
      .descriptionDiffers, "\(name).\(expected.name)", expected.description.map(Self.quoted), expected.location,
      found.description.map(Self.quoted), found.location)
  }

  private mutating func compareOrder(_ expected: Declaration, _ found: Declaration) {
    let left = Set(expected.members.map(\.name))
    let right = Set(found.members.map(\.name))
    let wanted = expected.members.filter { right.contains($0.name) }
    let present = found.members.filter { left.contains($0.name) }
    guard let index = wanted.indices.first(where: { $0 < present.count && wanted[$0].name != present[$0].name }) else {
      return
    }
    add(
      .orderDiffers, "\(expected.name).\(wanted[index].name)",
      "'\(wanted[index].name)' before '\(present[index].name)'",
      wanted[index].location, "'\(present[index].name)' first", present[index].location)
  }

  private mutating func compareMembers(_ expected: Declaration, _ found: Declaration) {
    // Members are large, and nearly always the same: they are not taken out of their lists to see that.
    let (wanted, present) = (expected.members, found.members)
    if wanted.count == present.count, wanted.indices.allSatisfy({ wanted[$0].name == present[$0].name }) {
      for index in wanted.indices {
        if wanted[index].type == present[index].type, wanted[index].description == present[index].description,
          wanted[index].value == present[index].value
        {
          agreeing += 1
        } else {
          compare(wanted[index], present[index], in: expected.name)
        }
      }
      return
    }
    let right = Dictionary(found.members.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let left = Set(expected.members.map(\.name))
    var extra = found.members.filter { !left.contains($0.name) }
    for (index, member) in expected.members.enumerated() {
      let subject = "\(expected.name).\(member.name)"
      if let other = right[member.name] {
        compare(member, other, in: expected.name)
      } else if index < found.members.count,
        let place = extra.firstIndex(where: { $0.location == found.members[index].location }),
        extra[place].type == member.type
      {
        let other = extra.remove(at: place)
        add(.fieldRenamed, subject, "'\(member.name)'", member.location, "'\(other.name)'", other.location)
      } else {
        add(.fieldMissing, subject, member.type?.text ?? member.name, member.location, nil, found.location)
      }
    }
    for member in extra {
      add(
        .fieldExtra, "\(expected.name).\(member.name)", nil, expected.location, member.type?.text ?? member.name,
        member.location)
    }
    compareOrder(expected, found)
  }

  private mutating func compare(_ expected: Member, _ found: Member, in name: String) {
    let before = differences.count
    var subject: String { "\(name).\(expected.name)" }
    if expected.type != found.type {
      let problem =
        if let left = expected.type, let right = found.type { TypeComparison.problem(left, right) } else {
          ContractDifference.Problem.typeDiffers
        }
      add(problem, subject, expected.type?.text, expected.location, found.type?.text, found.location)
    }
    compareDescriptions(expected, found, in: name)
    for (problem, left, right) in ValueComparison.differences(expected.value, found.value) {
      add(problem, subject, left, expected.location, right, found.location)
    }
    if differences.count == before { agreeing += 1 }
  }
}

extension Attribute {
  fileprivate var isDecorator: Bool { name == "@" }
}
