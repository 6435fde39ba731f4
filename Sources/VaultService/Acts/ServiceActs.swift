import AuditLog
import Policy
import Store

/// A sign of life when nothing happened, so that a gap in the log means something.
struct Heartbeat: PlannedAct {
  func plan(_ context: ActContext) -> Plan { .ofService(.heartbeat) }
}

/// The service begins to serve, or ends.
struct ServiceEvent: PlannedAct {
  let action: LogAction

  func plan(_ context: ActContext) -> Plan { .ofService(action) }
}

/// Share holders brought the root key; the service had no W before.
struct Unsealed: PlannedAct {
  let ceremony: UInt32

  func plan(_ context: ActContext) -> Plan {
    var plan = Plan.ofService(.unseal)
    plan.leaves[0].detail = ["ceremony": .int(Int64(ceremony))]
    return plan
  }
}

/// The wall clock stepped; both times are in the leaf.
enum ClockStep {
  static func plan(_ step: BatchClock.Step) -> Plan {
    var plan = Plan.ofService(.clockStep)
    plan.leaves[0].detail = ["expected": .int(step.expected), "shown": .int(step.shown)]
    return plan
  }
}

/// New rules come into force: their hash goes into the log, their text beside it.
struct RulesInForce: PlannedAct {
  let rules: RuleSet

  func plan(_ context: ActContext) -> Plan {
    var plan = Plan.ofService(.policy)
    plan.leaves[0].object = .policy
    plan.leaves[0].record = LogEntry.Record(kind: RuleSet.recordKind, hash: rules.hash)
    plan.rules = rules
    let rules = rules
    let now = context.now
    plan.vaultRows = { tables, _ in
      guard try tables.policies.newest()?.set.hash != rules.hash else { return }
      try tables.policies.keep(hash: rules.hash, rules.stored)
      try tables.policies.enforce(hash: rules.hash, since: now, by: nil)
    }
    return plan
  }
}

/// Policy files that do not count: which, and why.
struct RulesRefused: PlannedAct {
  let refused: RefusedRules

  init(_ refused: RefusedRules) { self.refused = refused }

  func plan(_ context: ActContext) -> Plan {
    var plan = Plan.ofService(.policy)
    plan.leaves[0].object = .policy
    plan.leaves[0].outcome = .refuse
    plan.leaves[0].reason = refused.code
    plan.leaves[0].record = refused.hash.map {
      LogEntry.Record(kind: RuleSet.recordKind, hash: $0)
    }
    if case .unfit(let fault) = refused.reason {
      plan.leaves[0].detail = ["rule": .code(fault.rule)]
    }
    return plan
  }
}

extension Plan {
  /// A plan of one leaf of the service itself.
  static func ofService(_ action: LogAction) -> Plan {
    var plan = Plan()
    plan.leaves = [
      LogEntry(index: 0, time: 0, action: action, object: .service, outcome: .permit)
    ]
    return plan
  }
}
