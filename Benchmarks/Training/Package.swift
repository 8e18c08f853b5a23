// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "Training",
  platforms: [.macOS(.v14)],
  dependencies: [.package(name: "Checkmark", path: "../..")],
  targets: [
    .target(name: "AllocationCount"),
    .executableTarget(
      name: "Training",
      dependencies: ["AllocationCount", .product(name: "NumericCore", package: "Checkmark")]),
  ],
  swiftLanguageModes: [.v6]
)
