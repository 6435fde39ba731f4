/// Longest word that is compared with the known ones, in characters; longer ones are no slips.
private let longestCompared = 40

/// The known word that a slip of the finger may have meant, or nil when none is close.
///
/// Close: at most one change for words up to five characters, two for longer ones. A change is an
/// added, lost, wrong or swapped character (optimal string alignment).
func nearest(to word: String, among known: [String]) -> String? {
  guard word.count <= longestCompared else { return nil }
  let limit = word.count <= 5 ? 1 : 2
  var best: (distance: Int, word: String)?
  for candidate in known {
    let found = distance(Array(word), Array(candidate))
    if found <= limit && found < (best?.distance ?? Int.max) { best = (found, candidate) }
  }
  return best?.word
}

private func distance(_ a: [Character], _ b: [Character]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        best = min(best, beforeLast[j - 1] + 1)
      }
      row.append(best)
    }
    beforeLast = last
    last = row
  }
  return last[b.count]
}
