internal import Calendar
internal import Dossier

/// The course of a child's scores as a line, in the few elements of SVG that the page's frame lets through.
///
/// The table below it says the same, so a reader who sees no picture misses nothing.
enum ScorePicture {
  // In the units of the picture, which are pixels at its full size.
  private static let size = (width: 320, height: 150)
  private static let field = (left: 30, right: 308, top: 14, bottom: 118)

  static func draw(_ course: SafetyCourse, of name: String, on page: inout DocumentPage) {
    page.element(
      "svg",
      [
        ("viewBox", "0 0 \(size.width) \(size.height)"), ("width", "\(size.width)"),
        ("height", "\(size.height)"), ("role", "img"),
        ("aria-label", "Cijfers van \(name) als lijn. De tabel hieronder zegt hetzelfde."),
      ])
    for score in [1, 5, 10] {
      let y = vertical(score)
      page.element(
        "line",
        [
          ("stroke", "#b9c3cc"), ("x1", "\(field.left)"), ("x2", "\(field.right)"),
          ("y1", "\(y)"), ("y2", "\(y)"),
        ], closed: true)
      label("\(score)", x: field.left - 6, y: y + 5, anchor: "end", on: &page)
    }
    let places = places(of: course.points)
    page.element(
      "polyline",
      [
        ("fill", "none"), ("stroke", "#123f6d"), ("stroke-width", "2"),
        ("points", places.map { "\($0.x),\($0.y)" }.joined(separator: " ")),
      ], closed: true)
    for place in places {
      page.element(
        "circle",
        [("fill", "#123f6d"), ("r", "4"), ("cx", "\(place.x)"), ("cy", "\(place.y)")],
        closed: true)
    }
    if let first = course.points.first, let last = course.points.last {
      let y = size.height - 8
      label(first.datum.description, x: field.left, y: y, anchor: "start", on: &page)
      if last.datum != first.datum {
        label(last.datum.description, x: field.right, y: y, anchor: "end", on: &page)
      }
    }
    page.put("</svg>\n")
  }

  private static func vertical(_ score: Int) -> Int {
    field.bottom - (score - 1) * (field.bottom - field.top) / 9
  }

  /// Apart as the days are; evenly when all are of one day.
  private static func places(of points: [SafetyCourse.Point]) -> [(x: Int, y: Int)] {
    guard let first = points.first?.datum, let last = points.last?.datum else { return [] }
    let days = first.days(to: last)
    return points.enumerated().map { index, point in
      let (part, whole) =
        days > 0 ? (first.days(to: point.datum), days) : (index, max(1, points.count - 1))
      return (
        field.left + part * (field.right - field.left) / whole, vertical(point.cijfer)
      )
    }
  }

  private static func label(
    _ text: String, x: Int, y: Int, anchor: String, on page: inout DocumentPage
  ) {
    page.element(
      "text", [("fill", "#4a5661"), ("text-anchor", anchor), ("x", "\(x)"), ("y", "\(y)")])
    page.line(text)
    page.put("</text>\n")
  }
}
