internal import Documents
internal import DriftModel

/// A receipt as it was read, with the lines of its entries.
struct ReadReceipt {
  let receipt: Receipt
  /// Where an entry stands, by its path in the receipt.
  let locations: [RepositoryPath: Location]
}

/// What there is at a receipt's place.
enum ReceiptState {
  /// No file.
  case missing
  /// A merge left its markers; the first is here.
  case inConflict(Location)
  /// It is no receipt that this version understands, or cannot be read.
  case unreadable(Unverified)
  case read(ReadReceipt)

  /// Reads what is there.
  static func read(_ path: RepositoryPath, in snapshot: any RepositorySnapshot) -> ReceiptState {
    let bytes: [UInt8]
    do throws(ReadFailure) {
      bytes = try snapshot.contents(of: path)
    } catch {
      return error.cause == .notFound ? .missing : .unreadable(Unverified(error, at: Location(path)))
    }
    return parse(bytes, at: path)
  }

  /// Reads a file's bytes.
  static func parse(_ bytes: [UInt8], at path: RepositoryPath) -> ReceiptState {
    if let line = ConflictMarkers.first(in: bytes) {
      return .inConflict(Location(path, Region(line: line, column: 1, length: 7)))
    }
    let document: DocumentNode
    do throws(DocumentProblem) {
      document = try Documents.read(bytes, as: .json, file: .repository(path))
    } catch {
      return unreadable(path, error.message, at: error.location)
    }
    do throws(ReceiptProblem) {
      return .read(try ReceiptDecoder.decode(document))
    } catch {
      return unreadable(path, error.message, at: error.location)
    }
  }

  private static func unreadable(_ path: RepositoryPath, _ why: String, at location: Location) -> ReceiptState {
    .unreadable(
      Unverified(
        "the receipt '\(path)' cannot be read: \(why)", at: location,
        remedies: [Remedy("remove it, and record again in the repository that owns the outputs")]))
  }
}

/// The marks that git leaves where a merge could not decide.
enum ConflictMarkers {
  /// The 1-based number of the first line that is one.
  static func first(in bytes: [UInt8]) -> Int? {
    var number = 0
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      if isMarker(line) { return number }
    }
    return nil
  }

  /// A receipt of the entries that both sides have: those whose line stands outside of conflicts.
  static func settledReceipt(of bytes: [UInt8]) -> [UInt8] {
    var receipt = Array("{\"receipt\": 1, \"files\": [\n".utf8)
    var isInside = false
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      if line.starts(with: "<<<<<<<".utf8) { isInside = true }
      if !isInside, line.starts(with: " \"path\": ".utf8) { receipt += Array("{".utf8) + line + Array("},\n".utf8) }
      if line.starts(with: ">>>>>>>".utf8) { isInside = false }
    }
    return receipt + Array("{}]}\n".utf8)
  }

  /// No line of a receipt begins like this: they begin with a bracket, a quotation mark or a blank.
  private static func isMarker(_ line: ArraySlice<UInt8>) -> Bool {
    ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].contains { line.starts(with: $0.utf8) }
  }
}

/// What is wrong with a receipt.
private struct ReceiptProblem: Error {
  let message: String
  let location: Location
}

/// Turns the document into entries.
private enum ReceiptDecoder {
  static func decode(_ document: DocumentNode) throws(ReceiptProblem) -> ReadReceipt {
    guard let version = document["receipt"]?.scalar else { throw problem("it does not say 'receipt'", at: document) }
    guard version == "1" else {
      throw problem("it is of version '\(version)', and this program knows version 1", at: document)
    }
    guard case .sequence(let files)? = document["files"]?.content else {
      throw problem("it has no list 'files'", at: document)
    }
    var entries: [RepositoryPath: Receipt.Entry] = [:]
    var locations: [RepositoryPath: Location] = [:]
    for file in files {
      if case .mapping(let members) = file.content, members.isEmpty { continue }
      guard let name = file["path"], let path = name.scalar.flatMap({ RepositoryPath($0) }) else {
        throw problem("an entry has no 'path' below the receipt's folder", at: file["path"] ?? file)
      }
      guard entries[path] == nil else { throw problem("'\(path)' has two entries", at: name) }
      guard let blob = try id("blob", of: file) else { throw problem("'\(path)' has no 'blob'", at: name) }
      var origin: Receipt.Origin?
      if let inputs = try id("inputs", of: file) {
        origin = Receipt.Origin(
          inputs: inputs, generator: file["generator"]?.scalar, version: file["version"]?.scalar,
          arguments: try id("arguments", of: file))
      }
      entries[path] = Receipt.Entry(blob: blob, origin: origin)
      locations[path] = name.location
    }
    return ReadReceipt(receipt: Receipt(entries), locations: locations)
  }

  private static func id(_ key: String, of node: DocumentNode) throws(ReceiptProblem) -> ObjectID? {
    guard let value = node[key] else { return nil }
    guard let id = value.scalar.flatMap({ ObjectID(hexadecimal: $0) }) else {
      throw problem("'\(key)' is not an id of 40 hexadecimal digits", at: value)
    }
    return id
  }

  private static func problem(_ message: String, at node: DocumentNode) -> ReceiptProblem {
    ReceiptProblem(message: message, location: node.location)
  }
}
