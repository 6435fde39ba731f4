import AuditLog
import Directory
package import Records
import Sodium
import StrictJSON
package import Vocabulary

/// What a request or a grant is decided on: the dossier's head, the policy, the keys' generations.
package struct AccessState: Equatable, Sendable {
  package let head: Head
  /// The hash of the policy set, 32 bytes.
  package let policy: [UInt8]
  package let generations: [Section: UInt32]
  /// The service's clock, milliseconds.
  package let time: Int64
}

extension VaultSession {
  /// The state that a request or approval names.
  package func accessState(of dossier: Identifier) throws(ClientError) -> AccessState {
    let ask = Ask(
      method: "access.head", args: .object([("dossier", .id(dossier))]), action: .accessHead,
      dossier: dossier)
    let found = try perform(ask) { reply throws(CheckFailure) in
      let state = try checked(.answer) { () throws(JSONError) in
        try reply.fields.allowOnly(["generations", "head", "outcome", "policy", "receipt"])
        var generations: [Section: UInt32] = [:]
        for item in try reply.fields.requireObjects("generations") {
          generations[try item.section("section")] = try item.uint32("generation", from: 1)
        }
        return AccessState(
          head: try Head(reply.fields.requireObject("head")),
          policy: try reply.fields.bytes("policy", count: 32), generations: generations,
          time: reply.leaf.time)
      }
      if let pin = seenHead(of: dossier) {
        try demand(state.head.n >= pin.n, .chainShorter)
        try demand(state.head.n > pin.n || state.head == pin, .chainForked)
      }
      return state
    }
    // What is asked or given from here on is decided under this set.
    try demandApproved(found.policy)
    return found
  }

  private func seenHead(of dossier: Identifier) -> Head? { state.pins.heads[dossier] }

  /// Consults a jurist: access to some sections for a time, by one approver, for good and logged.
  ///
  /// - Parameters:
  ///   - until: milliseconds; policy bounds it.
  ///   - words: the question, for the FG and for the jurist who is asked.
  /// - Returns: the grant's id.
  @discardableResult
  package func consult(
    _ jurist: Identifier, in dossier: Identifier, sections: [Section], purpose: Purpose,
    until: Int64, words: Words? = nil
  ) throws(ClientError) -> Identifier {
    let state = try accessState(of: dossier)
    let made = try makeGrant(
      GrantOrder(
        dossier: dossier, member: jurist, role: .jurist, sort: .consult, sections: sections,
        purpose: purpose, until: until, reason: words?.hash, request: nil), state)
    var ask = Ask(
      method: "access.grant",
      args: .object([
        ("boxes", .array(made.boxes)), ("dossier", .id(dossier)), ("grant", made.signed.json),
      ]), action: .grant, dossier: dossier, purpose: purpose)
    // The service gives a question to the one jurist only, though all have the key of its box.
    ask.words = try sealed(words, for: [.jurist])
    return try perform(ask) { reply throws(CheckFailure) in
      try demandRecord(reply.leaf, made.signed, Grant.kind)
      return made.id
    }
  }

  /// The function in which this member approves.
  var approvingFunction: SigningFunction {
    role == .jeugdbeschermer ? .regie : .role(role)
  }

  /// Opens R of each section by this member's own role, and seals it to the other role and member.
  func makeGrant(
    _ order: GrantOrder, _ state: AccessState
  ) throws(ClientError) -> MadeGrant {
    let time = now()
    guard order.member != member, order.until > time else {
      throw .inputRefused(.recordRefused)
    }
    // The colleague, or the role's newest key, may be newer than this session.
    try refreshDirectory()
    guard directory.role(of: order.member) == order.role,
      let colleague = directory.member(order.member)
    else { throw .notInDirectory }
    guard let epoch = directory.roleEpoch(order.role) else { throw .noRoleKey }
    let wraps = try wrap(order, role: epoch.box, member: colleague.keys.box)
    let id = Identifier.random()
    let grant = Grant(
      at: time, by: member, byFunction: approvingFunction, dossier: order.dossier,
      epoch: epoch.epoch,
      from: time, head: state.head, id: id, member: order.member, policy: state.policy,
      purpose: order.purpose, reason: order.reason, request: order.request, role: order.role,
      sections: wraps.map(\.part), sort: order.sort, until: order.until)
    return MadeGrant(
      id: id, signed: grant.sign(with: keys.identity.signing),
      boxes: wraps.map { wrap in
        .object([("box", .base64(wrap.box)), ("section", .string(wrap.part.section.name))])
      })
  }

  private func wrap(
    _ order: GrantOrder, role key: [UInt8], member box: [UInt8]
  ) throws(ClientError) -> [Wrap] {
    let sections = Set(order.sections).sorted()
    let ask = Ask(
      method: "access.wraps",
      args: .object([("dossier", .id(order.dossier)), ("sections", .sections(sections))]),
      action: .accessWraps, dossier: order.dossier)
    return try perform(ask) { reply throws(CheckFailure) in
      let blocks = try SectionBlock.read(reply.fields)
      try demand(blocks.map(\.section) == sections, .sections)
      try demand(reply.leaf.sections == Set(sections), .leafSections)
      var wraps: [Wrap] = []
      for block in blocks {
        _ = try againstDirectory { directory throws(CheckFailure) in
          try block.verifiedRecord(
            dossier: order.dossier, link: nil, directory: directory,
            known: signatures)
        }
        let half = try half(of: block, dossier: order.dossier)
        let share = Share(
          dossier: order.dossier, section: block.section, generation: block.generation)
        do throws(ContextBox.BoxError) {
          let sealed = try share.seal(half, toRole: key, andMember: box)
          wraps.append(
            Wrap(
              box: sealed,
              part: Grant.Part(
                section: block.section, generation: block.generation,
                box: Share.hash(ofBox: sealed))))
        } catch { throw CheckFailure(error) }
      }
      return wraps
    }
  }
}

/// Access that is to be given: to whom, what, how long, on which request.
struct GrantOrder {
  let dossier: Identifier
  let member: Identifier
  let role: Role
  let sort: Grant.Sort
  let sections: [Section]
  let purpose: Purpose
  let until: Int64
  /// H(words), for a consult with a question.
  var reason: [UInt8]?
  /// H of the request-act's bytes, for a toezichthouder.
  let request: [UInt8]?
}

/// A signed grant with the boxes that it names.
struct MadeGrant {
  let id: Identifier
  let signed: Signed
  let boxes: [JSONValue]
}

private struct Wrap {
  let box: [UInt8]
  let part: Grant.Part
}
