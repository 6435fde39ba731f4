import Policy
import Records

/// What a four-eyes request that still waits for others means to the policy: a grant not approved,
/// so that who asked hears that a second pair of eyes is needed.
enum PendingGrant {
  /// Nil for a request that can come to nothing: overtaken by another policy, or its time is over;
  /// and for one that asks no grant.
  static func facts(
    _ request: [UInt8], under policy: [UInt8], at time: Int64
  ) throws -> GrantFacts? {
    let wish = try RequestAct.decode(request)
    guard case .grantToezichthouder(let access) = wish.objects, wish.policy == policy,
      time < wish.validUntil
    else { return nil }
    return GrantFacts(
      id: wish.id, member: access.member, role: access.role,
      sections: Set(access.sections), from: wish.at, until: access.until,
      approved: false)
  }
}
