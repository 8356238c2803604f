import SourceText
import Testing

struct ShellTests {
  @Test func commentsBeginWords() {
    expect("a ⟪# b c⟫\nd#e $# ${#f} ${g#h} \\# $((2#1)) ; ⟪# i⟫\n(⟪# j⟫\n)", as: .shell)
  }

  @Test func quotes() {
    expect("a ‹'b # \\'› ‹\"c # \\\" d\"› ‹$'e\\''› ‹\"$f ${g:-\"h\"}\"› ⟪# i⟫", as: .shell)
  }

  @Test func substitutionsAreCode() {
    expect("‹\"a ›$(b ‹'c'› ⟪# d⟫\n)‹ e\"› ‹\"›`f ‹'g'›`‹\"›", as: .shell)
    expect("‹\"›$(case x in a) echo ‹'b'› ;; (c) d ;; esac)‹\"› ⟪# e⟫", as: .shell)
  }

  @Test func hereDocuments() {
    expect("cat <<EOF <<-'B C' ⟪# d⟫\n‹# a\n'\n›EOF\n‹# b\n›\tB C\nx ⟪# e⟫", as: .shell)
    expect("a=$((1<<2)) ⟪# b⟫\n((x<<3)) ⟪# c⟫\ncat <<<‹'d'› ⟪# e⟫\n", as: .shell)
  }

  @Test func makefiles() {
    expect("A = b\\#c ⟪# d \\\n e⟫\nf: $(subst #,x,y)\n\techo ‹'# g'› $# ⟪# h⟫\n", as: .makefile)
  }

  @Test func dockerfiles() {
    expect("⟪# syntax=docker/dockerfile:1⟫\nRUN echo # it's\n  ⟪# b⟫\n", as: .dockerfile)
  }
}
