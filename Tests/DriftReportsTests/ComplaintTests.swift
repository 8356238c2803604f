import DriftModel
import DriftReports
import Testing

struct ComplaintTests {
  private let complaints = [
    Complaint(
      "unknown key 'chekcs'", at: AwkwardReport.place(".check-drift.yml", 2, 1, 6), help: ["did you mean 'checks'?"],
      lines: [(2, Array("chekcs: []".utf8))]),
    Complaint("'https://u:p@host/x' names no commit\nhere", help: ["100%"]),
  ]

  private func rendered(_ format: ReportFormat, _ level: Level = .error, _ options: RenderOptions = .init()) -> String {
    String(decoding: format.render(complaints, level: level, options: options), as: UTF8.self)
  }

  @Test func showsTheSource() {
    #expect(
      rendered(.text) == """
        error: unknown key 'chekcs'
          --> .check-drift.yml:2:1
           |
         2 | chekcs: []
           | ^^^^^^
          help: did you mean 'checks'?

        error: 'https://***@host/x' names no commit\\nhere
          help: 100%

        """)
    #expect(rendered(.json) == rendered(.text))
  }

  @Test func speaksAsTheFormatDoes() {
    #expect(
      rendered(.compiler, .warning, RenderOptions(pathPrefix: "/work/")) == """
        /work/.check-drift.yml:2:1: warning: unknown key 'chekcs'; help: did you mean 'checks'?
        check-drift: warning: 'https://***@host/x' names no commit\\nhere; help: 100%

        """)
    #expect(
      rendered(.github) == """
        ::error file=.check-drift.yml,line=2,endLine=2,col=1,endColumn=7,title=check-drift::unknown key 'chekcs'%0Ahelp: did you mean 'checks'?
        ::error title=check-drift::'https://***@host/x' names no commit\\nhere%0Ahelp: 100%25

        """)
  }
}
