// swift-tools-version: 6.1
// Fuzzing and throughput of the readers. A package of its own: it is compiled with a fuzzer in it, and nobody who
// depends on check-drift should build it. `make fuzz` and `make bench` do.
import Foundation
import PackageDescription

let isFuzzing = ProcessInfo.processInfo.environment["FUZZING"] != nil
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .unsafeFlags(["-enable-testing"] + (isFuzzing ? ["-sanitize=fuzzer"] : [])),
]

let package = Package(
  name: "fuzz",
  platforms: [.macOS(.v15)],
  targets: [
    .systemLibrary(name: "CLibyaml", pkgConfig: "yaml-0.1"),
    .systemLibrary(
      name: "CMD4C", pkgConfig: "md4c", providers: [.apt(["libmd4c-dev"]), .brew(["md4c"])]),
    .target(name: "DriftModel", swiftSettings: strict),
    .target(name: "Documents", dependencies: ["DriftModel", "CLibyaml", "CMD4C"], swiftSettings: strict),
    .target(name: "Contracts", dependencies: ["DriftModel", "Documents"], swiftSettings: strict),
    isFuzzing
      ? .executableTarget(
        name: "fuzz", dependencies: ["Contracts", "DriftModel"], swiftSettings: strict,
        linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])])
      : .executableTarget(name: "readers", dependencies: ["Contracts", "DriftModel"], swiftSettings: strict),
  ]
)
