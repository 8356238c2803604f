/// The name that was probably meant: the closest by edits (a swap of neighbours counts as one), if it is close enough;
/// else the only one that what was written begins, a plural's `s` aside.
///
/// - Parameters:
///   - name: what was written.
///   - names: what could have been written; ties go to the first.
public func closestName(to name: String, among names: [String]) -> String? {
  let written = Array(name.lowercased().unicodeScalars.prefix(64))
  var best: (distance: Int, name: String)?
  for candidate in names {
    let distance = editDistance(written, Array(candidate.lowercased().unicodeScalars.prefix(64)))
    if distance < best?.distance ?? .max { best = (distance, candidate) }
  }
  if let best, best.distance <= max(1, written.count / 3) { return best.name }
  let stem = written.last == "s" ? written.dropLast() : written[...]
  // Two letters begin too much.
  guard stem.count >= 3 else { return nil }
  let begun = names.filter { $0.lowercased().unicodeScalars.starts(with: stem) }
  return begun.count == 1 ? begun.first : nil
}

private func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
  var twoBack: [Int] = []
  var previous = Array(0...right.count)
  for (row, scalar) in left.enumerated() {
    var current = [row + 1]
    for (column, other) in right.enumerated() {
      var cost = min(previous[column + 1] + 1, current[column] + 1, previous[column] + (scalar == other ? 0 : 1))
      if row > 0, column > 0, scalar == right[column - 1], left[row - 1] == other {
        cost = min(cost, twoBack[column - 1] + 1)
      }
      current.append(cost)
    }
    twoBack = previous
    previous = current
  }
  return previous[right.count]
}
