internal import DriftModel

extension SubmodulePin {
  /// What is wrong with where a submodule comes from; nil if nothing is, or if it is not declared at all.
  func urlFinding(_ subject: PinSubject) -> Finding? {
    guard subject.submodule.name != nil else { return nil }
    let place = subject.submodule.urlLocation ?? subject.submodule.declaration
    guard let text = subject.submodule.url, !text.isEmpty else {
      return subject.finding(
        Self.urlNotAllowed, "'.gitmodules' states no URL for '\(subject.path)'", at: place,
        evidence: [place.map { Evidence("the entry has no 'url'", at: $0) }],
        remedies: [changeURL(of: subject, to: nil)])
    }
    let url = SubmoduleURL(text)
    if let objection = url.objection {
      return subject.finding(
        Self.urlNotAllowed, "the URL of '\(subject.path)' \(objection)", at: place,
        evidence: [place.map { Evidence("the URL is '\(SubmodulePin.shown(url))'", at: $0) }],
        remedies: [url.carriesCredentials ? removeCredentials(from: url, of: subject) : changeURL(of: subject, to: nil)]
      )
    }
    guard let allowedURLs, !allowedURLs.contains(where: { $0.value.matches(text) }) else { return nil }
    return subject.finding(
      Self.urlNotAllowed, "the URL of '\(subject.path)' is none of those that 'allowed-urls' allows", at: place,
      evidence: [place.map { Evidence("the URL is '\(SubmodulePin.shown(url))'", at: $0) }]
        + SubmodulePin.allowanceFacts(allowedURLs),
      remedies: [
        changeURL(of: subject, to: nil),
        Remedy(
          "allow where it comes from",
          steps: [.instruction("add '\(SubmodulePin.shown(url))' to 'allowed-urls', if whoever owns this list agrees")]),
      ])
  }

  /// The URL for a reader: without credentials, cut where it is absurdly long.
  private static func shown(_ url: SubmoduleURL) -> String { shortened(url.masked) }

  private static func allowanceFacts(_ allowed: [Located<URLPattern>]) -> [Evidence] {
    let shown = 5
    var facts = allowed.prefix(shown).map { Evidence("'\($0.value.text)' is allowed", at: $0.location) }
    if allowed.count > shown { facts.append(Evidence("and so is what \(allowed.count - shown) further entries name")) }
    return facts
  }

  private func removeCredentials(from url: SubmoduleURL, of subject: PinSubject) -> Remedy {
    let clean = SubmoduleURL(url.withoutCredentials)
    let change = changeURL(of: subject, to: clean.objection == nil ? clean.text : nil)
    return Remedy(
      "take the credentials out of the URL",
      steps: change.steps + [
        .instruction("revoke the credentials: the history keeps them; a credential helper of git can hold the new ones")
      ])
  }

  private func changeURL(of subject: PinSubject, to url: String?) -> Remedy {
    let submodule = subject.submodule
    let set: RemedyStep =
      if let url, let name = submodule.name {
        Git.declare("url", url, of: name, in: submodule.parent)
      } else {
        .instruction("state the right 'url' of '\(submodule.name ?? "")' in '.gitmodules'")
      }
    return Remedy(
      "change the URL",
      steps: [
        set, Git.step(["add", ".gitmodules"], in: submodule.parent),
        Git.step(["submodule", "sync"], in: submodule.parent, paths: [SubmoduleSteps.relativePath(of: submodule)]),
      ])
  }

  /// An entry of `.gitmodules` that git refuses to use.
  static func finding(_ refused: RefusedDeclaration) -> Finding {
    let value = shortened(refused.value)
    let name = shortened(refused.name)
    let what =
      switch refused.part {
      case .name where refused.name.isEmpty: "a submodule without a name is declared"
      case .name: "the submodule name '\(name)' leads out of '.git/modules'"
      case .path where refused.value.isEmpty: "submodule '\(name)' is declared without a path"
      case .path where refused.value.hasPrefix("-"):
        "the path '\(value)' of submodule '\(name)' begins with '-', which programs take for an option"
      case .path: "the path '\(value)' of submodule '\(name)' leaves the repository"
      }
    return Finding(
      urlNotAllowed, what, at: refused.location,
      evidence: [Evidence("git refuses to use this entry", at: refused.location)],
      remedies: [
        Remedy(
          "remove the entry", steps: [.instruction("remove the entry from '.gitmodules', and ask who added it and why")]
        )
      ])
  }

  private static func shortened(_ text: String) -> String {
    text.unicodeScalars.count > 200 ? String(String.UnicodeScalarView(text.unicodeScalars.prefix(200))) + "…" : text
  }
}
