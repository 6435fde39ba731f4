import Desk
import Directory
import Dossier
import Overdracht
import Sharing
import StrictJSON
import VaultClient
import Vocabulary

extension Preparation {
  /// Section kern besides what was chosen: the persons, the consents and what went to whom stand there.
  var opening: [Section] { sections.union([.kern]).sorted() }

  /// Judges it against a dossier that was opened for it, the policy in force and the directory.
  ///
  /// - Parameters:
  ///   - opened: with at least the sections of `opening`.
  ///   - policy: of the set in force; nil when that shares nothing.
  ///   - now: milliseconds UTC; today is its Dutch day.
  func judged(
    on opened: OpenedDossier, policy: SharePolicy?, directory: DirectoryView, now: Int64
  ) -> Judgement {
    judged(
      in: Situation(
        revisions: opened.shared(directory), policy: policy,
        partners: directory.partnerList.map(KnownPartner.init), now: now))
  }
}

extension OpenedDossier {
  /// The newest revisions as a bundle takes them, each with its author's name.
  func shared(_ directory: DirectoryView) -> [SharedRevision] {
    revisions.map { revision in
      SharedRevision(
        section: revision.section, entry: revision.entry, revision: revision.revision,
        content: revision.content,
        writing: revision.writing(by: directory.screenName(of: revision.author)))
    }
  }

  /// The revisions before those of the entries that go, oldest first.
  func earlier(of selection: Selection, _ directory: DirectoryView) -> [OpenedContent] {
    let chosen = Set(selection.chosen.map(\.entry))
    return earlier.filter { chosen.contains($0.entry) }.map { revision in
      OpenedContent(
        revision.content,
        writing: revision.writing(by: directory.screenName(of: revision.author)))
    }
  }
}

extension Preparation.KnownPartner {
  fileprivate init(_ partner: Partner) {
    self.init(
      id: partner.id, name: partner.name, kind: partner.kind, isActive: partner.isActive,
      fingerprint: partner.keys.fingerprint.description, keysAt: partner.present.at)
  }
}

extension Desk {
  /// What the policy in force says about sharing; nil when it shares nothing.
  func sharePolicy() throws(Failure) -> SharePolicy? {
    let session = try session()
    let set = try calling { () throws(ClientError) in try session.policy() }
    do throws(JSONError) { return try set.sharing() } catch {
      throw Failure(
        ExitCode.data, "policy-malformed", Texts.policyFile("overdracht.json", "\(error)"),
        hint: Texts.seePolicyRules)
    }
  }
}
