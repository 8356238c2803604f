internal import CLibgit2
internal import DriftModel

/// Which of some paths a tree holds, with a memory: a folder that did not change from commit to commit is looked at
/// once, so that a walk over a history costs little more than reading its commits.
struct PathPresence {
  /// A set of paths, by their position in the list asked about.
  struct Paths: Sendable, Hashable {
    private var words = SIMD16<UInt64>.zero

    static let capacity = 1024

    init() {}
    init(upTo count: Int) { for index in 0..<count { insert(index) } }

    mutating func insert(_ index: Int) { words[index >> 6] |= 1 << UInt64(index & 63) }
    mutating func formUnion(_ other: Paths) { words |= other.words }
    mutating func formIntersection(_ other: Paths) { words &= other.words }
    mutating func subtract(_ other: Paths) { words &= ~other.words }
    func subtracting(_ other: Paths) -> Paths {
      var result = self
      result.subtract(other)
      return result
    }

    var isEmpty: Bool { words == .zero }
    var indices: [Int] { (0..<Paths.capacity).filter { words[$0 >> 6] >> UInt64($0 & 63) & 1 == 1 } }
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
