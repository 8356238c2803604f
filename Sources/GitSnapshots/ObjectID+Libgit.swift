internal import CLibgit2
internal import DriftModel

extension ObjectID {
  /// Copies a `git_oid`.
  init(_ oid: git_oid) {
    var oid = oid
    self = ObjectID(bytes: withUnsafeBytes(of: &oid) { Array($0.prefix(20)) }) ?? .zero
  }

  /// The same id as libgit2's value.
  var libgit: git_oid {
    var oid = git_oid()
    withUnsafeMutableBytes(of: &oid) { $0.copyBytes(from: bytes) }
    return oid
  }
}
