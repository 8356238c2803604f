/// Declarations as text, to tell whether two say the same wherever they stand.
enum ContractText {
  static func text(_ declaration: Declaration) -> String {
    var text = "\(declaration.kind) \(declaration.name)(\(declaration.bases.map(\.text).joined(separator: ",")))"
    text += declaration.type.map { "=\($0)" } ?? ""
    text += declaration.additional.map { "+\($0)" } ?? ""
    text += "|\(declaration.description ?? "")|"
    text += declaration.attributes.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
    for member in declaration.members {
      text += "\n\(member.name):\(member.type.map { "\($0)" } ?? "")=\(member.value.map { "\($0)" } ?? "")"
      text += "|\(member.description ?? "")"
    }
    for method in declaration.methods { text += "\n\(method.text)" }
    return text
  }
}
