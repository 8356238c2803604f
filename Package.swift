// swift-tools-version: 6.1
import PackageDescription

/// What every target is compiled with: the strictest form of the language, so that a slip is a compile error.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

// RE2's pkg-config file names -pthread, which SwiftPM refuses with a warning in every build that depends on this
// package. Debian keeps the header and the library where the compiler looks anyway; Homebrew does not.
#if os(macOS)
  let re2PackageConfig: String? = "re2"
#else
  let re2PackageConfig: String? = nil
#endif

let package = Package(
  name: "check-drift",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "CheckDrift", targets: ["CheckDrift"]),
    .executable(name: "check-drift", targets: ["check-drift"]),
    .plugin(name: "CheckDriftCommand", targets: ["CheckDriftCommand"]),
    .plugin(name: "RecordCodegenCommand", targets: ["RecordCodegenCommand"]),
    .plugin(name: "FixDriftCommand", targets: ["FixDriftCommand"]),
    .plugin(name: "CheckDriftBuild", targets: ["CheckDriftBuild"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .systemLibrary(
      name: "CLibgit2", pkgConfig: "libgit2", providers: [.apt(["libgit2-dev"]), .brew(["libgit2"])]),
    .systemLibrary(
      name: "CLibyaml", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .systemLibrary(
      name: "CMD4C", pkgConfig: "md4c", providers: [.apt(["libmd4c-dev"]), .brew(["md4c"])]),
    .systemLibrary(
      name: "CRE2", pkgConfig: re2PackageConfig, providers: [.apt(["libre2-dev"]), .brew(["re2"])]),
    .target(name: "CRegularExpressions", dependencies: ["CRE2"], linkerSettings: [.linkedLibrary("re2")]),
    .target(name: "CLibgit2Support", dependencies: ["CLibgit2"]),
    .target(name: "CSpawnSupport"),
    .target(name: "CAllocator"),

    .target(name: "DriftModel", swiftSettings: strict),
    .target(name: "SourceText", swiftSettings: strict),
    .target(name: "GitSnapshots", dependencies: ["DriftModel", "CLibgit2", "CLibgit2Support"], swiftSettings: strict),
    .target(name: "Documents", dependencies: ["DriftModel", "CLibyaml", "CMD4C"], swiftSettings: strict),
    .target(
      name: "RegularExpressions", dependencies: ["DriftModel", "CRegularExpressions"], swiftSettings: strict),
    .target(name: "Contracts", dependencies: ["DriftModel", "Documents"], swiftSettings: strict),
    .target(
      name: "DriftChecks", dependencies: ["DriftModel", "Documents", "RegularExpressions", "Contracts", "SourceText"],
      swiftSettings: strict),
    .target(name: "DriftReports", dependencies: ["DriftModel"], swiftSettings: strict),
    .target(
      name: "CheckDrift",
      dependencies: [
        "DriftModel", "GitSnapshots", "Documents", "DriftChecks", "DriftReports", "SourceText", "CSpawnSupport",
        "CAllocator",
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "check-drift",
      dependencies: [
        "CheckDrift", "CAllocator", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .plugin(
      name: "CheckDriftCommand",
      capability: .command(
        intent: .custom(
          verb: "check-drift", description: "Does what is committed agree with its source of truth? By reading only.")),
      dependencies: ["check-drift"]),
    .plugin(
      name: "RecordCodegenCommand",
      capability: .command(
        intent: .custom(verb: "record-codegen", description: "Write the receipt of the generated code."),
        permissions: [.writeToPackageDirectory(reason: "The receipt, codegen.lock.json, is written and committed.")]),
      dependencies: ["check-drift"]),
    .plugin(
      name: "FixDriftCommand",
      capability: .command(
        intent: .custom(verb: "fix-drift", description: "Make the edits that need no decision."),
        permissions: [.writeToPackageDirectory(reason: "Stated versions are put right where they stand.")]),
      dependencies: ["check-drift"]),
    .plugin(name: "CheckDriftBuild", capability: .buildTool(), dependencies: ["check-drift"]),

    .target(
      name: "DriftTestSupport", dependencies: ["DriftModel", "CheckDrift"], path: "Tests/DriftTestSupport",
      swiftSettings: strict),
    .testTarget(name: "DriftModelTests", dependencies: ["DriftModel"], swiftSettings: strict),
    .testTarget(name: "SourceTextTests", dependencies: ["SourceText"], swiftSettings: strict),
    .testTarget(
      name: "GitSnapshotsTests", dependencies: ["GitSnapshots", "DriftModel", "DriftTestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "DocumentsTests", dependencies: ["Documents", "RegularExpressions", "DriftModel"],
      swiftSettings: strict),
    .testTarget(
      name: "ContractsTests", dependencies: ["Contracts", "Documents", "DriftModel"], swiftSettings: strict),
    .testTarget(
      name: "DriftReportsTests", dependencies: ["DriftReports", "DriftModel", "DriftTestSupport"],
      exclude: ["Snapshots"], swiftSettings: strict),
    .testTarget(
      name: "DriftChecksTests",
      dependencies: ["DriftChecks", "DriftModel", "Documents", "DriftTestSupport", "CheckDrift", "check-drift"],
      exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "CheckDriftTests", dependencies: ["CheckDrift", "DriftModel", "DriftTestSupport", "check-drift"],
      swiftSettings: strict),
  ],
  cxxLanguageStandard: .cxx17
)
