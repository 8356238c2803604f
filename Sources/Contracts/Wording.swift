/// What a declaration says, wherever it stands: two that a generator writes in the same words are equal.
struct Wording: Hashable {
  private let declaration: Declaration

  init(_ declaration: Declaration) { self.declaration = declaration }

  static func == (left: Wording, right: Wording) -> Bool {
    let (left, right) = (left.declaration, right.declaration)
    return left.kind == right.kind && left.name == right.name && left.bases == right.bases && left.type == right.type
      && left.additional == right.additional && left.description == right.description
      && left.attributes == right.attributes
      && left.members.elementsEqual(right.members) {
        $0.name == $1.name && $0.type == $1.type && $0.value == $1.value && $0.description == $1.description
      }
      && left.methods.elementsEqual(right.methods) {
        $0.signature == $1.signature && $0.decorators == $1.decorators && $0.body == $1.body
      }
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(declaration.name)
    hasher.combine(declaration.bases)
    hasher.combine(declaration.description)
    hasher.combine(declaration.type)
    for member in declaration.members {
      hasher.combine(member.name)
      hasher.combine(member.type)
      hasher.combine(member.value)
    }
  }
}
