internal import Sodium

/// Points of one polynomial per byte: where they are is public, what lies there is secret.
///
/// - Source: SLIP-0039, "Shamir's secret sharing"
struct Points: ~Copyable {
  /// How many bytes lie at each point.
  let width: Int
  private(set) var places: [UInt8] = []
  private var values: SecretWriter

  init(width: Int, capacity: Int) throws(SecretMemoryError) {
    self.width = width
    values = try SecretWriter(capacity: width * capacity)
  }

  /// - Precondition: the value has `width` bytes and the place is new.
  mutating func append(
    _ value: borrowing SecretBytes, at place: UInt8
  ) throws(SecretMemoryError) {
    precondition(value.count == width && !places.contains(place))
    try values.append(value)
    places.append(place)
  }

  consuming func finish() -> Polynomial {
    Polynomial(width: width, places: places, values: values.finish())
  }
}

/// The polynomials through some points.
struct Polynomial: ~Copyable {
  let width: Int
  let places: [UInt8]
  private let values: SecretBytes

  fileprivate init(width: Int, places: [UInt8], values: consuming SecretBytes) {
    self.width = width
    self.places = places
    self.values = values
  }

  /// The bytes that were given for the point with this number.
  func given(_ index: Int) throws(SecretMemoryError) -> SecretBytes {
    try values.slice(index * width..<(index + 1) * width)
  }

  /// The bytes at a place, of the polynomial through the first `count` points.
  ///
  /// - Source: Lagrange interpolation
  func value(at place: UInt8, first count: Int) throws(SecretMemoryError) -> SecretBytes {
    let width = width
    let weights = weights(at: place, first: count)
    return try values.withSpan { values throws(SecretMemoryError) in
      try SecretBytes(count: width) { result in
        for (point, weight) in weights.enumerated() {
          for index in 0..<width {
            result[index] ^= Field.multiply(values[point * width + index], weight)
          }
        }
      }
    }
  }

  /// What each point counts for at a place; public, as the places are.
  private func weights(at place: UInt8, first count: Int) -> [UInt8] {
    places.prefix(count).map { own in
      var weight: UInt8 = 1
      for other in places.prefix(count) where other != own {
        weight = Field.multiply(weight, place ^ other)
        weight = Field.multiply(weight, Field.invert(own ^ other))
      }
      return weight
    }
  }
}
