internal import DriftModel
internal import DriftReports

extension Baseline {
  /// What is left of a baseline while a report is put together: every acceptance uses an entry up by one.
  struct Allowance {
    private struct Rest {
      let entry: Entry
      var left: Int
    }

    private let file: FileName?
    private var rests: [String: Rest] = [:]
    private var expired: [Entry] = []

    /// - Parameter today: entries until an earlier day accept nothing.
    init(_ baseline: Baseline?, today: Day) {
      file = baseline?.file
      for entry in baseline?.entries ?? [] {
        if let until = entry.until, until < today {
          expired.append(entry)
        } else if let known = rests[entry.fingerprint] {
          rests[entry.fingerprint] = Rest(entry: known.entry, left: known.left + entry.count)
        } else {
          rests[entry.fingerprint] = Rest(entry: entry, left: entry.count)
        }
      }
    }

    /// Accepts one finding, if the baseline does.
    mutating func accept(_ fingerprint: String) -> Suppression? {
      guard let rest = rests[fingerprint], rest.left > 0 else { return nil }
      rests[fingerprint]?.left -= 1
      return Suppression(
        by: .baseline, reason: rest.entry.reason, until: rest.entry.until?.description, location: rest.entry.location)
    }

    /// What there is to say of entries that accept nothing: past their day, or matching nothing any more.
    ///
    /// Nothing is said of the latter where the run could not have found what they name: only some checks were run, or
    /// one of that kind could not look.
    func notes(isPartial: Bool, verdicts: [Report.CheckResult]) -> [String] {
      var notes = expired.sorted { line($0) < line($1) }.map { entry in
        "\(place(entry)) accepted \(entry.kind)/\(entry.problem) of '\(entry.path)' until \(entry.until?.description ?? ""),"
          + " which is past"
      }
      guard !isPartial else { return notes }
      let stale = rests.values.filter { rest in
        let checks = verdicts.filter { $0.kind == rest.entry.kind }
        return rest.left > 0 && !checks.contains { $0.verdict == .unverified }
      }
      for rest in stale.sorted(by: { line($0.entry) < line($1.entry) }) {
        let entry = rest.entry
        let what = rest.left == entry.count ? "matches nothing any more" : "accepts \(rest.left) more than there are"
        notes.append(
          "\(place(entry)) (\(entry.kind)/\(entry.problem) of '\(entry.path)') \(what): run 'check-drift baseline'")
      }
      return notes
    }

    private func line(_ entry: Entry) -> Int { entry.location?.region?.line ?? 0 }

    private func place(_ entry: Entry) -> String {
      "\(file?.text ?? Baseline.usualName):\(line(entry))"
    }
  }
}
