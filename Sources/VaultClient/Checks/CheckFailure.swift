import AuditLog
import Sodium
import StrictJSON

/// Why a check stopped: what the other side sent is wrong, or this side could not go on.
enum CheckFailure: Error, Equatable {
  case tampered(Tampering)
  case other(ClientError)
}

/// Runs a step of a check whose errors all mean the same.
func checked<Value: ~Copyable, Fault: Error>(
  _ reason: Tampering, _ step: () throws(Fault) -> Value
) throws(CheckFailure) -> Value {
  do throws(Fault) { return try step() } catch { throw .tampered(reason) }
}

/// Demands that something holds.
func demand(_ holds: Bool, _ reason: Tampering) throws(CheckFailure) {
  guard holds else { throw .tampered(reason) }
}

/// Runs a step that needs locked memory.
func inLockedMemory<Value: ~Copyable, Fault: Error>(
  _ step: () throws(Fault) -> Value
) throws(CheckFailure) -> Value {
  do throws(Fault) { return try step() } catch { throw .other(.secretMemory) }
}

extension Tampering {
  /// The check of the receipt that failed.
  init(_ error: ReceiptError) {
    self =
      switch error {
      case .missing, .malformed: .receipt
      case .badCheckpoint, .anotherLog: .checkpoint
      case .unsigned, .badSignature: .checkpointSignature
      case .shorterThanPin: .logShorter
      case .inconsistentWithPin: .logForked
      case .notIncluded: .inclusion
      case .badEntry, .anotherIndex: .leaf
      case .anotherRequest: .leafRequest
      }
  }
}
