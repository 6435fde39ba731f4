import CommandTree
import Desk

extension Texts {
  static func policyInForce(_ hash: String) -> Text {
    Text(nl: "beleid dat geldt: \(hash)", en: "policy in force: \(hash)")
  }
  static let sharesNothing = Text(
    nl: "overdracht.json is er niet: met dit beleid deelt de kluis niets",
    en: "there is no overdracht.json: under this policy the vault shares nothing")
  static let noPolicyRequest = Text(
    nl: "deze aanvraag gaat niet over beleid", en: "this request is not about a policy")
  static let nothingThere = Text(nl: "(niets)", en: "(nothing)")
  static let policyHash = Text(nl: "BELEID", en: "POLICY")
  static let agreed = Text(nl: "AKKOORD", en: "AGREED")
  static let firstPolicy = Text(nl: "(eerste beleid)", en: "(first policy)")
  static let samePolicy = Text(
    nl: "dit is het beleid dat al geldt", en: "this is the policy that is in force already")
  static func policyFile(_ file: String, _ fault: String) -> Text {
    Text(same: "\(file): \(fault)")
  }
  static let seePolicyRules = Text(
    nl: "Policies/README.md zegt wat in een beleid staat",
    en: "Policies/README.md says what a policy holds")
  static func policyNext(_ id: String) -> Text {
    Text(
      nl:
        "De FG en een leidinggevende beslissen: kluis beheer policy show \(id), dan kluis toegang second \(id) --akkoord (of --tegen)",
      en:
        "The FG and a leidinggevende decide: kluis beheer policy show \(id), then kluis toegang second \(id) --akkoord (or --tegen)"
    )
  }
}
