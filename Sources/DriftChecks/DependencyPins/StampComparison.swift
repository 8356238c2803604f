internal import DriftModel

extension DependencyJudge {
  /// Holds the headers of generated files against the pins of their generator.
  mutating func judgeStamps(in snapshot: any RepositorySnapshot) {
    for stamped in check.stamps {
      let pins = pins(of: stamped)
      if pins.isEmpty {
        add(
          Unverified(
            "no manifest or lock file that is selected names '\(stamped.packageText)'", at: stamped.location,
            remedies: [Remedy("name it as they do, or select the file that pins it")]))
      }
      for path in select(stamped, in: snapshot) { judge(path, stamped, pins, snapshot) }
    }
  }

  /// What says which version of a generator is installed.
  private enum Pin {
    case locked(LockedPackage, LockContents)
    case asked(Dependency)

    /// Where another version is asked for.
    var place: String {
      switch self {
      case .locked: "in its manifest"
      case .asked(let dependency): DependencyWords.place(dependency.location)
      }
    }

    /// What brings a lock file up to date.
    var relock: [RemedyStep] {
      if case .locked(_, let lock) = self { DependencyWords.relock(lock).steps } else { [] }
    }

    var location: Location {
      switch self {
      case .locked(let package, _): package.location
      case .asked(let dependency): dependency.location
      }
    }
  }

  /// Every lock file's version, and manifests where they pin.
  private func pins(of stamped: StampedFiles) -> [Pin] {
    let locked = reading.locks.flatMap { lock in
      lock.contents.packages.filter { stamped.isGenerator($0.package) && $0.version != nil }.map {
        Pin.locked($0, lock.contents)
      }
    }
    let asked = statements.filter { stamped.isGenerator($0.dependency.package) }.map { Pin.asked($0.dependency) }
    return locked + asked
  }

  private mutating func select(_ stamped: StampedFiles, in snapshot: any RepositorySnapshot) -> [RepositoryPath] {
    var paths: Set<RepositoryPath> = []
    for pattern in stamped.files {
      do throws(ReadFailure) {
        let found = try snapshot.files(matching: pattern.value).filter { file in
          file.kind != .submodule && !check.except.contains { $0.matches(file.path) }
        }
        add(
          Selection(
            "stamped pattern '\(pattern.value)'", at: pattern.location, count: found.count,
            allowsEmpty: check.allowsEmpty))
        paths.formUnion(found.map(\.path))
      } catch {
        add(Unverified(error, at: pattern.location))
      }
    }
    return paths.sorted()
  }

  private mutating func judge(
    _ path: RepositoryPath, _ stamped: StampedFiles, _ pins: [Pin], _ snapshot: any RepositorySnapshot
  ) {
    addSubject(path.description)
    let bytes: [UInt8]
    do throws(ReadFailure) {
      bytes = try snapshot.contents(of: path)
    } catch {
      return add(Unverified(error, at: Location(path)))
    }
    guard let stamp = stamped.stamp.map({ $0.read(bytes, at: path) }) ?? Stamp(of: bytes, at: path),
      !stamp.versions.isEmpty
    else {
      return add(
        Unverified(
          "nothing in the head of '\(path)' states a generator's version", at: Location(path),
          remedies: [Remedy("say what the header looks like with 'stamp', or leave the file out")]))
    }
    // One wrong header is one finding: lock files speak first.
    var isCompared = false
    for pin in pins {
      guard let (agrees, fact, statement) = agreement(stamp, pin, stamped) else { continue }
      isCompared = true
      guard !agrees else { continue }
      tellStamp(path, fact, stamped, pin, statement)
      return
    }
    guard !isCompared, !pins.isEmpty else { return }
    add(
      Unverified(
        "nothing is known of how the version in '\(path)' and those of '\(stamped.packageText)' relate",
        at: stamp.location,
        remedies: [Remedy("name the package that counts as the header does, or declare its form with 'stamp'")]))
  }

  /// Whether a header agrees with a pin, the version that it states, and what the pin says; nil if they cannot be
  /// compared.
  private func agreement(
    _ stamp: Stamp, _ pin: Pin, _ stamped: StampedFiles
  ) -> (agrees: Bool, fact: Stamp.Fact, statement: String)? {
    for (numbering, fact) in stamp.versions {
      let counting = PinNumbering(package: stamped.generatorName)
      switch pin {
      case .locked(let package, _):
        guard let version = package.version else { continue }
        let agrees =
          numbering == nil
          ? PinNumbering.bare(version) == PinNumbering.bare(fact.text)
          : numbering.flatMap { counting?.agrees(pinned: version, stated: fact.text, in: $0) }
        guard let agrees else { continue }
        return (agrees, fact, "locked at \(VersionText.quoted(Array(version.utf8)))")
      case .asked(let dependency):
        // A range can only be held against a header that counts as the package does.
        if let numbering, counting?.agrees(pinned: fact.text, stated: fact.text, in: numbering) != true { continue }
        guard let allows = dependency.requirement.allows(PinNumbering.bare(fact.text)) else { continue }
        return (allows, fact, "wanted as \(dependency.requirement.shown)")
      }
    }
    return nil
  }

  private mutating func tellStamp(
    _ path: RepositoryPath, _ fact: Stamp.Fact, _ stamped: StampedFiles, _ pin: Pin, _ statement: String
  ) {
    let written = VersionText.quoted(Array(fact.text.utf8))
    add(
      DependencyPins.stampDiffers,
      "'\(path)' was written by \(written) of '\(stamped.packageText)', which is \(statement) in"
        + " '\(pin.location.path?.description ?? "")'",
      at: fact.location,
      evidence: [
        Evidence("the header states \(written)", at: fact.location),
        Evidence("the generator is \(statement)", at: pin.location),
      ],
      remedies: [
        Remedy(
          "generate it with the version that is pinned",
          steps: [.instruction("generate '\(path)' with the version that is \(statement)")]),
        Remedy(
          "or pin the version that wrote it",
          steps: [.instruction("ask for \(written) of '\(stamped.packageText)' \(pin.place)")] + pin.relock),
      ])
  }
}
