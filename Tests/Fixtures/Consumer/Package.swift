// swift-tools-version: 6.1
import Foundation
import PackageDescription

// A package that uses check-drift as any other would; the test that builds it names the checkout.
let checkout = ProcessInfo.processInfo.environment["CHECK_DRIFT_PACKAGE"] ?? "../../.."

let package = Package(
  name: "Consumer",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "check-drift", path: checkout)],
  targets: [
    .target(name: "Consumer", plugins: [.plugin(name: "CheckDriftBuild", package: "check-drift")])
  ]
)
