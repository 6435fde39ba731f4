package import Directory
import Records
package import Session
package import Sodium
import StrictJSON

/// A share holder's way to a sealed vault: who it is, what it waits for, and one share.
///
/// A holder has no account: the directory says whose shares are wanted, and the service key in it
/// says that this is the vault. The words leave this device only sealed to the key of this run.
package struct Unsealing {
  /// What became of a share, and what is still missing.
  package struct Progress: Equatable, Sendable {
    package let fate: ShareFate
    /// Shares more that are needed.
    package let missing: Int
    package let isOpen: Bool

    package init(fate: ShareFate, missing: Int, isOpen: Bool) {
      self.fate = fate
      self.missing = missing
      self.isOpen = isOpen
    }
  }

  private var channel: Channel
  private let box: [UInt8]
  /// Whose shares open this vault.
  package let holders: HolderSet

  /// Gets and verifies the directory and the vault's offer.
  ///
  /// - Throws: `.notSealed` when the vault is open; `.tampered` when the directory or the offer does
  ///   not hold, or the offer is for another ceremony than the directory's newest.
  package init(
    over connection: consuming Channel, anchor: Anchor, state: ClientState
  ) throws(ClientError) {
    channel = connection
    let nonce = Random.bytes(Message1.nonceCount)
    let result: JSONObject
    do throws(ClientError) {
      result = try channel.call("unseal.offer", [("nonce", .base64(nonce))])
    } catch {
      // An open vault wants somebody to sign in first.
      throw error == .signInRefused ? .notSealed : error
    }
    let directory = try DirectoryFetch(state: state, anchor: anchor).verified(over: &channel)
    guard let holders = directory.holders, let serviceKey = directory.serviceKey else {
      throw .notSealed
    }
    let offer: UnsealOffer
    do throws(JSONError) {
      let bytes = try result.requireBytes("offer")
      let signature = try result.requireBytes("sig", count: Signature.count)
      guard Signature.verify(signature, of: bytes, as: .hello, by: serviceKey) else {
        throw result.error(.missing, "sig")
      }
      offer = try UnsealOffer(decoding: bytes)
    } catch { throw .tampered(.hello, Evidence(path: nil, officers: directory.officers)) }
    guard offer.nonce == nonce, offer.origin == anchor.origin,
      offer.ceremony == holders.ceremony
    else { throw .tampered(.hello, Evidence(path: nil, officers: directory.officers)) }
    box = offer.box
    self.holders = holders
  }

  /// Brings one share: the words of a sheet, as they stand there.
  package mutating func bring(_ words: borrowing SecretBytes) throws(ClientError) -> Progress {
    let sealed: [UInt8]
    do throws(SealedBox.BoxError) { sealed = try SealedBox.seal(words, to: box) } catch {
      throw .secretMemory
    }
    let result = try channel.call("unseal.share", [("box", .base64(sealed))])
    do throws(JSONError) {
      return Progress(
        fate: try result.requireCase("fate"),
        missing: Int(try result.requireInt("missing", within: 0...Int64(HolderSet.most))),
        isOpen: try result.requireBool("open"))
    } catch { throw .protocolFault("unseal.share") }
  }
}
