import CommandTree
import StrictJSON

/// Why a command did not do what was asked; never holds anything of a key.
///
/// Exit codes as everywhere: 1 failed, 64 usage, 65 malformed or tampered, 69 vault unreachable,
/// 75 try again, 77 refused.
struct Failure: Error, Equatable, Sendable {
  let exit: Int32
  /// A word that never changes, for scripts.
  let code: String
  let message: Text
  let hint: Text?
  var usage: Text?

  init(_ exit: Int32, _ code: String, _ message: Text, hint: Text? = nil) {
    self.exit = exit
    self.code = code
    self.message = message
    self.hint = hint
  }

  /// A mistake that the parse found.
  init(mistake: UsageMistake) {
    self.init(UsageMistake.exitCode, mistake.code, mistake.description, hint: mistake.hint)
    usage = mistake.usage
  }

  /// The object `{"error":{"code","message","hint"?,"usage"?,"exit"}}`.
  func json(in language: Language) -> JSONValue {
    let error = JSONValue.object(present: [
      ("code", .string(code)), ("message", .string(message[language])),
      ("hint", hint.map { .string($0[language]) }), ("usage", usage.map { .string($0[language]) }),
      ("exit", .int(Int64(exit))),
    ])
    return .object([("error", error)])
  }
}
