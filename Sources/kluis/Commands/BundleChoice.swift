import CommandTree
import Desk
import VaultClient
import Vocabulary

/// Which bundle was meant: by its id or how that begins.
enum BundleChoice {
  /// Looks among the bundles on their way, or also among those that ended.
  ///
  /// - Throws: 64 `bad-id`, `unknown-bundle`, `ambiguous-bundle`; what the list throws
  static func find(_ desk: Desk, ended: Bool = false) throws(Failure) -> ListedBundle {
    let word = desk.arguments.required("BUNDEL")
    guard let prefix = Prefix(word) else {
      throw desk.usage("bad-id", Texts.notAnId(word), hint: Texts.idForm)
    }
    let session = try desk.session()
    let listed = try calling { () throws(ClientError) in
      try ended ? session.everyBundle() : session.bundles()
    }
    var found = listed.filter { prefix.matches($0.bundle) }
    // Those on their way go first: what ended makes no short id ambiguous.
    if found.contains(where: { $0.state.isOpen }) { found.removeAll { !$0.state.isOpen } }
    guard let bundle = found.first else {
      throw desk.usage("unknown-bundle", Texts.noSuchBundle(word), hint: Texts.seeBundles)
    }
    guard found.count == 1 else {
      throw desk.usage("ambiguous-bundle", Texts.bundleAmbiguous(word), hint: Texts.giveMore)
    }
    return bundle
  }
}
