/// What is derived from what, as a picture made of text.
package struct GraphPicture {
  /// One check and its pairs.
  package struct Part {
    package let check: String
    package let kind: String
    /// From the source of truth to what is derived from it, in order.
    package let edges: [(source: String, derived: String)]

    package init(check: String, kind: String, edges: [(source: String, derived: String)]) {
      self.check = check
      self.kind = kind
      self.edges = edges
    }
  }

  private let parts: [Part]

  /// - Parameter parts: in the order of the configuration.
  package init(_ parts: [Part]) { self.parts = parts }

  /// For a terminal: each source with what it feeds below it.
  package var text: String {
    var text = ""
    for part in parts {
      text += "\(Escaping.visible(part.check)) (\(Escaping.visible(part.kind)))\n"
      if part.edges.isEmpty { text += "  derives nothing\n" }
      var last: String?
      for edge in part.edges {
        if edge.source != last { text += "  \(Escaping.visible(edge.source))\n" }
        text += "    -> \(Escaping.visible(edge.derived))\n"
        last = edge.source
      }
    }
    return text
  }

  /// For Graphviz.
  package var dot: String {
    func quoted(_ name: String) -> String {
      "\"" + Escaping.visible(name).replacingQuotes + "\""
    }
    var text = "digraph \"check-drift\" {\n  rankdir=LR;\n  node [shape=box];\n"
    for part in parts {
      for edge in part.edges {
        text += "  \(quoted(edge.source)) -> \(quoted(edge.derived)) [label=\(quoted(part.check))];\n"
      }
    }
    return text + "}\n"
  }

  /// For Markdown that draws mermaid.
  package var mermaid: String {
    var numbers: [String: Int] = [:]
    var text = "flowchart LR\n"
    func node(_ name: String) -> String {
      if let number = numbers[name] { return "n\(number)" }
      let number = numbers.count
      numbers[name] = number
      text += "  n\(number)[\"\(Escaping.markup(Escaping.visible(name)))\"]\n"
      return "n\(number)"
    }
    for part in parts {
      for edge in part.edges {
        let (source, derived) = (node(edge.source), node(edge.derived))
        text += "  \(source) -->|\"\(Escaping.markup(Escaping.visible(part.check)))\"| \(derived)\n"
      }
    }
    return text
  }
}

extension String {
  /// For a string in double quotes.
  fileprivate var replacingQuotes: String {
    unicodeScalars.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
  }
}
