/// Values that are made at the same time, in the order of their numbers.
///
/// - Parameters:
///   - count: how many there are.
///   - jobs: how many may be made at the same time.
///   - make: makes the value of a number from 0; called once for each.
public func sideBySide<Value: Sendable>(
  _ count: Int, jobs: Int, _ make: @escaping @Sendable (Int) -> Value
) async -> [Value] {
  if jobs <= 1 || count <= 1 { return (0..<count).map(make) }
  return await withTaskGroup(of: (Int, Value).self) { group in
    var values: [Value?] = Array(repeating: nil, count: count)
    var waiting = (0..<count).makeIterator()
    func start() {
      guard let number = waiting.next() else { return }
      group.addTask { (number, make(number)) }
    }
    for _ in 0..<min(jobs, count) { start() }
    for await (number, value) in group {
      values[number] = value
      start()
    }
    return values.compactMap(\.self)
  }
}
