import SourceText
import Testing

struct DataFormatTests {
  @Test func yamlCommentsStandBehindWhiteSpace() {
    expect("a: b#c ⟪# d⟫\n⟪# e⟫\nf: ‹'# g ''h'›\ni: it's ⟪# j⟫\nk: ‹\"# \\\" l\"› ⟪# m⟫\n", as: .yaml)
  }

  @Test func yamlBlockScalars() {
    expect("a: |  ⟪# b⟫\n‹  # c\n\n  d›\n⟪# e⟫\nf:\n- >-\n‹ # g›\n- h: |2\n‹    # i›\n  ⟪# j⟫\n", as: .yaml)
  }

  @Test func yamlFlowCollections() {
    expect("[a, ‹'b # c'›, {‹\"d\"›: ‹'e'›, ‹\"f\"›:‹'g'›}] ⟪# h⟫\n", as: .yaml)
  }

  @Test func yamlPlainScalarsGoOn() {
    expect("a: it is\n  'quoted' later\nb: ‹'c'›\n", as: .yaml)
  }

  @Test func toml() {
    expect("a = ‹\"b # \\\" c\"› ⟪# d⟫\ne = ‹'f\\'›\ng = ‹\"\"\"\n# \"\"h\"\"\"\"›\ni = ‹'''\n# '''›", as: .toml)
  }

  @Test func sql() {
    expect("SELECT ‹'a -- ''b'›, \"c'd\" ⟪-- e⟫\n⟪/* /* f */ */⟫ ‹E'\\''› ‹$$ -- g $$› ‹$x$ $$ $x$› $1", as: .sql)
    expect("COPY a FROM stdin;\n‹it's\n›\\.\nSELECT ‹'b'›;", as: .sql)
    expect("⟪-- MySQL⟫\nINSERT ‹'a\\'b'›;", as: .sql)
  }

  @Test func json() {
    expect("{‹\"a\"›: ‹\"// b\"›, ⟪// c⟫\n⟪/* d */⟫ ‹\"e\\\"\"›: 1}", as: .json)
  }
}
