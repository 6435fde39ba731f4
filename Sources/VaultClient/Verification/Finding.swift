package import AuditLog
package import Dossier
package import Records

/// One thing that is wrong with a copy of the log.
package struct LogFinding: Equatable, Sendable {
  /// The entry that shows it; nil when it is about the whole copy.
  package let index: Int?
  package let fault: LogFault

  package init(_ fault: LogFault, at index: Int? = nil) {
    self.index = index
    self.fault = fault
  }

  /// A plain sentence with the entry's number.
  package var text: Phrase {
    guard let index else { return fault.text }
    return Phrase(
      "Regel \(index): \(fault.text.dutch)", "Entry \(index): \(fault.text.english)")
  }
}

/// What can be wrong; the raw value is a word for machines.
package enum LogFault: String, CaseIterable, Equatable, Sendable {
  case fileMissing = "file-missing"
  case fileUnreadable = "file-unreadable"
  case directoryInvalid = "directory-invalid"
  case checkpointSignature = "checkpoint-signature"
  case treeDiffers = "tree-differs"
  case treeShorter = "tree-shorter"
  case treeUnproven = "tree-unproven"
  case entryUnreadable = "entry-unreadable"
  case entryIndex = "entry-index"
  case entryTime = "entry-time"
  case actorMissing = "actor-missing"
  case actorUnknown = "actor-unknown"
  case actorRole = "actor-role"
  case partnerUnknown = "partner-unknown"
  case partnerAct = "partner-act"
  case linkMissing = "link-missing"
  case linkChain = "link-chain"
  case linkSignature = "link-signature"
  case headOld = "head-old"
  case headUnknown = "head-unknown"
  case requestMissing = "request-missing"
  case requestSignature = "request-signature"
  case requestDiffers = "request-differs"
  case requestUnused = "request-unused"
  case recordMissing = "record-missing"
  case recordSignature = "record-signature"
  case recordDiffers = "record-differs"
  case recordUnused = "record-unused"
  case recordNotAllowed = "record-not-allowed"
  case basisMissing = "basis-missing"
  case basisUnknown = "basis-unknown"
  case basisNotValid = "basis-not-valid"
  case grantNotOver = "grant-not-over"
  case fourEyes = "four-eyes"
  case bundleNotFor = "bundle-not-for"
  case bundleNotWaiting = "bundle-not-waiting"
  case bundleReceipt = "bundle-receipt"
  case directoryLeaf = "directory-leaf"
  case policyMissing = "policy-missing"
  case policyUnsigned = "policy-unsigned"
  case policyOther = "policy-other"
  case restoreInvalid = "restore-invalid"
  case tooMany = "too-many"

  package var text: Phrase {
    switch self {
    case .fileMissing:
      Phrase("Een bestand van de kopie ontbreekt.", "A file of the copy is missing.")
    case .fileUnreadable:
      Phrase(
        "Een bestand van de kopie is niet te lezen.", "A file of the copy cannot be read.")
    case .directoryInvalid:
      Phrase(
        "de ledenlijst klopt niet met haar handtekeningen.",
        "the directory does not match its signatures.")
    case .checkpointSignature:
      Phrase(
        "De stand is niet door het log getekend.", "The checkpoint is not signed by the log.")
    case .treeDiffers:
      Phrase(
        "een regel tot hier is veranderd, weggehaald of toegevoegd.",
        "an entry up to here was changed, removed or inserted.")
    case .treeShorter:
      Phrase(
        "de kopie heeft minder regels dan het log had.",
        "the copy has fewer entries than the log had.")
    case .treeUnproven:
      Phrase(
        "na de laatste stand volgen regels zonder bewijs.",
        "entries follow that no checkpoint covers.")
    case .entryUnreadable: Phrase("niet te lezen.", "cannot be read.")
    case .entryIndex:
      Phrase(
        "staat op een andere plaats dan zij zegt.", "stands elsewhere than it says.")
    case .entryTime:
      Phrase("is ouder dan de regel ervoor.", "is earlier than the entry before it.")
    case .actorMissing:
      Phrase("een handeling zonder persoon.", "an act without a member.")
    case .actorUnknown:
      Phrase(
        "de persoon was toen geen actief lid.", "the member was not active at that moment.")
    case .actorRole:
      Phrase(
        "de persoon had toen een andere functie.",
        "the member had another function at that moment.")
    case .partnerUnknown:
      Phrase(
        "de partner was toen niet (meer) in de ledenlijst.",
        "the partner was not in the directory at that moment.")
    case .partnerAct:
      Phrase(
        "een lid deed wat alleen aan partners is, of een partner wat alleen aan leden is.",
        "a member did what is for partners only, or a partner what is for members only.")
    case .linkMissing:
      Phrase("een schrijfregel zonder schakel.", "a write without its link.")
    case .linkChain:
      Phrase(
        "sluit niet aan op de vorige schakel van dit dossier.",
        "does not follow the dossier's link before it.")
    case .linkSignature:
      Phrase(
        "de schakel is niet door de schrijver getekend.",
        "the link is not signed by its author.")
    case .headOld:
      Phrase(
        "er is een oude of andere stand van het dossier getoond.",
        "an old or another state of the dossier was shown.")
    case .headUnknown:
      Phrase(
        "noemt een dossier waarvan niets geschreven is.",
        "names a dossier in which nothing was written.")
    case .requestMissing:
      Phrase(
        "de getekende vraag ontbreekt of is een andere.",
        "the signed request is missing or another one.")
    case .requestSignature:
      Phrase(
        "de vraag is niet door dit lid getekend.",
        "the request is not signed by this member.")
    case .requestDiffers:
      Phrase(
        "zegt iets anders dan de getekende vraag.",
        "says something else than the signed request.")
    case .requestUnused:
      Phrase(
        "een getekende vraag hoort bij geen regel.", "a signed request belongs to no entry.")
    case .recordMissing:
      Phrase(
        "het stuk dat deze regel noemt ontbreekt.", "the record that it names is missing.")
    case .recordSignature:
      Phrase(
        "het stuk is niet getekend door wie het noemt.",
        "the record is not signed by whom it names.")
    case .recordDiffers:
      Phrase(
        "het stuk is van een ander dossier of een andere soort.",
        "the record is of another dossier or kind.")
    case .recordUnused:
      Phrase("een stuk hoort bij geen regel.", "a record belongs to no entry.")
    case .recordNotAllowed:
      Phrase(
        "wie het stuk tekende, mocht dat toen niet.",
        "whoever signed the record was not allowed to then.")
    case .basisMissing:
      Phrase("toegang zonder grond.", "access without a basis.")
    case .basisUnknown:
      Phrase("de grond van de toegang bestaat niet.", "the basis of the access does not exist.")
    case .basisNotValid:
      Phrase(
        "de grond gold toen niet voor deze persoon en dit dossier.",
        "the basis did not hold then for this member and dossier.")
    case .grantNotOver:
      Phrase(
        "zegt dat een toestemming afliep die nog gold, al eerder eindigde of iets anders betrof.",
        "says that a grant ran out which still held, had ended before or was about something else.")
    case .fourEyes:
      Phrase(
        "het vier-ogenbesluit is niet compleet of niet geldig.",
        "the four-eyes decision is not complete or not valid.")
    case .bundleNotFor:
      Phrase(
        "een partner kreeg een overdracht die niet voor die partner verzegeld is.",
        "a partner got a bundle that was not sealed for that partner.")
    case .bundleNotWaiting:
      Phrase(
        "een overdracht is opgehaald die er niet klaarlag, of twee keer verzegeld.",
        "a bundle was collected that did not wait there, or sealed twice.")
    case .bundleReceipt:
      Phrase(
        "een ontvangstbewijs is van een andere overdracht, of niet door de partner getekend.",
        "a receipt is of another bundle, or not signed by the partner.")
    case .directoryLeaf:
      Phrase(
        "noemt een ander stuk van de ledenlijst dan het volgende.",
        "names another directory record than the next one.")
    case .policyMissing:
      Phrase(
        "het beleid dat gold is niet bij de kopie, of het is een ander.",
        "the policy in force is not in the copy, or is another one.")
    case .policyUnsigned:
      Phrase(
        "een beleid ging gelden dat niet is goedgekeurd door wie het vorige beleid noemt.",
        "a policy came into force that was not approved by whom the policy before it names.")
    case .policyOther:
      Phrase(
        "er is gevraagd of beslist onder een ander beleid dan toen gold.",
        "something was asked or decided under another policy than was in force.")
    case .restoreInvalid:
      Phrase(
        "een herstel van het log is niet getekend door beheerder en FG, of staat elders dan het zegt.",
        "a restore of the log is not signed by beheerder and FG, or stands elsewhere than it says.")
    case .tooMany:
      Phrase(
        "Er zijn nog meer bevindingen; alleen de eerste zijn genoemd.",
        "There are more findings; only the first are listed.")
    }
  }
}

/// What a verification found, and how much it looked at.
package struct LogReport: Sendable {
  /// A pass over the copy: how many things it checked, in how many milliseconds.
  package struct Pass: Equatable, Sendable {
    package let name: String
    package let count: Int
    package let milliseconds: Int
  }

  package let findings: [LogFinding]
  package let passes: [Pass]
  /// The log's size and root when its tree is whole; what the FG keeps as the next pin.
  package let pin: Pin?
  /// Noodtoegang that others should have reviewed by now: no fault of the log, but of people.
  package var lateReviews: [LateReview] = []
  /// Where the log went on from an earlier state because the rest was lost; oldest first.
  package var restores: [RestoreRecord] = []

  package var isClean: Bool { findings.isEmpty }
}
