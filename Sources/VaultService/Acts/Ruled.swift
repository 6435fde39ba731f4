import AuditLog
import Policy
import StrictJSON
import Vocabulary

/// An act of a member that the policy is asked about: how its refusal looks in log and answer.
struct Ruled {
  let stamp: RequestStamp
  let action: LogAction
  let object: LogObject
  var dossier: Identifier?
  var sections: Set<Section> = []
  var purpose: Purpose?
  var detail: [String: LogEntry.Detail] = [:]

  /// A leaf of this act, with what the request named.
  func leaf(_ outcome: LogOutcome, basis: LogEntry.Basis? = nil) -> LogEntry {
    var leaf = stamp.leaf(action, object, outcome)
    leaf.dossier = dossier
    leaf.sections = sections
    leaf.purpose = purpose
    leaf.basis = basis
    leaf.detail = detail
    return leaf
  }

  /// The plan of a refusal: one leaf that says so, and the ways on.
  func refused(_ refusal: Refusal, body: [UInt8]) -> Plan {
    refused(
      refusal.code.rawValue, sections: refusal.sections, ways: refusal.ways.map(\.rawValue),
      body: body)
  }

  /// The plan of a refusal by a rule of the bytes rather than of the policy.
  func refused(
    _ code: String, sections: [Section] = [], ways: [String] = [], body: [UInt8]
  ) -> Plan {
    var plan = Plan()
    var leaf = leaf(.refuse)
    leaf.reason = code
    plan.leaves = [leaf]
    plan.body = body
    plan.reply = .refuse(code: code, sections: sections, ways: ways)
    return plan
  }

  /// The plan of a policy set that is not whole or too weak: file, place and rule are named.
  func refused(_ fault: PolicyError, body: [UInt8]) -> Plan {
    var plan = refused(fault.code, body: body)
    plan.leaves[0].detail = ["rule": .code(fault.rule)]
    plan.reply = .refuse(
      code: fault.code, sections: [], ways: [],
      about: [
        JSONMember(
          "policy",
          .object([
            ("file", .string(fault.file.rawValue)), ("place", .string(fault.place)),
            ("rule", .string(fault.rule)),
          ]))
      ])
    return plan
  }

  /// What the disk has left is kept for the log; a code of `fail`.
  static let diskReserve = "disk-reserve"

  /// The plan of a write that came too late or does not fit; `links` are what the client lacks.
  func failed(_ code: String, head: LogEntry.Head?, links: [UInt8] = [], body: [UInt8]) -> Plan {
    var plan = Plan()
    var leaf = leaf(.fail)
    leaf.reason = code
    plan.leaves = [leaf]
    plan.body = body
    plan.reply = .fail(code: code, head: head, links: links)
    return plan
  }
}
