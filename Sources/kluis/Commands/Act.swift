import Desk

/// Everything that a leaf of the command line can do.
enum Act: CaseIterable, Sendable {
  case gezinImport
  case gezinList
  case gezinShow
  case dossierOpen
  case dossierAdd
  case bijlageAdd
  case bijlageList
  case bijlageSave
  case toestemmingAdd
  case toestemmingWithdraw
  case toestemmingList
  case beperkingAdd
  case beperkingLift
  case beperkingList
  case overdrachtPrepare
  case overdrachtCheck
  case overdrachtSeal
  case overdrachtSend
  case overdrachtStatus
  case overdrachtRecall
  case overdrachtConfirm
  case overdrachtImport
  case toegangExplain
  case toegangInvolve
  case toegangRegie
  case toegangConsult
  case toegangList
  case toegangEnd
  case toegangNood
  case toegangRequest
  case toegangRequests
  case toegangSecond
  case fgLog
  case fgWoorden
  case fgCopy
  case fgVerify
  case lidList
  case lidAdd
  case lidSuspend
  case partnerList
  case partnerShow
  case partnerAdd
  case partnerKey
  case partnerEnd
  case bundleKeyShow
  case bundleKeyAdd
  case policyShow
  case policyHistory
  case policyPropose
  case sign
  case seal
  case backupCreate
  case backupVerify
  case backupRestore
  case restoreDraft
  case restoreSign
  case overdrachtCollect
  case overdrachtOpen
  case overdrachtReceipt
  case overdrachtOpener
  case completion
  case man

  /// Does it: calls, and an answer on the screen.
  func run(_ desk: Desk) throws(Failure) {
    switch self {
    case .gezinImport: try GezinImport(desk).run()
    case .gezinList: try GezinList(desk).run()
    case .gezinShow: try GezinShow(desk).run()
    case .dossierOpen: try DossierOpen(desk).run()
    case .dossierAdd: try DossierAdd(desk).run()
    case .bijlageAdd: try BijlageAdd(desk).run()
    case .bijlageList: try BijlageList(desk).run()
    case .bijlageSave: try BijlageSave(desk).run()
    case .toestemmingAdd: try ToestemmingAdd(desk).run()
    case .toestemmingWithdraw: try ToestemmingWithdraw(desk).run()
    case .toestemmingList: try ToestemmingList(desk).run()
    case .beperkingAdd: try BeperkingAdd(desk).run()
    case .beperkingLift: try BeperkingLift(desk).run()
    case .beperkingList: try BeperkingList(desk).run()
    case .overdrachtPrepare: try OverdrachtPrepare(desk).run()
    case .overdrachtCheck: try OverdrachtCheck(desk).run()
    case .overdrachtSeal: try OverdrachtSeal(desk).run()
    case .overdrachtSend: try OverdrachtSend(desk).run()
    case .overdrachtStatus: try OverdrachtStatus(desk).run()
    case .overdrachtRecall: try OverdrachtRecall(desk).run()
    case .overdrachtConfirm: try OverdrachtConfirm(desk).run()
    case .overdrachtImport: try OverdrachtImport(desk).run()
    case .toegangExplain: try ToegangExplain(desk).run()
    case .toegangInvolve: try ToegangInvolve(desk).run()
    case .toegangRegie: try ToegangRegie(desk).run()
    case .toegangConsult: try ToegangConsult(desk).run()
    case .toegangList: try ToegangList(desk).run()
    case .toegangEnd: try ToegangEnd(desk).run()
    case .toegangNood: try ToegangNood(desk).run()
    case .toegangRequest: try ToegangRequest(desk).run()
    case .toegangRequests: try ToegangRequests(desk).run()
    case .toegangSecond: try ToegangSecond(desk).run()
    case .fgLog: try FGLog(desk).run()
    case .fgWoorden: try FGWoorden(desk).run()
    case .fgCopy: try FGCopy(desk).run()
    case .fgVerify: try FGVerify(desk).run()
    case .lidList: try LidList(desk).run()
    case .lidAdd: try LidAdd(desk).run()
    case .lidSuspend: try LidSuspend(desk).run()
    case .partnerList: try PartnerList(desk).run()
    case .partnerShow: try PartnerShow(desk).run()
    case .partnerAdd: try PartnerAdd(desk).run()
    case .partnerKey: try PartnerKey(desk).run()
    case .partnerEnd: try PartnerEnd(desk).run()
    case .bundleKeyShow: try BundleKeyShow(desk).run()
    case .bundleKeyAdd: try BundleKeyAdd(desk).run()
    case .policyShow: try PolicyShow(desk).run()
    case .policyHistory: try PolicyHistory(desk).run()
    case .policyPropose: try PolicyPropose(desk).run()
    case .sign: try DraftSign(desk).run()
    case .seal: try BeheerSeal(desk).run()
    case .backupCreate: try BackupCreate(desk).run()
    case .backupVerify: try BackupVerify(desk).run()
    case .backupRestore: try BackupRestore(desk).run()
    case .restoreDraft: try RestoreDraft(desk).run()
    case .restoreSign: try RestoreSign(desk).run()
    case .overdrachtCollect: try OverdrachtCollect(desk).run()
    case .overdrachtOpen: try OverdrachtOpen(desk).run()
    case .overdrachtReceipt: try OverdrachtReceipt(desk).run()
    case .overdrachtOpener: try OverdrachtOpener(desk).run()
    case .completion: ToolText(desk).completion()
    case .man: ToolText(desk).manual()
    }
  }
}
