public import DriftModel

extension Receipt {
  /// What a receipt that is written anew keeps of the one that is there: the entries whose files still exist. Of a
  /// receipt that a merge left in conflict, the lines that both sides have.
  ///
  /// - Throws: that there is something which is no receipt: writing over it could lose what others recorded.
  public static func kept(
    at place: RepositoryPath, in snapshot: any RepositorySnapshot
  ) throws(RecordingRefusal) -> Receipt {
    var receipt = try present(at: place, in: snapshot)
    for path in receipt.entries.keys {
      do throws(ReadFailure) {
        if try snapshot.entry(at: place.parent.appending(path)) == nil { receipt.entries[path] = nil }
      } catch {
        // Whether the file is there cannot be told: then its entry stays.
      }
    }
    return receipt
  }

  private static func present(
    at place: RepositoryPath, in snapshot: any RepositorySnapshot
  ) throws(RecordingRefusal) -> Receipt {
    let bytes: [UInt8]
    do throws(ReadFailure) {
      bytes = try snapshot.contents(of: place)
    } catch {
      switch error.cause {
      case .notFound: return Receipt()
      // The merge is not over. What was recorded before it is what can be built on.
      case .unmerged: return (snapshot.reference.flatMap { try? present(at: place, in: $0) }) ?? Receipt()
      default: throw RecordingRefusal(error, at: Location(place))
      }
    }
    switch ReceiptState.parse(bytes, at: place) {
    case .missing: return Receipt()
    case .read(let read): return read.receipt
    case .inConflict:
      let settled = ReceiptState.parse(ConflictMarkers.settledReceipt(of: bytes), at: place)
      if case .read(let read) = settled { return read.receipt }
      return Receipt()
    case .unreadable(let reason):
      throw RecordingRefusal(reason.reason, at: reason.location, remedies: reason.remedies)
    }
  }
}
