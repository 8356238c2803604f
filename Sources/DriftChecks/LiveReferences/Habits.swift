internal import DriftModel

/// What was found and what was missed of each form, in every document and in the folders above it.
///
/// Links of a form that lead nowhere, where hardly any of them leads somewhere, are written for another tree than this:
/// for a generator, for a text that they are put into, as an example. Nothing but their like tells that.
struct Habits<Form: Hashable> {
  private struct Place: Hashable {
    let path: RepositoryPath
    let form: Form
  }

  private struct Observation: Hashable {
    let place: Place
    let name: [UInt8]
    let isFound: Bool
  }

  private var seen: Set<Observation> = []
  private var tallies: [Place: (found: Int, missed: Int)] = [:]

  /// How many different names a document or a folder must have told of to tell how others are meant.
  private static var enough: Int { 3 }

  /// Takes note of a name that a document has of something; of equal names in a folder one counts.
  mutating func note(_ name: [UInt8], of form: Form, in document: RepositoryPath, isFound: Bool) {
    var path = document
    while true {
      let place = Place(path: path, form: form)
      if seen.insert(Observation(place: place, name: name, isFound: isFound)).inserted {
        let tally = tallies[place] ?? (0, 0)
        tallies[place] = (tally.found + (isFound ? 1 : 0), tally.missed + (isFound ? 0 : 1))
      }
      guard path != .root else { return }
      path = path.parent
    }
  }

  /// Whether a document's names of a form are meant for this tree, as told by its own or by those in the nearest folder
  /// above it that has enough of them: not if none was found, yes if hardly fewer were than missed. What lies between
  /// tells nothing, and the next folder is asked; nil if none tells.
  func speak(for form: Form, in document: RepositoryPath, upTo limit: RepositoryPath) -> Bool? {
    var path = document
    while true {
      let tally = tally(form, path)
      if tally.found + tally.missed >= Self.enough {
        if tally.found == 0 { return false }
        if 2 * tally.found >= tally.missed { return true }
      }
      guard path != limit, path != .root else { return nil }
      path = path.parent
    }
  }

  /// Whether few were found of a form, where there are enough of it: in the document, or in the nearest folder above.
  func mostFail(_ form: Form, in document: RepositoryPath, upTo limit: RepositoryPath) -> Bool {
    var path = document
    while true {
      let tally = tally(form, path)
      if tally.found + tally.missed >= Self.enough { return 2 * tally.found < tally.missed }
      guard path != limit, path != .root else { return false }
      path = path.parent
    }
  }

  /// Whether a folder has too few to tell anything.
  func areFew(_ form: Form, in folder: RepositoryPath) -> Bool {
    let tally = tally(form, folder)
    return tally.found + tally.missed < Self.enough
  }

  /// Whether at least as many were found as missed in a folder, and any were.
  func mostAreFound(_ form: Form, in folder: RepositoryPath) -> Bool {
    let tally = tally(form, folder)
    return tally.found > 0 && tally.found >= tally.missed
  }

  private func tally(_ form: Form, _ path: RepositoryPath) -> (found: Int, missed: Int) {
    tallies[Place(path: path, form: form)] ?? (0, 0)
  }
}
