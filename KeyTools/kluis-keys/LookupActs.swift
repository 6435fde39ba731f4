import CommandTree
import Desk
import Directory
import Records
import VaultClient
import Vocabulary

/// The lookup key: made as a role key is, sealed to every custodian.
enum LookupActs {
  /// `lookup new`: the first signature under the institution's lookup key.
  static func new(_ desk: Desk) throws(Failure) {
    var drafting = try Drafting(desk)
    let directory = try drafting.view(on: desk.session().directory)
    _ = try desk.maker(.custodian, in: directory)
    let made: LookupEpoch
    do throws(ContextBox.BoxError) {
      made = try LookupKey.make(
        epoch: (directory.lookupKey?.epoch ?? 0) + 1, keepers: directory.custodians)
    } catch { throw Failure(error) }
    var answer = Answer()
    answer.add("epoch", Text(nl: "tijdperk", en: "epoch"), made.epoch)
    desk.screen.answer(try drafting.write(.lookupKey(made), on: directory, desk, answer))
  }
}
