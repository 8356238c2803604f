import DriftModel
import Testing

struct BlobIDTests {
  /// What `git hash-object --stdin` prints, at and around the size of a block less the length that ends it.
  @Test(arguments: [
    (0, "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"), (1, "2e65efe2a145dda7ee51d1741299f848e5bf752e"),
    (45, "69ce1347bb079586eb6ea14ab5116f835ef29639"), (46, "50b3bbe915fe104dbbb6786fdcfa310bcfc25d4e"),
    (48, "12d42395b020f44bb7710113b31f688d0ebeda7c"), (47, "5e3bf7e629b4908cce461530c17a64365cb47303"),
    (54, "60704cd2c753c0419b5d235cbf244ec4c696cded"),
    (1000, "a50be72b20f0e3f078d252e8e56b11b4bec67509"),
  ])
  func namesBytesAsGitDoes(count: Int, id: String) {
    #expect(ObjectID(blobOf: Array(repeating: UInt8(ascii: "a"), count: count)).description == id)
  }
}
