// swift-tools-version: 6.2
// Dossierkluis: an encrypted dossier vault for Dutch youth protection.
// No package dependencies. libsodium and SQLite are system libraries; what else we need, we run as a program.
import PackageDescription

/// Every target compiles under the same rules; tests may use unsafe constructs without marking them.
let rules: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]
let strict = rules + [.strictMemorySafety()]

/// Also when the tests are built: unoptimised, generic code over bytes takes most of their time, and what
/// is shipped is optimised.
///
/// Not for .ci/sanitize: the standard library, inlined, writes the count 0 into the one empty array that all
/// threads share, and ThreadSanitizer takes that for a race.
let quick: [SwiftSetting] =
  Context.environment["KLUIS_SANITIZE"] == nil
  ? [.unsafeFlags(["-O"], .when(configuration: .debug))] : []

func module(_ name: String, _ dependencies: [String] = [], exclude: [String] = []) -> Target {
  .target(
    name: name, dependencies: dependencies.map { .byName(name: $0) }, exclude: exclude,
    swiftSettings: strict + quick)
}

/// `make release` asks for it and leaves out the run path, without which alone such a program starts.
let isWhole = Context.environment["KLUIS_WHOLE"] != nil

/// One file that needs no library of the machine, at an address that nobody knows beforehand.
///
/// A static PIE, for the tools that people carry to other machines. The service takes libsodium and SQLite
/// from its host, so that the distribution's mending reaches it.
let whole: [LinkerSetting] = [
  .unsafeFlags([
    "-static-executable", "-Xclang-linker", "-fuse-ld=lld", "-Xclang-linker", "-static-pie",
    "-Xlinker", "--pack-dyn-relocs=relr",
  ])
]

func tool(
  _ name: String, _ dependencies: [String], path: String? = nil, travels: Bool = false
) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies.map { .byName(name: $0) }, path: path,
    swiftSettings: strict, linkerSettings: travels && isWhole ? whole : nil)
}

func tests(_ name: String, _ dependencies: [String], exclude: [String] = []) -> Target {
  .testTarget(
    name: name, dependencies: (dependencies + ["VaultTestKit"]).map { .byName(name: $0) },
    exclude: exclude, swiftSettings: rules)
}

let package = Package(
  name: "Dossierkluis",
  products: [
    .executable(name: "kluis", targets: ["kluis"]),
    .executable(name: "kluisd", targets: ["kluisd"]),
    .executable(name: "kluis-gate", targets: ["kluis-gate"]),
    .executable(name: "kluis-bode", targets: ["kluis-bode"]),
    .executable(name: "kluis-keys", targets: ["kluis-keys"]),
  ],
  targets: [
    // C, in module maps and header-only shims.
    .systemLibrary(
      name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .target(name: "CLinux"),

    // Left to right as a request flows; the arrows are the only imports that compile.
    module("Sodium", ["CSodium", "CLinux"]),
    module("Vocabulary"),
    module("StrictJSON"),
    module("Records", ["Vocabulary", "Sodium", "StrictJSON"]),
    module("Directory", ["Vocabulary", "Sodium", "StrictJSON", "Records"]),
    module("Calendar"),
    module("Dossier", ["Vocabulary", "StrictJSON", "Calendar"]),
    module("Sharing", ["Vocabulary", "StrictJSON", "Calendar"]),
    module("Policy", ["Vocabulary", "StrictJSON", "Calendar", "Sharing"]),
    module("AuditLog", ["Vocabulary", "Sodium", "StrictJSON"]),
    // `Page` holds what .ci/embed copies into Swift.
    module("PrivateFile", ["Sodium"]),
    module("SLIP39", ["Sodium"]),
    module("Minisign", ["Sodium"]),
    module(
      "Overdracht",
      [
        "AgeFile", "Minisign", "Calendar", "Dossier", "Sharing", "Vocabulary", "Sodium",
        "StrictJSON",
      ],
      exclude: ["Page"]),
    module("AgeFile", ["Sodium"]),
    module("Store", ["CSQLite", "Sodium", "Vocabulary"]),
    module("Session", ["Vocabulary", "Sodium", "StrictJSON", "Records"]),
    module("Wire", ["StrictJSON"]),
    module("Socket", ["Wire", "CLinux"]),
    module(
      "VaultService",
      [
        "Vocabulary", "Sodium", "StrictJSON", "Records", "Directory", "Policy", "AuditLog",
        "PrivateFile", "SLIP39", "Minisign", "Store", "Session", "Wire", "Socket", "CLinux",
      ]),
    module(
      "VaultClient",
      [
        "Vocabulary", "Sodium", "StrictJSON", "Records", "Directory", "Calendar", "Dossier",
        "AuditLog", "Minisign", "Session", "Sharing", "Wire", "Socket",
      ]),
    module("Delivery", ["Calendar", "Sodium", "StrictJSON", "Vocabulary"]),
    module("CommandTree"),
    module(
      "Desk",
      [
        "CommandTree", "VaultClient", "Vocabulary", "Dossier", "Directory", "StrictJSON", "Sodium",
        "Socket", "PrivateFile",
      ]),

    // Thin: words -> calls -> screen.
    tool(
      "kluis",
      [
        "CommandTree", "Desk", "VaultClient", "Vocabulary", "Calendar", "Dossier", "Directory",
        "AuditLog", "Records", "Sharing", "StrictJSON", "Sodium", "AgeFile", "Minisign",
        "Overdracht", "PrivateFile",
      ], travels: true),
    tool("kluisd", ["VaultService", "Socket", "Sodium", "CommandTree", "CLinux"]),
    tool("kluis-gate", ["CLinux"], travels: true),
    tool(
      "kluis-bode",
      ["CommandTree", "Delivery", "PrivateFile", "StrictJSON", "Vocabulary", "CLinux"]),
    tool(
      "kluis-keys",
      [
        "CommandTree", "Desk", "VaultClient", "VaultService", "Calendar", "Directory", "Dossier",
        "Records", "PrivateFile", "SLIP39", "Session", "StrictJSON", "Sodium", "Vocabulary",
      ],
      path: "KeyTools/kluis-keys", travels: true),

    // Measures the tools beside their peers; `make bench` runs it. Not installed.
    .executableTarget(
      name: "kluis-bench",
      dependencies: [
        "VaultClient", "VaultService", "Calendar", "Directory", "Dossier", "Records", "SLIP39",
        "Socket",
        "Sodium", "Vocabulary",
      ],
      path: "Benchmarks/kluis-bench", swiftSettings: rules),

    // Seals and opens one file, for the same measurement; without what the other links, so that its start
    // is not what is measured.
    .executableTarget(
      name: "kluis-bench-age", dependencies: ["AgeFile", "Sodium"],
      path: "Benchmarks/kluis-bench-age", swiftSettings: rules,
      linkerSettings: isWhole ? whole : nil),

    .target(
      name: "VaultTestKit",
      dependencies: [],
      path: "Tests/VaultTestKit", swiftSettings: rules),
    .target(
      name: "VaultFixture",
      dependencies: [
        "VaultTestKit", "VaultService", "VaultClient", "Directory", "Dossier", "Records", "Session",
        "Sodium", "Socket", "StrictJSON", "Vocabulary", "Wire",
      ],
      path: "Tests/VaultFixture", swiftSettings: rules),
    tests(
      "VaultServiceTests",
      [
        "VaultFixture", "VaultService", "VaultClient", "AuditLog", "Calendar", "Directory",
        "Dossier", "Minisign",
        "Policy",
        "Records", "SLIP39", "Session", "Sharing", "Sodium", "Socket", "Store", "StrictJSON",
        "Vocabulary", "Wire", "CSQLite",
      ]),
    .executableTarget(
      name: "CrashingService",
      dependencies: ["VaultService", "Store", "Socket", "Sodium"],
      path: "Tests/CrashingService", swiftSettings: rules),
    tests("SodiumTests", ["Sodium"]),
    tests("SLIP39Tests", ["SLIP39", "Sodium"]),
    tests("MinisignTests", ["Minisign", "Sodium"]),
    tests(
      "OverdrachtTests",
      [
        "Overdracht", "AgeFile", "Minisign", "Calendar", "Dossier", "Sharing", "Sodium",
        "StrictJSON", "Vocabulary",
      ]),
    tests("AgeFileTests", ["AgeFile", "Sodium"]),
    tests("VocabularyTests", ["Vocabulary"]),
    tests("StrictJSONTests", ["StrictJSON"]),
    tests("RecordsTests", ["Records", "Vocabulary", "Sodium", "StrictJSON"]),
    tests("DirectoryTests", ["Directory", "Records", "Vocabulary", "Sodium", "StrictJSON"]),
    tests("CalendarTests", ["Calendar"]),
    tests("DossierTests", ["Dossier", "Vocabulary", "StrictJSON", "Calendar"]),
    tests("PolicyTests", ["Policy", "Sharing", "Vocabulary", "StrictJSON", "Calendar"]),
    tests("AuditLogTests", ["AuditLog", "Vocabulary", "Sodium", "StrictJSON"]),
    tests(
      "PageTests", ["Overdracht", "Calendar", "Dossier", "Sodium", "Vocabulary"],
      exclude: ["Browser"]),
    tests("StoreTests", ["Store", "Sodium", "Vocabulary"]),
    tests(
      "SessionTests",
      [
        "Session", "Records", "Vocabulary", "Sodium", "StrictJSON", "AuditLog", "VaultService",
        "Wire",
      ]),
    tests("WireTests", ["Wire", "StrictJSON", "Socket"]),
    tests("CommandTreeTests", ["CommandTree"]),
    tests(
      "CommandTests",
      [
        "kluis", "CommandTree", "Desk", "VaultClient", "Vocabulary", "Calendar", "Dossier",
        "Directory", "AuditLog", "Policy", "Records", "SLIP39", "Store", "StrictJSON", "Sodium",
        "Socket",
        "VaultFixture", "VaultService", "AgeFile", "Minisign", "Overdracht",
      ], exclude: ["Scripts"]),
    tests(
      "VaultClientTests",
      [
        "VaultClient", "AuditLog", "Directory", "Dossier", "Minisign", "Records", "Session",
        "Vocabulary", "Sodium", "StrictJSON",
      ]),
    tests(
      "KeyToolsTests",
      [
        "kluis-keys", "PrivateFile", "VaultFixture", "VaultService", "VaultClient", "AuditLog",
        "Minisign",
        "Directory",
        "Records", "SLIP39", "Store", "StrictJSON", "Sodium", "Vocabulary",
      ]),
    tests(
      "BodeTests",
      [
        "kluis-bode", "AgeFile", "Calendar", "CommandTree", "Delivery", "Minisign", "Overdracht",
        "Records", "Sodium", "StrictJSON", "VaultClient",
        "VaultFixture",
        "VaultService", "Vocabulary",
      ]),
    tests("ModelTests", []),

    // Every parser of bytes from outside, with seeds and a promise; `make fuzz` puts libFuzzer around it.
    .target(
      name: "FuzzTargets",
      dependencies: [
        "VaultTestKit", "AgeFile", "AuditLog", "Calendar", "Delivery", "Directory", "Dossier",
        "Minisign",
        "Overdracht",
        "Policy", "Records",
        "Session", "Sodium", "StrictJSON", "Vocabulary", "Wire",
      ],
      path: "Fuzz/Targets", swiftSettings: rules),
    tests("FuzzTests", ["FuzzTargets"]),
  ]
)

// libFuzzer has to be linked in, so no other build knows of it.
if Context.environment["KLUIS_FUZZ"] != nil {
  package.targets += [
    .target(name: "CFuzzer", path: "Fuzz/CFuzzer"),
    .executableTarget(
      name: "kluis-fuzz", dependencies: ["CFuzzer", "FuzzTargets"], path: "Fuzz/Driver",
      swiftSettings: rules),
  ]
}
