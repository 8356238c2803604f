internal import ArgumentParser
internal import DriftModel
internal import DriftReports

/// `FORMAT[:FILE]`: what to write, and where.
struct FormatRequest: ExpressibleByArgument, Sendable, Hashable {
  let format: ReportFormat
  /// The file; nil for standard output.
  let file: String?

  init(format: ReportFormat, file: String?) {
    self.format = format
    self.file = file
  }

  init?(argument: String) {
    let parts = argument.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let format = ReportFormat(rawValue: String(parts[0])) else { return nil }
    self.format = format
    guard parts.count == 2 else {
      file = nil
      return
    }
    guard !parts[1].isEmpty else { return nil }
    file = String(parts[1])
  }

  static var allValueStrings: [String] { ReportFormat.allCases.map(\.rawValue) }
}

/// `--color`.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable, Sendable {
  case auto, always, never
}
