internal import DriftModel

extension GeneratedCode {
  static let outputEdited = Problem(
    "output-edited", "an output changed since it was recorded, and its inputs did not",
    explanation: """
      Somebody edited generated code by hand, or a merge put together two halves that no generator wrote. The next run \
      of the generator undoes the edit without a word. If the change is wanted, it belongs into the input or the \
      generator. If the generator did write this, it was not recorded: 'check-drift record' belongs into the same commit.
      """)

  static let inputMoved = Problem(
    "input-moved", "an input changed since the output was recorded, and the output did not",
    explanation: """
      The schema moved on and the generated code stayed behind, so the two sides of an interface no longer speak the \
      same language. Usually somebody forgot to regenerate, or a merge brought in a new input. Regenerate in the \
      repository that owns the outputs.
      """)

  static let notRecorded = Problem(
    "not-recorded", "the receipt does not vouch for an output",
    explanation: """
      The receipt has no entry for the output, or both the output and what feeds it changed since. The output may be \
      fresh, but nothing here shows it: record outputs in the commit that changes them, with 'check-drift record'. A \
      receipt that a merge left in conflict vouches for nothing until it is recorded again.
      """)

  static let generatorChanged = Problem(
    "generator-changed", "the output was recorded with another generator, version or arguments",
    explanation: """
      Inputs and outputs are as they were recorded, but the configuration now asks for another generator, another \
      version of it, or other arguments. What it would write today is not known: regenerate and record.
      """)

  static let outputMissing = Problem(
    "output-missing", "an input has no output",
    explanation: """
      The input is there and what should be generated from it is not. Usually a new schema was added without running \
      the generator, or its output was never added to git. An output that only some inputs have is declared with \
      'required: false'.
      """)

  static let orphanOutput = Problem(
    "orphan-output", "a file looks like an output, and no input yields it",
    explanation: """
      Its input was renamed or removed and the generated file stayed, still imported by somebody. Delete it, or, if it \
      was never generated, name it in 'except'.
      """)

  static let outputsCollide = Problem(
    "outputs-collide", "two inputs yield one output path",
    explanation: """
      Whichever the generator writes last wins, and the other is lost. The usual cause is a transform that maps two \
      names to one: 'UserEvent' and 'user_event' are the same in snake case.
      """)

  static let stampDiffers = Problem(
    "stamp-differs", "an output's header does not agree with its input or its generator",
    explanation: """
      The header that the generator wrote names another source or another version than the configuration and the files \
      do, or there is none. Usually somebody generated with a tool of another version, or renamed a file by hand.
      """)

  static let mirrorDiffers = Problem(
    "mirror-differs", "a copy is not equal to what it is a copy of",
    explanation: """
      A vendored copy has to have the bytes of its source. Usually the source moved on and the copy did not, or \
      somebody repaired something in the copy. Change the source, then copy it again.
      """)
}
