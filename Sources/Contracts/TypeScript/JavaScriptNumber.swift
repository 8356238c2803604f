/// Numbers as JavaScript writes them, which is how a generator that runs there spells a literal.
enum JavaScriptNumber {
  /// `Number.prototype.toString`: the shortest digits that read back as the same value, in plain notation from 1e-7 up
  /// to 1e21.
  static func text(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity" }
    guard value != 0 else { return "0" }
    let (digits, exponent) = shortest(value.magnitude)
    let sign = value < 0 ? "-" : ""
    let count = digits.count
    if exponent >= count, exponent <= 21 {
      return sign + digits + String(repeating: "0", count: exponent - count)
    }
    if exponent > 0, exponent <= 21 {
      return sign + digits.prefix(exponent) + "." + digits.dropFirst(exponent)
    }
    if exponent > -6, exponent <= 0 {
      return sign + "0." + String(repeating: "0", count: -exponent) + digits
    }
    let power = exponent - 1
    let mantissa = count == 1 ? digits : digits.prefix(1) + "." + digits.dropFirst()
    return sign + mantissa + "e" + (power < 0 ? "-" : "+") + String(power.magnitude)
  }

  /// The digits `d1d2...` and the exponent `n` of 0.d1d2... x 10^n.
  private static func shortest(_ value: Double) -> (digits: String, exponent: Int) {
    // Swift prints the shortest digits too; only the notation differs.
    let printed = value.description
    let parts = printed.split(separator: "e", maxSplits: 1)
    let mantissa = parts[0].split(separator: ".", maxSplits: 1)
    let whole = mantissa[0]
    let fraction = mantissa.count > 1 ? mantissa[1] : ""
    let power = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    var digits = String(whole) + fraction
    var exponent = whole.utf8.count + power
    while digits.hasPrefix("0"), digits.utf8.count > 1 {
      digits.removeFirst()
      exponent -= 1
    }
    while digits.hasSuffix("0"), digits.utf8.count > 1 { digits.removeLast() }
    return (digits, exponent)
  }
}
