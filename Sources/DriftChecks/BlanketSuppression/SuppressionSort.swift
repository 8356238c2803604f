internal import SourceText

/// A way of telling a tool to keep quiet, as its own grammar has it. The raw value is its name in the configuration.
enum SuppressionSort: String, Sendable, CaseIterable {
  case noqa
  case ruffNoqa = "ruff-noqa"
  case flake8Noqa = "flake8-noqa"
  case typeIgnore = "type-ignore"
  case pyrightIgnore = "pyright-ignore"
  case mypyIgnoreErrors = "mypy-ignore-errors"
  case pylintDisable = "pylint-disable"
  case pylintSkipFile = "pylint-skip-file"
  case swiftlintDisable = "swiftlint-disable"
  case swiftFormatIgnore = "swift-format-ignore"
  case swiftFormatIgnoreFile = "swift-format-ignore-file"
  case eslintDisable = "eslint-disable"
  case eslintDisableLine = "eslint-disable-line"
  case eslintDisableNextLine = "eslint-disable-next-line"
  case tsIgnore = "ts-ignore"
  case tsNocheck = "ts-nocheck"
  case tsExpectError = "ts-expect-error"
  case biomeIgnore = "biome-ignore"
  case nolint
  case rustAllow = "rust-allow"

  /// Whether it is looked for only where `also` names it.
  var isOptional: Bool { self == .tsExpectError || self == .rustAllow }

  /// The number that a mark has for it.
  var number: Int { SuppressionSort.allCases.firstIndex(of: self) ?? 0 }

  /// What it hides, for `it hides …`.
  var hidden: String {
    switch self {
    case .noqa, .ruffNoqa: "every finding of ruff and flake8"
    case .flake8Noqa: "every finding of flake8 and ruff"
    case .typeIgnore: "every error of mypy and pyright"
    case .pyrightIgnore: "every error of pyright"
    case .mypyIgnoreErrors: "every error of mypy"
    case .pylintDisable, .pylintSkipFile: "every message of pylint"
    case .swiftlintDisable: "every finding of SwiftLint"
    case .swiftFormatIgnore, .swiftFormatIgnoreFile: "every finding of swift-format"
    case .eslintDisable, .eslintDisableLine, .eslintDisableNextLine: "every finding of ESLint"
    case .tsIgnore, .tsNocheck, .tsExpectError: "every error of TypeScript"
    case .biomeIgnore: "every lint finding of Biome"
    case .nolint: "every finding of golangci-lint"
    case .rustAllow: "every warning of the group"
    }
  }

  /// What is wrong with it, for `'@ts-ignore' can name no error`.
  ///
  /// - Parameter written: what is written.
  func claim(_ written: [UInt8]) -> String {
    switch self {
    case .tsIgnore, .tsNocheck, .tsExpectError: "can name no error"
    case .swiftlintDisable, .pylintDisable: "names 'all'"
    case .nolint where written.contains(UInt8(ascii: ":")): "names 'all'"
    case .rustAllow: "names a whole group of lints"
    default: "names no rule"
    }
  }

  /// What to write instead, as an imperative.
  var advice: String {
    switch self {
    case .noqa: "name the rules: '# noqa: F401'"
    case .ruffNoqa: "name the rules: '# ruff: noqa: F401'"
    case .flake8Noqa: "name the rules: '# flake8: noqa: F401'"
    case .typeIgnore: "name the errors: '# type: ignore[attr-defined]'"
    case .pyrightIgnore: "name the rules: '# pyright: ignore[reportAttributeAccessIssue]'"
    case .mypyIgnoreErrors: "name the errors: '# mypy: disable-error-code=\"attr-defined\"'"
    case .pylintDisable, .pylintSkipFile: "name the messages: '# pylint: disable=unused-import'"
    case .swiftlintDisable: "name the rules: '// swiftlint:disable:next force_cast'"
    case .swiftFormatIgnore: "name the rules: '// swift-format-ignore: NeverForceUnwrap'"
    case .swiftFormatIgnoreFile: "name the rules: '// swift-format-ignore-file: NeverForceUnwrap'"
    case .eslintDisable: "name the rules: '/* eslint-disable no-console */'"
    case .eslintDisableLine: "name the rules: '// eslint-disable-line no-console'"
    case .eslintDisableNextLine: "name the rules: '// eslint-disable-next-line no-console'"
    case .tsIgnore:
      "write '@ts-expect-error' and why, which fails as soon as there is no error, or give the value its type"
    case .tsNocheck: "check the file, and mark the lines that need it with '@ts-expect-error' and why"
    case .tsExpectError: "give the value its type"
    case .biomeIgnore: "name the rule: 'biome-ignore lint/suspicious/noExplicitAny: why'"
    case .nolint: "name the linters: '//nolint:errcheck // why'"
    case .rustAllow: "name the lints: '#[allow(dead_code)]'"
    }
  }
}

/// How far a suppression reaches.
enum SuppressionReach: String, Sendable {
  /// A line, a statement, a declaration.
  case line
  /// Everything behind it, up to where it is taken back.
  case rest
  /// The whole file.
  case file
}

/// Why a suppression that means to name rules names none.
enum SuppressionFault: String, Sendable {
  /// `# noqa F401`.
  case noColon = "no-colon"
  /// `# noqa : F401`.
  case spaceBeforeColon = "space-before-colon"
  /// `# noqa[F401]`, `# noqab`.
  case suffix
  /// `# noqa: unused-import`.
  case noCodes = "no-codes"
  /// `# type: ignore because`.
  case textBehind = "text-behind"

  /// What the tools make of it, as the rest of a sentence that begins with what is written.
  var sentence: String {
    switch self {
    case .noColon: "lacks the colon before the codes, so it hides every finding of its line"
    case .spaceBeforeColon: "has a space before the colon, so flake8 does not see the codes and hides everything"
    case .suffix: "is no suppression to ruff, and to flake8 one of every finding of its line"
    case .noCodes: "names no code that ruff or flake8 know, so flake8 hides every finding of its line"
    case .textBehind: "has text where the codes belong, so pyright hides every error of its line, and mypy refuses it"
    }
  }
}

/// A suppression found in a file.
struct FoundSuppression: Sendable, Hashable {
  let sort: SuppressionSort
  let reach: SuppressionReach
  /// The byte offsets of what is written; with a replacement, of what it replaces.
  var range: Range<Int>
  /// Why it names no rules although it means to; nil if it does not mean to.
  var fault: SuppressionFault?
  /// What was certainly meant.
  var replacement: [UInt8]?

  init(
    _ sort: SuppressionSort, _ reach: SuppressionReach, _ range: Range<Int>, fault: SuppressionFault? = nil,
    replacement: [UInt8]? = nil
  ) {
    self.sort = sort
    self.reach = reach
    self.range = range
    self.fault = fault
    self.replacement = replacement
  }
}

/// The families of languages that have suppressions, each with what tells cheaply that a file may hold one.
enum SuppressionFamily: String, Sendable, CaseIterable {
  case go, javascript, python, rust, swift

  init?(_ language: Language) {
    switch language {
    case .go: self = .go
    case .javascript, .typescript, .tsx: self = .javascript
    case .python: self = .python
    case .rust: self = .rust
    case .swift: self = .swift
    default: return nil
    }
  }

  /// Regular expressions one of which matches within every suppression. Few lines that hold none are matched.
  var words: [String] {
    switch self {
    case .go: ["nolint"]
    case .javascript: ["eslint-disable", "@ts-(?:ignore|nocheck|expect-error)", "biome-ignore"]
    case .python:
      ["(?i)noqa", #"(?:type|pyright):\s*ignore"#, "# mypy: ", #"pylint:\s*(?:disable|skip-file)"#]
    case .rust: [#"#!?\[\s*(?:allow|expect)\s*\([^\])]*(?:\bwarnings\b|clippy::all\b)"#]
    case .swift: ["swiftlint:disable", "swift-format-ignore"]
    }
  }
}
