import Testing

@testable import Contracts

@Suite struct TypeScriptReaderTests {
  private func names(_ text: String) throws -> [String] {
    let tree = try TypeScriptReader.read(Array(text.utf8))
    return tree.declarations.map { tree.name(of: $0) }
  }

  private func problem(_ text: [UInt8]) -> TypeScriptProblem? {
    do throws(TypeScriptProblem) {
      _ = try TypeScriptReader.read(text)
      return nil
    } catch {
      return error
    }
  }

  @Test func readsEveryKindOfDeclaration() throws {
    let text = """
      /** banner */
      export interface A extends B, C.D<string> { readonly 'a-b'?: string; [k: string]: unknown }
      declare type T = | "x" | -1.5 | null & (string | number)[];
      export const enum E { One = "1", "two words" = 2 }
      interface Empty {}
      """
    #expect(try names(text) == ["A", "T", "E", "Empty"])
  }

  @Test func readsMembersThatLinesSeparate() throws {
    let tree = try TypeScriptReader.read(Array("export interface A {\na: string\n[k: string]: unknown\n}".utf8))
    #expect(tree.members.map(\.kind) == [.property, .index])
  }

  @Test func tellsFunctionsFromParentheses() throws {
    let tree = try TypeScriptReader.read(
      Array("type F = (a: string, ...b: number[]) => void\ntype P = (string)[]".utf8))
    #expect(tree.declarations.map { tree.nodes[Int($0.type)].kind } == [.function, .array])
  }

  @Test func readsTuplesWithOptionalRestAndLabelledElements() throws {
    let tree = try TypeScriptReader.read(Array("type T = [string, number?, a: string, b?: number, ...(string)[]]".utf8))
    let tuple = tree.nodes[Int(tree.declarations[0].type)]
    let kinds = tree.children(of: tuple).map { tree.nodes[Int($0)].kind }
    #expect(kinds == [.name, .optional, .labelled, .labelled, .rest])
  }

  @Test func resolvesEscapes() throws {
    let tree = try TypeScriptReader.read(Array(#"interface A { "\u0061\x62\n\u{1F600}\'": 1 }"#.utf8))
    #expect(tree.members.map { tree.name(of: $0) } == ["ab\n\u{1F600}'"])
  }

  @Test(arguments: [
    ("export * from './a'", 7..<8), ("interface A { f(): void }", 15..<16), ("type A = { [K in B]: C }", 11..<16),
    ("type A = B extends C ? D : E", 11..<18), ("class A {}", 0..<5), ("type A<T> = T", 6..<7),
    ("type A = 'x", 9..<11), ("/* never", 0..<8), ("type A = [string", 16..<16), ("interface A { a: ", 17..<17),
    ("enum A { a = }", 13..<14), ("type A = new () => B", 9..<12),
  ]) func locatesWhatItCannotRead(text: String, range: Range<Int>) {
    #expect(problem(Array(text.utf8))?.range == range)
  }

  @Test func refusesWhatIsNotUTF8() {
    #expect(problem([0x74, 0x79, 0xFF])?.range == 2..<3)
  }

  @Test(arguments: ["{a:", "(", "[", "keyof ", "A<", "(a: "]) func refusesDeepNesting(opening: String) {
    let text = "type A = " + String(repeating: opening, count: 100_000)
    #expect(problem(Array(text.utf8))?.message.hasPrefix("types nest more than 200 deep") == true)
  }

  @Test(arguments: ["type A = ", "interface A {", "/** a */ export const enum E { a = 'b', "])
  func endsForEveryByteAfterABeginning(beginning: String) {
    for byte in UInt8.min...UInt8.max {
      for next in [UInt8(ascii: "{"), UInt8(ascii: "\\"), 0x80, 0] {
        _ = problem(Array(beginning.utf8) + [byte, next])
      }
    }
  }

  @Test func writesNumbersAsJavaScriptDoes() {
    let values: [Double] = [0, -0.0, 1, 1.5, 1e21, 1e20, 123_456_789_012_345_683_968, 1e-6, 1e-7, -2.5e-10, 0.1, 100]
    let texts = [
      "0", "0", "1", "1.5", "1e+21", "100000000000000000000", "123456789012345680000", "0.000001", "1e-7", "-2.5e-10",
      "0.1", "100",
    ]
    #expect(values.map(JavaScriptNumber.text) == texts)
  }

  /// Names and what the generator's `toSafeString` makes of them, as it answered.
  @Test(arguments: [
    ("foo bar", "FooBar"), ("snake_case_name", "SnakeCaseName"), ("_leading_one", "_LeadingOne"),
    ("ünï cödé", "UniCode"),
    ("a1b", "A1B"), ("$dollar", "$Dollar"), ("control-bundle", "ControlBundle"), ("Straße", "Strasse"), ("é", "E"),
  ]) func namesAsTheGeneratorDoes(text: String, name: String) {
    #expect(TypeScriptNaming.safeName(text) == name)
  }
}
