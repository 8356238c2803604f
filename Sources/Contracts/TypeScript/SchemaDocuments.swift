public import DriftModel

/// The schemas of a check, so that a reference can be followed from one file into another.
///
/// Nothing is fetched: a reference with a scheme (`https://...`) leads to the file whose `$id` it states.
public struct SchemaDocuments: Sendable {
  /// One file.
  public struct Document: Sendable {
    /// Where it lies.
    public let path: RepositoryPath
    /// What it holds.
    public let root: DocumentNode

    /// A file and what it holds.
    public init(path: RepositoryPath, root: DocumentNode) {
      self.path = path
      self.root = root
    }
  }

  let documents: [Document]
  private let numbersByPath: [RepositoryPath: Int]
  private let numbersByID: [String: Int]

  /// The files that references may lead to. Of two that state one `$id` the first wins.
  public init(_ documents: [Document]) {
    self.documents = documents
    numbersByPath = Dictionary(documents.enumerated().map { ($1.path, $0) }, uniquingKeysWith: { first, _ in first })
    var numbersByID: [String: Int] = [:]
    for (number, document) in documents.enumerated() {
      for key in ["$id", "id"] {
        guard let id = document.root[key]?.scalar else { continue }
        let name = String(id.prefix { $0 != "#" })
        if !name.isEmpty, numbersByID[name] == nil { numbersByID[name] = number }
      }
    }
    self.numbersByID = numbersByID
  }

  /// The number of the file at a path; nil if it is not among these.
  func number(at path: RepositoryPath) -> Int? { numbersByPath[path] }

  /// The file that a reference without its fragment leads to; nil if it is not among these.
  func number(for reference: String, from document: Int) -> Int? {
    if let number = numbersByID[reference] { return number }
    if reference.contains("://") { return nil }
    let base = documents[document].path
    let decoded = percentDecoded(reference)
    if let path = base.parent.resolving(decoded.utf8), let number = numbersByPath[path] {
      return number
    }
    if let path = RepositoryPath.root.resolving(decoded.utf8), let number = numbersByPath[path] { return number }
    // A relative reference within a schema that has an identifier is relative to that.
    guard let id = documents[document].root["$id"]?.scalar, let slash = id.lastIndex(of: "/") else { return nil }
    return numbersByID[String(id[...slash]) + (reference.hasPrefix("./") ? String(reference.dropFirst(2)) : reference)]
  }
}

/// Text with `%41` and the like resolved; what is malformed stays.
func percentDecoded(_ text: String) -> String {
  guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
  let bytes = Array(text.utf8)
  var result: [UInt8] = []
  var at = 0
  while at < bytes.count {
    if bytes[at] == UInt8(ascii: "%"), at + 2 < bytes.count,
      let value = UInt8(String(decoding: bytes[(at + 1)...(at + 2)], as: UTF8.self), radix: 16)
    {
      result.append(value)
      at += 3
    } else {
      result.append(bytes[at])
      at += 1
    }
  }
  return String(decoding: result, as: UTF8.self)
}
