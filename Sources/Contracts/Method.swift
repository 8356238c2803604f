public import DriftModel

/// A method of a record, as far as a generator's methods go: they are written from templates, so that one differs from
/// another where its words do.
public struct Method: Sendable, Hashable {
  /// Its name.
  public let name: String
  /// Where it stands.
  public var location: Location
  /// What stands above it, without the signs, in order.
  public let decorators: [String]
  /// Its parameters and what it returns.
  public let signature: String
  /// Its statements, a line each, indented by two blanks a level.
  public let body: [String]

  /// A method.
  public init(_ name: String, at location: Location, decorators: [String] = [], signature: String, body: [String]) {
    self.name = name
    self.location = location
    self.decorators = decorators
    self.signature = signature
    self.body = body
  }

  /// What two methods of one name say differently: the first part in which they differ, as each of them has it; nil if
  /// they say the same.
  static func difference(_ left: Method, _ right: Method) -> (left: String, right: String)? {
    if left.decorators != right.decorators {
      let text = { (method: Method) in
        method.decorators.isEmpty ? "no decorator" : method.decorators.map { "'@\($0)'" }.joined(separator: ", ")
      }
      return (text(left), text(right))
    }
    if left.signature != right.signature { return excerpts(left.signature, right.signature) }
    guard left.body != right.body else { return nil }
    let index = zip(left.body, right.body).enumerated().first { $1.0 != $1.1 }?.offset
    guard let index else {
      let end = min(left.body.count, right.body.count)
      let line = { (method: Method) in
        end < method.body.count ? excerpts(method.body[end], method.body[end]).left : "the end of its body"
      }
      return (line(left), line(right))
    }
    return excerpts(left.body[index], right.body[index])
  }

  /// Two texts in quotes, as far as messages have room: from shortly before the place where they differ.
  private static func excerpts(_ left: String, _ right: String) -> (left: String, right: String) {
    let room = 100
    let common = zip(left, right).prefix { $0 == $1 }.count
    let start = left != right && common > room / 2 ? common - room / 4 : 0
    let excerpt = { (text: String) in
      let rest = text.dropFirst(start).drop { $0 == " " }
      return "'\(start > 0 ? "..." : "")\(rest.prefix(room))\(rest.count > room ? "..." : "")'"
    }
    return (excerpt(left), excerpt(right))
  }
}

extension ContractComparison {
  /// Compares the methods of two declarations: which there are, what they say, and their order.
  mutating func compareMethods(_ expected: Declaration, _ found: Declaration) {
    let left = Self.numbered(expected.methods)
    var right = Self.numbered(found.methods)
    let names = right.map(\.key)
    for (key, method) in left {
      let subject = "\(expected.name).\(method.name)"
      guard let index = right.firstIndex(where: { $0.key == key }) else {
        add(.methodDiffers, subject, "'\(method.signature)'", method.location, nil, found.location)
        continue
      }
      let other = right.remove(at: index).method
      if let (own, theirs) = Method.difference(method, other) {
        add(.methodDiffers, subject, own, method.location, theirs, other.location)
      } else {
        agreeing += 1
      }
    }
    for (_, method) in right {
      add(
        .methodDiffers, "\(expected.name).\(method.name)", nil, expected.location, "'\(method.signature)'",
        method.location)
    }
    let wanted = left.map(\.key).filter { names.contains($0) }
    let present = names.filter { key in left.contains { $0.key == key } }
    if let index = wanted.indices.first(where: { $0 < present.count && wanted[$0] != present[$0] }),
      let method = left.first(where: { $0.key == wanted[index] })?.method
    {
      add(
        .orderDiffers, "\(expected.name).\(method.name)", "'\(wanted[index].name)' before '\(present[index].name)'",
        method.location, "'\(present[index].name)' first", found.location)
    }
  }

  private struct Key: Hashable {
    let name: String
    let number: Int
  }

  /// The methods with their numbers among those of one name: overloads.
  private static func numbered(_ methods: [Method]) -> [(key: Key, method: Method)] {
    var counts: [String: Int] = [:]
    return methods.map { method in
      counts[method.name, default: 0] += 1
      return (Key(name: method.name, number: counts[method.name] ?? 0), method)
    }
  }
}
