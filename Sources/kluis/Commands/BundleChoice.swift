import CommandTree
import Desk
import VaultClient
import Vocabulary

/// Which bundle was meant: by its id or how that begins.
enum BundleChoice {
  /// Looks among the bundles on their way, and then, with `ended`, among those that ended too.
  ///
  /// - Throws: 64 `bad-id`, `unknown-bundle`, `ambiguous-bundle`; what the list throws
  static func find(_ desk: Desk, ended: Bool = false) throws(Failure) -> ListedBundle {
    let word = desk.arguments.required("BUNDEL")
    guard let prefix = Prefix(word) else {
      throw desk.usage("bad-id", Texts.notAnId(word), hint: Texts.idForm)
    }
    let session = try desk.session()
    var found = try calling { () throws(ClientError) in try session.bundles() }
      .filter { prefix.matches($0.bundle) }
    // Those that ended are many, and asked for only when it must be one of them.
    if ended, found.isEmpty {
      found = try calling { () throws(ClientError) in try session.everyBundle() }
        .filter { prefix.matches($0.bundle) }
    }
    guard let bundle = found.first else {
      throw desk.usage("unknown-bundle", Texts.noSuchBundle(word), hint: Texts.seeBundles)
    }
    guard found.count == 1 else {
      throw desk.usage("ambiguous-bundle", Texts.bundleAmbiguous(word), hint: Texts.giveMore)
    }
    return bundle
  }
}
