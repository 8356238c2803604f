// readers SECONDS FILE...: how many megabytes each reader takes in for a second of processor time, one line a reader
// as "name megabytes-per-second files bytes". A file's ending says whose it is: .json, .py or .ts.
import DriftModel

@testable import Contracts

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

func contents(_ path: String) -> [UInt8]? {
  guard let file = fopen(path, "rb") else { return nil }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&buffer, 1, buffer.count, file)
    guard count > 0 else { return bytes }
    bytes += buffer[..<count]
  }
}

/// Reads every file again and again for some time.
/// - Returns: megabytes for a second of processor time, others' load aside; nil if a file cannot be read as what it is.
func throughput(of files: [[UInt8]], seconds: Double, _ read: ([UInt8]) -> Bool) -> Double? {
  guard files.allSatisfy(read) else { return nil }
  let size = files.reduce(0) { $0 + $1.count }
  let start = clock()
  var rounds = 0
  var taken = 0.0
  repeat {
    for file in files where !read(file) { return nil }
    rounds += 1
    taken = Double(clock() - start) / Double(CLOCKS_PER_SEC)
  } while taken < seconds
  return Double(rounds * size) / 1e6 / taken
}

guard CommandLine.arguments.count > 2, let seconds = Double(CommandLine.arguments[1]),
  let schema = RepositoryPath("thing.schema.json"), let module = RepositoryPath("thing.py")
else {
  print("usage: readers SECONDS FILE...")
  exit(2)
}

let readers: [(name: String, ending: String, read: ([UInt8]) -> Bool)] = [
  (
    "JSON Schema", ".json",
    { bytes in
      var library = SchemaLibrary()
      library.add(bytes, at: schema)
      return library.document(schema) != nil
    }
  ),
  ("Python", ".py", { PythonReader.read($0, at: module).module != nil }),
  ("TypeScript", ".ts", { (try? TypeScriptReader.read($0)) != nil }),
]
for (name, ending, read) in readers {
  let paths = CommandLine.arguments.dropFirst(2).filter { $0.hasSuffix(ending) }
  guard !paths.isEmpty else { continue }
  let files = paths.compactMap { contents($0) }
  guard files.count == paths.count, let speed = throughput(of: files, seconds: seconds, read) else {
    print("\(name): a file cannot be read")
    exit(1)
  }
  print("\(name)\t\(speed)\t\(files.count)\t\(files.reduce(0) { $0 + $1.count })")
}
