internal import DriftModel

/// Folders that a generator turns into a site. There a link may name a page instead of its file, so only links that can
/// be nothing but files are held to the tree.
struct SiteMap {
  private let roots: [RepositoryPath]
  private let hasCargo: Bool

  init(_ tree: TreeMap) {
    var roots: Set<RepositoryPath> = []
    var hasCargo = false
    for file in tree.files {
      let name = String(decoding: file.lastSegment, as: UTF8.self)
      if name == "Cargo.toml" { hasCargo = true }
      if SiteMap.isConfiguration(name) {
        roots.insert(file.parent)
      }
      if file.parent.lastSegment.elementsEqual(".vitepress".utf8)
        || file.parent.lastSegment.elementsEqual(".vuepress".utf8)
      {
        roots.insert(file.parent.parent)
      }
    }
    self.roots = roots.sorted()
    self.hasCargo = hasCargo
  }

  private static func isConfiguration(_ name: String) -> Bool {
    let name = withoutTemplate(name)
    return configurations.contains(name) || stems.contains { name.hasPrefix($0) }
  }

  /// `book.toml` of `book.toml.in`.
  private static func withoutTemplate(_ name: String) -> String {
    for ending in [".in", ".tmpl", ".j2"] where name.hasSuffix(ending) { return String(name.dropLast(ending.count)) }
    return name
  }

  /// Whether a file in a site's folder may say where pages are shown.
  static func isSetting(_ file: RepositoryPath) -> Bool {
    let name = String(decoding: file.lastSegment, as: UTF8.self)
    return ["index.html", "netlify.toml", "vercel.json"].contains(name) || name.contains("redirect")
      || (isConfiguration(name) && !["index", "_index"].contains { name.hasPrefix($0) })
  }

  /// The folders of sites that a document lies in, outermost first. Where one lies in another, as translations do, a page
  /// that the inner one lacks is shown from the outer one.
  func folders(around document: RepositoryPath) -> [RepositoryPath] { roots.filter { document.isInside($0) } }

  /// Whether a document begins as the pages of sites do, with a front matter that says how it is shown.
  static func hasPageMatter(_ bytes: [UInt8]) -> Bool {
    guard bytes.starts(with: "---".utf8) else { return false }
    for line in bytes.prefix(4096).split(separator: UInt8(ascii: "\n")).dropFirst() {
      if line.starts(with: "---".utf8) { return false }
      if pageKeys.contains(where: { line.starts(with: $0.utf8) }) { return true }
    }
    return false
  }

  /// Whether a document is no page of its own but included by others: by convention `_part.md`.
  static func isPart(_ document: RepositoryPath) -> Bool {
    let name = String(decoding: document.lastSegment, as: UTF8.self)
    return name.hasPrefix("_") && !["_index.", "_sidebar."].contains { name.hasPrefix($0) }
  }

  /// Whether a document lies among examples, and is one: a transcript, a plan, a text that is generated.
  static func isSample(_ document: RepositoryPath) -> Bool {
    guard !isAboutRepository(document) else { return false }
    return document.segments.dropLast().contains { segment in
      ["examples", "example", "samples"].contains(String(decoding: segment, as: UTF8.self).lowercased())
    }
  }

  private static let pageKeys = [
    "title:", "layout:", "permalink:", "slug:", "sidebar", "nav_", "weight:", "sort_rank:", "template:", "url:",
  ]

  /// Whether a document is one that a repository's host shows, whatever else is made of it: a README, and what is called
  /// `SECURITY.md` in capitals. `security-model.md` may be any page.
  static func isAboutRepository(_ document: RepositoryPath) -> Bool {
    let name = String(decoding: document.lastSegment, as: UTF8.self)
    let words = name.split(maxSplits: 1) { ".-".contains($0) }
    guard let first = words.first, words.count > 1 else { return false }
    return name.uppercased().hasPrefix("README")
      || ["CONTRIBUTING", "CHANGELOG", "CODE_OF_CONDUCT", "SECURITY", "AGENTS", "CLAUDE", "GEMINI"]
        .contains { first.hasPrefix($0) }
  }

  /// Where a link of a site's page may lead, as files.
  func candidates(_ target: Target, in document: RepositoryPath, of root: RepositoryPath) -> [RepositoryPath] {
    var bases = SiteMap.contentFolders.compactMap { folder in
      folder.isEmpty ? root : RepositoryPath(folder).map { root.appending($0) }
    }
    if !target.isAbsolute {
      // A page's address may be a folder of its own, and the site may begin above the folder that tells of it.
      bases += [document.parent, SiteMap.withoutEnding(document)]
      var folder = root.parent
      while folder != .root {
        bases.append(folder)
        folder = folder.parent
      }
    } else {
      var folder = document.parent
      while folder != .root {
        bases.append(folder)
        folder = folder.parent
      }
      bases.append(.root)
    }
    return bases.flatMap { base in SiteMap.files(of: target, from: base) }
  }

  private static func files(of target: Target, from base: RepositoryPath) -> [RepositoryPath] {
    var path = target.path[...]
    while path.first == UInt8(ascii: "/") { path.removeFirst() }
    while path.last == UInt8(ascii: "/") { path.removeLast() }
    guard let own = Resolving.path(path, from: base) else { return [] }
    var names = [own]
    var stem = own
    if String(decoding: own.lastSegment, as: UTF8.self).hasSuffix(".html") { stem = withoutEnding(own) }
    for ending in [".md", ".mdx", ".rst", ".ipynb", ".adoc", ".html", ".markdown", ".mdoc"] {
      if let name = RepositoryPath(stem.bytes + Array(ending.utf8)) { names.append(name) }
    }
    // A book's `README.md` is shown as its folder's `index.html`.
    if own.lastSegment.elementsEqual("index.md".utf8), let readme = RepositoryPath("README.md") {
      names.append(own.parent.appending(readme))
    }
    for index in ["index.md", "index.mdx", "README.md", "_index.md", "index.html", "index.rst"] {
      if let name = RepositoryPath(index) { names.append(own.appending(name)) }
    }
    return names
  }

  /// Whether a path lies where generators put what they read out of code.
  static func mayBeGenerated(_ path: RepositoryPath) -> Bool {
    path.segments.contains { segment in
      ["api", "reference", "apidocs", "apidoc", "generated", "_generated", "_autosummary", "autoapi"]
        .contains(String(decoding: segment, as: UTF8.self).lowercased())
    }
  }

  /// Whether a link may name an item of code: a symbol of Swift in a DocC catalog, or one of Rust in what a crate
  /// includes as its documentation.
  func mayBeItem(_ target: Target, in document: RepositoryPath) -> Bool {
    let name = target.path.split(separator: UInt8(ascii: "/")).last ?? []
    let hasEnding = name.contains(UInt8(ascii: "."))
    if SiteMap.catalog(of: document) != nil { return !hasEnding }
    guard hasCargo else { return false }
    let isPage = name.ends(with: ".html")
    if document.segments.contains(where: { $0.elementsEqual("src".utf8) }) { return !hasEnding || isPage }
    // `LICENSE` is a file's name, `Router` is not.
    return !hasEnding && !target.path.contains(UInt8(ascii: "/"))
      && target.path.contains { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
  }

  /// The DocC catalog that a document lies in.
  static func catalog(of document: RepositoryPath) -> RepositoryPath? {
    let segments = document.segments
    guard let catalog = segments.firstIndex(where: { $0.ends(with: ".docc") }) else { return nil }
    return RepositoryPath(Array(segments[...catalog].joined(separator: [UInt8(ascii: "/")])))
  }

  private static func withoutEnding(_ path: RepositoryPath) -> RepositoryPath {
    let name = path.lastSegment
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > name.startIndex,
      let own = RepositoryPath(name[..<dot])
    else { return path }
    return path.parent.appending(own)
  }

  private static let contentFolders = [
    "", "docs", "src", "content", "src/content", "src/content/docs", "content/docs", "static", "public", "src/pages",
    "pages", "source",
    "docs/public", "docs/src", "doc", "documentation", "content/en",
  ]

  private static let configurations: Set<String> = [
    "mkdocs.yml", "mkdocs.yaml", "_config.yml", "_config.yaml", "conf.py", "book.toml", "hugo.toml", "hugo.yaml",
    "antora.yml",
    "mint.json", "docs.json", "sidebars.js", "sidebars.ts", "_quarto.yml", "zensical.toml", "_toc.yml", ".eleventy.js",
    "eleventy.config.js",
    "SUMMARY.md", "_sidebar.md", "_navbar.md", "_coverpage.md",
    // A repository's host shows README.md; what is called so is a site's.
    "index.md", "index.mdx", "_index.md", "index.markdown",
  ]

  private static let stems = [
    "docusaurus.config.", "astro.config.", "gatsby-config.", "next.config.", "nuxt.config.", "svelte.config.",
    "mkdocs.", "rspress.config.", "vocs.config.",
  ]
}

/// Paths as documents write them.
enum Resolving {
  /// `text`, which may hold `.` and `..`, seen from a folder; nil if it leaves the repository or cannot be a path.
  static func path(_ text: some Collection<UInt8>, from folder: RepositoryPath) -> RepositoryPath? {
    var result = folder.segments
    for segment in Array(text).split(separator: UInt8(ascii: "/")) {
      if segment.elementsEqual(".".utf8) { continue }
      if segment.elementsEqual("..".utf8) {
        guard result.popLast() != nil else { return nil }
      } else {
        result.append(segment)
      }
    }
    if result.isEmpty { return .root }
    return RepositoryPath(Array(result.joined(separator: [UInt8(ascii: "/")])))
  }

  /// The way from a folder to a path, as a link writes it.
  static func relative(_ path: RepositoryPath, from folder: RepositoryPath) -> [UInt8] {
    let (to, from) = (path.segments, folder.segments)
    let common = zip(to, from).prefix { $0.elementsEqual($1) }.count
    let up = Array(repeating: ArraySlice("..".utf8.map { $0 }), count: from.count - common)
    return Array((up + to[common...]).joined(separator: [UInt8(ascii: "/")]))
  }
}
