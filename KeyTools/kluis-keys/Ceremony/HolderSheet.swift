import Calendar
import Directory
import Sodium

/// The sheet of one share holder: words to keep on paper, and what to do with them.
///
/// The words never leave locked memory but to the file that was named; the file goes to a printer
/// that stands in the room and is destroyed.
struct HolderSheet {
  let origin: String
  let set: HolderSet
  /// From 1.
  let number: Int
  let date: CalendarDate

  private static let columns = 3
  /// Room for a word and its number.
  private static let cell = 16
  private static let capacity = 8 << 10

  private var name: String { self.set.holders[number - 1].name }

  /// The whole sheet: 33 words in a grid between fixed text.
  func text(_ words: borrowing SecretBytes) throws(SecretMemoryError) -> SecretBytes {
    var sheet = try SecretWriter(capacity: Self.capacity)
    try sheet.append(Array(head.utf8))
    try Self.appendGrid(of: words, to: &sheet)
    try sheet.append(Array(foot.utf8))
    return sheet.finish()
  }

  /// The words in rows of three, each with its number.
  private static func appendGrid(
    of words: borrowing SecretBytes, to sheet: inout SecretWriter
  ) throws(SecretMemoryError) {
    try words.withSpan { bytes throws(SecretMemoryError) in
      var number = 0
      var start = 0
      for end in 0...bytes.count where end == bytes.count || bytes[end] == 0x20 {
        number += 1
        let label = (number < 10 ? "  " : " ") + "\(number) "
        try sheet.append(Array(label.utf8))
        for index in start..<end { try sheet.append(bytes[index]) }
        if number % columns == 0 {
          try sheet.append(0x0A)
        } else {
          let blanks = max(1, cell - label.utf8.count - (end - start))
          try sheet.append([UInt8](repeating: 0x20, count: blanks))
        }
        start = end + 1
      }
      if number % columns != 0 { try sheet.append(0x0A) }
    }
  }

  private var head: String {
    """
    DOSSIERKLUIS: DEEL VAN DE HOOFDSLEUTEL            (share of the root key)

    Kluis      \(origin)
    Bewaarder  \(name)
    Deel       \(number) van \(self.set.holders.count); \(self.set.threshold) delen samen openen de kluis
    Ceremonie  \(self.set.ceremony), set \(self.set.set), \(date)


    """
  }

  private var foot: String {
    """

    U bewaart een van de \(self.set.holders.count) delen. Alleen heeft u er niets aan, en niemand anders ook.

     1. Bewaar dit blad thuis in een kluis of bij de notaris, in een dichte envelop.
     2. Maak er geen foto, kopie of bestand van. Lees de woorden aan niemand voor.
     3. Vraagt iemand om uw deel? Bel eerst zelf de beheerder, op een nummer dat u al had.
     4. De kluis openen doet u op uw eigen computer:
          kluis-keys unseal --institution institution.pub
        Typ de woorden op een regel, met spaties. Vier letters per woord zijn genoeg.
     5. Blad kwijt of gezien door een ander? Meld het dezelfde dag aan de beheerder en de FG.
     6. Na een nieuwe ceremonie opent dit blad niets meer. Vernietig het dan.

    Getekend voor ontvangst:                              Datum:

    """
  }
}
