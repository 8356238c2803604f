/// What was looked at, by name, each once. The files of a survey get names only where somebody wants to read them.
public struct Subjects: Sendable, Hashable, Sequence, ExpressibleByArrayLiteral {
  private let names: [String]
  private let surveyed: SurveyedSubjects?

  /// Names, each taken once, where it stands first, and then the files of a survey.
  public init(_ names: [String], and surveyed: SurveyedSubjects? = nil) {
    // Most checks name files in their order.
    if zip(names, names.dropFirst()).allSatisfy(<) {
      self.names = names
    } else {
      var seen: Set<String> = []
      self.names = names.filter { seen.insert($0).inserted }
    }
    self.surveyed = surveyed
  }

  public init(arrayLiteral names: String...) { self.init(names) }

  /// How many there are.
  public var count: Int { names.count + (surveyed?.count ?? 0) }

  /// Whether nothing was looked at.
  public var isEmpty: Bool { count == 0 }

  /// The same names in the same order.
  public static func == (left: Subjects, right: Subjects) -> Bool {
    left.count == right.count && left.elementsEqual(right)
  }

  /// As the equality.
  public func hash(into hasher: inout Hasher) { hasher.combine(count) }

  /// The names.
  public func makeIterator() -> IndexingIterator<[String]> { (names + (surveyed?.names ?? [])).makeIterator() }
}

/// The files of a survey that count as looked at.
public struct SurveyedSubjects: Sendable, Hashable {
  private let result: SurveyResult
  private let leftOut: [Int]

  /// All files of a result but some.
  ///
  /// - Parameter leftOut: their places, ascending.
  public init(_ result: SurveyResult, leavingOut leftOut: [Int] = []) {
    self.result = result
    self.leftOut = leftOut
  }

  /// How many there are.
  public var count: Int { result.count - leftOut.count }

  /// Their paths.
  var names: [String] {
    let leftOut = Set(leftOut)
    return result.files.enumerated().filter { !leftOut.contains($0.offset) }.map(\.element.path.description)
  }
}
