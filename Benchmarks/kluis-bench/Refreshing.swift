import VaultClient

/// New halves for the keys of the whole archive, after a role got a new key: both custodians' parts.
///
/// One session each, one after the other, as two people work; each dossier has six sections.
struct Refreshing {
  let archive: Archive

  init(_ archive: Archive) { self.archive = archive }

  func bothParts() throws -> [String: Double] {
    let (institution, service) = (archive.institution, archive.service)
    try institution.renewRole(over: service)
    let (cpu, own) = (service.cpu, ownCPU())
    let start = now()
    let proposed = try institution.custodian(0, over: service).proposeRefreshes()
    let middle = now()
    let checked = try institution.custodian(1, over: service).checkRefreshes()
    let end = now()
    guard proposed.isClean, checked.isClean, proposed.stale + checked.stale == 0,
      checked.dossiers == archive.dossiers.count
    else { throw Mistake("the refresh did not do the whole archive") }
    let verified = try institution.custodian(0, over: service).verifyRefreshes()
    guard verified.isClean, verified.sections == checked.sections else {
      throw Mistake("the refresh does not verify")
    }
    return [
      "check_s": end - middle, "client_cpu_s": ownCPU() - own, "propose_s": middle - start,
      "sections": Double(checked.sections), "seconds": end - start,
      "service_cpu_s": service.cpu - cpu, "verify_s": now() - end,
    ]
  }
}
