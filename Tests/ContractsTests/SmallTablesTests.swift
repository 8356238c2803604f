import DriftModel
import Testing

@testable import Contracts

/// Tables that compare few entries one by one and hash many: both ways say the same.
struct SmallTablesTests {
  @Test(arguments: [0, 1, 16, 17, 18, 100]) func aSetOfNamesHoldsWhatWasPutIn(count: Int) {
    var names = NameSet()
    for isNew in [true, false] {
      for index in 0..<count {
        let wasNew = names.insert("name\(index)")
        #expect(wasNew == isNew)
      }
    }
    #expect(names.isEmpty == (count == 0))
    #expect((0..<count).allSatisfy { names.contains("name\($0)") })
    #expect(!names.contains("name\(count)"))
  }

  @Test(arguments: [1, 15, 16, 17, 18, 100]) func namedValuesAreWhatADictionaryHolds(count: Int) {
    var values: NamedValues = [:]
    var wanted: [String: Value] = [:]
    func compare() {
      #expect(Dictionary(uniqueKeysWithValues: values.map { ($0.key, $0.value) }) == wanted)
      #expect(values.isEmpty == wanted.isEmpty)
      #expect(values["none"] == nil)
    }
    for index in 0..<count {
      values["key\(index)"] = .integer("\(index)")
      wanted["key\(index)"] = .integer("\(index)")
    }
    compare()
    #expect(Array(values.keys) == (0..<count).map { "key\($0)" })
    values["key0"] = .null
    wanted["key0"] = .null
    compare()
    for wanted in [Value.null, nil] {
      let removed = values.removeValue(forKey: "key0")
      #expect(removed == wanted)
    }
    wanted["key0"] = nil
    compare()
    let more: NamedValues = ["key1": .string("other"), "new": .string("new")]
    values.merge(more) { $1 }
    wanted.merge(["key1": .string("other"), "new": .string("new")]) { $1 }
    compare()
    values = values.filter { $0.key != "new" }
    wanted["new"] = nil
    compare()
  }

  @Test func marksNeverDenyAKeyThatIsThere() {
    let keys = ["", "type", "é", "e\u{301}", "$ref", "items", "a", String(repeating: "k", count: 300)]
    let place = Location(RepositoryPath("a.json") ?? .root)
    for (index, key) in keys.enumerated() {
      let node = DocumentNode(
        .mapping([.init(key: key, keyLocation: place, value: DocumentNode(.scalar("1", style: .plain), at: place))]),
        at: place)
      #expect(node.mayHave(DocumentNode.Marks(key, "other")))
      #expect(node.mayHave(DocumentNode.Marks("other", key)))
      for (other, name) in keys.enumerated() { #expect(node.has(name) == (other == index)) }
    }
    let leaf = ["type", "title", "description", "format", "pattern", "minimum", "maximum", "default", "enum"]
    let plain = DocumentNode(
      .mapping(
        leaf.map { .init(key: $0, keyLocation: place, value: DocumentNode(.scalar("1", style: .plain), at: place)) }),
      at: place)
    #expect(!SchemaObject(plain).mayHoldSchemas)
  }
}
