internal import CLibgit2
internal import DriftModel

/// Which of some paths a tree holds, with a memory: a folder that did not change from commit to commit is looked at
/// once, so that a walk over a history costs little more than reading its commits.
struct PathPresence {
  /// A set of paths, by their position in the list asked about.
  struct Paths: Sendable, Hashable {
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    static let capacity = 256

    init() {}
    init(upTo count: Int) { for index in 0..<count { insert(index) } }

    mutating func insert(_ index: Int) {
      let bit: UInt64 = 1 << UInt64(index & 63)
      switch index >> 6 {
      case 0: words.0 |= bit
      case 1: words.1 |= bit
      case 2: words.2 |= bit
      default: words.3 |= bit
      }
    }

    mutating func formUnion(_ other: Paths) {
      words = (
        words.0 | other.words.0, words.1 | other.words.1, words.2 | other.words.2, words.3 | other.words.3
      )
    }

    mutating func formIntersection(_ other: Paths) {
      words = (
        words.0 & other.words.0, words.1 & other.words.1, words.2 & other.words.2, words.3 & other.words.3
      )
    }

    mutating func subtract(_ other: Paths) {
      words = (
        words.0 & ~other.words.0, words.1 & ~other.words.1, words.2 & ~other.words.2, words.3 & ~other.words.3
      )
    }

    func subtracting(_ other: Paths) -> Paths {
      var result = self
      result.subtract(other)
      return result
    }

    var isEmpty: Bool { words == (0, 0, 0, 0) }

    var indices: [Int] {
      let all = [words.0, words.1, words.2, words.3]
      return (0..<Paths.capacity).filter { all[$0 >> 6] >> UInt64($0 & 63) & 1 == 1 }
    }

    static func == (left: Paths, right: Paths) -> Bool { left.words == right.words }
    func hash(into hasher: inout Hasher) {
      hasher.combine(words.0)
      hasher.combine(words.1)
      hasher.combine(words.2)
      hasher.combine(words.3)
    }
  }

  /// A segment on the way to some of the paths.
  private struct Node {
    let name: [CChar]
    /// Paths that end here.
    var ending = Paths()
    var children: [Int] = []
    /// What was found below, by the id of the tree that stood here.
    var known: [ObjectIDBytes: Paths] = [:]
  }

  private var nodes = [Node(name: [])]

  /// - Parameter paths: at most ``Paths/capacity``.
  init(_ paths: [RepositoryPath]) {
    for (index, path) in paths.enumerated() {
      var at = 0
      for segment in path.segments {
        let name = segment.map { CChar(bitPattern: $0) } + [0]
        if let child = nodes[at].children.first(where: { nodes[$0].name == name }) {
          at = child
        } else {
          nodes.append(Node(name: name))
          nodes[at].children.append(nodes.count - 1)
          at = nodes.count - 1
        }
      }
      nodes[at].ending.insert(index)
    }
  }

  /// The paths that a tree holds, as files or as folders.
  mutating func paths(in tree: git_oid, _ repository: OpaquePointer) throws(GitError) -> Paths {
    try paths(in: tree, at: 0, repository)
  }

  private mutating func paths(
    in id: git_oid, at node: Int, _ repository: OpaquePointer
  ) throws(GitError) -> Paths {
    let key = ObjectIDBytes(id)
    if let known = nodes[node].known[key] { return known }
    var id = id
    let tree = TreeHandle(owning: try gitPointer("read a tree") { git_tree_lookup($0, repository, &id) })
    var found = Paths()
    for child in nodes[node].children {
      guard
        let entry = nodes[child].name.withUnsafeBufferPointer({ git_tree_entry_byname(tree.pointer, $0.baseAddress) })
      else { continue }
      found.formUnion(nodes[child].ending)
      guard !nodes[child].children.isEmpty, git_tree_entry_type(entry) == GIT_OBJECT_TREE,
        let below = git_tree_entry_id(entry)
      else { continue }
      found.formUnion(try paths(in: below.pointee, at: child, repository))
    }
    nodes[node].known[key] = found
    return found
  }
}
