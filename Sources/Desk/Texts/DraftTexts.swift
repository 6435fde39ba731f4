package import CommandTree

// Drafts of directory records, and members who are named.

extension Texts {
  package static func notADraft(_ path: String) -> Text {
    Text(nl: "\(path) is geen ontwerp", en: "\(path) is not a draft")
  }
  package static let newDraft = Text(
    nl: "noem een ander bestand, of vraag om een nieuw ontwerp",
    en: "name another file, or ask for a new draft")
  package static func staleDraft(_ path: String) -> Text {
    Text(
      nl: "de ledenlijst is verder dan \(path): maak het opnieuw",
      en: "the directory has moved on since \(path): make it anew")
  }
  package static func noSuchMember(_ word: String) -> Text {
    Text(nl: "'\(word)' is geen lid", en: "'\(word)' is not a member")
  }
  package static let seeMembers = Text(
    nl: "zie kluis beheer lid list", en: "see kluis beheer lid list")
  package static func memberAmbiguous(_ word: String) -> Text {
    Text(nl: "'\(word)' kan meer dan één lid zijn", en: "'\(word)' may be more than one member")
  }
  package static let giveMore = Text(
    nl: "geef meer tekens van de id", en: "give more digits of the id")
}
