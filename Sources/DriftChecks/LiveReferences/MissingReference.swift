internal import DriftModel

/// A reference and its place in a document.
struct LocatedReference: Sendable {
  let reference: Reference
  let document: RepositoryPath
  let location: Location
  /// The bytes of its path alone; nil if it is not written as it reads.
  let pathRange: Range<Int>?
  let written: [UInt8]
}

/// A reference to something that is not in the tree.
struct MissingReference: Sendable {
  let located: LocatedReference
  let target: Target
  /// What it may mean, the likeliest first.
  let candidates: [RepositoryPath]
  /// Whether it only reads like a path.
  let isLikely: Bool
  /// Whether it would be a path of this repository even if the history never knew it.
  let isPlausible: Bool
  /// Whether it stands in the code of a site's page, which tells of its reader's project as often as of this one.
  var isOfReader = false
  /// For links that are not shown as they lie in the tree: what tells whether they are meant for it.
  let habit: (form: LinkForm, showing: Showing)?

  init(
    _ located: LocatedReference, _ target: Target, candidates: [RepositoryPath], isLikely: Bool, isPlausible: Bool,
    habit: (form: LinkForm, showing: Showing)? = nil
  ) {
    self.located = located
    self.target = target
    self.candidates = candidates
    self.isLikely = isLikely
    self.isPlausible = isPlausible
    self.habit = habit
  }
}
