// fuzz TARGET [libFuzzer's arguments]: hands mutated bytes to one reader or judge until it traps, hangs or is told to
// stop. What it must do is end; a wrong answer is for the other tests.
import DriftModel

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// libFuzzer's driver, without its `main`: it calls back with one input after the other.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

let names = FuzzTarget.allCases.map(\.rawValue)
guard CommandLine.arguments.count > 1, let target = FuzzTarget(rawValue: CommandLine.arguments[1]) else {
  print("usage: fuzz \(names.joined(separator: "|")) [arguments of libFuzzer]")
  exit(2)
}
setenv("FUZZ_TARGET", target.rawValue, 1)

// The name of the target is not libFuzzer's business.
let rest = [CommandLine.arguments[0]] + CommandLine.arguments.dropFirst(2)
var pointers = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: rest.count + 1)
for (index, text) in rest.enumerated() { pointers[index] = strdup(text) }
pointers[rest.count] = nil
var count = CInt(rest.count)
exit(
  runDriver(&count, &pointers) { bytes, length in
    FuzzTarget.chosen.run(Array(UnsafeBufferPointer(start: bytes, count: length)))
    return 0
  })
