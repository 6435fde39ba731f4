/// What kind of organisation a partner is; what its members may get in a bundle hangs on it.
package enum PartnerKind: String, CaseIterable, Sendable {
  case wijkteam
  case school
  case ggz
  case veiligThuis = "veilig-thuis"
  case raad
  case politie
  case gecertificeerdeInstelling = "gecertificeerde-instelling"
  case overig
}
