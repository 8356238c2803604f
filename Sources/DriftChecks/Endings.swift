/// Endings of names and paths, which are bytes here.
extension BidirectionalCollection<UInt8> {
  /// Whether these bytes end with those of a text.
  func ends(with text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}
