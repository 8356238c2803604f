public import DriftModel

/// Why a pattern is not a regular expression.
public struct RegularExpressionProblem: Error, Sendable, Hashable {
  /// One line: lower case, no full stop.
  public let message: String
  /// What to do about it, a line each.
  public let help: [String]

  init(_ message: String, help: [String] = []) {
    self.message = message
    self.help = help
  }

  /// A complaint of RE2, whose messages read `invalid perl operator: (?=`.
  init(re2 error: String, argument: String, pattern: String) {
    let none = "regular expressions are matched in linear time, in RE2's language, which has none"
    // RE2 stops at '(?<', whatever follows.
    let lookAround = ["(?=", "(?!", "(?<=", "(?<!"].first {
      argument.hasPrefix("(?<") ? $0.hasPrefix("(?<") && pattern.contains($0) : argument.hasPrefix($0)
    }
    if let lookAround {
      self.init("'\(lookAround)': there is no look-around in RE2's language", help: [none])
      return
    }
    if argument.hasPrefix("(?<") {
      self.init("'(?<' does not begin a group in RE2's language", help: ["write a named group as '(?P<name>...)'"])
      return
    }
    if argument.count == 2, argument.first == "\\", let digit = argument.last, ("1"..."9").contains(digit) {
      self.init(
        "'\(argument)': there are no back-references in RE2's language",
        help: [none])
      return
    }
    if error.hasPrefix("pattern too large") {
      self.init("the pattern is too large", help: ["write fewer or smaller repetitions"])
      return
    }
    self.init(error.split(whereSeparator: \.isNewline).joined(separator: " "))
  }
}

extension Codec where Value == RegularExpression {
  /// A regular expression.
  ///
  /// - Parameter groups: how many capturing groups it must have; nil if it does not matter.
  public static func regularExpression(groups: Int? = nil) -> Codec<RegularExpression> {
    Codec<RegularExpression>(shape: .text(what: "a regular expression")) { node, problems in
      guard let text = Codec<String>.text("a regular expression").decode(node, &problems) else { return nil }
      let expression: RegularExpression
      do throws(RegularExpressionProblem) {
        expression = try RegularExpression(text)
      } catch {
        problems.append(ConfigProblem("pattern '\(text)': \(error.message)", at: node.location, help: error.help))
        return nil
      }
      guard let groups, expression.groupCount != groups else { return expression }
      let wanted = groups == 1 ? "exactly one group" : groups == 0 ? "no groups" : "exactly \(groups) groups"
      problems.append(
        ConfigProblem(
          "pattern '\(text)': expected \(wanted), found \(expression.groupCount)", at: node.location,
          help: [
            groups > expression.groupCount
              ? "put parentheses around the part that counts" : "a group that only holds together is written '(?:...)'"
          ]))
      return nil
    }
  }
}
