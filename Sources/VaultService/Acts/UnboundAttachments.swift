import Store

/// Takes away parts that were sent and that no link came to bind, a day after the first of them.
///
/// They are ciphertext that nobody has the key of but who sent them; no leaf, for nothing of a dossier
/// changes. On the tick and with the first batch: both come after the log was found as long as it was.
struct UnboundAttachments: PlannedAct {
  let limits: UnboundLimits

  func plan(_ context: ActContext) throws -> Plan {
    let memory = context.memory
    memory.hasMoreUnbound = false
    let time = context.now - 1000 * Int64(limits.seconds)
    var plan = Plan()
    guard try context.tables.attachments.hasUnbound(before: time) else { return plan }
    let limits = limits
    plan.vaultRows = { tables, _ in
      memory.hasMoreUnbound = try tables.attachments.sweep(
        before: time, limit: limits.sweptAtOnce)
    }
    return plan
  }
}
