import Foundation
import NumericCore

/// An archive that somebody else has made, unpacked by `unzip` within limits.
struct ZipArchive {
  let path: String

  /// Why nothing of it is unpacked.
  struct Refusal: Error {
    let words: String
  }

  private static let mostEntries = 100_000
  private static let largestEntry = 64 << 20
  private static let largestWhole = 4 << 30

  /// Unpacks it below a folder, into one that is called after what the archive holds: several may do so at once.
  func unpacked(in folder: String) throws(Refusal) -> String {
    guard let unzip = Files.program(named: "unzip") else {
      throw Refusal(words: "unpacking it needs unzip: apt-get install unzip")
    }
    guard let bytes = Files.readData(path) else { throw Refusal(words: "it cannot be read") }
    let digits = String(UInt64(hashing: bytes), radix: 16)
    let place = "\(folder)/\(Files.stem(of: path))-\(digits)"
    if Files.isFolder(place) { return place }
    try check(unzip)
    let temporary = "\(place).\(ProcessInfo.processInfo.processIdentifier)"
    defer { try? FileManager.default.removeItem(atPath: temporary) }
    do {
      try Files.makeFolder(temporary)
    } catch {
      throw Refusal(words: "nothing can be written into \(folder)")
    }
    // What says less than it holds ends at the limit. Without a password, `unzip` would ask for one. 1 is a warning.
    let script =
      "ulimit -f \(Self.largestEntry >> 9); \"$0\" -qq -o -P none -d \"$1\" \"$2\"; [ $? -le 1 ]"
    do throws(ExternalProgram.Failure) {
      _ = try ExternalProgram.output(
        of: "/bin/sh", ["-c", script, unzip, temporary, absolute], reading: [])
    } catch {
      throw Refusal(words: "it could not be unpacked: \(error.words)")
    }
    if rename(temporary, place) != 0, !Files.isFolder(place) {
      throw Refusal(words: "it could not be unpacked")
    }
    return place
  }

  private var absolute: String { URL(fileURLWithPath: path).path }

  /// Looks at the list of what is in it.
  private func check(_ unzip: String) throws(Refusal) {
    let list: [UInt8]
    do throws(ExternalProgram.Failure) {
      list = try ExternalProgram.output(of: unzip, ["-Z", "-l", absolute], reading: [])
    } catch {
      throw Refusal(words: "it is no zip archive that can be read")
    }
    var (count, whole) = (0, 0)
    for line in String(decoding: list, as: UTF8.self).split(separator: "\n") {
      let fields = line.split(separator: " ", maxSplits: 9)
      // Besides entries, there are a head and a sum.
      guard fields.count == 10, let mode = fields[0].first, "-dlbcps?".contains(mode),
        fields[0].count >= 6, let size = Int(fields[3])
      else { continue }
      count += 1
      whole += size
      guard size <= Self.largestEntry else {
        throw Refusal(words: "it holds a file of more than \(Self.largestEntry >> 20) MiB")
      }
    }
    guard count > 0 else { throw Refusal(words: "it is empty") }
    guard count <= Self.mostEntries, whole <= Self.largestWhole else {
      throw Refusal(words: "it holds more than \(Self.mostEntries) files, or than 4 GiB")
    }
  }
}
