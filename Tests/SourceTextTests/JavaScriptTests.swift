import SourceText
import Testing

struct JavaScriptTests {
  @Test func commentsAndStrings() {
    expect("let a = ‹'//'›; ⟪// b⟫\n⟪/* c\n'd */⟫ ‹\"e\\\"\"›", as: .typescript)
  }

  @Test func templatesNest() {
    expect("‹`a ›${b + ‹`c ›${d}‹`›}‹ // e`›; ⟪// f⟫", as: .javascript)
    expect("‹`›${{a: {}}}‹`›", as: .javascript)
  }

  @Test func slashesDivideBehindOperands() {
    expect("a / b / c; (a) / ‹'x'› / 2", as: .javascript)
    expect("x++ / 2 / ‹'q'›; a[0] / 1; y! / 3 / ‹'q'›", as: .typescript)
    expect("a.return / 2 / ‹'q'›", as: .javascript)
  }

  @Test func slashesBeginRegularExpressionsElsewhere() {
    expect("x = ‹/'[/]\\//gi›; ⟪// c⟫", as: .javascript)
    expect("return ‹/\"/›.test(s)", as: .javascript)
    expect("if (a) ‹/'/›.test(b)", as: .javascript)
    expect("f(‹/'/›, ‹/\"/g›)", as: .javascript)
    expect("function f() {}\n‹/'/›.test(x)", as: .javascript)
    expect("({}) / 2 / ‹'a'›", as: .javascript)
  }

  @Test func aSlashThatIsNotClosedOnItsLineDivides() {
    expect("x = /abc\n‹'d'›", as: .javascript)
  }

  @Test func elementsHoldText() {
    expect("return <div a=‹\"it's\"›>‹it's // fine›{x ⟪/* c */⟫}<br/>‹don't›</div>; ⟪// end⟫", as: .tsx)
    expect("const a = <>‹a›<B.c {...p}/></>; ⟪// b⟫", as: .javascript)
    expect("x = c && <p>{list.map(i => <li key={i}>‹'›{i}</li>)}</p>; ⟪// b⟫", as: .tsx)
  }

  @Test func anElementMayBeTheValueOfAnAttribute() {
    expect("return <A title=<b>‹it's›</b> c={1}>‹d›</A>; ⟪// e⟫", as: .tsx)
    expect("return <A<‹\"x\"›> b=‹'c'› />; ⟪// d⟫", as: .tsx)
  }

  @Test func typeParametersAreNoElements() {
    expect("const f = <T,>(x: T) => x; ⟪// it's⟫", as: .tsx)
    expect("const f = <T extends object>(x: T) => x; ⟪// it's⟫", as: .tsx)
    expect("type F = <T>(x: T) => T; ⟪// it's⟫", as: .tsx)
    expect("const x = <Foo>bar; ⟪// it's⟫", as: .typescript)
    expect("if (a < b && c > d) {} ⟪// it's⟫", as: .tsx)
  }
}
