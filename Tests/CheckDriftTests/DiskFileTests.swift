import Foundation
import Testing

@testable import CheckDrift

struct DiskFileTests {
  /// A folder with a `root` in it, removed afterwards.
  private func withRoot(_ body: (URL) throws -> Void) throws {
    let folder = URL(filePath: NSTemporaryDirectory()).resolvingSymlinksInPath().appending(path: UUID().uuidString)
    let root = folder.appending(path: "root")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(root)
  }

  private func contents(_ url: URL) -> String? {
    (try? Data(contentsOf: url)).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func replacesAFileAndKeepsItsMode() throws {
    try withRoot { root in
      let file = root.appending(path: "a.txt")
      try Data("old".utf8).write(to: file)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
      try DiskFile.write(Array("new".utf8), to: file.path, root: root.path)
      #expect(contents(file) == "new")
      let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
      #expect(mode == 0o755)
      #expect(try FileManager.default.contentsOfDirectory(atPath: root.path) == ["a.txt"])
    }
  }

  @Test func followsNoLinkBelowTheRoot() throws {
    try withRoot { root in
      let outside = root.deletingLastPathComponent().appending(path: "outside")
      try FileManager.default.createDirectory(at: outside, withIntermediateDirectories: true)
      try Data("precious".utf8).write(to: outside.appending(path: "a.txt"))
      try FileManager.default.createSymbolicLink(
        at: root.appending(path: "folder"), withDestinationURL: outside)
      try FileManager.default.createSymbolicLink(
        at: root.appending(path: "link"), withDestinationURL: outside.appending(path: "a.txt"))
      for name in ["folder/a.txt", "link"] {
        #expect(throws: FileProblem.self) {
          try DiskFile.write([1], to: root.appending(path: name).path, root: root.path)
        }
        #expect(throws: FileProblem.self) { try DiskFile.read(Array(name.utf8), below: root.path + "/") }
      }
      #expect(contents(outside.appending(path: "a.txt")) == "precious")
      // The root itself may be reached through a link of the caller's.
      let alias = root.deletingLastPathComponent().appending(path: "alias")
      try FileManager.default.createSymbolicLink(at: alias, withDestinationURL: root)
      #expect(throws: FileProblem.self) {
        try DiskFile.write([1], to: alias.appending(path: "folder/a.txt").path, root: root.path)
      }
      try DiskFile.write(Array("x".utf8), to: alias.appending(path: "b.txt").path, root: root.path)
      #expect(contents(root.appending(path: "b.txt")) == "x")
    }
  }

  @Test func refusesFoldersAndMissingFolders() throws {
    try withRoot { root in
      try FileManager.default.createDirectory(at: root.appending(path: "d"), withIntermediateDirectories: true)
      for name in ["d", "missing/a.txt"] {
        #expect(throws: FileProblem.self) {
          try DiskFile.write([1], to: root.appending(path: name).path, root: root.path)
        }
      }
      #expect(throws: FileProblem.self) { try DiskFile.write([1], to: "", root: nil) }
    }
  }

  @Test func writesToDevicesOfTheCaller() throws {
    try DiskFile.write([1, 2, 3], to: "/dev/null", root: nil)
    #expect(throws: FileProblem.self) { try DiskFile.write([1], to: "/dev/full", root: nil) }
  }

  @Test func readsBelowTheRoot() throws {
    try withRoot { root in
      try Data("x".utf8).write(to: root.appending(path: "a.txt"))
      #expect(try DiskFile.read(Array("a.txt".utf8), below: root.path + "/") == [0x78])
      #expect(try DiskFile.read(Array("b.txt".utf8), below: root.path + "/") == nil)
      #expect(try DiskFile.read(Array("c/b.txt".utf8), below: root.path + "/") == nil)
      #expect(throws: FileProblem.self) { try DiskFile.read(Array("../x".utf8), below: root.path + "/") }
      #expect(throws: FileProblem.self) { try DiskFile.read(root.path) }
    }
  }

  @Test func takesDotsOutByName() throws {
    #expect(try DiskFile.absolute("/a/./b//../c") == "/a/c")
    #expect(try DiskFile.absolute("/../a") == "/a")
    #expect(try DiskFile.absolute("/") == "/")
  }
}
