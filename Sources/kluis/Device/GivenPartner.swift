import AgeFile
import CommandTree
import Desk
import Directory
import Minisign
import Overdracht

/// A partner's keys as somebody brought them: in the partner's file, or as two texts.
struct GivenPartner {
  /// As the file has it; nil when there was none.
  let name: String?
  let keys: PartnerKeys

  /// Reads BESTAND with its signature, or `--age` and `--minisign`.
  ///
  /// - Throws: 64 `partner-keys`; 65 `partner-file`, `partner-signature`, `age-key`, `minisign-key`; 1 for a
  ///   file that is not there
  init(_ desk: Desk) throws(Failure) {
    let words = desk.arguments
    switch (words.argument("BESTAND"), words.value("age"), words.value("minisign")) {
    case (let path?, nil, nil): try self.init(file: path)
    case (nil, let age?, let minisign?):
      self.init(
        name: nil,
        keys: PartnerKeys(try GivenPartner.age(age), try GivenPartner.minisign(minisign)))
    default:
      throw desk.usage("partner-keys", Texts.fileOrKeys, hint: Texts.fileOrKeysHint)
    }
  }

  private init(name: String?, keys: PartnerKeys) {
    self.name = name
    self.keys = keys
  }

  private init(file path: String) throws(Failure) {
    let bytes = try InputFile.read(path, limit: PartnerFile.limit)
    let signature = try InputFile.read(path + ".minisig", limit: PartnerFile.limit)
    do throws(PartnerFile.Fault) {
      let file = try PartnerFile(decoding: bytes, signature: signature)
      name = file.name
      keys = PartnerKeys(file.age, file.minisign)
    } catch {
      switch error {
      case .malformed(let error):
        throw Failure(
          ExitCode.data, "partner-file", Texts.partnerFile(path, error), hint: Texts.askPartner)
      case .age(let error): throw .ageKey(error)
      case .minisign(let error): throw .minisignKey(error)
      case .signature(let error):
        throw Failure(
          ExitCode.data, "partner-signature", Texts.partnerSignature(path, error),
          hint: Texts.askPartner)
      }
    }
  }

  private static func age(_ text: String) throws(Failure) -> AgeRecipient {
    do throws(AgeKeyError) { return try AgeRecipient(text) } catch { throw .ageKey(error) }
  }

  private static func minisign(_ text: String) throws(Failure) -> MinisignKey {
    do throws(MinisignError) { return try MinisignKey(text: text) } catch {
      throw .minisignKey(error)
    }
  }
}

extension PartnerKeys {
  init(_ age: AgeRecipient, _ minisign: MinisignKey) {
    self.init(age: age.publicKey, sign: minisign.key, signNumber: minisign.number)
  }

  /// `age1…`; nil for bytes that are no key to seal to.
  var ageText: String? { try? AgeRecipient(publicKey: age).text }

  /// `RW…`; nil for other lengths, which no directory has.
  var minisignText: String? { try? MinisignKey(number: signNumber, key: sign).text }
}

extension DirectoryAct {
  /// Refuses an age key that nobody can open: the directory knows bytes only.
  func requireUsableKeys() throws(Failure) {
    let keys: PartnerKeys? =
      switch self {
      case .partner(let partner): partner.keys
      case .partnerKey(_, let keys): keys
      default: nil
      }
    guard let keys else { return }
    do throws(AgeKeyError) { _ = try AgeRecipient(publicKey: keys.age) } catch {
      throw .ageKey(error)
    }
  }
}

extension Failure {
  fileprivate static func ageKey(_ error: AgeKeyError) -> Failure {
    Failure(ExitCode.data, "age-key", Texts.ageKey(error), hint: Texts.ageKeyHint(error))
  }

  static func minisignKey(_ error: MinisignError) -> Failure {
    Failure(ExitCode.data, "minisign-key", Texts.minisignKey(error), hint: Texts.minisignKeyHint)
  }
}
