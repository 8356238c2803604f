internal import DriftModel
internal import Synchronization

/// What checks made of files, kept for the others that ask for the same while the run lasts.
final class SharedReadings: Sendable {
  private struct Key: Hashable {
    let type: ObjectIdentifier
    let path: RepositoryPath
  }

  private enum State {
    /// Somebody is at it.
    case begun
    case made(any Sendable)
  }

  private let states = Mutex<[Key: State]>([:])

  /// The readings, in the order of the paths; what another check is at is left for the end, and made here if it is not
  /// there then.
  func all<Reading: Sendable>(
    of paths: [RepositoryPath], in snapshot: any RepositorySnapshot, with workers: Workers,
    _ make: @escaping @Sendable ([UInt8], RepositoryPath) -> Reading
  ) -> [Result<Reading, ReadFailure>] {
    let read = { @Sendable (path: RepositoryPath) in
      Result { () throws(ReadFailure) in make(try snapshot.contents(of: path), path) }
    }
    let first = workers.map(paths.count) { index -> Result<Reading, ReadFailure>? in
      self.reading(of: paths[index], read)
    }
    let left = first.indices.filter { first[$0] == nil }
    let second = workers.map(left.count) { index in
      let path = paths[left[index]]
      return self.known(Key(type: ObjectIdentifier(Reading.self), path: path)) ?? read(path)
    }
    var all = first
    for (index, reading) in zip(left, second) { all[index] = reading }
    return all.compactMap { $0 }
  }

  /// A reading that is there, or that nobody is at yet.
  private func reading<Reading: Sendable>(
    of path: RepositoryPath, _ read: (RepositoryPath) -> Result<Reading, ReadFailure>
  ) -> Result<Reading, ReadFailure>? {
    let key = Key(type: ObjectIdentifier(Reading.self), path: path)
    if let known: Result<Reading, ReadFailure> = known(key) { return known }
    let isMine = states.withLock { states in
      guard states[key] == nil else { return false }
      states[key] = .begun
      return true
    }
    guard isMine else { return nil }
    let reading = read(path)
    states.withLock { $0[key] = .made(reading) }
    return reading
  }

  private func known<Reading: Sendable>(_ key: Key) -> Result<Reading, ReadFailure>? {
    guard case .made(let reading)? = states.withLock({ $0[key] }) else { return nil }
    return reading as? Result<Reading, ReadFailure>
  }
}
