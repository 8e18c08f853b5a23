// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "Checkmark",
  platforms: [.macOS(.v14)],
  products: [
    .library(name: "NumericCore", targets: ["NumericCore"]),
    .library(
      name: "Homework", targets: ["Homework", "Markup", "Judging", "Experiments", "Notation"]),
    .executable(name: "checkmark", targets: ["CheckmarkCLI"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: [
    .systemLibrary(
      name: "CCmark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"]), .brew(["cmark"])]),
    .target(
      name: "NumericCore", dependencies: [.product(name: "RealModule", package: "swift-numerics")]),
    .target(name: "Notation", dependencies: ["NumericCore"]),
    .target(
      name: "Markup",
      dependencies: ["Notation", "NumericCore", "CCmark", .product(name: "Yams", package: "Yams")]),
    .target(name: "Judging", dependencies: ["Notation", "NumericCore"]),
    .target(name: "Experiments", dependencies: ["Markup", "Notation", "NumericCore"]),
    .target(
      name: "Homework",
      dependencies: ["Experiments", "Judging", "Markup", "Notation", "NumericCore"]),
    .target(
      name: "Reports",
      dependencies: [
        "Homework", "Experiments", "Judging", "Markup", "Notation",
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "RealModule", package: "swift-numerics"),
      ]),
    .executableTarget(
      name: "CheckmarkCLI",
      dependencies: [
        "Reports", "Homework", "Experiments", "Judging", "Markup", "Notation", "NumericCore",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "FlyingFox", package: "FlyingFox"),
      ]),
    .target(name: "Allocations", path: "Tests/Allocations"),
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .testTarget(
      name: "NumericCoreTests",
      dependencies: [
        "NumericCore", "Allocations", "TestSupport",
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      exclude: ["Fixtures"]),
    .testTarget(name: "NotationTests", dependencies: ["Notation", "NumericCore", "TestSupport"]),
    .testTarget(name: "MarkupTests", dependencies: ["Markup", "Notation", "TestSupport"]),
    .testTarget(name: "JudgingTests", dependencies: ["Judging", "Notation", "NumericCore"]),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: ["Experiments", "Markup", "Notation", "NumericCore", "TestSupport"]),
    .testTarget(
      name: "HomeworkTests",
      dependencies: [
        "Homework", "Experiments", "Judging", "Markup", "Notation", "NumericCore", "TestSupport",
      ],
      exclude: ["Fixtures"]),
    .executableTarget(
      name: "Soundness",
      dependencies: ["Homework", "Judging", "Markup", "Notation", "NumericCore"],
      path: "Tests/Soundness"),
    .testTarget(
      name: "SoundnessTests",
      dependencies: [
        "Soundness", "Homework", "Judging", "Markup", "Notation", "NumericCore", "TestSupport",
      ]),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "Reports", "Homework", "Experiments", "Judging", "Markup", "Notation", "TestSupport",
      ],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "CheckmarkCLITests", dependencies: ["CheckmarkCLI", "Reports", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)
